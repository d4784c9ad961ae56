import type { Secret } from '@karna/common/config';
import { DomainError } from '@karna/common/errors';
import { inSpan } from '@karna/common/telemetry';
import { type ErrorCode, errorCodes, isErrorCode } from '@karna/proto/errors';
import { ControlMessage, ControlReply, ControlRequest } from '@karna/proto/gen/channel/v1/control';
import type { RecordingChanged } from '@karna/proto/gen/recording/v1/recording';
import type { TaskChanged } from '@karna/proto/gen/task/v1/task';
import { freshId } from '@karna/proto/ids';
import type { WebSocket } from 'ws';
import { Answers } from '../domain/answers.ts';
import { type Caller, requireScope } from '../domain/caller.ts';
import { FactCursor } from '../domain/fact-cursor.ts';
import type { Mail } from '../domain/outbox.ts';
import type { RateLimit } from '../domain/rate-limit.ts';
import { clientChannels, type GatewayEvents } from '../events.ts';
import { type FactFeed, factsGone } from '../fact-feed.ts';
import type { RecordingFeed } from '../recording-feed.ts';
import { type Requests, scopeOf } from '../service.ts';
import { Connection } from './connection.ts';
import type { Session, Sessions } from './sessions.ts';
import { type Protocol, type Wire, wireFor } from './wire.ts';

/** Answers kept for requests that come again. `run` is safe beyond that: its id goes down to the store. */
const maxAnswers = 10_000;
const maxAnswerBytes = 32 * 1024 * 1024;
/** Longest request id (characters). */
const maxIdLength = 128;

export interface ControlOptions {
  readonly requests: Requests;
  readonly feed: FactFeed;
  readonly recordings: RecordingFeed;
  readonly sessions: Sessions;
  readonly events: GatewayEvents;
  readonly rate: RateLimit;
  /** Halting has a budget of its own: a busy client must still be able to stop. */
  readonly haltRate: RateLimit;
  readonly instance: string;
  readonly version: string;
  readonly maxBytes: number;
  /** Of a request that brings a skill with its pictures. */
  readonly maxSkillBytes: number;
  readonly maxInFlight: number;
  readonly pingMs: number;
}

type Body = NonNullable<ControlRequest['body']>;

/** `/v1/control`: requests, each with one reply, and the facts about all tasks. */
export class ControlChannel {
  readonly #options: ControlOptions;
  readonly #answers = new Answers<ControlReply>({
    weigh: (reply) => ControlReply.encode(reply).finish().byteLength,
    isFinal: (reply) => reply.body?.$case !== 'fault' || !mayRepeat(reply.body.value.code),
    maxAnswers,
    maxBytes: maxAnswerBytes,
  });

  constructor(options: ControlOptions) {
    this.#options = options;
  }

  accept(socket: WebSocket, protocol: Protocol, caller: Caller, token: Secret): void {
    new ControlSession(socket, protocol, { caller, token }, this.#options, this.#answers).open();
  }
}

class ControlSession implements Session {
  readonly channel = 'control';
  readonly since = new Date();
  readonly credentials: { readonly caller: Caller; readonly token: Secret };
  readonly #options: ControlOptions;
  readonly #answers: Answers<ControlReply>;
  readonly #connection: Connection<ControlRequest, ControlMessage>;
  readonly #cursor: FactCursor<TaskChanged> | undefined;
  readonly #inFlight = new Set<Promise<void>>();
  readonly #unlisten: () => void;
  readonly #unwatch: () => void;
  #isFinishing = false;

  constructor(
    socket: WebSocket,
    protocol: Protocol,
    credentials: { readonly caller: Caller; readonly token: Secret },
    options: ControlOptions,
    answers: Answers<ControlReply>,
  ) {
    this.credentials = credentials;
    this.#options = options;
    this.#answers = answers;
    const wire = wireFor(protocol, ControlRequest, ControlMessage);
    this.#connection = new Connection(socket, {
      channel: 'control',
      wire,
      events: options.events,
      pingMs: options.pingMs,
      closing: (value) => ({ body: { $case: 'closing', value } }),
      onMessage: (request, bytes) => this.#take(request, bytes),
      onClosed: () => this.#end(),
    });
    this.#cursor = credentials.caller.scopes.includes('observe') ? this.#makeCursor(protocol, wire) : undefined;
    this.#unlisten = options.feed.listen({
      moved: () => this.#cursor?.moved(),
      lost: () => this.fail(factsGone()),
    });
    this.#unwatch = options.recordings.listen((change) => this.#watch(change));
  }

  open(): void {
    const { sessions, instance, version, feed } = this.#options;
    sessions.add(this);
    const { principal, scopes } = this.credentials.caller;
    const newestSequence = this.#cursor?.at ?? feed.newest;
    const value = {
      gatewayInstance: instance,
      version,
      principal,
      scopes: [...scopes],
      newestSequence,
      channels: [...clientChannels],
    };
    this.#connection.send({ body: { $case: 'welcome', value } });
    this.#cursor?.run().catch((error: unknown) => this.fail(this.#expected(error, 'facts')));
  }

  fail(error: DomainError): void {
    this.#connection.fail(error);
  }

  async finish(): Promise<void> {
    this.#isFinishing = true;
    this.#cursor?.close();
    await Promise.allSettled(this.#inFlight);
    await this.#connection.outbox.empty();
  }

  /** What a person shows is for those who may look. What one client missed it sees by the numbers, and asks for. */
  #watch(value: RecordingChanged): void {
    if (!this.credentials.caller.scopes.includes('observe') || this.#isFinishing) return;
    this.#connection.send({ body: { $case: 'recordingChanged', value } });
  }

  #makeCursor(protocol: Protocol, wire: Wire<ControlRequest, ControlMessage>): FactCursor<TaskChanged> {
    const { outbox } = this.#connection;
    return new FactCursor(this.#options.feed, {
      room: () => outbox.room(),
      fact: (fact) => {
        if (!this.#connection.isEnding) outbox.letter(writtenOnce(fact, protocol, wire));
      },
      overrun: () =>
        this.fail(new DomainError('channel.overrun', 'you are too many facts behind; connect again and resume')),
    });
  }

  #take(request: ControlRequest, bytes: number): void {
    const { id, body } = request;
    const refusal = this.#refusal(request, bytes);
    if (refusal || !body) {
      this.#reply({ id: id.slice(0, maxIdLength), body: faultOf(refusal ?? unknownRequest()) });
      return;
    }
    const work = this.#answer(id, body, request.traceparent).then((reply) => this.#reply(reply));
    this.#inFlight.add(work);
    void work.finally(() => this.#inFlight.delete(work));
  }

  #refusal({ id, body }: ControlRequest, bytes: number): DomainError | undefined {
    const { maxInFlight, maxSkillBytes } = this.#options;
    const maxBytes = body?.$case === 'saveSkill' ? maxSkillBytes : this.#options.maxBytes;
    if (bytes > maxBytes) return new DomainError('input.too_large', `a request may have ${maxBytes} bytes`);
    if (id === '' || id.length > maxIdLength) {
      return new DomainError('input.invalid', `a request needs an id of at most ${maxIdLength} characters`);
    }
    if (!body) return unknownRequest();
    if (this.#isFinishing) return new DomainError('service.stopping', 'this gateway is stopping; connect again');
    if (this.#inFlight.size >= maxInFlight) {
      return new DomainError('rate.limited', `${maxInFlight} requests wait for their answers; wait for one of them`);
    }
    return this.#isWithinRate(body) ? undefined : new DomainError('rate.limited', 'too many requests; slow down');
  }

  #isWithinRate(body: Body): boolean {
    return (isHalt(body) ? this.#options.haltRate : this.#options.rate).take(this.credentials.caller.principal);
  }

  #answer(id: string, body: Body, traceparent: string): Promise<ControlReply> {
    if (body.$case === 'resume') return this.#tryTo(id, 'resume', traceparent, () => this.#resume(body.value.after));
    const key = `${this.credentials.caller.principal}\n${id}`;
    return this.#answers.once(key, () =>
      this.#tryTo(id, body.$case, traceparent, () => this.#options.requests.answer(body, id, this.credentials.caller)),
    );
  }

  async #resume(after: number) {
    requireScope(this.credentials.caller, scopeOf.resume);
    if (!this.#cursor) throw new DomainError('internal', 'no facts on this connection');
    return { $case: 'resumed', value: { newestSequence: await this.#cursor.resume(after) } } as const;
  }

  /** The request's span, its time and its outcome; a failure becomes a reply. */
  async #tryTo(
    id: string,
    kind: Body['$case'],
    traceparent: string,
    work: () => Promise<NonNullable<ControlReply['body']>>,
  ): Promise<ControlReply> {
    const start = performance.now();
    const done = (outcome: 'ok' | ErrorCode) =>
      this.#options.events.answered(kind, outcome, performance.now() - start, { requestId: id });
    const attributes = { 'karna.request.id': id };
    try {
      const body = await inSpan(`control ${kind}`, attributes, work, { kind: 'server', traceparent });
      done('ok');
      return { id, body };
    } catch (thrown) {
      const incidentId = freshId<string>('incident');
      const error = this.#expected(thrown, kind, incidentId);
      done(error.code);
      return { id, body: faultOf(error, error.code === 'internal' ? incidentId : '') };
    }
  }

  #expected(thrown: unknown, where: string, incidentId = freshId<string>('incident')): DomainError {
    const error = DomainError.from(thrown);
    if (error.code === 'internal') this.#options.events.incident(thrown, incidentId, where);
    return error;
  }

  #reply(value: ControlReply): void {
    this.#connection.send({ body: { $case: 'reply', value } });
  }

  #end(): void {
    this.#unlisten();
    this.#unwatch();
    this.#cursor?.close();
    this.#options.sessions.remove(this);
  }
}

const faultOf = (error: DomainError, incidentId = '') =>
  ({ $case: 'fault', value: error.toFault(incidentId) }) as const;

const unknownRequest = () =>
  new DomainError('protocol.unsupported', 'this gateway knows no such request; it may be older than the client');

/** However it is asked for. */
const isHalt = (body: Body): boolean =>
  body.$case === 'halt' ||
  (body.$case === 'steer' && body.value.verb === 'TASK_VERB_HALT') ||
  (body.$case === 'say' && /^\s*(?:stop|halt)[\s.!]*$/i.test(body.value.text.slice(0, 20)));

const mayRepeat = (code: string): boolean => isErrorCode(code) && errorCodes[code].retry;

const written = new WeakMap<TaskChanged, Map<Protocol, Mail>>();

/** A fact goes to many clients: it is written once per protocol. */
function writtenOnce(fact: TaskChanged, protocol: Protocol, wire: Wire<ControlRequest, ControlMessage>): Mail {
  const known = written.get(fact) ?? new Map<Protocol, Mail>();
  written.set(fact, known);
  const mail = known.get(protocol) ?? wire.write({ body: { $case: 'taskChanged', value: fact } });
  known.set(protocol, mail);
  return mail;
}

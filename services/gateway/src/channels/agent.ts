import type { Socket } from 'node:net';
import type { Bus, Subscription } from '@karna/common/bus';
import type { Clock } from '@karna/common/clock';
import { DomainError } from '@karna/common/errors';
import { currentTraceparent, inSpan, type SpanAttributes } from '@karna/common/telemetry';
import {
  AgentMessage,
  type Batch,
  type BatchResult,
  type DesktopHalted,
  type DesktopRecorded,
  GatewayMessage,
  type HaltDesktop,
  type RecordDesktop,
  type RecordReply,
  type ScreenAnswer,
  type ScreenAnswered,
  type ScreenOrder,
} from '@karna/proto/gen/agent/v1/agent';
import { freshId } from '@karna/proto/ids';
import { facts, orders } from '@karna/proto/subjects';
import type { WebSocket } from 'ws';
import type { Failures } from '../domain/failures.ts';
import { Pending } from '../domain/pending.ts';
import type { GatewayEvents, Outcome } from '../events.ts';
import type { Audit, Blobs, Commands, Desktops, Recordings, Teaching } from '../ports.ts';
import type { StatusFeed } from '../status-feed.ts';
import { AgentHandshake, type Known } from './agent-handshake.ts';
import { AgentRecording } from './agent-recording.ts';
import { Connection } from './connection.ts';
import { HandsLog } from './hands-log.ts';
import type { Session, Sessions } from './sessions.ts';
import { type Protocol, wireFor } from './wire.ts';

/** What an agent may send before it has proved who it is (bytes): hello with a wall of displays fits. */
const maxStrangerBytes = 64 * 1024;
/** Silent for so many heartbeats, an agent is gone. */
const missedHeartbeats = 3;
/** How long a batch without a deadline of its own may take (ms). */
const defaultBatchMs = 60_000;
/** What a batch's own deadline does not cover: its way there, and its pictures' way back over a slow link (ms). */
const transferMs = 5_000;
/** An agent lets go of everything within this (ms). */
const haltMs = 3_000;
/** An agent that stops a recording first hands over what it has (ms). */
const recordMs = 60_000;
/** What an agent is asked about the live picture and remote hands (ms). */
const screenMs = 8_000;
/** A report of this desktop from another gateway may be its last one, for so long after it came here (ms). */
const handoverMs = 3_000;

export interface AgentOptions {
  readonly desktops: Desktops;
  readonly recordings: Recordings;
  readonly blobs: Blobs;
  readonly audit: Audit;
  readonly commands: Commands;
  readonly teaching: Pick<Teaching, 'start'>;
  readonly bus: Bus;
  readonly status: StatusFeed;
  readonly sessions: Sessions;
  readonly events: GatewayEvents;
  readonly failures: Failures;
  readonly clock: Clock;
  readonly instance: string;
  readonly handshakeMs: number;
  readonly heartbeatMs: number;
  readonly pingMs: number;
  readonly maxOrders: number;
}

/** `/v1/agent`: the agents' connections; while one is open, this gateway serves its desktop's orders. */
export class AgentChannel {
  readonly #options: AgentOptions;
  readonly #byDesktop = new Map<string, AgentSession>();
  #strangers = 0;

  constructor(options: AgentOptions) {
    this.#options = options;
    options.status.listen((change) => {
      if (change.kind !== 'desktop' || !change.report.online) return;
      if (change.report.gatewayInstance !== options.instance) this.#byDesktop.get(change.report.desktopId)?.yield();
    });
  }

  /** Agents that have not proved who they are yet. */
  get strangers(): number {
    return this.#strangers;
  }

  accept(socket: WebSocket, transport: Socket, protocol: Protocol, address: string): void {
    this.#strangers += 1;
    new AgentSession(socket, transport, protocol, address, this.#options, {
      known: (session, desktopId) => {
        this.#strangers -= 1;
        const before = this.#byDesktop.get(desktopId);
        this.#byDesktop.set(desktopId, session);
        before?.fail(new DomainError('channel.replaced', 'another connection of this desktop took over'));
      },
      left: (session, desktopId) => {
        if (desktopId === undefined) this.#strangers -= 1;
        const isCurrent = desktopId !== undefined && this.#byDesktop.get(desktopId) === session;
        if (isCurrent) this.#byDesktop.delete(desktopId);
        return isCurrent;
      },
    }).open();
  }

  /** The desktop was removed. */
  forget(desktopId: string): void {
    this.#options.status.board.forgetDesktop(desktopId);
    this.#byDesktop.get(desktopId)?.fail(new DomainError('auth.invalid', 'this desktop was removed; enrol it again'));
  }
}

interface Registry {
  known(session: AgentSession, desktopId: string): void;
  /** True when the desktop is gone with it, rather than taken over. */
  left(session: AgentSession, desktopId: string | undefined): boolean;
}

class AgentSession implements Session {
  readonly channel = 'agent';
  readonly since = new Date();
  readonly #options: AgentOptions;
  readonly #registry: Registry;
  readonly #transport: Socket;
  readonly #connection: Connection<AgentMessage, GatewayMessage>;
  readonly #handshake: AgentHandshake;
  readonly #handshakeTimer: NodeJS.Timeout;
  readonly #batches = new Pending<BatchResult>();
  readonly #halts = new Pending<DesktopHalted>();
  readonly #records = new Pending<DesktopRecorded>();
  readonly #screenAnswers = new Pending<ScreenAnswer>();
  #recording: AgentRecording | undefined;
  #hands: HandsLog | undefined;
  /** It is known whether this desktop was being taught when its agent came. */
  #isTaughtKnown = false;
  #turn: Promise<void> = Promise.resolve();
  #known: Known | undefined;
  #knownAt = 0;
  #served: Promise<Subscription[]> | undefined;
  #beat: NodeJS.Timeout | undefined;
  #bytesBefore = 0;
  #silentBeats = 0;

  constructor(
    socket: WebSocket,
    transport: Socket,
    protocol: Protocol,
    address: string,
    options: AgentOptions,
    registry: Registry,
  ) {
    this.#options = options;
    this.#registry = registry;
    this.#transport = transport;
    this.#connection = new Connection(socket, {
      channel: 'agent',
      wire: wireFor(protocol, AgentMessage, GatewayMessage),
      events: options.events,
      pingMs: options.pingMs,
      closing: (value) => ({ body: { $case: 'refused', value } }),
      onMessage: (message) => this.#queue(message),
      onClosed: (outcome) => this.#end(outcome),
    });
    const { desktops, failures, events, handshakeMs } = options;
    const send = (message: GatewayMessage) => this.#connection.send(message);
    this.#handshake = new AgentHandshake({ desktops, failures, events, address, send });
    this.#handshakeTimer = setTimeout(() => this.fail(tooLate(handshakeMs)), handshakeMs);
    transport.on('data', this.#boundStranger);
  }

  open(): void {
    this.#options.sessions.add(this);
  }

  fail(error: DomainError): void {
    this.#connection.fail(error);
  }

  async finish(): Promise<void> {
    await this.#stopServing();
    await this.#connection.outbox.empty();
  }

  /** Another gateway says that it holds this desktop now. */
  yield(): void {
    if (this.#options.clock.elapsed() - this.#knownAt < handoverMs) return;
    this.fail(new DomainError('channel.replaced', 'another gateway took this desktop over'));
  }

  readonly #boundStranger = (): void => {
    if (this.#transport.bytesRead > maxStrangerBytes) this.#transport.destroy();
  };

  // One message after the other: a proof must not overtake the look-up of its hello.
  #queue(message: AgentMessage): void {
    this.#turn = this.#turn.then(() => this.#take(message)).catch((thrown: unknown) => this.#failOn(thrown));
  }

  #failOn(thrown: unknown): void {
    const error = DomainError.from(thrown);
    if (error.code === 'internal') this.#options.events.incident(thrown, freshId('incident'), 'agent');
    this.fail(error);
  }

  async #take(message: AgentMessage): Promise<void> {
    if (this.#connection.isEnding) return;
    if (this.#known) return this.#hear(message, this.#known);
    const known = await this.#handshake.take(message);
    if (known && !this.#connection.isEnding) await this.#welcome(known);
  }

  async #welcome(known: Known): Promise<void> {
    const { instance, heartbeatMs, clock, events } = this.#options;
    clearTimeout(this.#handshakeTimer);
    this.#transport.off('data', this.#boundStranger);
    this.#known = known;
    this.#knownAt = clock.elapsed();
    this.#registry.known(this, known.desktop.id);
    const { recordings, blobs } = this.#options;
    const send = (message: GatewayMessage) => this.#connection.send(message);
    this.#recording = new AgentRecording({ desktopId: known.desktop.id, recordings, blobs, events, send });
    this.#hands = new HandsLog(known.desktop.id, this.#options.audit, events);
    events.agentConnected(known.desktop.id);
    this.#connection.send({ body: { $case: 'welcome', value: { gatewayInstance: instance, heartbeatMs } } });
    this.#served = this.#serve(known.desktop.id);
    await this.#served;
    if (this.#connection.isEnding) return;
    this.#beat = setInterval(() => this.#onBeat(known), heartbeatMs);
    void this.#goOnTeaching(known.desktop.id);
    await this.#report(known, true);
  }

  #hear({ body }: AgentMessage, { desktop }: Known): void {
    switch (body?.$case) {
      case 'heartbeat':
        this.#connection.send({ body: { $case: 'heartbeat', value: { sequence: body.value.sequence } } });
        break;
      case 'result':
        this.#batches.answer(body.value.batchId, body.value);
        break;
      case 'halted':
        this.#halts.answer(body.value.id, body.value.halted ?? { released: [] });
        break;
      case 'localHalt':
        this.#haltedAtDesktop(desktop.id);
        break;
      case 'teachKey':
        this.#taughtAtDesktop(desktop.id);
        break;
      case 'recorded':
        this.#onRecorded(body.value);
        break;
      case 'picture':
      case 'act':
      case 'recordingEnded':
        this.#recording?.take(body);
        break;
      case 'screen':
        if (body.value.body?.$case === 'hands') this.#hands?.hear(body.value.body.value);
        // Newest wins: what the bus does not take is seen as a gap, and shown again.
        this.#options.bus.publish(facts.screenShown, { desktopId: desktop.id }, body.value).catch(() => {});
        break;
      case 'screenAnswered':
        this.#onScreenAnswered(body.value);
        break;
      case 'enrol':
      case 'hello':
      case 'proof':
        throw new DomainError('input.invalid', 'this connection has its desktop already');
      case undefined:
        break; // a newer agent's message that we do not know
      default: {
        const nothing: never = body;
        throw new TypeError(`not an agent message: ${nothing}`);
      }
    }
  }

  async #serve(desktopId: string): Promise<Subscription[]> {
    const { bus } = this.#options;
    return [
      await bus.serve(orders.perform, { desktopId }, (batch) => this.#perform(batch, desktopId)),
      await bus.serve(orders.recordDesktop, { desktopId }, (record) => this.#record(record, desktopId)),
      await bus.serve(orders.watchScreen, { desktopId }, (order) => this.#screen(order)),
      await bus.serve(orders.haltDesktop, { desktopId }, (halt) => this.#halt(halt, desktopId)),
    ];
  }

  async #stopServing(): Promise<void> {
    const served = this.#served;
    this.#served = undefined;
    for (const subscription of (await served?.catch(() => [])) ?? []) await subscription.close();
  }

  #perform(batch: Batch, desktopId: string): Promise<BatchResult> {
    if (this.#batches.size >= this.#options.maxOrders) {
      throw new DomainError('agent.busy', 'too many batches wait at this desktop');
    }
    const limitMs = (batch.deadlineMs || defaultBatchMs) + transferMs;
    return this.#timed('perform', desktopId, { 'karna.batch.id': batch.id }, () =>
      this.#batches.ask(batch.id, limitMs, () => this.#order({ $case: 'perform', value: traced(batch) })),
    );
  }

  #halt(halt: HaltDesktop, desktopId: string): Promise<DesktopHalted> {
    const id = freshId<string>('halt');
    return this.#timed('halt', desktopId, {}, () =>
      this.#halts.ask(id, haltMs, () => this.#order({ $case: 'halt', value: { id, halt } })),
    );
  }

  #record(record: RecordDesktop, desktopId: string): Promise<DesktopRecorded> {
    const id = freshId<string>('record');
    return this.#timed('record', desktopId, {}, () =>
      this.#records.ask(id, recordMs, () => this.#order({ $case: 'record', value: { id, record } })),
    );
  }

  /** Answered by the agent where the order has an id, else as soon as it is on its way. */
  async #screen(order: ScreenOrder): Promise<ScreenAnswer> {
    const send = () => this.#order({ $case: 'screen', value: order });
    if (order.id !== '') return this.#screenAnswers.ask(order.id, screenMs, send);
    send();
    return { text: '' };
  }

  #onScreenAnswered({ id, answer, fault }: ScreenAnswered): void {
    if (fault) this.#screenAnswers.fail(id, DomainError.fromFault(fault));
    else this.#screenAnswers.answer(id, answer ?? { text: '' });
  }

  #onRecorded({ id, recorded, fault }: RecordReply): void {
    if (fault) this.#records.fail(id, DomainError.fromFault(fault));
    else this.#records.answer(id, recorded ?? { acts: 0, waiting: 0 });
  }

  /** A recording under way goes on with the agent that comes back; as long as the store is away, with the next beat. */
  async #goOnTeaching(desktopId: string): Promise<void> {
    if (this.#isTaughtKnown) return;
    this.#isTaughtKnown = true;
    try {
      const [recording] = await this.#options.recordings.list(desktopId, true);
      if (!recording || this.#connection.isEnding) return;
      const { id: recordingId, state, acts: kept } = recording;
      await this.#record({ recordingId, state, kept, discard: false }, desktopId);
    } catch (error) {
      const { code } = DomainError.from(error);
      this.#isTaughtKnown = code === 'action.unsupported';
      this.#options.events.actNotKept(desktopId, code);
    }
  }

  #order(body: NonNullable<GatewayMessage['body']>): void {
    if (this.#connection.isEnding) throw lost();
    this.#connection.send({ body });
  }

  async #timed<T>(
    order: 'perform' | 'halt' | 'record',
    desktopId: string,
    attributes: SpanAttributes,
    work: () => Promise<T>,
  ): Promise<T> {
    const start = performance.now();
    const done = (outcome: Outcome) =>
      this.#options.events.orderDone(order, outcome, performance.now() - start, { desktopId });
    try {
      const all = { 'karna.desktop.id': desktopId, ...attributes };
      const result = await inSpan(`agent ${order}`, all, work, { kind: 'client' });
      done('ok');
      return result;
    } catch (error) {
      done(DomainError.from(error).code);
      throw error;
    }
  }

  // The agent has stopped already; the planner has to learn that a person did not want it.
  #haltedAtDesktop(desktopId: string): void {
    const { events, commands } = this.#options;
    events.haltedAtDesktop(desktopId);
    commands.halt({ desktopId, principal: atDesktop(desktopId) }).catch((error: unknown) => {
      events.incident(error, freshId('incident'), 'local halt');
    });
  }

  /** What is going to be shown is named afterwards, where it is curated. */
  #taughtAtDesktop(desktopId: string): void {
    const { teaching, events, clock } = this.#options;
    const name = `Shown at the desktop, ${clock.now().toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    teaching.start({ name, desktopId, skillId: '', principal: atDesktop(desktopId) }).then(
      () => events.taughtAtDesktop(desktopId, 'ok'),
      (error: unknown) => events.taughtAtDesktop(desktopId, DomainError.from(error).code),
    );
  }

  // Bytes count as life: a heartbeat may be stuck behind a picture on a slow link.
  #onBeat(known: Known): void {
    const { bytesRead } = this.#transport;
    this.#silentBeats = bytesRead > this.#bytesBefore ? 0 : this.#silentBeats + 1;
    this.#bytesBefore = bytesRead;
    if (this.#silentBeats >= missedHeartbeats) this.fail(new DomainError('agent.lost', 'no heartbeat came'));
    else {
      void this.#report(known, true);
      void this.#goOnTeaching(known.desktop.id);
    }
  }

  async #report({ desktop, hello }: Known, online: boolean): Promise<void> {
    const { bus, instance, clock } = this.#options;
    const report = {
      desktopId: desktop.id,
      name: desktop.name,
      online,
      gatewayInstance: instance,
      agentVersion: hello.agentVersion,
      platform: hello.platform,
      displays: hello.displays,
      backend: hello.backend,
      at: clock.now(),
    };
    // Said again in a moment; unheard for long enough, the desktop counts as offline anyway.
    await bus.publish(facts.desktopReported, { desktopId: desktop.id }, report).catch(() => {});
  }

  #end(outcome: Outcome): void {
    clearTimeout(this.#handshakeTimer);
    clearInterval(this.#beat);
    this.#options.sessions.remove(this);
    this.#batches.failAll(lost());
    this.#halts.failAll(lost());
    this.#records.failAll(lost());
    this.#screenAnswers.failAll(lost());
    this.#hands?.end();
    const isGone = this.#registry.left(this, this.#known?.desktop.id);
    if (!this.#known) return;
    this.#options.events.agentGone(this.#known.desktop.id, outcome);
    this.#stopServing().catch((error: unknown) => this.#options.events.incident(error, freshId('incident'), 'agent'));
    if (isGone) void this.#report(this.#known, false);
  }
}

/** Who sits there: nobody had to say who they are. */
const atDesktop = (desktopId: string): string => `person at ${desktopId}`;

const traced = (batch: Batch): Batch => ({ ...batch, traceparent: currentTraceparent() || batch.traceparent });

const lost = () =>
  new DomainError('agent.lost', 'the connection to the desktop broke; whether the last action happened is unknown');

const tooLate = (limitMs: number) =>
  new DomainError('request.deadline', `the handshake was not finished within ${limitMs} ms`);

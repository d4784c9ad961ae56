import type { Secret } from '@karna/common/config';
import { DomainError } from '@karna/common/errors';
import { inSpan } from '@karna/common/telemetry';
import { InferenceMessage, InferenceRequest } from '@karna/proto/gen/channel/v1/inference';
import { freshId } from '@karna/proto/ids';
import type { WebSocket } from 'ws';
import type { Caller } from '../domain/caller.ts';
import { Credit } from '../domain/credit.ts';
import type { RateLimit } from '../domain/rate-limit.ts';
import type { GatewayEvents, Outcome } from '../events.ts';
import type { Inference, Inferences } from '../inferences.ts';
import { Connection } from './connection.ts';
import type { Session, Sessions } from './sessions.ts';
import { type Protocol, wireFor } from './wire.ts';

/** Largest inference request (bytes): a thousand commands. */
export const maxInferenceBytes = 1024 * 1024;
/** Parts of a stream that are sent before the client says that it took some. */
const window = 64;
const maxIdLength = 128;

export interface InferenceOptions {
  readonly inferences: Inferences;
  readonly sessions: Sessions;
  readonly events: GatewayEvents;
  readonly rate: RateLimit;
  /** Streams of one connection that are being answered. */
  readonly maxStreams: number;
  readonly pingMs: number;
}

/** `/v1/inference`: what takes long to work out, as it comes. Streams belong to their connection and end with it. */
export class InferenceChannel {
  readonly #options: InferenceOptions;

  constructor(options: InferenceOptions) {
    this.#options = options;
  }

  accept(socket: WebSocket, protocol: Protocol, caller: Caller, token: Secret): void {
    new InferenceSession(socket, protocol, { caller, token }, this.#options).open();
  }
}

/** One stream: what it may send, and how it is ended from outside. */
interface Stream {
  readonly credit: Credit;
  readonly ending: AbortController;
  readonly work: Promise<void>;
}

class InferenceSession implements Session {
  readonly channel = 'inference';
  readonly since = new Date();
  readonly credentials: { readonly caller: Caller; readonly token: Secret };
  readonly #options: InferenceOptions;
  readonly #connection: Connection<InferenceRequest, InferenceMessage>;
  readonly #streams = new Map<string, Stream>();
  #isFinishing = false;

  constructor(
    socket: WebSocket,
    protocol: Protocol,
    credentials: { readonly caller: Caller; readonly token: Secret },
    options: InferenceOptions,
  ) {
    this.credentials = credentials;
    this.#options = options;
    this.#connection = new Connection(socket, {
      channel: 'inference',
      wire: wireFor(protocol, InferenceRequest, InferenceMessage),
      events: options.events,
      pingMs: options.pingMs,
      closing: (value) => ({ body: { $case: 'closing', value } }),
      onMessage: (request) => this.#take(request),
      onClosed: () => this.#end(),
    });
  }

  open(): void {
    this.#options.sessions.add(this);
  }

  fail(error: DomainError): void {
    this.#connection.fail(error);
  }

  async finish(): Promise<void> {
    this.#isFinishing = true;
    await Promise.all([...this.#streams.values()].map(({ work }) => work));
    await this.#connection.outbox.empty();
  }

  #take({ id, traceparent, body }: InferenceRequest): void {
    if (body?.$case === 'taken') this.#streams.get(id)?.credit.give(body.value.parts);
    else if (body?.$case === 'cancel') this.#streams.get(id)?.ending.abort(cancelled());
    else {
      const refusal = this.#refusal(id, body);
      if (refusal || !body) this.#ended(id.slice(0, maxIdLength), refusal ?? unknownRequest());
      else this.#begin(id, body, traceparent);
    }
  }

  #refusal(id: string, body: Inference | undefined): DomainError | undefined {
    const { maxStreams, rate } = this.#options;
    if (id === '' || id.length > maxIdLength) {
      return new DomainError('input.invalid', `a request needs an id of at most ${maxIdLength} characters`);
    }
    if (!body) return unknownRequest();
    if (this.#streams.has(id)) {
      // Its parts could not be told from the other's: whoever mixes them up is not served on.
      throw new DomainError('input.invalid', 'a stream with that id is being answered');
    }
    if (this.#isFinishing) return new DomainError('service.stopping', 'this gateway is stopping; connect again');
    if (this.#streams.size >= maxStreams) {
      return new DomainError('rate.limited', `${maxStreams} streams are being answered; wait for the end of one`);
    }
    if (rate.take(this.credentials.caller.principal)) return undefined;
    return new DomainError('rate.limited', 'too many requests; slow down');
  }

  #begin(id: string, body: Inference, traceparent: string): void {
    const ending = new AbortController();
    const credit = new Credit(window);
    const start = performance.now();
    const attributes = { 'karna.request.id': id };
    const work = inSpan(
      `inference ${body.$case}`,
      attributes,
      () => this.#serve(id, body, credit, AbortSignal.any([ending.signal, this.#connection.closed])),
      { kind: 'server', traceparent },
    )
      .then(() => undefined, DomainError.from)
      .then((error) => {
        this.#streams.delete(id);
        this.#answered(id, body.$case, error, performance.now() - start);
      });
    this.#streams.set(id, { credit, ending, work });
  }

  /** The next part is asked for when there is room for it, here and at the client: until then its making rests. */
  async #serve(id: string, body: Inference, credit: Credit, signal: AbortSignal): Promise<void> {
    const { caller } = this.credentials;
    for await (const part of this.#options.inferences.answer(body, caller, signal)) {
      signal.throwIfAborted();
      this.#connection.send({ body: { $case: 'part', value: { id, body: part } } });
      await credit.spend(signal);
      await this.#connection.outbox.room();
    }
    signal.throwIfAborted();
  }

  #answered(id: string, kind: Inference['$case'], error: DomainError | undefined, ms: number): void {
    const outcome: Outcome = error?.code ?? 'ok';
    const incidentId = outcome === 'internal' ? freshId<string>('incident') : '';
    if (incidentId) this.#options.events.incident(error?.cause ?? error, incidentId, `inference ${kind}`);
    this.#options.events.answered(kind, outcome, ms, { requestId: id });
    this.#ended(id, error, incidentId);
  }

  #ended(id: string, error: DomainError | undefined, incidentId = ''): void {
    this.#connection.send({ body: { $case: 'end', value: { id, fault: error?.toFault(incidentId) } } });
  }

  #end(): void {
    this.#options.sessions.remove(this);
  }
}

const cancelled = () => new DomainError('request.cancelled', 'the request was cancelled');

const unknownRequest = () =>
  new DomainError(
    'protocol.unsupported',
    'this channel knows no such request; the gateway may be older than the client',
  );

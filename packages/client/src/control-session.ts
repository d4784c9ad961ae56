import {
  ControlMessage,
  type ControlReply,
  ControlRequest,
  type ControlWelcome,
} from '@karna/proto/gen/channel/v1/control';
import type { RecordingChanged } from '@karna/proto/gen/recording/v1/recording';
import { freshId } from '@karna/proto/ids';
import { backoffMs, sleep } from './backoff.ts';
import { type Access, type Channel, isFinal, openChannel } from './channel.ts';
import { KarnaError } from './errors.ts';
import { FactHub, type FactReader } from './fact-hub.ts';

export type ConnectionState = 'connecting' | 'live' | 'catching-up' | 'offline';

export interface RequestOptions {
  readonly signal?: AbortSignal;
  /** The same id again gets the first answer, also from another connection. Default: a fresh one. */
  readonly id?: string;
  /** W3C trace context to continue. */
  readonly traceparent?: string;
  /** Default: the client's. */
  readonly timeoutMs?: number;
}

type RequestBody = NonNullable<ControlRequest['body']>;
type ReplyBody = NonNullable<ControlReply['body']>;
type ReplyKind = Exclude<ReplyBody['$case'], 'fault'>;
type ReplyOf<K extends ReplyKind> = Extract<ReplyBody, { $case: K }>['value'];

interface Waiting {
  readonly message: ControlRequest;
  readonly promise: Promise<ReplyBody>;
  readonly resolve: (body: ReplyBody) => void;
  readonly reject: (error: unknown) => void;
}

/** What the gateway takes is less, and it says so; beyond this (characters) it would close the connection. */
const maxTextLength = 1_000_000;
/** No welcome for so long (ms): whatever answered is not a gateway. */
const welcomeMs = 10_000;
/** A long absence may have to be replayed (ms). */
const replayMs = 60_000;

export interface Timing {
  /** How long a request waits for its answer, unless it says otherwise (ms). */
  readonly timeoutMs: number;
  /** Nothing heard for so long (ms), the gateway is asked for a sign of life, and after half of it again given up. */
  readonly quietMs: number;
}

/** One control channel that survives its connections: requests get their answer, readers get every fact once. */
export class ControlSession {
  readonly hub = new FactHub();
  readonly #access: Access;
  readonly #timing: Timing;
  readonly #closing = new AbortController();
  readonly #waiting = new Map<string, Waiting>();
  readonly #listeners = new Set<(state: ConnectionState) => void>();
  readonly #watchers = new Set<(change: RecordingChanged) => void>();
  #channel: Channel<ControlRequest> | undefined;
  #welcome: ControlWelcome | undefined;
  #state: ConnectionState = 'connecting';
  #dropped: (error: KarnaError) => void = () => {};
  #catchingUp: Promise<void> | undefined;
  #heardAt = 0;

  constructor(access: Access, timing: Timing) {
    this.#access = access;
    this.#timing = timing;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get welcome(): ControlWelcome | undefined {
    return this.#welcome;
  }

  onState(listener: (state: ConnectionState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Hears of every recording; what a lost connection would have brought is for the listener to ask for. */
  onRecording(listener: (change: RecordingChanged) => void): () => void {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  }

  /** Resolves when the gateway has said welcome; rejects when it cannot be reached or does not want us. */
  async open(signal?: AbortSignal): Promise<void> {
    try {
      const { dropped } = await this.#connect(signal);
      void this.#stay(dropped);
    } catch (error) {
      this.close(error);
      throw error;
    }
  }

  async request<K extends ReplyKind>(body: RequestBody, kind: K, options: RequestOptions = {}): Promise<ReplyOf<K>> {
    refuseTooLarge(body);
    const message = { id: options.id ?? freshId<string>('req'), traceparent: options.traceparent ?? '', body };
    const reply = await this.#ask(message, options);
    if (reply.$case === 'fault') throw KarnaError.fromFault(reply.value);
    if (reply.$case !== kind)
      throw new KarnaError('protocol.unsupported', `the gateway answered ${reply.$case}, not ${kind}`);
    return reply.value as ReplyOf<K>;
  }

  /** A reader of the facts after a number; without one, of those from now on. */
  read(after?: number): FactReader {
    if (this.#closing.signal.aborted) throw this.#closing.signal.reason;
    const reader = this.hub.open(after);
    if (reader.next <= this.hub.seen) this.#catchUp();
    return reader;
  }

  close(reason: unknown = new KarnaError('request.cancelled', 'the client was closed')): void {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort(reason);
    this.#channel?.close();
    this.#channel = undefined;
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
    this.hub.failAll(reason);
    this.#enter('offline');
    this.#dropped(asKarnaError(reason));
  }

  /** Resolves, when the connection is welcome, with a promise of how it ends. */
  async #connect(signal?: AbortSignal): Promise<{ readonly dropped: Promise<KarnaError> }> {
    const welcomed = Promise.withResolvers<void>();
    const dropped = Promise.withResolvers<KarnaError>();
    const attempt = new AbortController();
    const giveUp = (reason: unknown) => {
      attempt.abort(reason);
      welcomed.reject(reason);
    };
    const late = setTimeout(() => giveUp(noWelcome()), welcomeMs);
    const asked = AbortSignal.any([this.#closing.signal, ...(signal ? [signal] : [])]);
    const onAsked = () => giveUp(asked.reason);
    asked.addEventListener('abort', onAsked, { once: true });
    if (asked.aborted) onAsked();
    welcomed.promise.catch(() => {}); // looked at only once the channel is open
    try {
      await openChannel<ControlMessage, ControlRequest>({
        access: this.#access,
        path: '/v1/control',
        incoming: ControlMessage,
        outgoing: ControlRequest,
        closingOf: ({ body }) => (body?.$case === 'closing' ? body.value : undefined),
        // At once, not a turn later: facts may follow the welcome in the same packet.
        onMessage: ({ body }, channel) => {
          if (body?.$case !== 'welcome') return this.#hear(body);
          this.#settleIn(channel, body.value, dropped.resolve);
          welcomed.resolve();
        },
        onClose: (error) => {
          welcomed.reject(error);
          dropped.resolve(error);
        },
        signal: attempt.signal,
      });
      await welcomed.promise;
      return { dropped: dropped.promise };
    } finally {
      clearTimeout(late);
      asked.removeEventListener('abort', onAsked);
    }
  }

  #settleIn(channel: Channel<ControlRequest>, welcome: ControlWelcome, onDropped: (error: KarnaError) => void): void {
    const isFirst = this.#welcome === undefined;
    this.#channel = channel;
    this.#welcome = welcome;
    this.#heardAt = performance.now();
    this.#dropped = (error) => {
      channel.close();
      onDropped(error);
    };
    if (isFirst) this.hub.startAt(welcome.newestSequence);
    for (const { message } of this.#waiting.values()) channel.send(message);
    if (isFirst || !welcome.scopes.includes('observe')) this.#enter('live');
    else this.#catchUp();
  }

  /** Comes back for as long as that can help. */
  async #stay(dropped: Promise<KarnaError>): Promise<void> {
    const watch = setInterval(() => this.#watchSilence(), this.#timing.quietMs / 4);
    try {
      for (let why = await dropped; !this.#closing.signal.aborted; why = await this.#comeBack()) this.#forget(why);
    } catch (error) {
      this.close(error);
    } finally {
      clearInterval(watch);
    }
  }

  #forget(why: KarnaError): void {
    this.#channel = undefined;
    this.#enter('offline');
    if (isFinal(why)) throw why;
    if (why.code === 'input.too_large') this.#failAllWaiting(why); // one of them, and none should be sent again
  }

  async #comeBack(): Promise<KarnaError> {
    for (let attempt = 0; ; attempt += 1) {
      await sleep(backoffMs(attempt), this.#closing.signal);
      this.#enter('connecting');
      try {
        const { dropped } = await this.#connect();
        return await dropped;
      } catch (error) {
        this.#closing.signal.throwIfAborted();
        this.#forget(asKarnaError(error));
      }
    }
  }

  #hear(body: ControlMessage['body']): void {
    this.#heardAt = performance.now();
    if (body?.$case === 'taskChanged' && !this.hub.take(body.value)) this.#catchUp();
    if (body?.$case === 'reply') this.#settle(body.value);
    if (body?.$case === 'recordingChanged') for (const listener of [...this.#watchers]) listener(body.value);
  }

  #settle({ id, body }: ControlReply): void {
    const waiting = this.#waiting.get(id);
    const code = body?.$case === 'fault' ? body.value.code : undefined;
    if (!waiting || code === 'service.stopping') return; // the same request is sent again to the gateway that follows
    if (code === 'rate.limited') this.#sendLater(waiting.message);
    else if (body) waiting.resolve(body);
    else
      waiting.reject(
        new KarnaError('protocol.unsupported', 'the gateway gave an answer that this client does not know'),
      );
  }

  #sendLater(message: ControlRequest): void {
    const channel = this.#channel;
    const send = () => {
      if (this.#channel === channel && this.#waiting.has(message.id)) channel?.send(message);
    };
    setTimeout(send, 500 + Math.random() * 1_000); // after a reconnect it is sent anyway
  }

  async #ask(
    message: ControlRequest,
    { signal, timeoutMs = this.#timing.timeoutMs }: RequestOptions,
  ): Promise<ReplyBody> {
    signal?.throwIfAborted();
    if (this.#closing.signal.aborted) throw this.#closing.signal.reason;
    const asked = this.#waiting.get(message.id);
    if (asked) return asked.promise; // the same request again, while the first one waits: one answer for both
    const { promise, resolve, reject } = Promise.withResolvers<ReplyBody>();
    const onAbort = () => reject(signal?.reason);
    const timer = setTimeout(() => reject(noAnswer(timeoutMs)), timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    this.#waiting.set(message.id, { message, promise, resolve, reject });
    try {
      this.#channel?.send(message);
      return await promise;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      this.#waiting.delete(message.id);
    }
  }

  #catchUp(): void {
    if (!this.#channel) return;
    this.#enter('catching-up');
    if (this.#catchingUp) return;
    this.#catchingUp = this.#replay(this.#channel).finally(() => {
      this.#catchingUp = undefined;
    });
  }

  /** Asks for what is missing until nobody misses anything. */
  async #replay(channel: Channel<ControlRequest>): Promise<void> {
    try {
      for (let isComplete = false; !isComplete; ) isComplete = await this.#resume();
      if (this.#channel === channel) this.#enter('live');
    } catch (error) {
      if (this.#channel === channel) this.#dropped(asKarnaError(error));
    }
    // When the connection changed meanwhile, the new one needs a replay of its own.
    if (this.#channel !== channel) queueMicrotask(() => this.#catchUp());
  }

  /** False when there is more to ask for. */
  async #resume(): Promise<boolean> {
    const after = this.hub.lowest;
    try {
      const body = { $case: 'resume', value: { after } } as const;
      const { newestSequence } = await this.request(body, 'resumed', { timeoutMs: replayMs });
      if (this.hub.lowest >= Math.max(newestSequence, this.hub.seen)) return true;
      if (this.hub.lowest === after)
        throw new KarnaError('internal', 'the gateway replayed nothing of what is missing');
      return false;
    } catch (error) {
      if (!(error instanceof KarnaError) || error.code !== 'task.facts_gone') throw error;
      this.hub.gone(error, this.#welcome?.newestSequence ?? after);
      return false;
    }
  }

  // A network that is gone says nothing by itself.
  #watchSilence(): void {
    if (!this.#channel) return;
    const { quietMs } = this.#timing;
    const silentMs = performance.now() - this.#heardAt;
    if (silentMs > 1.5 * quietMs) this.#dropped(new KarnaError('service.unavailable', 'the gateway fell silent'));
    else if (silentMs > quietMs) this.#askForLife();
  }

  #askForLife(): void {
    if (this.#welcome?.scopes.includes('observe')) {
      this.#catchUp();
      return;
    }
    const anything = { $case: 'listDesktops', value: {} } as const; // a refusal is a sign of life too
    this.request(anything, 'desktops', { timeoutMs: this.#timing.quietMs }).catch(() => {});
  }

  #failAllWaiting(error: KarnaError): void {
    for (const { reject } of this.#waiting.values()) reject(error);
  }

  #enter(state: ConnectionState): void {
    if (this.#state === state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }
}

function refuseTooLarge(body: RequestBody): void {
  const text = 'text' in body.value ? body.value.text : '';
  if (text.length > maxTextLength) throw new KarnaError('input.too_large', 'this is too long for a command');
}

const asKarnaError = (error: unknown): KarnaError =>
  error instanceof KarnaError ? error : new KarnaError('internal', 'the client failed', { cause: error });

const noWelcome = () => new KarnaError('service.unavailable', `no welcome from the gateway within ${welcomeMs} ms`);
const noAnswer = (ms: number) => new KarnaError('request.deadline', `the gateway did not answer within ${ms} ms`);

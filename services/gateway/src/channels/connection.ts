import { DomainError } from '@karna/common/errors';
import type { Fault } from '@karna/proto/gen/fault/v1/fault';
import { freshId } from '@karna/proto/ids';
import type { RawData, WebSocket } from 'ws';
import { Outbox } from '../domain/outbox.ts';
import type { Channel, GatewayEvents, Outcome } from '../events.ts';
import { closeCodeOf } from './close-codes.ts';
import type { Wire } from './wire.ts';

/** Letters that may wait for one client. Facts are not among them: they stay in the feed until there is room. */
const maxWaiting = 256;
/** How long the other side may read nothing of what still waits for it, the close among it (ms); one that does not read never will. */
const closeGraceMs = 10_000;

export interface ConnectionOptions<In, Out> {
  readonly channel: Channel;
  readonly wire: Wire<In, Out>;
  readonly events: GatewayEvents;
  readonly pingMs: number;
  /** The channel's last message. */
  readonly closing: (fault: Fault) => Out;
  readonly onMessage: (message: In, bytes: number) => void;
  readonly onClosed: (outcome: Outcome) => void;
}

/** One WebSocket of a channel: typed messages in and out, backpressure, signs of life, and one way to end. */
export class Connection<In, Out> {
  readonly outbox: Outbox;
  /** Aborts when the connection has ended. */
  readonly closed: AbortSignal;
  readonly #socket: WebSocket;
  readonly #options: ConnectionOptions<In, Out>;
  readonly #closed = new AbortController();
  readonly #pinger: NodeJS.Timeout;
  #outcome: Outcome = 'ok';
  #isEnding = false;
  #isAlive = true;

  constructor(socket: WebSocket, options: ConnectionOptions<In, Out>) {
    this.#socket = socket;
    this.#options = options;
    this.closed = this.#closed.signal;
    this.outbox = new Outbox(
      { send: (mail, sent) => socket.send(mail, { binary: typeof mail !== 'string' }, sent) },
      { maxWaiting, onOverrun: () => this.fail(overrun()) },
    );
    this.#pinger = setInterval(() => this.#ping(), options.pingMs);
    socket.on('message', (data, isBinary) => this.#read(data, isBinary));
    socket.on('pong', () => this.heardFrom());
    socket.on('error', (error) => this.#noteError(error));
    socket.on('close', () => this.#end());
    options.events.connected(options.channel);
  }

  get isEnding(): boolean {
    return this.#isEnding || this.#closed.signal.aborted;
  }

  send(message: Out): void {
    if (!this.isEnding) this.outbox.letter(this.#options.wire.write(message));
  }

  /** Of several messages under one key only the newest need arrive; `make` is called when it leaves. */
  sendLatest(key: string, make: () => Out): void {
    if (!this.isEnding) this.outbox.latest(key, () => this.#options.wire.write(make()));
  }

  /** The other side lives, even if it did not answer a ping. */
  heardFrom(): void {
    this.#isAlive = true;
  }

  /** Ends the connection and says why: in a last message, and in the close code and reason. */
  fail(error: DomainError): void {
    if (this.isEnding) return;
    this.#isEnding = true;
    this.#outcome = error.code;
    this.outbox.close();
    this.#socket.send(this.#options.wire.write(this.#options.closing(error.toFault())), () => {});
    this.#socket.close(closeCodeOf(error.code), error.code);
    this.#closeWithin(closeGraceMs);
  }

  #closeWithin(graceMs: number): void {
    const waiting = this.#socket.bufferedAmount;
    const timer = setTimeout(() => {
      if (this.#socket.bufferedAmount < waiting) this.#closeWithin(graceMs);
      else this.#socket.terminate();
    }, graceMs);
    timer.unref();
  }

  #read(data: RawData, isBinary: boolean): void {
    this.heardFrom();
    if (this.isEnding) return;
    const bytes = data as Buffer; // binaryType is nodebuffer
    try {
      this.#options.onMessage(this.#options.wire.read(bytes, isBinary), bytes.byteLength);
    } catch (thrown) {
      this.fail(this.#expected(thrown));
    }
  }

  #expected(thrown: unknown): DomainError {
    const error = DomainError.from(thrown);
    if (error.code === 'internal') this.#options.events.incident(thrown, freshId('incident'), this.#options.channel);
    return error;
  }

  #ping(): void {
    if (!this.#isAlive) {
      this.#outcome = 'request.deadline';
      this.#socket.terminate();
      return;
    }
    this.#isAlive = false;
    this.#socket.ping(undefined, undefined, () => {});
  }

  // ws has answered already when it says so: 1009 for a message over the limit, 1002 or 1007 for a broken frame.
  #noteError(error: Error & { code?: string }): void {
    this.#isEnding = true;
    if (error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') this.#outcome = 'input.too_large';
    else if (error.code?.startsWith('WS_ERR')) this.#outcome = 'input.invalid';
  }

  #end(): void {
    clearInterval(this.#pinger);
    this.outbox.close();
    this.#closed.abort();
    this.#options.events.disconnected(this.#options.channel, this.#outcome);
    this.#options.onClosed(this.#outcome);
  }
}

const overrun = () =>
  new DomainError('channel.overrun', 'you read more slowly than there is to tell; connect again and resume');

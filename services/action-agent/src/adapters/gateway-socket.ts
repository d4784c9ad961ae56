import { encoded } from '@karna/common/encoded';
import { DomainError } from '@karna/common/errors';
import { AgentMessage, GatewayMessage } from '@karna/proto/gen/agent/v1/agent';
import { WebSocket } from 'ws';

/** Orders are small; the longest text anyone may type is far below this (bytes). */
const maxMessageBytes = 4 * 1024 * 1024;
/** Messages that may wait to be taken; a gateway sends a handful at a time. */
const maxWaiting = 256;
/** How long the gateway may take to accept the connection, and to answer a close (ms). */
const openMs = 10_000;
const closeMs = 1000;

/** The connection ended, or what came over it was not a message. Always worth another try. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

/** One open WebSocket to the gateway: binary protobuf in both directions. */
export class GatewaySocket {
  readonly #socket: WebSocket;
  readonly #waiting: GatewayMessage[] = [];
  readonly #closed = new AbortController();
  #wake = (): void => {};

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data, isBinary) => this.#take(data, isBinary));
    socket.on('close', (code) => this.#end(`closed with ${code}`));
    socket.on('error', (error) => this.#end(error.message));
  }

  static async open(url: string, signal: AbortSignal): Promise<GatewaySocket> {
    const socket = new WebSocket(url, 'karna.v1.proto', {
      maxPayload: maxMessageBytes,
      perMessageDeflate: false,
      handshakeTimeout: openMs,
      followRedirects: false,
    });
    const made = new GatewaySocket(socket); // listens from the start: the first message may come with the answer
    const abandon = () => socket.terminate();
    signal.addEventListener('abort', abandon, { once: true });
    const { promise, resolve } = Promise.withResolvers<void>();
    socket.once('open', resolve).once('close', resolve);
    await promise;
    signal.removeEventListener('abort', abandon);
    made.#closed.signal.throwIfAborted();
    return made;
  }

  /** Bytes handed over but not yet taken by the network. */
  get unsentBytes(): number {
    return this.#socket.bufferedAmount;
  }

  /** Nothing happens when the connection has ended: the one who waits for an answer learns it from there. */
  send(body: AgentMessage['body']): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(encoded(AgentMessage, { body }));
  }

  /**
   * The next message. Rejects with the gateway's fault when it refuses us, with `ConnectionLost` when the connection
   * ends, and with the signal's reason.
   */
  async next(signal: AbortSignal): Promise<NonNullable<GatewayMessage['body']>> {
    while (this.#waiting.length === 0) {
      signal.throwIfAborted();
      this.#closed.signal.throwIfAborted();
      const { promise, resolve } = Promise.withResolvers<void>();
      const wake = () => resolve();
      this.#wake = wake;
      signal.addEventListener('abort', wake, { once: true });
      await promise;
      signal.removeEventListener('abort', wake);
    }
    const body = this.#waiting.shift()?.body;
    if (body?.$case === 'refused') throw DomainError.fromFault(body.value);
    return body ?? this.next(signal); // a kind this build does not know: skipped, so that gateways may be newer
  }

  /** Says goodbye, and goes without an answer when none comes. */
  async close(): Promise<void> {
    if (this.#socket.readyState === WebSocket.CLOSED) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#socket.once('close', () => resolve());
    const impatience = setTimeout(() => this.#socket.terminate(), closeMs);
    this.#socket.close(1000);
    await promise;
    clearTimeout(impatience);
  }

  #take(data: WebSocket.RawData, isBinary: boolean): void {
    const message = isBinary && data instanceof Buffer ? decoded(data) : undefined;
    if (!message || this.#waiting.length >= maxWaiting) {
      this.#end(message ? 'sent more than it may' : 'sent something that is not a message');
      this.#socket.terminate();
      return;
    }
    this.#waiting.push(message);
    this.#wake();
  }

  #end(reason: string): void {
    this.#closed.abort(new ConnectionLost(reason)); // the first reason stands
    this.#wake();
  }
}

function decoded(bytes: Uint8Array): GatewayMessage | undefined {
  try {
    return GatewayMessage.decode(bytes);
  } catch {
    return undefined; // the caller ends the connection
  }
}

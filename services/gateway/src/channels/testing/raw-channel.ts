import { eventually } from '@karna/common/testing';
import { ControlMessage, ControlRequest } from '@karna/proto/gen/channel/v1/control';
import { WebSocket } from 'ws';
import type { Protocol } from '../wire.ts';

interface Codec<T> {
  encode(message: T): { finish(): Uint8Array };
  decode(bytes: Uint8Array): T;
  fromJSON(json: unknown): T;
  toJSON(message: T): unknown;
}

export interface RawOptions {
  readonly url: string;
  readonly path?: string;
  readonly token?: string;
  readonly protocol?: Protocol;
  readonly protocols?: readonly string[];
  readonly headers?: Record<string, string>;
}

/** What the gateway said to an upgrade that it refused. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
}

/** A client without manners: sends what it is told, keeps what it gets. */
export class RawChannel<In, Out> {
  readonly got: In[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly socket: WebSocket;
  readonly #outgoing: Codec<Out>;
  readonly #protocol: Protocol;

  private constructor(socket: WebSocket, incoming: Codec<In>, outgoing: Codec<Out>, protocol: Protocol) {
    this.socket = socket;
    this.#outgoing = outgoing;
    this.#protocol = protocol;
    socket.on('message', (data: Buffer, isBinary: boolean) =>
      this.got.push(isBinary ? incoming.decode(data) : incoming.fromJSON(JSON.parse(data.toString()))),
    );
    socket.on('error', () => {}); // the close tells
    this.closed = new Promise((resolve) =>
      socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() })),
    );
  }

  static async open<In, Out>(
    options: RawOptions,
    incoming: Codec<In>,
    outgoing: Codec<Out>,
  ): Promise<RawChannel<In, Out>> {
    const { url, path = '/v1/control', token, protocol = 'karna.v1.proto', protocols = [protocol] } = options;
    const headers = { ...(token ? { authorization: `Bearer ${token}` } : {}), ...options.headers };
    const socket = new WebSocket(url.replace('http', 'ws') + path, [...protocols], {
      headers,
      perMessageDeflate: false,
    });
    const channel = new RawChannel(socket, incoming, outgoing, protocol);
    await new Promise<void>((resolve, reject) => {
      socket.on('open', resolve);
      socket.on('error', reject);
      socket.on('unexpected-response', (_, response) => {
        let body = '';
        response.on('data', (chunk) => {
          body += chunk;
        });
        response.on('end', () =>
          reject({ status: response.statusCode ?? 0, code: JSON.parse(body).code } satisfies Refusal),
        );
      });
    });
    return channel;
  }

  send(message: Out): void {
    const { encode, toJSON } = this.#outgoing;
    this.socket.send(this.#protocol === 'karna.v1.proto' ? encode(message).finish() : JSON.stringify(toJSON(message)));
  }

  sendRaw(data: string | Uint8Array): void {
    this.socket.send(data);
  }

  /** The first message that fits, waited for. */
  async first<T>(pick: (message: In) => T | undefined, what: string): Promise<T> {
    let found: T | undefined;
    await eventually(() => {
      found = this.got.map(pick).find((one) => one !== undefined);
      return found === undefined ? what : undefined;
    });
    return found as T;
  }
}

export class RawControl {
  readonly channel: RawChannel<ControlMessage, ControlRequest>;
  #lastId = 0;

  private constructor(channel: RawChannel<ControlMessage, ControlRequest>) {
    this.channel = channel;
  }

  static async open(options: RawOptions): Promise<RawControl> {
    return new RawControl(await RawChannel.open(options, ControlMessage, ControlRequest));
  }

  /** The sequence numbers of the facts it got. */
  get facts(): number[] {
    return this.channel.got.flatMap(({ body }) => (body?.$case === 'taskChanged' ? [body.value.sequence] : []));
  }

  welcome() {
    return this.channel.first(({ body }) => (body?.$case === 'welcome' ? body.value : undefined), 'a welcome');
  }

  closing() {
    return this.channel.first(
      ({ body }) => (body?.$case === 'closing' ? body.value.code : undefined),
      'a closing fault',
    );
  }

  /** Asks and waits for the reply, `{$case, value}`. */
  async ask(body: NonNullable<ControlRequest['body']>, id = this.#freshId()) {
    this.channel.send({ id, traceparent: '', body });
    return this.reply(id);
  }

  #freshId(): string {
    this.#lastId += 1;
    return `r${this.#lastId}`;
  }

  async reply(id: string) {
    const { body } = await this.channel.first(
      ({ body }) => (body?.$case === 'reply' && body.value.id === id ? body.value : undefined),
      `a reply to ${id}`,
    );
    return body;
  }

  repliesTo(id: string): number {
    return this.channel.got.filter(({ body }) => body?.$case === 'reply' && body.value.id === id).length;
  }
}

/** What a refused upgrade came to; fails when it was not refused. */
export async function refusalOf(options: RawOptions): Promise<unknown> {
  return RawControl.open(options).then(
    () => 'let in',
    (refusal: unknown) => refusal,
  );
}

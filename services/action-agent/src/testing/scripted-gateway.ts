import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type AgentMessage, GatewayMessage, AgentMessage as Wire } from '@karna/proto/gen/agent/v1/agent';
import { type WebSocket, WebSocketServer } from 'ws';

type AgentBody = NonNullable<AgentMessage['body']>;
type Value<K extends AgentBody['$case']> = Extract<AgentBody, { $case: K }>['value'];

/** How long a script waits for the agent (ms). */
const patienceMs = 8000;

/** A real WebSocket server on loopback whose behaviour a test writes down, one connection at a time. */
export class ScriptedGateway {
  readonly #server: WebSocketServer;
  readonly #arrived: ScriptedConnection[] = [];
  /** Public keys by desktop id, as enrolled. */
  readonly desktops = new Map<string, Uint8Array>();

  private constructor(server: WebSocketServer) {
    this.#server = server;
    server.on('connection', (socket) => {
      this.#arrived.push(new ScriptedConnection(socket, this.desktops));
      server.emit('arrived');
    });
  }

  static async start(port = 0): Promise<ScriptedGateway> {
    const server = new WebSocketServer({ host: '127.0.0.1', port, path: '/v1/agent', maxPayload: 16 * 1024 * 1024 });
    await once(server, 'listening');
    return new ScriptedGateway(server);
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1/agent`;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** The next connection of an agent. */
  async accept(): Promise<ScriptedConnection> {
    const signal = AbortSignal.timeout(patienceMs);
    while (this.#arrived.length === 0) await once(this.#server, 'arrived', { signal });
    return this.#arrived.shift() as ScriptedConnection;
  }

  /** The next connection, greeted as a gateway does; enrols whoever asks. */
  async welcome(heartbeatMs = 5000): Promise<ScriptedConnection> {
    const connection = await this.accept();
    await connection.greet(heartbeatMs);
    return connection;
  }

  async close(): Promise<void> {
    for (const client of this.#server.clients) client.terminate();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

export class ScriptedConnection {
  readonly socket: WebSocket;
  readonly #desktops: Map<string, Uint8Array>;
  readonly #received: AgentBody[] = [];
  /** Answers heartbeats until told not to. */
  isAlive = true;
  isClosed = false;

  constructor(socket: WebSocket, desktops: Map<string, Uint8Array>) {
    this.socket = socket;
    this.#desktops = desktops;
    socket.on('message', (data: Buffer) => this.#take(Wire.decode(data).body));
    socket.on('close', () => {
      this.isClosed = true;
    });
  }

  send(body: GatewayMessage['body']): void {
    this.socket.send(GatewayMessage.encode({ body }).finish());
  }

  /** The next message of this kind; others stay. */
  async receive<K extends AgentBody['$case']>(kind: K): Promise<Value<K>> {
    const signal = AbortSignal.timeout(patienceMs);
    for (;;) {
      const at = this.#received.findIndex(({ $case }) => $case === kind);
      const [found] = at >= 0 ? this.#received.splice(at, 1) : [];
      if (found) return found.value as Value<K>;
      await once(this.socket, 'message', { signal });
    }
  }

  async greet(heartbeatMs: number): Promise<void> {
    const first = await this.#first();
    if (first === 'enrol') await this.#enrol();
    const { desktopId } = await this.receive('hello');
    if (!(await this.#hasProved(desktopId))) throw new Error('the agent could not prove who it is');
    this.send({ $case: 'welcome', value: { gatewayInstance: 'gateway_test', heartbeatMs } });
  }

  async #first(): Promise<AgentBody['$case']> {
    const signal = AbortSignal.timeout(patienceMs);
    while (this.#received.length === 0) await once(this.socket, 'message', { signal });
    return (this.#received[0] as AgentBody).$case;
  }

  async #enrol(): Promise<void> {
    const { publicKey } = await this.receive('enrol');
    const desktopId = `desktop_${this.#desktops.size + 1}`;
    this.#desktops.set(desktopId, publicKey);
    this.send({ $case: 'enrolled', value: { desktopId } });
  }

  async #hasProved(desktopId: string): Promise<boolean> {
    const nonce = randomBytes(32);
    this.send({ $case: 'challenge', value: { nonce } });
    const { signature } = await this.receive('proof');
    const x = Buffer.from(this.#desktops.get(desktopId) ?? []).toString('base64url');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    return verify(null, Buffer.concat([Buffer.from('karna-agent-v1'), nonce]), key, signature);
  }

  #take(body: AgentMessage['body']): void {
    if (body?.$case === 'heartbeat') {
      if (this.isAlive) this.send({ $case: 'heartbeat', value: { sequence: body.value.sequence } });
    }
    if (body) this.#received.push(body);
  }
}

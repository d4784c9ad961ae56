import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { AgentMessage, type Frame } from '@karna/proto/gen/agent/v1/agent';
import { type RawData, WebSocket, WebSocketServer } from 'ws';

/** Stands between an agent and its gateway and keeps all that leaves the agent. */
export interface WireTap {
  readonly port: number;
  /** What the agent has sent, message by message. */
  readonly messages: readonly Buffer[];
  /** The frames in it. */
  readonly frames: readonly Frame[];
  close(): Promise<void>;
}

const protocol = 'karna.v1.proto';
const largestBytes = 64 * 1024 * 1024;

export async function tapTo(gatewayPort: number): Promise<WireTap> {
  const messages: Buffer[] = [];
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, maxPayload: largestBytes });
  await once(server, 'listening');
  server.on('connection', (agent, { url = '' }) => {
    const gateway = new WebSocket(`ws://127.0.0.1:${gatewayPort}${url}`, protocol, { maxPayload: largestBytes });
    pass(agent, gateway, (bytes) => messages.push(bytes));
    pass(gateway, agent);
  });
  return {
    port: (server.address() as AddressInfo).port,
    messages,
    get frames() {
      return messages.flatMap(framesIn);
    },
    async close() {
      for (const client of server.clients) client.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Everything from one to the other, the end as well; what comes before the other is open waits for it. */
function pass(from: WebSocket, to: WebSocket, hear: (bytes: Buffer) => void = () => {}): void {
  const isOpen = to.readyState === WebSocket.OPEN ? Promise.resolve() : once(to, 'open');
  from.on('message', (data: RawData) => {
    hear(data as Buffer);
    isOpen.then(
      () => to.send(data as Buffer),
      () => from.terminate(),
    );
  });
  from.on('close', () => to.close());
  from.on('error', () => to.terminate());
}

function framesIn(bytes: Buffer): readonly Frame[] {
  const { body } = AgentMessage.decode(bytes);
  return body?.$case === 'result' ? body.value.frames : [];
}

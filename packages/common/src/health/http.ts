import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { collectProcessMetrics, registry } from '../telemetry/metrics.ts';

export interface HealthAnswers {
  /** Names of what the service needs and does not get now; empty when it is ready. */
  missing(): Promise<readonly string[]>;
  isStopping(): boolean;
  readonly notes?: Readonly<Record<string, string>>;
}

export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

/** `/healthz` (the loop turns), `/readyz` (dependencies answer), `/metrics` (Prometheus): for operators, never on the public port. */
export async function serveHealth(
  bind: string,
  port: number,
  { missing, isStopping, notes }: HealthAnswers,
): Promise<HealthServer> {
  collectProcessMetrics();
  const server = createServer((request, response) => {
    const answer = (status: number, body: string, type = 'application/json') =>
      response.writeHead(status, { 'content-type': type }).end(body);
    const routes: Record<string, () => Promise<unknown>> = {
      '/healthz': async () => answer(200, '{"status":"ok"}'),
      '/readyz': async () => {
        const lacking = isStopping() ? ['stopping'] : await missing();
        answer(
          lacking.length === 0 ? 200 : 503,
          JSON.stringify({ status: lacking.length === 0 ? 'ready' : 'not ready', missing: lacking, notes }),
        );
      },
      '/metrics': async () => answer(200, await registry.metrics(), registry.contentType),
    };
    const route = routes[request.url ?? ''];
    if (!route) answer(404, '{"status":"not found"}');
    else route().catch(() => answer(500, '{"status":"failed"}'));
  });
  await listen(server, bind, port);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const listen = (server: Server, bind: string, port: number) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, bind, () => resolve());
  });

import { readFileSync } from 'node:fs';
import { type ServiceReported, ServiceState } from '@karna/proto/gen/service/v1/service';
import { freshId } from '@karna/proto/ids';
import { facts } from '@karna/proto/subjects';
import type { Bus } from '../bus/index.ts';
import { systemClock } from '../clock.ts';
import { requestsInFlight } from '../grpc/answering.ts';
import { type ServiceEntry, serveGrpc } from '../grpc/index.ts';
import type { Lifecycle } from '../lifecycle.ts';
import type { Logger } from '../log.ts';
import { serveHealth } from './http.ts';

/** How often a service says how it is (ms). */
const reportMs = 4_000;
/** How long a dependency may take to answer (ms). */
const checkMs = 1_500;

export const version: string = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;

export interface Hosted {
  readonly name: string;
  readonly config: { readonly bind: string; readonly grpcPort: number; readonly healthPort: number };
  readonly log: Logger;
  readonly bus: Bus;
  /** gRPC services; none for one that answers on another road. */
  readonly services: readonly ServiceEntry[];
  /** What the service needs, by name; a check that rejects or is late counts as missing. */
  readonly checks?: Readonly<Record<string, () => Promise<boolean>>>;
  /** What it can do without for a while: its absence is reported, and the service stays ready. */
  readonly optional?: Readonly<Record<string, () => Promise<boolean>>>;
  /** What is worth knowing of it, by name: in its report and in `/readyz`. */
  readonly notes?: Readonly<Record<string, string>>;
  /** What it answered since it began, where people ask it directly. */
  readonly answering?: () => Pick<ServiceReported, 'answered' | 'failed' | 'answeringMs'>;
}

let rss = { bytes: 0, atMs: Number.NEGATIVE_INFINITY };

/** Resident memory of this process: the kernel takes 1 ms to add it up, and several services of one process ask. */
function rssBytes(): number {
  const nowMs = systemClock.elapsed();
  if (nowMs - rss.atMs >= reportMs / 2) rss = { bytes: process.memoryUsage.rss(), atMs: nowMs };
  return rss.bytes;
}

const nothingAnswered = () => ({ answered: 0, failed: 0, answeringMs: 0 });

export interface Host {
  /** 0 when there are no gRPC services. */
  readonly grpcPort: number;
  readonly healthPort: number;
  /** This process's name among its replicas. */
  readonly instance: string;
}

/**
 * A service's face to the rest: gRPC with health protocol, /healthz /readyz /metrics, and its report on the bus. Call it last:
 * opened last, it is closed first, so that no new work comes while the rest drains.
 */
export async function hostService(
  life: Lifecycle,
  { name, config, log, bus, services, checks = {}, optional = {}, notes = {}, answering = nothingAnswered }: Hosted,
): Promise<Host> {
  const instance = freshId<string>(name.replaceAll(/\W/g, '_'));
  const startedAt = new Date();
  const missing = () => whatIsMissing({ bus: () => bus.isUp(), ...checks });

  const health = await serveHealth(config.bind, config.healthPort, {
    missing,
    notes,
    isStopping: () => life.stopping.aborted,
  });
  life.own('health', health, (server) => server.close());

  const report = async () => {
    const lacking = [...(await missing()), ...(await whatIsMissing(optional))];
    const message = {
      service: name,
      instance,
      version,
      state: stateOf(life.stopping.aborted, lacking),
      startedAt,
      at: new Date(),
      rssBytes: rssBytes(),
      inFlight: requestsInFlight(),
      missing: lacking,
      notes: { ...notes },
      ...answering(),
    };
    await bus.publish(facts.serviceReported, { instanceId: instance }, message).catch(() => {}); // said again in a moment
  };
  life.loop('report', async (stopping) => {
    while (!stopping.aborted) {
      await report();
      await systemClock.sleep(reportMs, stopping).catch(() => {});
    }
    await report();
  });

  if (services.length === 0) {
    log.info({ instance, healthPort: health.port }, 'service is ready');
    return { grpcPort: 0, healthPort: health.port, instance };
  }
  const grpc = await serveGrpc({ bind: config.bind, port: config.grpcPort, services });
  life.own('grpc', grpc, (server) => server.stop());
  log.info({ instance, grpcPort: grpc.port, healthPort: health.port }, 'service is ready');
  return { grpcPort: grpc.port, healthPort: health.port, instance };
}

const stateOf = (stopping: boolean, missing: readonly string[]): ServiceState => {
  if (stopping) return ServiceState.SERVICE_STATE_DRAINING;
  return missing.length > 0 ? ServiceState.SERVICE_STATE_DEGRADED : ServiceState.SERVICE_STATE_READY;
};

async function whatIsMissing(checks: Readonly<Record<string, () => Promise<boolean>>>): Promise<string[]> {
  const asked = Object.entries(checks).map(async ([name, check]) => {
    const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), checkMs).unref());
    const up = await Promise.race([check().catch(() => false), late]);
    return up ? [] : [name];
  });
  return (await Promise.all(asked)).flat();
}

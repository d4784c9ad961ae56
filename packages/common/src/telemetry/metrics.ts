import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** The process's metrics, served as /metrics. One registry: in standalone mode all services share it. */
export const registry = new Registry();

/** The delay of the event loop is looked at so often (ms): each look wakes a process that has nothing to do. */
const lagEveryMs = 100;

/** Event loop, memory, CPU and garbage collection of this process. Called once, by whoever serves /metrics. */
export function collectProcessMetrics(): void {
  if (!registry.getSingleMetric('process_cpu_seconds_total'))
    collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: lagEveryMs });
}

/** Seconds, from a cache hit to a slow full parse. */
export const latencyBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

// The same name twice is the same metric: a service may be started several times in one process (tests, standalone).
function once<M>(name: string, make: () => M): M {
  return (registry.getSingleMetric(name) as M | undefined) ?? make();
}

export const counter = <L extends string>(name: string, help: string, labelNames: readonly L[] = []): Counter<L> =>
  once(name, () => new Counter({ name, help, labelNames, registers: [registry] }));

export const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []): Gauge<L> =>
  once(name, () => new Gauge({ name, help, labelNames, registers: [registry] }));

export const histogram = <L extends string>(
  name: string,
  help: string,
  labelNames: readonly L[] = [],
  buckets: readonly number[] = latencyBuckets,
): Histogram<L> =>
  once(name, () => new Histogram({ name, help, labelNames, buckets: [...buckets], registers: [registry] }));

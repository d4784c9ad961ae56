import type { Bus, Subscription } from '@karna/common/bus';
import { DomainError } from '@karna/common/errors';
import { currentTraceparent, inSpan } from '@karna/common/telemetry';
import { work } from '@karna/proto/subjects';
import type { Events } from '../events.ts';
import type { Runs } from '../use-cases/runs.ts';
import { serveSteering } from './steer.ts';

/** A worker that died leaves its task to another one after so long (ms). */
const ackWaitMs = 10_000;
/** A task whose record could not be kept is tried again after so long (ms), for about as many times as an outage may take. */
const retryDelayMs = 2_000;
const maxDeliver = 1_000;

/** Takes tasks from the queue and works on each until it ends or rests. Resolves with what stops taking more. */
export function takeWork(
  bus: Bus,
  runs: Runs,
  events: Events,
  concurrency: number,
  stopping: AbortSignal,
): Promise<Subscription> {
  const options = {
    concurrency,
    ackWaitMs,
    maxDeliver,
    retryDelayMs,
    onDead: (error: unknown) => events.workDropped(error),
  };
  return bus.consume(work.taskReady, 'command-workers', options, async ({ message, signal }) => {
    const leaving = AbortSignal.any([signal, stopping]);
    if (leaving.aborted) throw new DomainError('service.stopping', 'this worker stops');
    const { taskId, traceparent } = message;
    await inSpan('command.task', { 'karna.task.id': taskId }, () => workOn(bus, runs, taskId, leaving), {
      kind: 'consumer',
      traceparent: currentTraceparent() || traceparent, // who queued it, or at least the task's own trace
    });
  });
}

async function workOn(bus: Bus, runs: Runs, taskId: string, leaving: AbortSignal): Promise<void> {
  const run = runs.begin(taskId);
  if (!run) return;
  try {
    // Served first: an order that comes while the task is being opened must find somebody.
    const steering = await serveSteering(bus, run);
    await run.run(leaving).finally(() => steering.close());
  } finally {
    runs.end(run);
  }
}

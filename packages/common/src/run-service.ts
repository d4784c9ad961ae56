import { once } from 'node:events';
import { Lifecycle } from './lifecycle.ts';
import type { Logger } from './log.ts';

/** How long a stopping service may take to finish what it has begun (ms). */
const graceMs = 10_000;

/**
 * Runs one service until a signal or a failure ends it. The first signal drains, the second ends the patience.
 * The process ends by emptying its event loop, with telemetry flushed; `process.exit` is the last resort.
 */
export async function runService(log: Logger, start: (life: Lifecycle) => Promise<unknown>): Promise<void> {
  const life = new Lifecycle();
  const onSignal = () => (life.stopping.aborted ? process.exit(1) : life.stop());
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  const failed = (err: unknown) => {
    log.error({ err }, 'service failed');
    process.exitCode = 1;
  };

  await start(life).catch((err: Error) => life.stop(err));
  if (!life.stopping.aborted) await once(life.stopping, 'abort');
  if (life.stopping.reason.name !== 'AbortError') failed(life.stopping.reason);

  setTimeout(() => process.exit(1), graceMs).unref();
  await life[Symbol.asyncDispose]().catch(failed);
  process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
}

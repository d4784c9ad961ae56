import { DomainError } from '@karna/common/errors';
import type { Fault } from '@karna/proto/gen/fault/v1/fault';
import type { SteerTask, TaskVerb } from '@karna/proto/gen/task/v1/task';

/** What people ordered about a task while it runs here. Applied by the run at its next safe point, stops at once. */
export class Steering {
  readonly #abort = new AbortController();
  #pausedBy: string | undefined;
  #resumedBy = '';
  #stop: SteerTask | undefined;
  #change = Promise.withResolvers<void>();
  #applied = Promise.withResolvers<void>();

  /** Aborts with a halt or a cancellation: whatever is under way ends now. */
  readonly signal: AbortSignal = this.#abort.signal;

  /** Resolves when the order was applied, or the run is over. */
  take(order: SteerTask): Promise<void> {
    if (order.verb === 'TASK_VERB_PAUSE') this.#pausedBy = order.actor;
    if (order.verb === 'TASK_VERB_RESUME') this.#resume(order.actor);
    if (order.verb === 'TASK_VERB_HALT' || order.verb === 'TASK_VERB_CANCEL') this.#stopNow(order);
    return this.#applied.promise;
  }

  /** A task that was found paused. */
  startPaused(): void {
    this.#pausedBy = '';
  }

  /** Who paused it, until somebody resumes it. */
  get pausedBy(): string | undefined {
    return this.#pausedBy;
  }

  get resumedBy(): string {
    return this.#resumedBy;
  }

  get stop(): SteerTask | undefined {
    return this.#stop;
  }

  /** Waits until it is resumed; rejects when the signal aborts. */
  async resumed(signal: AbortSignal): Promise<void> {
    const gone = Promise.withResolvers<never>();
    const onAbort = () => gone.reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      while (this.#pausedBy !== undefined) await Promise.race([this.#change.promise, gone.promise]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Tells whoever gave an order that it counts now. */
  applied(): void {
    this.#applied.resolve();
    this.#applied = Promise.withResolvers();
  }

  #resume(actor: string): void {
    this.#pausedBy = undefined;
    this.#resumedBy = actor;
    this.#change.resolve();
    this.#change = Promise.withResolvers();
  }

  #stopNow(order: SteerTask): void {
    if (this.#stop) return; // the first one is being applied
    this.#stop = order;
    const { code, message } = stopFault(order);
    this.#abort.abort(new DomainError(code, message));
  }
}

type StopCode = 'agent.halted' | 'task.cancelled';

/** Why a task stopped that somebody stopped. */
export function stopFault({
  verb,
  actor,
  fault,
}: Pick<SteerTask, 'verb' | 'actor' | 'fault'>): Fault & { code: StopCode } {
  const code: StopCode = verb === 'TASK_VERB_CANCEL' ? 'task.cancelled' : 'agent.halted';
  const done = verbs[verb] ?? 'Stopped';
  return { code, message: fault?.message || `${done} by ${actor || 'somebody'}.`, incidentId: '' };
}

const verbs: Partial<Record<TaskVerb, string>> = { TASK_VERB_CANCEL: 'Cancelled', TASK_VERB_HALT: 'Halted' };

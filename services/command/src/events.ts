// Business events: one counter and at most one log line each. Ids and codes only; nothing that was said, typed or seen.
import type { Logger } from '@karna/common/log';
import { counter, histogram } from '@karna/common/telemetry';
import type { Step, Task } from '@karna/proto/gen/task/v1/task';
import { word } from '@karna/proto/words';

const tasks = counter('karna_command_tasks_total', 'Tasks by the state in which they came to rest or ended', ['state']);
const halts = counter('karna_command_halts_total', 'Safe stops by code', ['code']);
const steps = counter('karna_command_steps_total', 'Steps done, by verb and by how sure their effect is', [
  'verb',
  'verification',
]);
const stepTime = histogram(
  'karna_command_step_seconds',
  'Time from the first look of a step to its verified effect',
  ['verb'],
  [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64],
);
const looks = counter('karna_command_looks_again_total', 'Actions refused by the agent because the screen had changed');
const orders = counter('karna_command_orders_total', 'Orders about tasks, by kind and by where they were applied', [
  'verb',
  'place',
]);

const recordings = counter('karna_command_teaching_total', 'Recordings begun and ended, drafts learned and accepted', [
  'event',
]);

export class Events {
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  accepted({ id, desktopId }: Task): void {
    this.#log.info({ taskId: id, desktopId }, 'a command was accepted');
  }

  /** It ended, or rests until somebody does something. */
  cameToRest({ id, desktopId, state, fault }: Task): void {
    tasks.inc({ state: word(state) });
    if (state === 'TASK_STATE_HALTED') halts.inc({ code: fault?.code ?? 'none' });
    this.#log.info({ taskId: id, desktopId, state: word(state), code: fault?.code }, 'a task came to rest');
  }

  stepDone(step: Step, elapsedMs: number): void {
    const verb = step.action?.verb?.$case ?? 'none';
    steps.inc({ verb, verification: word(step.verification) });
    stepTime.observe({ verb }, elapsedMs / 1000);
  }

  lookedAgain(): void {
    looks.inc();
  }

  steered(verb: string, place: 'worker' | 'store'): void {
    orders.inc({ verb, place });
  }

  /** Somebody else changed the task: it is theirs now. */
  letGo(taskId: string): void {
    this.#log.info({ taskId }, 'a task was changed by somebody else and let go');
  }

  parked(taskId: string): void {
    this.#log.info({ taskId }, 'a task was handed back while this service stops');
  }

  healed(taskId: string): void {
    this.#log.info({ taskId }, 'a step was found by other signs; they are proposed');
  }

  notProposed(taskId: string, code: string): void {
    this.#log.warn({ taskId, code }, 'what was found by other signs could not be proposed');
  }

  pictureLost(taskId: string, code: string): void {
    this.#log.warn({ taskId, code }, 'a picture could not be kept');
  }

  desktopNotHalted(desktopId: string, code: string): void {
    this.#log.warn({ desktopId, code }, 'a desktop could not be told to halt');
  }

  tasksNotHalted(code: string): void {
    this.#log.warn({ code }, 'the desktops are halted, but not all tasks could be');
  }

  unforeseen(taskId: string, incidentId: string, err: unknown): void {
    this.#log.error({ taskId, incidentId, err }, 'a task failed in a way nobody foresaw');
  }

  taught(event: 'started' | 'stopped' | 'interrupted' | 'discarded' | 'learned' | 'accepted', id: string): void {
    recordings.inc({ event });
    this.#log.info({ event, id }, 'teaching');
  }

  sweepFailed(code: string): void {
    this.#log.warn({ code }, 'approvals and recordings could not be looked through');
  }

  workDropped(err: unknown): void {
    this.#log.error({ err }, 'a task was tried too often and will not be taken up again by itself');
  }
}

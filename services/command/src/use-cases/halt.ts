import { DomainError } from '@karna/common/errors';
import type { Task, TaskState } from '@karna/proto/gen/task/v1/task';
import type { Parts } from './parts.ts';
import { within } from './patience.ts';
import type { Presence } from './presence.ts';
import type { Runs } from './runs.ts';
import { steer } from './steer.ts';

/** States in which a task holds its desktop or waits in line for it. */
const active: readonly TaskState[] = [
  'TASK_STATE_PENDING',
  'TASK_STATE_PLANNING',
  'TASK_STATE_RUNNING',
  'TASK_STATE_PAUSED',
  'TASK_STATE_VERIFYING',
];
/** The caller hears what was halted after so long at the latest; what is slow is still halted afterwards (ms). */
const answerMs = 2_000;

export interface Halted {
  readonly taskIds: string[];
  readonly desktopIds: string[];
}

/** Stops everything on a desktop, or on all of them when it is left out. The desktops first, whatever the store does. */
export async function haltDesktops(
  parts: Parts,
  presence: Presence,
  runs: Runs,
  desktopId: string | undefined,
  actor: string,
): Promise<Halted> {
  const halt = new Halt(parts, actor);
  const known = desktopId === undefined ? presence.online : [desktopId];
  const work = Promise.all([
    ...known.map((id) => halt.desktop(id)),
    ...runs.on(desktopId).map((run) => halt.task(run.taskId, () => run.steer(halt.order(run.taskId)))),
    halt.others(desktopId),
  ]);
  await within(parts.clock, answerMs, work);
  return { taskIds: [...halt.taskIds], desktopIds: [...halt.desktopIds] };
}

class Halt {
  readonly taskIds = new Set<string>();
  readonly desktopIds = new Set<string>();
  readonly #parts: Parts;
  readonly #actor: string;

  constructor(parts: Parts, actor: string) {
    this.#parts = parts;
    this.#actor = actor;
  }

  order(taskId: string) {
    return { taskId, verb: 'TASK_VERB_HALT' as const, actor: this.#actor, fault: undefined };
  }

  async desktop(id: string): Promise<void> {
    const { hands, events } = this.#parts;
    try {
      await hands.halt(id, { actor: this.#actor, reason: 'halt' });
      this.desktopIds.add(id);
    } catch (error) {
      events.desktopNotHalted(id, DomainError.from(error).code);
    }
  }

  async task(id: string, halt: () => Promise<unknown>): Promise<void> {
    try {
      await halt();
      this.taskIds.add(id);
    } catch (error) {
      this.#parts.events.tasksNotHalted(DomainError.from(error).code);
    }
  }

  /** What only the store knows of: tasks of other workers or in line, and desktops that nobody has reported yet. */
  async others(desktopId: string | undefined): Promise<void> {
    await Promise.all([this.#otherTasks(desktopId), desktopId === undefined ? this.#otherDesktops() : undefined]);
  }

  async #otherTasks(desktopId: string | undefined): Promise<void> {
    const list = this.#parts.tasks.list({ ...(desktopId === undefined ? {} : { desktopId }), states: active });
    const open: readonly Task[] = await list.catch((error: unknown) => {
      this.#parts.events.tasksNotHalted(DomainError.from(error).code);
      return [];
    });
    // Those in line first: halting the one at the head would begin the next.
    const inLine = open.filter(({ state }) => state === 'TASK_STATE_PENDING');
    const begun = open.filter(({ state }) => state !== 'TASK_STATE_PENDING');
    for (const group of [inLine, begun]) {
      await Promise.all(group.map(({ id }) => this.task(id, () => steer(this.#parts, this.order(id)))));
    }
  }

  async #otherDesktops(): Promise<void> {
    const ids = await this.#parts.desktops.ids().catch(() => []);
    await Promise.all(ids.filter((id) => !this.desktopIds.has(id)).map((id) => this.desktop(id)));
  }
}

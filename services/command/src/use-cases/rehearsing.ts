import { hasCode } from '@karna/common/errors';
import type { Rehearse } from '@karna/proto/gen/agent/v1/agent';
import type { Rules, Ruling } from '@karna/proto/gen/policy/v1/policy';
import type { Task } from '@karna/proto/gen/task/v1/task';
import type { Candidate } from '@karna/proto/gen/vision/v1/element';
import { rehearse } from '../domain/actions.ts';
import { centre } from '../domain/geometry.ts';
import { approvalRuling, stepsToApprove, windowsIn } from '../domain/policy.ts';
import { hoursRulings, rehearsalOf, untold } from '../domain/rehearsing.ts';
import { boxOf } from '../domain/targets.ts';
import { AgentLine, type RunSignals } from './agent-line.ts';
import type { Parts } from './parts.ts';
import type { StepRun } from './step-run.ts';

/** Tells what the rules would say of the steps of a task. Never acts, asks nobody for anything, and uses no approval up. */
export class Rehearsal {
  readonly #parts: Parts;
  readonly #task: Task;
  readonly #line: AgentLine;
  readonly #rules: readonly Rules[];

  private constructor(parts: Parts, task: Task, line: AgentLine, rules: readonly Rules[]) {
    this.#parts = parts;
    this.#task = task;
    this.#line = line;
    this.#rules = rules;
  }

  static async open(parts: Parts, task: Task, signals: RunSignals): Promise<Rehearsal> {
    const { hands, clock, limits, policies } = parts;
    const { id: taskId, desktopId } = task;
    const onWait = async (): Promise<void> => {};
    const line = new AgentLine({
      hands,
      clock,
      desktopId,
      taskId,
      stepId: '',
      signals,
      limitMs: limits.offlineMs,
      onWait,
    });
    return new Rehearsal(parts, task, line, await line.ask(() => policies.of(desktopId)));
  }

  /** `found`: its targets, as far as they are beyond doubt. */
  async rulingsOn(
    run: StepRun,
    { at, to }: { at?: Candidate | undefined; to?: Candidate | undefined },
  ): Promise<Ruling[]> {
    if (!run.step.action) return [];
    const places = { at: at && pointOf(at), to: to && pointOf(to) };
    const order = run.isForPerson ? undefined : rehearsalOf(run.action, places, run.isFirst);
    return [
      ...(run.isFirst ? hoursRulings(this.#rules, this.#parts.clock.now()) : []),
      ...this.#approval(run, at),
      ...(order ? await this.#askAgent(order) : []),
    ];
  }

  #approval(run: StepRun, at: Candidate | undefined): Ruling[] {
    if (this.#task.approved) return [];
    const { action, step, isFirst } = run;
    const own = approvalRuling({ action, irreversible: step.irreversible }, this.#rules, at?.element);
    if (own) return [own];
    return isFirst ? stepsToApprove([step], this.#rules).map(({ ruling }) => ruling) : [];
  }

  /** The titles of windows do not leave the desktop: its agent alone can tell. */
  async #askAgent(order: Rehearse): Promise<Ruling[]> {
    try {
      const { rehearsed } = await this.#line.look([rehearse(order)], undefined, windowsIn(this.#rules));
      return rehearsed?.rulings ?? [untold];
    } catch (error) {
      if (!hasCode(error, 'action.unsupported', 'action.refused', 'input.invalid', 'key.unknown')) throw error;
      return [untold];
    }
  }
}

const pointOf = (found: Candidate) => found.point ?? centre(boxOf(found));

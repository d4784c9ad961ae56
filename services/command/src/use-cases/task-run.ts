import { randomUUID } from 'node:crypto';
import { DomainError, hasCode } from '@karna/common/errors';
import type { Rules } from '@karna/proto/gen/policy/v1/policy';
import type { Clarification, SteerTask, Task } from '@karna/proto/gen/task/v1/task';
import { isEnded, isResting } from '@karna/proto/words';
import { cancelled, completed, failed, halted, isInterruption, rolledBack } from '../domain/endings.ts';
import { AmbiguousTarget, ApprovalNeeded, LostTarget, SecretNeeded } from '../domain/halts.ts';
import type { Happening } from '../domain/journal.ts';
import { offers } from '../domain/offers.ts';
import { currentStep, withRulings, withStep } from '../domain/plan.ts';
import { checkHours, effectSentence, stepsToApprove } from '../domain/policy.ts';
import { choicesOf } from '../domain/targets.ts';
import { ordered } from '../domain/task-states.ts';
import { dryRun } from './dry-run.ts';
import type { Parts } from './parts.ts';
import { isAway, patiently, within } from './patience.ts';
import { planTask } from './plan-task.ts';
import { runStep } from './run-step.ts';
import { Steering, stopFault } from './steering.ts';
import { StepRun, seenNothing } from './step-run.ts';
import { RecordLost, TaskRecord } from './task-record.ts';
import { lessonFor } from './teaching.ts';

/** How long whoever orders a pause waits for the safe point where it counts (ms). */
const appliedMs = 3_000;

/** One task being worked on by this process, from wherever it stands until it ends or rests. */
export class TaskRun {
  readonly taskId: string;
  readonly #parts: Parts;
  readonly #steering = new Steering();
  readonly #opened = Promise.withResolvers<void>();
  #record: TaskRecord | undefined;
  #step: StepRun | undefined;
  #isOver = false;
  /** The same work was delivered again meanwhile, and put aside. */
  wasDeliveredAgain = false;

  constructor(parts: Parts, taskId: string) {
    this.#parts = parts;
    this.taskId = taskId;
  }

  get desktopId(): string | undefined {
    return this.#record?.task.desktopId;
  }

  /**
   * Resolves when the task ended or rests, or is somebody else's now. Rejects when it has to be taken up again: because
   * `leaving` aborted (`service.stopping`), or because the store stays away.
   */
  async run(leaving: AbortSignal): Promise<void> {
    const { tasks, clock, limits, events } = this.#parts;
    try {
      const record = await TaskRecord.open(this.taskId, { tasks, clock, limitMs: limits.offlineMs, signal: leaving });
      this.#record = record;
      this.#opened.resolve();
      const { state } = record.task;
      if (isEnded(state) || isResting(state)) return;
      await this.#pursue(record, leaving).catch((error: unknown) => this.#conclude(record, leaving, error));
      await this.#applyLateStop(record);
      events.cameToRest(record.task);
    } catch (error) {
      if (hasCode(error, 'task.not_found')) return;
      if (!hasCode(error, 'task.stale')) throw error;
      events.letGo(this.taskId);
    } finally {
      this.#isOver = true;
      this.#opened.resolve();
      this.#steering.applied();
    }
  }

  /** Takes an order; resolves once it counts, or after a moment. Rejects with `task.state` where it is not legal. */
  async steer(order: SteerTask): Promise<void> {
    await this.#opened.promise;
    const task = this.#record?.task;
    if (!task || this.#isOver) throw new DomainError('task.stale', 'this task has just been let go');
    const state = this.#steering.pausedBy !== undefined ? 'TASK_STATE_PAUSED' : task.state;
    ordered({ ...task, state }, order.verb);
    const applied = this.#steering.take(order);
    const letGo = this.#steering.stop && this.#letGoOfDesktop(order, task.desktopId);
    await Promise.all([letGo, within(this.#parts.clock, appliedMs, applied)]);
  }

  async #letGoOfDesktop({ actor, verb }: SteerTask, desktopId: string): Promise<void> {
    const { hands, events } = this.#parts;
    await hands.halt(desktopId, { actor, reason: verb }).catch((error: unknown) => {
      events.desktopNotHalted(desktopId, DomainError.from(error).code);
    });
  }

  async #pursue(record: TaskRecord, leaving: AbortSignal): Promise<void> {
    const signals = { stopped: this.#steering.signal, leaving };
    const either = AbortSignal.any([signals.stopped, leaving]);
    if (record.task.state === 'TASK_STATE_PAUSED') await this.#restPaused(record, either);
    const seen = seenNothing(this.#parts);
    if (record.task.steps.length === 0 && !(await planTask(this.#parts, record, either, seen.last))) return;
    if (record.task.state !== 'TASK_STATE_RUNNING') await record.save({ state: 'TASK_STATE_RUNNING' });
    if (record.task.dryRun) return dryRun(this.#parts, record, signals);
    const rules = await this.#rules(record.task.desktopId, either);
    checkHours(rules, this.#parts.clock.now());
    if (await this.#needsApprovalFirst(record, rules)) return;
    const lesson = await lessonFor(this.#parts, record.task, record.decisions);
    const safePoint = () => this.#safePoint(record, either);
    for (let step = currentStep(record.task.steps); step; step = currentStep(record.task.steps)) {
      await safePoint();
      this.#step = new StepRun(this.#parts, record, signals, step.id, lesson, seen, safePoint);
      await runStep(this.#parts, record, this.#step);
    }
    const now = this.#parts.clock.now();
    if (record.task.undoing) await record.save(rolledBack(record.task, now), { event: 'rolled_back' });
    else await record.save(completed(record.task, now), { event: 'completed' });
    await this.#learnFromApproval(record);
  }

  /** An effect that somebody approved by name, and that came: the words meant that. */
  async #learnFromApproval({ task, decisions }: TaskRecord): Promise<void> {
    if (task.undoing || !task.steps.some(({ id }) => decisions.isApproved(id))) return;
    const { command: text, domain, requestedBy: principal } = task;
    const origin = 'EXAMPLE_ORIGIN_APPROVED';
    await this.#parts.interpreter.confirm({ text, domain, meant: '', principal, origin });
  }

  /** Between two steps, and in one that only waits: nothing is half done, so this is where people's orders count. */
  async #safePoint(record: TaskRecord, either: AbortSignal): Promise<void> {
    either.throwIfAborted();
    const actor = this.#steering.pausedBy;
    if (actor === undefined) return;
    await record.save({ state: 'TASK_STATE_PAUSED', sentence: 'Paused' }, { event: 'paused', actor });
    await this.#restPaused(record, either);
  }

  async #restPaused(record: TaskRecord, either: AbortSignal): Promise<void> {
    if (this.#steering.pausedBy === undefined) this.#steering.startPaused();
    this.#steering.applied();
    await this.#steering.resumed(either);
    const state = ordered(record.task, 'TASK_VERB_RESUME');
    await record.save({ state, sentence: 'Goes on' }, { event: 'resumed', actor: this.#steering.resumedBy });
    this.#steering.applied();
  }

  #rules(desktopId: string, signal: AbortSignal): Promise<readonly Rules[]> {
    const { clock, limits, policies } = this.#parts;
    const patience = { clock, limitMs: limits.offlineMs, signal, isPassing: isAway };
    return patiently(() => policies.of(desktopId), patience);
  }

  /** Steps whose own words look irreversible are asked about before the first one is taken. */
  async #needsApprovalFirst(record: TaskRecord, rules: readonly Rules[]): Promise<boolean> {
    const { task, decisions } = record;
    const open = stepsToApprove(task.steps, rules).filter(({ step }) => !decisions.isApproved(step.id));
    if (task.approved || open.length === 0) return false;
    const sentence = effectSentence(
      open.map(({ step }) => step.sentence),
      open.map(({ ruling }) => ruling),
    );
    const rulings = new Map(open.map(({ step, ruling }) => [step.id, ruling]));
    await record.save(
      { state: 'TASK_STATE_AWAITING_APPROVAL', sentence, steps: withRulings(task.steps, rulings) },
      ...open.map(({ step }) => ({ event: 'approval_asked' as const, stepId: step.id })),
    );
    return true;
  }

  /** What an interrupted run means for the task. */
  async #conclude(record: TaskRecord, leaving: AbortSignal, error: unknown): Promise<void> {
    if (error instanceof RecordLost || hasCode(error, 'task.stale')) throw error;
    const { stop } = this.#steering;
    if (stop) return this.#endStopped(record, stop);
    if (leaving.aborted && isLeaving(error, leaving)) return this.#handBack(record);
    if (error instanceof AmbiguousTarget) return this.#ask(record, error);
    if (error instanceof ApprovalNeeded) return this.#askApproval(record, error);
    if (error instanceof SecretNeeded) return this.#askForSecret(record);
    const reason = DomainError.from(error);
    if (reason.code === 'internal') return this.#fail(record, error);
    const known = !this.#step?.isOutcomeUnknown && !isInterruption(reason.code);
    const offered = await this.#offers(record, reason);
    await this.#saveEnd(record, (task) => halted(task, reason.toFault(), { known, offered }), {
      event: 'halted',
      details: { code: reason.code },
    });
  }

  /** What a person can do about a skill's step that was not done. */
  async #offers(record: TaskRecord, reason: DomainError): Promise<Clarification | undefined> {
    const step = currentStep(record.task.steps);
    if (!step?.skillStepId || isInterruption(reason.code)) return undefined;
    const lost = reason instanceof LostTarget ? reason : undefined;
    const picture = (await this.#step?.keep(lost?.frame)) || (await this.#step?.pictures())?.afterPicture || '';
    const question = lost && lost.candidates.length > 0 ? 'Which one is it?' : 'How shall it go on?';
    return offers(question, record.task, picture, lost);
  }

  async #askForSecret(record: TaskRecord): Promise<void> {
    const question = 'This step types something secret: type it at the desktop yourself, then say that it is done.';
    const clarification = offers(question, record.task, '');
    await this.#saveEnd(
      record,
      (task) => ({
        state: 'TASK_STATE_NEEDS_CLARIFICATION',
        clarification,
        sentence: question,
        steps: task.steps,
      }),
      { event: 'asked', details: { choices: String(clarification.choices.length) } },
    );
  }

  /** A stop that was taken counts, also when the task came to rest by itself in the same moment. */
  async #applyLateStop(record: TaskRecord): Promise<void> {
    const { stop } = this.#steering;
    if (!stop || isEnded(record.task.state)) return;
    if (ordered(record.task, stop.verb) !== record.task.state) await this.#endStopped(record, stop);
  }

  #endStopped(record: TaskRecord, stop: SteerTask): Promise<void> {
    const fault = stopFault(stop);
    const isCancel = stop.verb === 'TASK_VERB_CANCEL';
    const now = this.#parts.clock.now();
    return this.#saveEnd(record, (task) => (isCancel ? cancelled(task, fault, now) : halted(task, fault)), {
      event: isCancel ? 'cancelled' : 'halted',
      actor: stop.actor,
      details: { code: fault.code },
    });
  }

  async #handBack(record: TaskRecord): Promise<void> {
    this.#parts.events.parked(this.taskId);
    if (this.wasDeliveredAgain) await this.#parts.workers.wake(record.task);
    throw new DomainError('service.stopping', 'this worker stops; another one takes the task up');
  }

  async #ask(record: TaskRecord, { question, candidates, part, frame }: AmbiguousTarget): Promise<void> {
    const picture = (await this.#step?.keep(frame)) ?? '';
    const choices = choicesOf(candidates, part, frame);
    const step = currentStep(record.task.steps);
    // Whatever was opened on the way is closed again: with the answer the step begins anew.
    const begun = (task: Task) => (step ? withStep(task.steps, step.id, { state: 'STEP_STATE_LOCATING' }) : task.steps);
    await this.#saveEnd(
      record,
      (task) => ({
        state: 'TASK_STATE_NEEDS_CLARIFICATION',
        clarification: { question, choices, picture, answerIn: '', secret: false },
        sentence: question,
        steps: begun(task),
      }),
      { event: 'asked', details: { code: 'target.ambiguous', part, choices: String(choices.length) } },
    );
  }

  #askApproval(record: TaskRecord, { effect, ruling }: ApprovalNeeded): Promise<void> {
    const step = currentStep(record.task.steps);
    const rulings = new Map(step && [[step.id, ruling]]);
    return this.#saveEnd(
      record,
      ({ steps }) => ({
        state: 'TASK_STATE_AWAITING_APPROVAL',
        sentence: effectSentence([effect], [ruling]),
        steps: withRulings(steps, rulings),
      }),
      { event: 'approval_asked' },
    );
  }

  async #fail(record: TaskRecord, error: unknown): Promise<void> {
    const incidentId = randomUUID();
    this.#parts.events.unforeseen(this.taskId, incidentId, error);
    const fault = DomainError.from(error).toFault(incidentId);
    const now = this.#parts.clock.now();
    await this.#saveEnd(record, () => failed(fault, now), { event: 'failed', details: { incident: incidentId } });
  }

  /** The end of the run, with the pictures of the step it ended in. */
  async #saveEnd(record: TaskRecord, change: (task: Task) => Partial<Task>, happening: Happening): Promise<void> {
    const step = currentStep(record.task.steps);
    const pictures = (await this.#step?.pictures()) ?? {};
    const steps = step ? withStep(record.task.steps, step.id, pictures) : record.task.steps;
    const task = { ...record.task, steps };
    const about = step && this.#step ? { stepId: step.id } : {};
    await record.save({ steps, ...change(task) }, { ...about, ...happening });
  }
}

const isLeaving = (error: unknown, leaving: AbortSignal): boolean =>
  error === leaving.reason || hasCode(error, 'request.cancelled', 'service.stopping') || isAbort(error);

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

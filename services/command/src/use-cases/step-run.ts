import { DomainError } from '@karna/common/errors';
import type { Action, Batch, Frame } from '@karna/proto/gen/agent/v1/agent';
import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { DirectAction } from '@karna/proto/gen/intent/v1/intent';
import type { Rules } from '@karna/proto/gen/policy/v1/policy';
import type { Check, SkillStep, WindowIdentity } from '@karna/proto/gen/skill/v1/skill';
import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import type { Step } from '@karna/proto/gen/task/v1/task';
import type { Candidate, Element } from '@karna/proto/gen/vision/v1/element';
import { hasBaseline, moveTo, observeAll, settle } from '../domain/actions.ts';
import { isInDoubt } from '../domain/endings.ts';
import { AmbiguousTarget, ApprovalNeeded } from '../domain/halts.ts';
import type { Lesson } from '../domain/lesson.ts';
import { approvalRuling, checkHours, effectOf, windowsIn } from '../domain/policy.ts';
import { stepSentence } from '../domain/progress.ts';
import { describe } from '../domain/targets.ts';
import { type Verdict, windowIds } from '../domain/verification.ts';
import { AgentLine, type RunSignals } from './agent-line.ts';
import { findAgain } from './find-again.ts';
import { LastLook } from './last-look.ts';
import { LookedThrough } from './look-through.ts';
import type { Parts } from './parts.ts';
import { type Acted, type Glance, missingTarget, type Sighting, sighting, unfound } from './sighting.ts';
import { StepSight, type Ways } from './step-sight.ts';
import type { TaskRecord } from './task-record.ts';

/** What a task has seen by now: each of its steps goes on from there. */
export interface SeenBefore {
  readonly last: LastLook;
  readonly lists: LookedThrough;
}

export const seenNothing = ({ clock }: Parts): SeenBefore => ({
  last: new LastLook(clock),
  lists: new LookedThrough(),
});

/** Where something was found that was remembered otherwise. */
export interface Healed {
  readonly frame: Frame;
  readonly box: Box;
}

/** A target that is not seen for so long may be hidden by what the pointer brought up (ms). */
const asideMs = 600;

/** One step while it is being taken: what verbs are made of. */
export class StepRun {
  readonly sight: StepSight;
  readonly #parts: Parts;
  readonly #record: TaskRecord;
  readonly #signals: RunSignals;
  readonly #id: string;
  readonly #lesson: SkillStep | undefined;
  readonly #isForPerson: boolean;
  readonly #seen: SeenBefore;
  readonly #line: AgentLine;
  readonly #safePoint: () => Promise<void>;
  readonly #startedMs: number;
  readonly #pictures = new Map<string, Promise<string>>();
  #first: Frame | undefined;
  #before: Frame | undefined;
  #after: Frame | undefined;
  #hasSaidThatItWaits = false;
  #healed: Healed | undefined;
  #scrolled: 1 | -1 | undefined;
  #hasTurned = false;

  /**
   * `lesson`: what the skill knows of the step, when it is one of a skill; `seen`: what the steps before it saw;
   * `safePoint`: applies what people ordered, where nothing is half done.
   */
  constructor(
    parts: Parts,
    record: TaskRecord,
    signals: RunSignals,
    stepId: string,
    lesson?: Lesson,
    seen: SeenBefore = seenNothing(parts),
    safePoint = async (): Promise<void> => {},
  ) {
    const { hands, clock, limits } = parts;
    const { id: taskId, desktopId } = record.task;
    this.#parts = parts;
    this.#record = record;
    this.#signals = signals;
    this.#id = stepId;
    this.#seen = seen;
    this.#safePoint = safePoint;
    this.#lesson = lesson?.of(record.step(stepId));
    this.#isForPerson = lesson?.isSecret(record.step(stepId)) ?? false;
    this.#startedMs = clock.elapsed();
    this.#line = new AgentLine({
      hands,
      clock,
      desktopId,
      taskId,
      stepId,
      signals,
      limitMs: limits.offlineMs,
      onWait: (error) => this.#sayWaiting(error),
    });
    this.sight = new StepSight({
      eyes: parts.eyes,
      line: this.#line,
      record,
      stepId,
      lesson: this.#lesson,
      action: () => this.action,
      stopped: signals.stopped,
    });
  }

  get step(): Step {
    return this.#record.step(this.#id);
  }

  get action(): DirectAction {
    const action = this.#lesson?.action ?? this.step.action;
    if (!action) throw new DomainError('action.unsupported', 'This step has no action that is known here.');
    return action;
  }

  get limits() {
    return this.#parts.limits;
  }

  /** An action was begun and it is not known what came of it. */
  get isOutcomeUnknown(): boolean {
    return this.#line.isOutcomeUnknown;
  }

  /** What an earlier run, or looking, told about it. */
  set isOutcomeUnknown(unknown: boolean) {
    this.#line.isOutcomeUnknown = unknown;
  }

  get windowsBefore(): ReadonlySet<string> | undefined {
    return this.#record.decisions.windowsBefore(this.#id);
  }

  get isOptional(): boolean {
    return this.step.optional;
  }

  /** Nothing of the task was done before it. */
  get isFirst(): boolean {
    return this.#record.task.steps[0]?.id === this.#id;
  }

  /** It halted because several could be meant, and somebody lets it go on. */
  get wasUnclear(): boolean {
    return this.#record.decisions.wasUnclear(this.#id);
  }

  /** The window that it acts in, when that is known. */
  get window(): WindowIdentity | undefined {
    return this.#lesson?.window;
  }

  /** It types what only a person is to know. */
  get isForPerson(): boolean {
    return this.#isForPerson;
  }

  /** The screen as it was when the step began. */
  get first(): Frame | undefined {
    return this.#first;
  }

  /** What its action was planned on. */
  get before(): Frame | undefined {
    return this.#before;
  }

  /** What has to be seen when it is done. */
  get checks(): readonly Check[] {
    return this.#lesson?.checks ?? [];
  }

  /** The step that was done right before this one. */
  get previous(): Step | undefined {
    const { steps } = this.#record.task;
    return steps[steps.findIndex(({ id }) => id === this.#id) - 1];
  }

  get nowMs(): number {
    return this.#parts.clock.elapsed();
  }

  /** How long after what was done last its first change was seen (ms); 0: there was none, or the agent does not tell. */
  get firstChangeMs(): number {
    return this.#line.firstChangeMs;
  }

  pause(): Promise<void> {
    return this.#parts.clock.sleep(this.limits.lookEveryMs, this.#line.waiting);
  }

  /** A pause where nothing is half done: who pauses the task need not wait for the end of the step. Answers for how long it was paused (ms). */
  async rest(): Promise<number> {
    await this.pause();
    const from = this.nowMs;
    await this.#safePoint();
    return this.nowMs - from;
  }

  /** The screen now, once it is at rest (for `quietMs`). With `since`, the frame's changes are those since that frame. */
  look({ since, quietMs }: { since?: string; quietMs?: number } = {}): Promise<Frame> {
    return this.arrange([], since, quietMs);
  }

  /**
   * Does what has no consequence of its own: a window brought to the front, a wheel turned. Answers the screen afterwards;
   * with `since`, its changes are those since that frame.
   */
  async arrange(actions: readonly Action[], since?: string, quietMs = this.limits.settleQuietMs): Promise<Frame> {
    const guard = since === undefined ? undefined : { frameId: since, maxAgeMs: 0, unchanged: undefined };
    const all = [...actions, settle(quietMs, this.limits.settleLimitMs), observeAll];
    const windows = actions.length > 0 ? windowsIn(await this.#rules()) : [];
    const [frame] = (await this.#line.look(all, guard, windows)).frames;
    if (!frame) throw new DomainError('capture.failed', 'The agent answered without a picture.');
    this.#after = frame;
    this.#seen.last.frame = frame;
    return frame;
  }

  /** The screen as it was seen just now, else as it is: for a first look. */
  async glimpse(): Promise<Frame> {
    const frame = this.#seen.last.frame ?? (await this.look());
    this.#first ??= frame;
    return frame;
  }

  /** The target, unique beyond doubt, on a fresh frame. Looks again for a while: screens are still loading. */
  async find(query: TargetQuery, ways: Ways = {}): Promise<Sighting> {
    if (this.sight.remembers(ways.part)) return findAgain(this, query, ways);
    const until = this.nowMs + this.limits.findMs;
    const asideAt = this.nowMs + asideMs;
    let isAside = false;
    let last: { sha256: string; found: Glance } | undefined;
    for (let several = 0; ; ) {
      const frame = await (last ? this.look() : this.glimpse());
      // The same picture means the same again: vision need not look at it twice.
      if (frame.sha256 !== last?.sha256)
        last = { sha256: frame.sha256, found: await this.sight.glance(frame, query, ways) };
      const { reply, candidate } = last.found;
      if (candidate) return sighting(frame, candidate);
      // Several on two frames in a row: it is not just a screen that is being drawn.
      several = reply.candidates.length > 0 ? several + 1 : 0;
      if (several > 1) throw new AmbiguousTarget(describe(query), ways.part ?? 'target', reply.candidates, frame);
      if (several === 0 && this.nowMs >= until) {
        // What may be left out is not asked about.
        if (this.isOptional) throw missingTarget(query, reply.similar);
        throw unfound(query, ways.part ?? 'target', reply, frame);
      }
      if (several === 0 && !isAside && this.nowMs >= asideAt) {
        isAside = true;
        await this.stepAside(frame);
      }
      await this.pause();
    }
  }

  /** Under the pointer there may be a tooltip over what is looked for: the lowest right corner is where least is. */
  async stepAside({ width, height }: Frame): Promise<void> {
    await this.#line.look([moveTo({ x: width - 1, y: height - 1 })], undefined);
  }

  /** Whether it stands in a record whose list has not been looked through for another that agrees in everything. */
  mayHaveEqual(found: Candidate, part = 'target'): boolean {
    const record = this.sight.recordOf(part);
    if (record === undefined || this.sight.isChosen(found, part)) return false;
    return !this.#seen.lists.covers(record, this.#id, this.previous?.id);
  }

  /** Which way its target was scrolled to (1: down); undefined: it was in sight. */
  get scrolled(): 1 | -1 | undefined {
    return this.#scrolled;
  }

  noteScrolled(way: 1 | -1): void {
    this.#scrolled = way;
  }

  /** Whether it turned something that scrolls: doing it again does no harm. */
  get hasTurned(): boolean {
    return this.#hasTurned;
  }

  noteTurned(): void {
    this.#hasTurned = true;
  }

  noteLookedThrough(part = 'target'): void {
    this.#seen.lists.note(this.sight.recordOf(part) ?? '', this.#id);
  }

  /** Finds the target and acts on it; when the screen changed in between, finds it again, a bounded number of times. */
  async actOn(
    find: () => Promise<Sighting>,
    actions: (target: Sighting) => readonly Action[] | Promise<readonly Action[]>,
    { more = false }: { more?: boolean } = {},
  ): Promise<Acted & { on: Sighting }> {
    for (let looks = 1; ; looks++) {
      const on = await find();
      const acted = await this.act(on.frame, await actions(on), { target: on.box, on: on.candidate, more });
      if (acted) return { ...acted, on };
      if (looks >= this.limits.looks) throw restless();
    }
  }

  /** The same without a target: the frame only has to be fresh. */
  async actAnywhere(actions: (frame: Frame) => readonly Action[]): Promise<Acted> {
    for (let looks = 1; ; looks++) {
      const frame = await (looks === 1 ? this.glimpse() : this.look());
      const acted = await this.act(frame, actions(frame));
      if (acted) return acted;
      if (looks >= this.limits.looks) throw restless();
    }
  }

  /**
   * Carries the actions out, provided the screen still is as it was; undefined when it is not, and nothing was done.
   * `more`: the step goes on acting afterwards.
   */
  async act(
    before: Frame,
    actions: readonly Action[],
    { target, on, more = false }: { target?: Box; on?: Candidate; more?: boolean } = {},
  ): Promise<Acted | undefined> {
    const rules = await this.#rules();
    this.#checkPolicy(rules, on?.element);
    const wasActing = isInDoubt(this.step);
    const guard = { frameId: before.id, maxAgeMs: this.limits.frameMaxAgeMs, unchanged: target };
    const batch = this.#line.batch(actions, guard, windowsIn(rules));
    if (!wasActing) await this.#begin(batch, before, target, on);
    this.#seen.last.frame = undefined;
    const performed = await this.#line.act(batch);
    if (!performed) {
      this.#parts.events.lookedAgain();
      if (!wasActing) await this.#save({ state: 'STEP_STATE_LOCATING' }, { event: 'looked_again' });
      return undefined;
    }
    const { result, fault } = performed;
    if (!more) await this.#save({ state: 'STEP_STATE_VERIFYING' }, { event: 'acted', details: { batch: batch.id } });
    if (fault && fault.code !== 'capture.failed') throw fault;
    const baseline = hasBaseline(actions) ? result.frames[0] : undefined;
    const last = result.frames.at(-1);
    const after = last && last.picture.length > 0 ? last : await this.look({ since: (baseline ?? before).id });
    this.#after = after;
    this.#seen.last.frame = after;
    return { target, before, baseline, after, result };
  }

  /** Judges what came of an action, looking again for a while until the verdict is a good one. */
  async verdict(
    { after, baseline, before }: Acted,
    judge: (frame: Frame) => Verdict | Promise<Verdict>,
    limitMs = this.limits.effectMs,
  ): Promise<Verdict> {
    const until = this.nowMs + limitMs;
    for (let frame = after; ; ) {
      const verdict = await judge(frame);
      if (verdict.kind === 'confirmed' || verdict.kind === 'unseen' || this.nowMs >= until) return verdict;
      // Not the service's stop: what was begun is verified before the task is handed back.
      await this.#parts.clock.sleep(this.limits.lookEveryMs, this.#signals.stopped);
      frame = await this.look({ since: (baseline ?? before).id });
    }
  }

  /** The element that was acted on, when it was found by words or by other signs than those that were remembered. */
  get healed(): Healed | undefined {
    return this.#healed;
  }

  /** The step is done. */
  async finish(verdict: Verdict, state: Partial<Step>, answer?: string): Promise<void> {
    const { clock, events } = this.#parts;
    const { applicationMs } = this.#line;
    const done: Partial<Step> = { state: 'STEP_STATE_DONE', fault: undefined, finishedAt: clock.now(), applicationMs };
    await this.#record.saveStep(
      this.#id,
      { ...state, ...done, ...(await this.pictures()) },
      answer === undefined ? {} : { answer },
      { event: 'verified', details: 'note' in verdict ? { note: verdict.note } : {} },
    );
    events.stepDone(this.step, clock.elapsed() - this.#startedMs);
  }

  /** The names of the pictures before and after, as far as there are any. */
  async pictures(): Promise<Pick<Step, 'beforePicture' | 'afterPicture'>> {
    const [before, after] = await Promise.all([this.keep(this.#before), this.keep(this.#after)]);
    const { beforePicture, afterPicture } = this.step;
    return { beforePicture: before || beforePicture, afterPicture: after || afterPicture };
  }

  /** The name of a frame's picture, once it is kept; empty when it could not be: a task does not fail for a picture. */
  keep(frame: Frame | undefined): Promise<string> {
    if (!frame || frame.picture.length === 0 || this.step.sensitive) return Promise.resolve('');
    const known = this.#pictures.get(frame.id);
    if (known) return known;
    const kept = this.#parts.pictures.keep(frame.picture).catch((error: unknown) => {
      this.#parts.events.pictureLost(this.#record.task.id, DomainError.from(error).code);
      return '';
    });
    this.#pictures.set(frame.id, kept);
    return kept;
  }

  /** As they are now: whoever changed them need not wait for the end of the task. */
  #rules(): Promise<readonly Rules[]> {
    return this.#line.ask(() => this.#parts.policies.of(this.#record.task.desktopId));
  }

  #checkPolicy(rules: readonly Rules[], found: Element | undefined): void {
    checkHours(rules, this.#parts.clock.now());
    if (this.#record.task.approved || this.#record.decisions.isApproved(this.#id)) return;
    const ruling = approvalRuling({ action: this.action, irreversible: this.step.irreversible }, rules, found);
    if (ruling) throw new ApprovalNeeded(effectOf(this.step, found), ruling);
  }

  // The journal has it before it happens: whoever finds this after a crash knows that it may have happened.
  async #begin(batch: Batch, before: Frame, target: Box | undefined, on: Candidate | undefined): Promise<void> {
    this.#before = before;
    const isNews = this.#lesson !== undefined && (!this.sight.remembers() || (on && this.sight.isByOtherSigns(on)));
    if (on && target && isNews) this.#healed = { frame: before, box: target };
    void this.keep(before);
    await this.#save(
      { state: 'STEP_STATE_ACTING', targetBox: target, confidence: on?.confidence ?? 0, rulings: [] },
      { event: 'acting', details: { batch: batch.id, windows: [...windowIds(before.windows)].join(' ') } },
    );
  }

  async #sayWaiting(error: unknown): Promise<void> {
    const { code } = DomainError.from(error);
    if (this.#hasSaidThatItWaits || code === 'agent.busy' || code === 'capture.failed') return;
    this.#hasSaidThatItWaits = true;
    const seconds = Math.round(this.limits.offlineMs / 1000);
    const whom = code === 'service.unavailable' || code === 'service.overloaded' ? 'a service' : 'the desktop';
    const sentence = `Waiting up to ${seconds} s for ${whom} to answer: ${this.step.sentence}`;
    await this.#record.save({ sentence }, { event: 'waiting', stepId: this.#id, details: { code } });
  }

  #save(
    change: Partial<Step>,
    happening: { event: 'acting' | 'acted' | 'looked_again'; details?: Record<string, string> },
  ): Promise<void> {
    const sentence = stepSentence(this.#record.task.steps, this.step);
    return this.#record.saveStep(this.#id, change, { sentence }, happening);
  }
}

const restless = (): DomainError => new DomainError('frame.stale', 'The screen would not hold still.');

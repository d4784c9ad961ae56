import { DomainError, hasCode } from '@karna/common/errors';
import { currentTraceparent } from '@karna/common/telemetry';
import type { Action, Batch, BatchResult, Frame } from '@karna/proto/gen/agent/v1/agent';
import type { Box, Point } from '@karna/proto/gen/geometry/v1/geometry';
import type { DirectAction } from '@karna/proto/gen/intent/v1/intent';
import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import type { Step } from '@karna/proto/gen/task/v1/task';
import type { Candidate, Element, Line, LocateReply } from '@karna/proto/gen/vision/v1/vision';
import { type BatchId, freshId } from '@karna/proto/ids';
import { deadlineMs, hasBaseline, isDone, mayHaveActed, observeAll, settle } from '../domain/actions.ts';
import { isInDoubt } from '../domain/endings.ts';
import { centre } from '../domain/geometry.ts';
import { AmbiguousTarget, ApprovalNeeded } from '../domain/halts.ts';
import { looksIrreversible } from '../domain/policy.ts';
import { stepSentence } from '../domain/progress.ts';
import { boxOf, describe, pickAgain } from '../domain/targets.ts';
import { effectsOf, type Seen, type Verdict, windowIds } from '../domain/verification.ts';
import type { Parts } from './parts.ts';
import { patiently } from './patience.ts';
import type { TaskRecord } from './task-record.ts';

/** Room for the way to the agent and back, on top of what the agent itself may take (ms). */
const travelMs = 3_000;

/** A target on one frame, beyond doubt. */
export interface Sighting {
  readonly frame: Frame;
  readonly candidate: Candidate;
  readonly element: Element | undefined;
  readonly box: Box;
  readonly point: Point;
}

/** An action that was carried out, with what was seen before and after. */
export interface Acted {
  readonly target: Box | undefined;
  /** What the plan was made on. */
  readonly before: Frame;
  /** After the pointer arrived, before the action. */
  readonly baseline: Frame | undefined;
  /** With a picture. */
  readonly after: Frame;
  readonly result: BatchResult;
}

export interface Ways {
  /** Which of the step's targets this is. */
  readonly part?: string;
  /** Only inside this part of the screen. */
  readonly within?: Box;
  /** Looked for so long (ms) instead of the usual. */
  readonly limitMs?: number;
}

export interface RunSignals {
  /** A person stopped the task: everything ends now. */
  readonly stopped: AbortSignal;
  /** The service stops: nothing new is begun, what is under way is finished. */
  readonly leaving: AbortSignal;
}

/** The lost attempt may or may not have reached the desktop: look, do not repeat. */
export class InDoubt extends Error {
  override readonly name = 'InDoubt';
}

/** One step while it is being taken: what verbs are made of. */
export class StepRun {
  /** An action was begun and it is not known what came of it. */
  isOutcomeUnknown = false;
  readonly #parts: Parts;
  readonly #record: TaskRecord;
  readonly #signals: RunSignals;
  readonly #id: string;
  readonly #startedMs: number;
  readonly #pictures = new Map<string, Promise<string>>();
  #before: Frame | undefined;
  #after: Frame | undefined;
  #waitingSaid = false;

  constructor(parts: Parts, record: TaskRecord, signals: RunSignals, stepId: string) {
    this.#parts = parts;
    this.#record = record;
    this.#signals = signals;
    this.#id = stepId;
    this.#startedMs = parts.clock.elapsed();
  }

  get step(): Step {
    return this.#record.step(this.#id);
  }

  get action(): DirectAction {
    const { action } = this.step;
    if (!action) throw new DomainError('action.unsupported', 'This step has no action that is known here.');
    return action;
  }

  get limits() {
    return this.#parts.limits;
  }

  get windowsBefore(): ReadonlySet<string> | undefined {
    return this.#record.decisions.windowsBefore(this.#id);
  }

  /** The step that was done right before this one. */
  get previous(): Step | undefined {
    const { steps } = this.#record.task;
    return steps[steps.findIndex(({ id }) => id === this.#id) - 1];
  }

  /** ms since the step began. */
  get elapsedMs(): number {
    return this.#parts.clock.elapsed() - this.#startedMs;
  }

  get nowMs(): number {
    return this.#parts.clock.elapsed();
  }

  pause(ms = this.limits.lookEveryMs): Promise<void> {
    return this.#parts.clock.sleep(ms, this.#waiting());
  }

  /** The screen now, once it is at rest. With `since`, the frame's changes are those since that frame. */
  async look({ since }: { since?: string } = {}): Promise<Frame> {
    const actions = [settle(this.limits.settleQuietMs, this.limits.settleLimitMs), observeAll];
    const guard = since === undefined ? undefined : { frameId: since, maxAgeMs: 0, unchanged: undefined };
    const { frames } = await this.#patiently(async () => {
      const result = await this.#send(this.#batch(actions, guard));
      if (result.fault) throw DomainError.fromFault(result.fault);
      return result;
    }, mayPassForLooks);
    const [frame] = frames;
    if (!frame) throw new DomainError('capture.failed', 'The agent answered without a picture.');
    this.#after = frame;
    return frame;
  }

  /** The target, unique beyond doubt, on a fresh frame. Looks again for a while: screens are still loading. */
  async find(query: TargetQuery, { part = 'target', within, limitMs }: Ways = {}): Promise<Sighting> {
    const until = this.nowMs + (limitMs ?? this.limits.findMs);
    let last: { sha256: string; reply: LocateReply } | undefined;
    for (let several = 0; ; ) {
      const frame = await this.look();
      if (frame.sha256 !== last?.sha256 || frame.sha256 === '') {
        last = { sha256: frame.sha256, reply: await this.locate(frame, query, within) };
      }
      const { reply } = last;
      const candidate = this.choose(reply, part);
      if (candidate) return sighting(frame, candidate);
      // Several on two frames in a row: it is not just a screen that is being drawn.
      several = reply.candidates.length > 0 ? several + 1 : 0;
      if (several > 1) throw new AmbiguousTarget(describe(query), part, reply.candidates, frame);
      if (several === 0 && this.nowMs >= until) throw missingTarget(query, reply.similar);
      await this.pause();
    }
  }

  /** The candidate that a person chose, or the one beyond doubt. */
  choose(reply: LocateReply, part: string): Candidate | undefined {
    const pick = this.#record.decisions.pick(this.#id, part);
    const again = pick && pickAgain(reply.candidates, pick);
    return again ?? (reply.unique ? reply.candidates[0] : undefined);
  }

  locate(frame: Frame, query: TargetQuery, within?: Box): Promise<LocateReply> {
    return this.#patiently(
      () =>
        this.#parts.eyes.locate(frame.picture, query, { ...(within ? { within } : {}), signal: this.#signals.stopped }),
      mayPassForServices,
    );
  }

  async read(frame: Frame, within?: Box): Promise<readonly Line[]> {
    const { lines } = await this.#patiently(
      () => this.#parts.eyes.read(frame.picture, { ...(within ? { within } : {}), signal: this.#signals.stopped }),
      mayPassForServices,
    );
    return lines;
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
      if (looks >= this.limits.looks) throw new DomainError('frame.stale', 'The screen would not hold still.');
    }
  }

  /** The same without a target: the frame only has to be fresh. */
  async actAnywhere(actions: (frame: Frame) => readonly Action[]): Promise<Acted> {
    for (let looks = 1; ; looks++) {
      const frame = await this.look();
      const acted = await this.act(frame, actions(frame));
      if (acted) return acted;
      if (looks >= this.limits.looks) throw new DomainError('frame.stale', 'The screen would not hold still.');
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
    this.#checkPolicy(on?.element);
    const wasActing = isInDoubt(this.step);
    const batch = this.#batch(actions, { frameId: before.id, maxAgeMs: this.limits.frameMaxAgeMs, unchanged: target });
    if (!wasActing) await this.#begin(batch, before, target, on);
    const result = await this.#carryOut(batch);
    if (!result) {
      this.#parts.events.lookedAgain();
      if (!wasActing) await this.#save({ state: 'STEP_STATE_LOCATING' }, { event: 'looked_again' });
      return undefined;
    }
    if (!more) await this.#save({ state: 'STEP_STATE_VERIFYING' }, { event: 'acted', details: { batch: batch.id } });
    const baseline = hasBaseline(actions) ? result.frames[0] : undefined;
    const last = result.frames.at(-1);
    const after = last && last.picture.length > 0 ? last : await this.look({ since: (baseline ?? before).id });
    this.#after = after;
    return { target, before, baseline, after, result };
  }

  /** Judges what came of an action, looking again for a while until the verdict is a good one. */
  async verdict(
    acted: Acted,
    judge: (frame: Frame) => Verdict | Promise<Verdict>,
    limitMs = this.limits.effectMs,
  ): Promise<Verdict> {
    const until = this.nowMs + limitMs;
    let frame = acted.after;
    for (;;) {
      const verdict = await judge(frame);
      if (verdict.kind === 'confirmed' || verdict.kind === 'unseen' || this.nowMs >= until) return verdict;
      await this.#parts.clock.sleep(this.limits.lookEveryMs, this.#signals.stopped);
      frame = await this.look({ since: (acted.baseline ?? acted.before).id });
    }
  }

  /** The step is done. */
  async finish(verdict: Verdict, state: Partial<Step>, answer?: string): Promise<void> {
    const [beforePicture, afterPicture] = await Promise.all([this.#kept(this.#before), this.#kept(this.#after)]);
    const { clock, events } = this.#parts;
    const note: Record<string, string> = 'note' in verdict ? { note: verdict.note } : {};
    await this.#record.saveStep(
      this.#id,
      { ...state, state: 'STEP_STATE_DONE', beforePicture, afterPicture, fault: undefined, finishedAt: clock.now() },
      answer === undefined ? {} : { answer },
      { event: 'verified', details: note },
    );
    events.stepDone(this.step, this.elapsedMs);
  }

  /** The pictures of a step that could not be finished. */
  async pictures(): Promise<Partial<Step>> {
    const [beforePicture, afterPicture] = await Promise.all([this.#kept(this.#before), this.#kept(this.#after)]);
    return {
      beforePicture: beforePicture || this.step.beforePicture,
      afterPicture: afterPicture || this.step.afterPicture,
    };
  }

  /** The name of a frame's picture, once it is kept; empty when it could not be: a task does not fail for a picture. */
  async #kept(frame: Frame | undefined): Promise<string> {
    return frame && frame.picture.length > 0 ? this.keep(frame) : '';
  }

  keep(frame: Frame): Promise<string> {
    const known = this.#pictures.get(frame.id);
    if (known) return known;
    const kept = this.#parts.pictures.keep(frame.picture).catch((error: unknown) => {
      this.#parts.events.pictureLost(this.#record.task.id, DomainError.from(error).code);
      return '';
    });
    this.#pictures.set(frame.id, kept);
    return kept;
  }

  #checkPolicy(found: Element | undefined): void {
    if (this.#record.task.approved || this.#record.decisions.isApproved(this.#id)) return;
    if (looksIrreversible(this.action, found)) throw new ApprovalNeeded(this.step.sentence);
  }

  // The journal has it before it happens: whoever finds this after a crash knows that it may have happened.
  async #begin(batch: Batch, before: Frame, target: Box | undefined, on: Candidate | undefined): Promise<void> {
    this.#before = before;
    void this.keep(before);
    await this.#save(
      { state: 'STEP_STATE_ACTING', targetBox: target, confidence: on?.confidence ?? 0 },
      { event: 'acting', details: { batch: batch.id, windows: [...windowIds(before.windows)].join(' ') } },
    );
  }

  /** Undefined when the screen had changed, and nothing was done. */
  async #carryOut(batch: Batch): Promise<BatchResult | undefined> {
    const before = this.isOutcomeUnknown;
    const { result, lost } = await this.#sendForCertain(batch);
    const fault = faultOf(result);
    if (!fault) return this.#known(false, result);
    if (isDone(batch.actions, result.performed)) return this.#doneWithFault(batch, result, fault);
    if (lost && fault.code === 'frame.stale') throw new InDoubt();
    if (!mayHaveActed(batch.actions, result.performed) || surelyNothingCodes.has(fault.code)) {
      this.#known(before);
      if (fault.code === 'frame.stale' || fault.code === 'agent.lost') return undefined;
      throw fault;
    }
    throw fault.code === 'agent.lost' ? new InDoubt() : fault;
  }

  /** Sent again under its id after the answer was lost, the agent answers what came of it the first time. */
  async #sendForCertain(batch: Batch): Promise<{ result: BatchResult; lost: boolean }> {
    const before = this.isOutcomeUnknown;
    let lost = false;
    this.isOutcomeUnknown = true;
    const send = async () => {
      const answer = await this.#send(batch);
      const fault = faultOf(answer);
      if (hasCode(fault, 'agent.busy', 'rate.limited')) throw fault;
      return answer;
    };
    const isPassing = (error: unknown) => {
      lost ||= hasCode(error, ...lostCodes);
      return hasCode(error, ...notTakenCodes, ...lostCodes);
    };
    try {
      return { result: await this.#patiently(send, isPassing), lost };
    } catch (error) {
      if (!lost && hasCode(error, ...notTakenCodes)) this.#known(before);
      throw error;
    }
  }

  // Everything was done; what failed is looking at it afterwards, or the halt came right then.
  async #doneWithFault(batch: Batch, result: BatchResult, fault: DomainError): Promise<BatchResult> {
    if (fault.code === 'capture.failed') return this.#known(false, result);
    await this.#save({ state: 'STEP_STATE_VERIFYING' }, { event: 'acted', details: { batch: batch.id } });
    throw fault;
  }

  #known<T>(unknown: boolean, result?: T): T {
    this.isOutcomeUnknown = unknown;
    return result as T;
  }

  #batch(actions: readonly Action[], guard: Batch['guard']): Batch {
    return {
      id: freshId<BatchId>('batch'),
      taskId: this.#record.task.id,
      stepId: this.#id,
      actions: [...actions],
      guard,
      deadlineMs: deadlineMs(actions),
      traceparent: currentTraceparent(),
    };
  }

  #send(batch: Batch): Promise<BatchResult> {
    return this.#parts.hands.perform(this.#record.task.desktopId, batch, {
      timeoutMs: batch.deadlineMs + travelMs,
      signal: this.#signals.stopped,
    });
  }

  #patiently<T>(work: () => Promise<T>, isPassing: (error: unknown) => boolean): Promise<T> {
    return patiently(work, {
      clock: this.#parts.clock,
      limitMs: this.limits.offlineMs,
      signal: this.#waiting(),
      isPassing: (error) => !this.#signals.stopped.aborted && isPassing(error),
      onWait: (error) => this.#sayWaiting(error),
    });
  }

  async #sayWaiting(error: unknown): Promise<void> {
    const { code } = DomainError.from(error);
    if (this.#waitingSaid || code === 'agent.busy' || code === 'capture.failed') return;
    this.#waitingSaid = true;
    const seconds = Math.round(this.limits.offlineMs / 1000);
    const whom = code === 'service.unavailable' || code === 'service.overloaded' ? 'a service' : 'the desktop';
    const sentence = `Waiting up to ${seconds} s for ${whom} to answer: ${this.step.sentence}`;
    await this.#record.save({ sentence }, { event: 'waiting', stepId: this.#id, details: { code } });
  }

  #save(
    change: Partial<Step>,
    happening: { event: 'acting' | 'acted' | 'looked_again'; details?: Record<string, string> },
  ) {
    const sentence = stepSentence(this.#record.task.steps, this.step);
    return this.#record.saveStep(this.#id, change, { sentence }, happening);
  }

  // Waiting ends with either; what is under way at the agent ends only when the task is stopped.
  #waiting(): AbortSignal {
    return AbortSignal.any([this.#signals.stopped, this.#signals.leaving]);
  }
}

/** Nothing was done, or nobody knows; the same look again is harmless. */
const notTakenCodes = ['desktop.offline', 'agent.busy', 'rate.limited'] as const;
const lostCodes = ['agent.lost', 'request.deadline', 'service.unavailable', 'service.stopping'] as const;
/** Refused before anything was done. */
const surelyNothingCodes: ReadonlySet<string> = new Set([
  'frame.stale',
  'action.refused',
  'action.unsupported',
  'input.invalid',
  'key.unknown',
  'text.untypable',
  'app.not_found',
  'window.not_found',
]);

const mayPassForLooks = (error: unknown): boolean => hasCode(error, ...notTakenCodes, ...lostCodes, 'capture.failed');
const mayPassForServices = (error: unknown): boolean =>
  hasCode(error, 'service.unavailable', 'service.overloaded', 'service.stopping', 'request.deadline');

const faultOf = ({ fault }: BatchResult): DomainError | undefined => fault && DomainError.fromFault(fault);

export function sighting(frame: Frame, candidate: Candidate): Sighting {
  const box = boxOf(candidate);
  return { frame, candidate, element: candidate.element, box, point: candidate.point ?? centre(box) };
}

export function missingTarget(query: TargetQuery, similar: readonly string[]): DomainError {
  const hint = similar.length > 0 ? ` There is: ${similar.map((name) => `"${name}"`).join(', ')}.` : '';
  return new DomainError('target.missing', `Could not find ${describe(query)} on the screen.${hint}`);
}

/** The sighting at hand first, then fresh ones. */
export function startingWith(first: Sighting, find: () => Promise<Sighting>): () => Promise<Sighting> {
  let isUsed = false;
  return async () => {
    if (isUsed) return find();
    isUsed = true;
    return first;
  };
}

/** What was seen around an action, on this later frame. */
export const seenOn = ({ target, before, baseline }: Acted, frame: Frame): Seen => ({
  target,
  windowsBefore: before.windows,
  windowsAfter: frame.windows,
  hover: baseline?.changes ?? [],
  changes: frame.changes,
});

export const changesOn = (acted: Acted, frame: Frame): Box[] => effectsOf(seenOn(acted, frame));

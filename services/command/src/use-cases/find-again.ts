// Finding what a skill remembers: the right window first, then looking, waiting, and scrolling to it.
import { DomainError, hasCode } from '@karna/common/errors';
import type { Frame } from '@karna/proto/gen/agent/v1/agent';
import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import type { Doubt } from '@karna/proto/gen/vision/v1/element';
import type { LocateReply } from '@karna/proto/gen/vision/v1/vision';
import { LostTarget, type Reason } from '../domain/halts.ts';
import { dialogOver } from '../domain/scenery.ts';
import { describe } from '../domain/targets.ts';
import { unknownWheel } from './list-survey.ts';
import { lookThrough } from './look-through.ts';
import { scrolledTo } from './scrolled-to.ts';
import { type Sighting, sighting } from './sighting.ts';
import type { StepRun } from './step-run.ts';
import type { Ways } from './step-sight.ts';
import { StepWindow } from './step-window.ts';

/** Shares of the time that a target is looked for: screens that are still being drawn settle before the first is over. */
const patience = {
  /** Under the pointer there may be a tooltip over it: moved aside. */
  aside: 0.12,
  /** Two of it for so long are two. */
  doubled: 0.2,
  /** Not in sight: scrolled to, sooner where the screen is at rest; once more where it is another one by then. */
  scrollAtRest: 0.05,
  scroll: 0.3,
  scrollAgain: 0.6,
  /** What may be left out is not waited for longer. */
  optional: 0.3,
} as const;
/** A candidate no surer than this is no trace of an optional element. */
const traceOf = 0.5;

/** The element of a skill's step, beyond doubt, on a fresh frame. Rejects with LostTarget, `window.not_found` or `dialog.unexpected`. */
export async function findAgain(run: StepRun, query: TargetQuery, ways: Ways): Promise<Sighting> {
  const search = new Search(run, query, ways);
  for (;;) {
    const found = await search.look();
    if (found) return found;
    await run.pause();
  }
}

class Search {
  readonly #run: StepRun;
  readonly #query: TargetQuery;
  readonly #ways: Ways;
  #startMs: number;
  readonly #window: StepWindow;
  readonly #wheel = unknownWheel();
  #last: { readonly sha256: string; readonly reply: LocateReply } | undefined;
  #doubledSinceMs: number | undefined;
  #hasLooked = false;
  #lates = 0;
  #isAside = false;
  /** What it was scrolled on. */
  readonly #scrolledOn: string[] = [];

  constructor(run: StepRun, query: TargetQuery, ways: Ways) {
    this.#run = run;
    this.#query = query;
    this.#ways = ways;
    this.#startMs = run.nowMs;
    this.#window = new StepWindow(run);
  }

  /** Undefined: not yet. */
  async look(): Promise<Sighting | undefined> {
    const run = this.#run;
    const frame = await (this.#hasLooked ? run.look() : run.glimpse());
    this.#hasLooked = true;
    if (!(await this.#window.isInFront(frame))) return undefined;
    const isAtRest = frame.sha256 === this.#last?.sha256;
    if (!isAtRest || !this.#last) {
      const { reply, candidate } = await run.sight.glance(frame, this.#query, this.#ways);
      if (candidate) return this.#beyondDoubt(sighting(frame, candidate));
      this.#last = { sha256: frame.sha256, reply };
    }
    return this.#goOn(frame, this.#last.reply, isAtRest);
  }

  async #goOn(frame: Frame, reply: LocateReply, isAtRest: boolean): Promise<Sighting | undefined> {
    const { findMs } = this.#run.limits;
    const waited = this.#run.nowMs - this.#startMs;
    this.#doubledSinceMs = reply.doubt === 'DOUBT_DOUBLED' ? (this.#doubledSinceMs ?? this.#run.nowMs) : undefined;
    if (this.#doubledSinceMs !== undefined && this.#run.nowMs - this.#doubledSinceMs >= patience.doubled * findMs) {
      throw await this.#lost(frame, reply);
    }
    if (this.#run.isOptional && waited >= patience.optional * findMs) throw await this.#lost(frame, reply);
    if (!this.#isAside && waited >= patience.aside * findMs) {
      this.#isAside = true;
      await this.#run.stepAside(frame);
    }
    if (mayBeElsewhere(reply.doubt) && this.#isToBeScrolled(frame, waited / findMs, isAtRest)) {
      this.#scrolledOn.push(frame.sha256);
      const fromMs = this.#run.nowMs;
      const found = await this.#scrollTo(frame);
      if (found) return this.#beyondDoubt(found);
      // What is still being drawn gets its time all the same.
      this.#startMs += this.#run.nowMs - fromMs;
      return undefined;
    }
    if (waited >= findMs) throw await this.#lost(frame, reply);
    return undefined;
  }

  #isToBeScrolled({ sha256 }: Frame, share: number, isAtRest: boolean): boolean {
    if (this.#run.isOptional) return false;
    const times = this.#scrolledOn.length;
    if (times === 0) return share >= (isAtRest ? patience.scrollAtRest : patience.scroll);
    return times === 1 && share >= patience.scrollAgain && !this.#scrolledOn.includes(sha256);
  }

  /** What stands in a record is the one only when there is no equal out of sight. Undefined: look again. */
  async #beyondDoubt(found: Sighting): Promise<Sighting | undefined> {
    const run = this.#run;
    if (!run.mayHaveEqual(found.candidate, this.#ways.part)) return found;
    const beganMs = run.nowMs;
    const { frame, another, unseen, wasLate } = await lookThrough(run, this.#query, this.#ways, found, this.#wheel);
    if (wasLate && ++this.#lates < run.limits.looks) return undefined;
    if (wasLate) throw new DomainError('frame.stale', 'The list would not hold still.');
    this.#startMs += run.nowMs - beganMs;
    const isUnchanged = frame.sha256 === found.frame.sha256;
    const { reply, candidate } = isUnchanged
      ? { reply: undefined, candidate: found.candidate }
      : await run.sight.glance(frame, this.#query, this.#ways);
    const reason = another ? elsewhere(another) : unseen && notSeen[unseen];
    if (reason) {
      const candidates = reply?.candidates ?? [found.candidate];
      const doubled: LocateReply = { candidates, unique: false, doubt: 'DOUBT_DOUBLED', similar: [], hints: [] };
      throw new LostTarget(describe(this.#query), this.#ways.part ?? 'target', doubled, frame, reason);
    }
    run.noteLookedThrough(this.#ways.part);
    // Where the list did not go back to where it was, it is scrolled to once more.
    if (!candidate) this.#scrolledOn.length = 0;
    return candidate && sighting(frame, candidate);
  }

  async #lost(frame: Frame, reply: LocateReply): Promise<DomainError> {
    const what = describe(this.#query);
    const isCovered =
      reply.doubt !== 'DOUBT_DOUBLED' && dialogOver(await this.#run.sight.elements(frame)) !== undefined;
    if (isCovered && !this.#run.isOptional) {
      return new LostTarget(what, this.#ways.part ?? 'target', reply, frame, [
        'dialog.unexpected',
        'A dialog is in the way of %.',
      ]);
    }
    return new LostTarget(what, this.#ways.part ?? 'target', reply, frame);
  }

  #scrollTo(first: Frame): Promise<Sighting | undefined> {
    return scrolledTo(
      this.#run,
      first,
      async (frame) => {
        const { reply, candidate } = await this.#run.sight.glance(frame, this.#query, this.#ways);
        if (candidate) return sighting(frame, candidate);
        if (reply.doubt === 'DOUBT_DOUBLED') throw await this.#lost(frame, reply);
        return undefined;
      },
      { wheel: this.#wheel, found: (way) => this.#run.noteScrolled(way) },
    );
  }
}

const elsewhere = (way: 'up' | 'down'): Reason => [
  'target.ambiguous',
  `There is another record like the one of %, further ${way} the list.`,
];
const notSeen: Readonly<Record<'end' | 'cut', Reason>> = {
  end: ['target.unsure', 'The list of % is too long to be sure that there is no other record like it.'],
  cut: [
    'target.unsure',
    'So little of the list of % is in sight that another record like it may have been missed. Make its window larger, or what is in it smaller.',
  ],
};

/** Further down the list, or on a part of the page that is out of sight. */
const mayBeElsewhere = (doubt: Doubt): boolean =>
  doubt === 'DOUBT_MISSING' || doubt === 'DOUBT_OTHER_ROW' || doubt === 'DOUBT_WEAK';

/** Whether an optional step's element is not there, rather than in doubt. */
export const isAbsent = (error: unknown): boolean =>
  error instanceof LostTarget
    ? error.doubt === 'DOUBT_MISSING' ||
      (error.doubt === 'DOUBT_WEAK' && (error.candidates[0]?.confidence ?? 0) < traceOf)
    : hasCode(error, 'window.not_found', 'target.missing');

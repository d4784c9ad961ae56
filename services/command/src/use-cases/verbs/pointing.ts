// Clicks of all kinds, hovering and dragging.
import { DomainError } from '@karna/common/errors';
import type { Action } from '@karna/proto/gen/agent/v1/agent';
import type { Click, Drag, Hover } from '@karna/proto/gen/intent/v1/intent';
import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import { clickAt, drag, moveTo, observeAll, observeBaseline, settle } from '../../domain/actions.ts';
import { contains, overlaps } from '../../domain/geometry.ts';
import { AmbiguousTarget, LostTarget } from '../../domain/halts.ts';
import { describe } from '../../domain/targets.ts';
import { caretSeen, changeVerdict, isTextInput, unseen } from '../../domain/verification.ts';
import { type Acted, type Sighting, seenOn, sighting, unfound } from '../sighting.ts';
import type { StepRun } from '../step-run.ts';
import { outcomeOf, type Verb } from './verb.ts';

/** Hover effects are drawn within this (ms); the baseline is taken after it. */
const hoverMs = { quiet: 40, limit: 300 };

/** What answered the press may show no more than that: it gets so long to show an effect, once the screen is at rest (ms). */
const answeredEffectMs = 250;

/** Pointer there, baseline, the act itself, and what came of it. */
export const around = ({ point }: Pick<Sighting, 'point'>, acts: readonly Action[], run: StepRun): Action[] => [
  moveTo(point),
  settle(hoverMs.quiet, hoverMs.limit),
  observeBaseline,
  ...acts,
  settle(run.limits.settleQuietMs, run.limits.settleLimitMs),
  observeAll,
];

export const clicking = ({ target, button, count }: Click): Verb => ({
  async perform(run) {
    const query = known(target);
    const acted = await run.actOn(
      () => run.find(query),
      (on) => around(on, [clickAt(on.point, button, count)], run),
    );
    const isPlain = button !== 'MOUSE_BUTTON_RIGHT';
    const limitMs = acted.result.answered ? answeredEffectMs : run.limits.effectMs;
    const verdict = await run.verdict(acted, (frame) => changeVerdict(seenOn(acted, frame)), limitMs);
    if (verdict.kind === 'missing' && isPlain && hadKeyboard(run, acted, acted.on)) {
      return { verdict: unseen('already_focused') };
    }
    // A calculator's "*" shows nothing but its own being pressed; a dead button does not even show that.
    if (verdict.kind === 'missing' && acted.result.answered) return { verdict: unseen('answered') };
    return outcomeOf(verdict, { missing: `Nothing changed on the screen after clicking ${describe(query)}.` });
  },
  // What changed since then may have come from anything.
  judge: async () => 'unknown',
});

/** The field was clicked or typed into just before, or its caret blinks: a click into it changes nothing. */
function hadKeyboard(run: StepRun, { baseline }: Acted, { element, box }: Sighting): boolean {
  if (!isTextInput(element)) return false;
  if (baseline && caretSeen(baseline.changes, box)) return true;
  const before = run.previous;
  const verb = before?.action?.verb?.$case;
  return (verb === 'click' || verb === 'typeText') && !!before?.targetBox && overlaps(before.targetBox, box);
}

export const hovering = ({ target }: Hover): Verb => ({
  async perform(run) {
    const query = known(target);
    const acted = await run.actOn(
      () => run.find(query),
      (on) => [moveTo(on.point), settle(run.limits.settleQuietMs, run.limits.settleLimitMs), observeAll],
    );
    const verdict = changeVerdict(seenOn(acted, acted.after));
    return { verdict: verdict.kind === 'missing' ? unseen('nothing_changed') : verdict };
  },
  // Moving the pointer there once more does nothing that it did not do before.
  judge: async () => 'again',
});

export const dragging = ({ from, to }: Drag): Verb => ({
  async perform(run) {
    const [start, end] = [known(from), known(to)];
    // Looked through here: later both ends have to be on one frame.
    if (run.sight.recordOf('to') !== undefined) await run.find(end, { part: 'to' });
    const acted = await run.actOn(
      () => run.find(start),
      async (on) => around(on, [drag(on.point, (await otherEnd(run, on, end)).point)], run),
    );
    const verdict = await run.verdict(acted, (frame) => changeVerdict(seenOn(acted, frame)));
    return outcomeOf(verdict, { missing: `Nothing changed on the screen after dragging ${describe(start)}.` });
  },
  judge: async () => 'unknown',
});

/** Looked for on the same frame as the beginning: both are true at one moment. */
async function otherEnd(run: StepRun, { frame, box }: Sighting, query: TargetQuery): Promise<Sighting> {
  const { reply, candidate: chosen } = await run.sight.glance(frame, query, { part: 'to' });
  if (!chosen && run.sight.remembers('to')) throw new LostTarget(describe(query), 'to', reply, frame);
  if (!chosen && reply.candidates.length === 0) throw unfound(query, 'to', reply, frame);
  if (!chosen) throw new AmbiguousTarget(describe(query), 'to', reply.candidates, frame);
  const end = sighting(frame, chosen);
  if (contains(box, end.point)) throw new DomainError('target.missing', `${describe(query)} is where the drag begins.`);
  return end;
}

export function known(target: TargetQuery | undefined): TargetQuery {
  if (!target) throw new DomainError('input.invalid', 'The step does not say what it is about.');
  return target;
}

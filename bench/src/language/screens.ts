// What commands come to on a screen: the interpreter's own answer, vision's own search and the pipeline's own rules, on hand-made screens.
import { isVouchedFor, targetsOf } from '@karna/command/testing';
import type { interpret } from '@karna/language/testing';
import { element, locate, type Screen, screenOf } from '@karna/vision/testing';

type Outcome = ReturnType<typeof interpret>;

const lineHeightPx = 40;
const letterPx = 9;
const mostCandidates = 5;

/** `button Save; text_field Name`: one under the other. Boxes to fill and to tick have their names beside them. */
export function screenFrom(things: string): Screen {
  const elements = things.split('; ').map((thing, at) => {
    const [, role = '', name = ''] = /^(\S+) (.+)$/.exec(thing) ?? [];
    const width = Math.max(60, name.length * letterPx);
    const isNamedBeside = /^(?:text_field|text_area|select|slider|checkbox|radio|switch|icon)$/.test(role);
    const box = [40, 20 + at * lineHeightPx, width, 28] as const;
    return isNamedBeside ? element(role, '', box, { label: name }) : element(role, name, box);
  });
  return screenOf(elements, { width: 1280, height: Math.max(720, elements.length * lineHeightPx + 40) });
}

/** A question about names that the screen vouches for is none; a command whose first thing is not there does nothing, and says so. */
export function doneOn(screen: Screen, outcome: Outcome): Outcome {
  const { supposition } = outcome.$case === 'ask' ? outcome.value : {};
  const meant = outcome.$case === 'understood' ? outcome.value : supposition?.meant;
  if (!meant) return outcome;
  const isVouched = (supposition?.things ?? []).every(({ target, action: at }) => {
    const action = meant.actions[at];
    return target && action && isVouchedFor(target, action, locate(screen, target, undefined, mostCandidates));
  });
  return isVouched ? { $case: 'understood', value: meant } : outcome;
}

/** Whether the first thing that it is about is there, beyond doubt: else it halts before it has done anything. */
export function isBegun(screen: Screen, outcome: Outcome): boolean {
  const [first] = outcome.$case === 'understood' ? outcome.value.actions : [];
  return (
    first !== undefined &&
    targetsOf(first).every(([, query]) => locate(screen, query, undefined, mostCandidates).unique)
  );
}

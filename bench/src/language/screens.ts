// What commands come to on a screen: the interpreter's own answer, vision's own search and the pipeline's own rules, on hand-made screens.
import { isVouchedFor, lookedFor, targetsOf } from '@karna/command/testing';
import type { interpret } from '@karna/language/testing';
import { element, locate, type Screen, screenOf } from '@karna/vision/testing';

type Outcome = ReturnType<typeof interpret>;

const lineHeightPx = 40;
const letterPx = 9;
const mostCandidates = 5;

/**
 * `button Save; text_field Name`: one under the other, and with ` | ` between them side by side, `row Ada | button Edit` in a record of a list. What is filled in
 * or ticked has its name beside it; an icon's is what the application calls it.
 */
export function screenFrom(things: string): Screen {
  const lines = things.split('; ');
  const elements = lines.flatMap((line, at) => {
    const y = 20 + at * lineHeightPx;
    let x = 40;
    return line.split(' | ').flatMap((thing, _, { length }) => {
      const all = elementsOf(thing, x, y, length > 1);
      x = Math.max(...all.filter(({ role }) => role !== 'ROLE_ROW').map(({ box }) => box.x + box.width)) + 24;
      return all;
    });
  });
  return screenOf(elements, { width: 1280, height: Math.max(720, lines.length * lineHeightPx + 40) });
}

function elementsOf(thing: string, x: number, y: number, hasCompany: boolean) {
  const [, role = '', name = ''] = /^(\S+) (.+)$/.exec(thing) ?? [];
  const width = name.length * letterPx;
  if (role === 'icon') return [element(role, '', [x, y, 28, 28], { label: name })];
  if (role === 'row' && hasCompany)
    return [element(role, '', [24, y - 4, 1232, 36]), element('text', name, [x, y, width, 28])];
  if (!isNamedBeside.has(role)) return [element(role, name, [x, y, width + 24, 28])];
  const label = element('text', name, [x, y, width, 28]);
  return [label, element(role, '', [x + 12 + width, y, 160, 28], { label: name, labelId: label.id })];
}

const isNamedBeside: ReadonlySet<string> = new Set(
  'text_field text_area select slider checkbox radio switch'.split(' '),
);

/** A question about names that the screen vouches for is none; a command whose first thing is not there does nothing, and says so. */
export function doneOn(screen: Screen, outcome: Outcome): Outcome {
  const { supposition } = outcome.$case === 'ask' ? outcome.value : {};
  const meant = outcome.$case === 'understood' ? outcome.value : supposition?.meant;
  if (!meant) return outcome;
  const isVouched = (supposition?.things ?? []).every(({ target, action: at }) => {
    const action = meant.actions[at];
    if (!target || !action) return false;
    const replies = lookedFor(target, action).map((query) => locate(screen, query, undefined, mostCandidates));
    return isVouchedFor(target, action, replies);
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

// What commands come to on a screen: the interpreter's own answer, vision's own search and the pipeline's own rules, on hand-made screens.
import { isVouchedFor, lookedFor, readingsOf, readingVouchedFor, targetsOf } from '@karna/command/testing';
import type { interpret } from '@karna/language/testing';
import type { DirectAction } from '@karna/proto/gen/intent/v1/intent';
import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import { element, locate, type Screen, screenOf } from '@karna/vision/testing';

type Outcome = ReturnType<typeof interpret>;

const lineHeightPx = 40;
const letterPx = 9;
const columnWidthPx = 280;
const mostCandidates = 5;

/**
 * `button Save; text_field Name`: one under the other, and with ` | ` between them side by side, in columns, `row Ada | button Edit` in a record of a
 * list. What is filled in or ticked has its name beside it; an icon's is what the application calls it.
 */
export function screenFrom(things: string): Screen {
  const lines = things.split('; ');
  const elements = lines.flatMap((line, at) => {
    const y = 20 + at * lineHeightPx;
    const [first = '', ...others] = line.split(' | ');
    if (others.length === 0) return elementsOf(first, 40, y);
    const inLine = others.flatMap((thing, column) => elementsOf(thing, 40 + (column + 1) * columnWidthPx, y));
    const name = /^row (.+)$/.exec(first)?.[1];
    if (name === undefined) return [...elementsOf(first, 40, y), ...inLine];
    const record = element('row', '', [24, y - 4, 1232, 36]);
    const within = [...elementsOf(`text ${name}`, 40, y), ...inLine];
    return [record, ...within.map((one) => ({ ...one, parentId: record.id }))];
  });
  return screenOf(elements, { width: 1280, height: Math.max(720, lines.length * lineHeightPx + 40) });
}

function elementsOf(thing: string, x: number, y: number) {
  const [, role = '', name = ''] = /^(\S+) (.+)$/.exec(thing) ?? [];
  const width = name.length * letterPx;
  if (role === 'icon') return [element(role, '', [x, y, 28, 28], { label: name })];
  if (!isNamedBeside.has(role)) return [element(role, name, [x, y, width + 24, 28])];
  const label = element('text', name, [x, y, width, 28]);
  return [label, element(role, '', [x + 12 + width, y, 160, 28], { label: name, labelId: label.id })];
}

const isNamedBeside: ReadonlySet<string> = new Set(
  'text_field text_area select slider checkbox radio switch'.split(' '),
);

/** A question about names that the screen vouches for is none; a command whose first thing is not there does nothing, and says so. */
export function doneOn(screen: Screen, outcome: Outcome): Outcome {
  const seen = readingsOf(outcome).map(({ meant, things }) => ({
    meant,
    names: things.flatMap(({ target }) => target ?? []),
    isThere:
      things.length > 0 &&
      things.every(({ target, action: at }) => {
        const action = meant?.actions[at];
        if (!target || !action) return false;
        const replies = lookedFor(target, action).map((query) => locate(screen, query, undefined, mostCandidates));
        return isVouchedFor(target, action, replies);
      }),
  }));
  const meant = readingVouchedFor(seen)?.meant;
  return meant ? { $case: 'understood', value: meant } : outcome;
}

/** Whether two ways to name a thing for an action lead to one and the same on that screen. */
export function isSameThere(screen: Screen, action: DirectAction, one: TargetQuery, other: TargetQuery): boolean {
  const [found, sought] = [one, other].map((target) => idOn(screen, target, action));
  return found !== undefined && found === sought;
}

function idOn(screen: Screen, target: TargetQuery, action: DirectAction): string | undefined {
  const found = lookedFor(target, action)
    .map((query) => locate(screen, query, undefined, mostCandidates))
    .flatMap(({ unique, candidates }) => (unique ? (candidates[0]?.element.id ?? []) : []));
  return new Set(found).size === 1 ? found[0] : undefined;
}

/** Whether the first thing that it is about is there, beyond doubt: else it halts before it has done anything. */
export function isBegun(screen: Screen, outcome: Outcome): boolean {
  const [first] = outcome.$case === 'understood' ? outcome.value.actions : [];
  return (
    first !== undefined &&
    targetsOf(first).every(([, query]) => locate(screen, query, undefined, mostCandidates).unique)
  );
}

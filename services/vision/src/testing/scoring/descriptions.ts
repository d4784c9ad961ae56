import type { Role, TargetQuery } from '@karna/proto/gen/target/v1/target';
import { TargetQuery as Query } from '@karna/proto/gen/target/v1/target';
import { centreX, centreY, holdsCentre, right } from '@karna/sight/boxes';
import { inReadingOrder, isLevel } from '../../domain/reading-order.ts';
import type { TrueElement, TrueWord, Truth } from './truth.ts';

// What a person would say to mean an element of a labelled screen: its name and kind; where several are called the same, which of them
// in reading order, or beside which text.

export interface Description {
  readonly kind: 'name' | 'ordinal' | 'beside';
  readonly query: TargetQuery;
  readonly element: TrueElement;
}

/** What people name. Rows, cells and texts are meant by their content, not by kind and name. */
const pointedAt: ReadonlySet<Role> = new Set<Role>([
  'ROLE_BUTTON',
  'ROLE_LINK',
  'ROLE_TEXT_FIELD',
  'ROLE_TEXT_AREA',
  'ROLE_CHECKBOX',
  'ROLE_RADIO',
  'ROLE_SWITCH',
  'ROLE_SELECT',
  'ROLE_SLIDER',
  'ROLE_TAB',
  'ROLE_MENU_ITEM',
  'ROLE_ICON',
]);
/** Nobody counts further. */
const mostEquals = 6;

export function descriptionsOf(truth: Truth): Description[] {
  const nameable = inReadingOrder((truth.elements ?? []).filter((element) => isNameable(element, truth)));
  const called = Map.groupBy(nameable, ({ role, name }) => `${role} ${plain(name)}`);
  return [...called.values()].flatMap((equals) => {
    const [only] = equals;
    if (equals.length === 1 && only) return [{ kind: 'name' as const, query: named(only), element: only }];
    return equals.length > mostEquals ? [] : amongEquals(equals, truth);
  });
}

/** Names that stand on other screens and not on this one, at most `limit`: nothing may be found by them. */
export function absentFrom(truth: Truth, others: readonly Truth[], limit: number): TargetQuery[] {
  const here = new Set((truth.elements ?? []).map(({ name }) => plain(name)));
  const text = plain([...(truth.words ?? []), ...truth.lines].map((word) => word.text).join(' '));
  const foreign = others
    .flatMap((other) => descriptionsOf(other))
    .filter(
      ({ kind, element }) => kind === 'name' && !here.has(plain(element.name)) && !text.includes(plain(element.name)),
    );
  const step = Math.max(1, Math.floor(foreign.length / limit));
  return foreign
    .filter((_, index) => index % step === 0)
    .slice(0, limit)
    .map(({ query }) => query);
}

const plain = (text: string): string => text.toLowerCase().replaceAll(/\s+/g, ' ').trim();
const named = ({ name: text, role }: TrueElement, more: Partial<TargetQuery> = {}): TargetQuery =>
  Query.fromPartial({ text, ...(role ? { role } : {}), ...more });

/** Only what can be read can be asked for: names that nobody drew (of an icon, for screen readers) are left out. */
function isNameable({ role, name }: TrueElement, { words }: Truth): boolean {
  if (!role || !pointedAt.has(role) || !/[\p{L}\p{N}]/u.test(name)) return false;
  if (!words) return role !== 'ROLE_ICON';
  const visible = new Set(words.map(({ text }) => plain(text)));
  return plain(name)
    .split(' ')
    .every((word) => visible.has(word));
}

function amongEquals(equals: readonly TrueElement[], truth: Truth): Description[] {
  return equals.flatMap((element, index) => {
    const ordinal: Description = { kind: 'ordinal', query: named(element, { ordinal: index + 1 }), element };
    const beside = textBeside(element, equals, truth);
    if (!beside) return [ordinal];
    const kind = right(beside.box) <= centreX(element.box) ? 'RELATION_KIND_RIGHT_OF' : 'RELATION_KIND_LEFT_OF';
    const relation = { kind, anchor: Query.fromPartial({ text: beside.text }) } as const;
    return [ordinal, { kind: 'beside', query: named(element, { relation }), element }];
  });
}

/** The first text on the element's level that stands there once, when no equal shares that level. */
function textBeside(
  element: TrueElement,
  equals: readonly TrueElement[],
  { lines, elements }: Truth,
): TrueWord | undefined {
  if (equals.some((other) => other !== element && isLevel(other.box, element.box))) return undefined;
  const count = Map.groupBy(lines, ({ text }) => plain(text));
  const names = new Set((elements ?? []).map(({ name }) => plain(name)));
  return lines
    .filter(
      ({ text, box }) =>
        isAnchor(text) && isBeside(box, element) && !names.has(plain(text)) && count.get(plain(text))?.length === 1,
    )
    .sort((a, b) => a.box.x - b.box.x)[0];
}

const isAnchor = (text: string): boolean => /\p{L}{3}/u.test(text) && text.length <= 40;

/** Level with it: the middle of the line lies within the element's height, and it is none of its own text. */
const isBeside = (line: TrueWord['box'], { box }: TrueElement): boolean =>
  centreY(line) >= box.y && centreY(line) < box.y + box.height && !holdsCentre(box, line);

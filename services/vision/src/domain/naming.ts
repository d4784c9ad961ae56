import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Role, TargetQuery } from '@karna/proto/gen/target/v1/target';
import { bottom, centreY, holdsCentre, right, sharedHeight, sharedWidth, union } from '@karna/sight/boxes';
import { exactLikeness, type Kind, type Likeness, likeness, pieceLikeness, plain } from './likeness.ts';
import { isField, isMark, isPressable, isWritten } from './roles.ts';
import type { Element, Line } from './screen.ts';

/** An element that answers to the text of a query. */
export interface Named {
  readonly element: Element;
  readonly kind: Kind;
  /** 0..1, by the name alone. */
  readonly score: number;
  readonly sign: string;
}

/** How much a name counts, by where it stands. */
const weights = {
  own: 1,
  label: 0.98,
  /** An entry of a menu without the keys behind it. */
  withoutKeys: 0.97,
  /** A caption without the sign before it: a pictogram reads as one, or as a letter. */
  withoutSign: 0.93,
  /** What is written in a field is its placeholder or its value: a name when a field is asked for, hardly one otherwise. */
  content: { asField: 0.97, asAnything: 0.8 },
  /** Asked for by its label without a role, the label itself answers first. */
  labelledField: 0.6,
  /** A quoted text that stands inside a longer line. */
  quotedPart: 0.6,
  /** A field that no text was joined with, beside or below the text asked for. */
  neighbour: 0.82,
};

export interface Reading {
  readonly elements: readonly Element[];
  readonly lines: readonly Line[];
}

/** Every element that the text of the query may name; `loosely`, also by a piece of it. */
export function namedBy(query: TargetQuery, reading: Reading, loosely = false): Named[] {
  // Who asks for a text or an entry means that and not the mark beside or in it.
  const namesOfMarks = new Set(
    isWritten(query.role) || isPressable(query.role)
      ? []
      : reading.elements.flatMap(({ role, labelId }) => (isMark(role) ? [labelId] : [])),
  );
  const named = reading.elements
    // A checkbox and the text beside it are one thing, and the box is the safer half.
    .filter(({ id }) => !namesOfMarks.has(id))
    .flatMap((element) => nameOf(query, element, reading.lines, loosely));
  return isField(query.role) ? [...named, ...neighbours(reading, named)] : named;
}

function nameOf(query: TargetQuery, element: Element, lines: readonly Line[], loosely: boolean): Named[] {
  const strictly = query.exact ? exactLikeness : likeness;
  const compare = (asked: string, shown: string) =>
    strictly(asked, shown) ?? (loosely ? pieceLikeness(asked, shown) : undefined);
  const names = [
    { found: compare(query.text, element.text), weight: ownWeight(query.role, element.role), what: 'text' },
    { found: compare(query.text, withoutKeys(element)), weight: weights.withoutKeys, what: 'text' },
    { found: compare(query.text, withoutSign(element)), weight: weights.withoutSign, what: 'text' },
    { found: compare(query.text, element.label), weight: labelWeight(query.role, element.role), what: 'label' },
  ];
  const graded = names.flatMap(({ found, weight, what }) =>
    found ? [{ kind: found.kind, score: fieldScore(query, element, found) * weight, what }] : [],
  );
  const best = graded.sort((a, b) => b.score - a.score)[0];
  if (!best) return query.exact && isWritten(element.role) ? quotedPart(query, element, lines) : [];
  const place = best.kind === 'beginning' || best.kind === 'contained' ? partOf(query.text, element, lines) : element;
  return [{ element: place, kind: best.kind, score: best.score, sign: `${best.what} ${best.score.toFixed(2)}` }];
}

const keys = /\s(?:(?:(?:ctrl|alt|shift|cmd|super|meta)\s?\+\s?)+\S+|F\d{1,2}|Del)$/i;

/** "Archive Alt+C" is the entry "Archive"; empty when there are no keys behind its name. */
const withoutKeys = ({ role, text }: Element): string =>
  role === 'ROLE_MENU_ITEM' && keys.test(text) ? text.replace(keys, '') : '';

/** One character, or two of which one is neither letter nor digit, before the first word. "No thanks" and "12 files" begin with words. */
const sign = /^(?:\S|[^\p{L}\p{N}\s]\S|\S[^\p{L}\p{N}\s])\s+(?=\S*\p{L})/u;

/** "G Sign out" is "Sign out" with a picture before it; empty when there is no sign before its name. */
const withoutSign = ({ role, text }: Element): string =>
  isPressable(role) && sign.test(text) ? text.replace(sign, '') : '';

const ownWeight = (asked: Role, seen: Role): number => {
  if (!isField(seen)) return weights.own;
  return isField(asked) ? weights.content.asField : weights.content.asAnything;
};

const labelWeight = (asked: Role, seen: Role): number =>
  isField(seen) && !isField(asked) ? weights.labelledField : weights.label;

/** Labels carry additions ("Email address", "Amount in euro"): for fields, the beginning of one is good enough. A number is not: "2" is not "2 Mar 2021". */
const fieldScore = ({ text, role }: TargetQuery, element: Element, { kind, score }: Likeness): number =>
  kind === 'beginning' && isField(role) && isField(element.role) && /\p{L}/u.test(text) ? score + 0.25 : score;

function quotedPart(query: TargetQuery, element: Element, lines: readonly Line[]): Named[] {
  const part = partOf(query.text, element, lines);
  if (part === element) return [];
  return [
    { element: part, kind: 'contained', score: weights.quotedPart, sign: `in a longer text ${weights.quotedPart}` },
  ];
}

/** The words asked for, cut out of a longer text, so that a click lands on them; the whole element when they are not found. */
function partOf(text: string, element: Element, lines: readonly Line[]): Element {
  if (!isWritten(element.role)) return element;
  const asked = plain(text);
  const words = lines.flatMap((line) => line.words).filter((word) => holdsCentre(element.box, word.box));
  const length = asked.split(' ').length;
  for (let from = 0; from + length <= words.length; from++) {
    const run = words.slice(from, from + length);
    const shown = run.map((word) => word.text).join(' ');
    if (plain(shown) === asked) return { ...element, text: shown, box: union(run.map((word) => word.box)) };
  }
  return element;
}

/** Fields without a name of their own that stand where the text would name them. */
function neighbours({ elements }: Reading, named: readonly Named[]): Named[] {
  const fields = elements.filter((element) => isField(element.role) && element.label === '');
  const texts = named.filter(
    ({ element, kind }) => isWritten(element.role) && (kind === 'whole' || kind === 'beginning'),
  );
  return texts.flatMap(({ element: text, kind, score }) => {
    const ways = fields
      .map((field) => ({ field, way: wayTo(text.box, field.box) }))
      .filter(({ way }) => way < Infinity);
    const nearest = ways.sort((a, b) => a.way - b.way)[0];
    return nearest ? [{ element: nearest.field, kind, score: score * weights.neighbour, sign: 'beside its name' }] : [];
  });
}

/** From a text to a field right of it or below it (px); infinite when it lies otherwise. */
function wayTo(text: Box, field: Box): number {
  const across = field.x - right(text);
  if (across >= -2 && across <= 320 && sharedHeight(text, field) > 0 && centreY(text) >= field.y) return across;
  const down = field.y - bottom(text);
  return down >= -3 && down <= 48 && sharedWidth(text, field) > 0 ? down + 20 : Infinity;
}

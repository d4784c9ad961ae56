import type { Box, Point } from '@karna/proto/gen/geometry/v1/geometry';
import type { Relation, TargetQuery } from '@karna/proto/gen/target/v1/target';
import { relationWord } from '@karna/proto/words';
import { compatibility } from './compatibility.ts';
import { area, centre, holdsCentre, likenessOfBoxes } from './geometry.ts';
import { labelsOf } from './labelling.ts';
import { folded, plain, readingErrors } from './likeness.ts';
import { namedBy, type Reading } from './naming.ts';
import { inReadingOrder } from './reading-order.ts';
import { type Fit, fitOf } from './relations.ts';
import { isWritten } from './roles.ts';
import type { Element, Screen } from './screen.ts';

export interface Candidate {
  readonly element: Element;
  readonly point: Point;
  /** 0..1. */
  readonly confidence: number;
  readonly signs: string[];
}

export interface Located {
  /** Best first. */
  readonly candidates: Candidate[];
  readonly unique: boolean;
  readonly similar: string[];
}

/** The best candidate may be acted on from here... */
export const goodEnough = 0.75;
/** ...when the next one, somewhere else, is so much behind. */
export const clearlyAhead = 0.1;
/** Less is not worth showing. */
const worthShowing = 0.35;
/** What is this close to the best is an equal of it, when equals are counted or compared. */
const equals = 0.12;
/** Between equal candidates the nearest to the anchor is meant; at this distance from it half the confidence is gone (px). */
const halfWayPx = 120;
/** A role without a name is a weaker request than a name. */
const byRoleAlone = 0.92;
const mostSimilar = 5;

/** Ranks what a query may mean on this screen. Pure: the same screen and query give the same answer. */
export function locate(screen: Screen, query: TargetQuery, within: Box | undefined, limit: number): Located {
  const elements = within ? screen.elements.filter(({ box }) => holdsCentre(within, box)) : screen.elements;
  const reading = { elements, lines: screen.lines, labels: labelsOf(elements) };
  const ranked = candidatesFor(query, reading);
  const candidates = ranked.filter(({ confidence }) => confidence >= worthShowing).slice(0, limit);
  const [best] = candidates;
  const isGood = best !== undefined && best.confidence >= goodEnough;
  return {
    candidates,
    unique: isGood && isAhead(ranked),
    similar: isGood ? [] : similarNames(query, elements),
  };
}

function isAhead([best, second]: readonly Candidate[]): boolean {
  return best !== undefined && (second === undefined || second.confidence <= best.confidence - clearlyAhead + 1e-9);
}

function candidatesFor(query: TargetQuery, reading: Reading): Candidate[] {
  const plainly = query.text === '' ? byRole(query, reading) : byName(query, reading);
  const placed = query.relation ? related(plainly, query.relation, reading) : plainly;
  const apart = withoutRepeats([...placed].sort((a, b) => b.confidence - a.confidence));
  return query.ordinal === 0 ? apart : counted(apart, query.ordinal);
}

function byName(query: TargetQuery, reading: Reading): Candidate[] {
  return namedBy(query, reading).flatMap(({ element, score, sign }) => {
    const fit = compatibility(query.role, element.role);
    return fit === 0 ? [] : [candidate(element, score * fit, [sign, ...roleSign(query, fit)])];
  });
}

function byRole(query: TargetQuery, { elements }: Reading): Candidate[] {
  const fitting = elements.flatMap((element) => {
    const fit =
      query.role === 'ROLE_UNSPECIFIED' && isWritten(element.role) ? 0 : compatibility(query.role, element.role);
    return fit === 0 ? [] : [{ element, fit }];
  });
  // "The second checkbox" counts checkboxes; only without any do radio buttons stand in.
  const exact = fitting.filter(({ fit }) => fit === 1);
  return (exact.length > 0 ? exact : fitting).map(({ element, fit }) =>
    candidate(element, fit * byRoleAlone, ['role']),
  );
}

const roleSign = (query: TargetQuery, fit: number): string[] => {
  if (query.role === 'ROLE_UNSPECIFIED') return [];
  return [fit === 1 ? 'role' : 'like role'];
};

/** The detector's doubt moves a candidate a little; the name and role move it far. */
const candidate = (element: Element, confidence: number, signs: string[]): Candidate => ({
  element,
  point: centre(element.box),
  confidence: confidence * (0.95 + 0.05 * element.score),
  signs,
});

/** Keeps what lies to the anchor as said, and prefers what lies nearest to it. */
function related(candidates: readonly Candidate[], relation: Relation, reading: Reading): Candidate[] {
  if (!relation.anchor) return [];
  const anchors = equalsOfBest(candidatesFor(relation.anchor, reading));
  const fits = candidates.flatMap((each) => {
    const fit = bestFit(each, relation, anchors);
    return fit ? [{ each, fit }] : [];
  });
  const top = Math.max(...fits.map(({ each, fit }) => each.confidence * fit.grade));
  const near = Math.min(
    ...fits.filter(({ each, fit }) => each.confidence * fit.grade >= top - equals).map(({ fit }) => fit.distance),
  );
  const sign = `${relationWord(relation.kind)} "${relation.anchor.text}"`;
  return fits.map(({ each, fit }) => {
    const farness = halfWayPx / (halfWayPx + Math.max(0, fit.distance - near));
    return { ...each, confidence: each.confidence * fit.grade * farness, signs: [...each.signs, sign] };
  });
}

/** By the anchor that suits best; an anchor is only as good as it was found. */
function bestFit(each: Candidate, relation: Relation, anchors: readonly Candidate[]): Fit | undefined {
  const fits = anchors.flatMap((anchor) => {
    if (anchor.element.id === each.element.id) return [];
    const fit = fitOf(relation.kind, each.element.box, anchor.element.box);
    return fit ? [{ ...fit, grade: fit.grade * Math.min(1, anchor.confidence + 0.1) }] : [];
  });
  return fits.sort((a, b) => b.grade - a.grade || a.distance - b.distance)[0];
}

function equalsOfBest(ranked: readonly Candidate[]): Candidate[] {
  const top = ranked[0]?.confidence ?? 0;
  return ranked.filter(({ confidence }) => confidence >= worthShowing && confidence >= top - equals);
}

/** What lies in one place is one thing: the text in its button, the link in its tab. Expects the best first. */
function withoutRepeats(ranked: readonly Candidate[]): Candidate[] {
  const kept: Candidate[] = [];
  for (const each of ranked) {
    if (!kept.some((better) => isSamePlace(better.element.box, each.element.box))) kept.push(each);
  }
  return kept;
}

/** A line inside a text area is not in the same place as the area: clicking one is not clicking the other. */
function isSamePlace(a: Box, b: Box): boolean {
  if (likenessOfBoxes(a, b) > 0.3) return true;
  const [larger, smaller] = area(a) >= area(b) ? [a, b] : [b, a];
  return holdsCentre(larger, smaller) && area(larger) < 8 * area(smaller);
}

/** Picks by place among the equals of the best, in reading order; negative places count from the end. */
function counted(ranked: readonly Candidate[], ordinal: number): Candidate[] {
  const group = inReadingOrder(equalsOfBest(ranked).map((each) => ({ box: each.element.box, each })));
  const picked = group.at(ordinal > 0 ? ordinal - 1 : ordinal)?.each;
  // The others stay as alternatives, too weak to be acted on.
  const others = ranked
    .filter((each) => each !== picked)
    .map((each) => ({ ...each, confidence: each.confidence * 0.5 }));
  if (!picked) return others;
  return [{ ...picked, signs: [...picked.signs, `number ${ordinal} of ${group.length}`] }, ...others];
}

/** What the person may have meant, for "did you mean": of fitting role first, then by closeness. */
function similarNames(query: TargetQuery, elements: readonly Element[]): string[] {
  const asked = folded(query.text);
  if (asked === '') return [];
  const near = elements.flatMap((element) =>
    [element.text, element.label].flatMap((name) => {
      const closeness = name === '' || name.length > 80 ? 0 : closenessOf(asked, folded(name));
      return closeness < 0.45 ? [] : [{ name, rank: closeness + 0.2 * compatibility(query.role, element.role) }];
    }),
  );
  const byName = new Map<string, { name: string; rank: number }>();
  for (const each of near.sort((a, b) => b.rank - a.rank)) {
    if (!byName.has(plain(each.name))) byName.set(plain(each.name), each);
  }
  return [...byName.values()].slice(0, mostSimilar).map(({ name }) => name);
}

/** 0..1: how much of the longer one is right, or that one holds the other. */
function closenessOf(a: string, b: string): number {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length === 0) return 0;
  if (short.length >= 3 && long.includes(short)) return 0.6 + (0.4 * short.length) / long.length;
  return 1 - readingErrors(short, long) / long.length;
}

import type { Relation, TargetQuery } from '@karna/proto/gen/target/v1/target';
import { relationWord } from '@karna/proto/words';
import { compatibility, looseCompatibility } from './compatibility.ts';
import { namedBy } from './naming.ts';
import { inReadingOrder } from './reading-order.ts';
import { type Fit, fitOf, isLevelWith, thoughOthersAreLevel } from './relations.ts';
import { isField, isHolder, isMark, isSurface, isWritten } from './roles.ts';
import { rowsNamed } from './rows.ts';
import { isSamePlace } from './same-place.ts';
import type { Element } from './screen.ts';
import { type Scene, surfaceOf } from './tree/scene.ts';

/** Something that a query may mean. */
export interface Ranked {
  readonly element: Element;
  /** 0..1: likeness of the name x fit of the role x fit of the place. */
  readonly strength: number;
  readonly signs: string[];
}

/** Less is not worth showing. */
export const worthShowing = 0.35;
/** What is this close to the best is an equal of it, when equals are counted or compared. */
const equals = 0.12;
/** Between equal candidates the nearest to the anchor is meant; at this distance from it half the strength is gone (px). */
const halfWayPx = 120;
/** A role without a name is a weaker request than a name. */
const byRoleAlone = 0.92;
/** What lies beneath an open dialog; seldom is it meant, but it may be a mere box that is taken for a dialog. */
const beneath = 0.88;
/** What is only counted with others of a like role, as there are too few of its own: not to be acted on. */
const beyondCount = 0.7;
/** Only a dialog that is seen as surely decides between equals. */
const surelyOpen = 0.6;

/**
 * Everything that the query may mean, best first, one for each place. `isThere` leaves out what is not looked at; `loosely` takes in kinds that are
 * mixed up now and then, and pieces of the name.
 */
export function rank(
  query: TargetQuery,
  scene: Scene,
  isThere: (element: Element) => boolean,
  loosely = false,
): Ranked[] {
  const elements = scene.screen.elements.filter(isThere);
  const plainly = query.text === '' ? byRole(query, elements) : byName(query, scene, elements, loosely);
  const placed = query.relation ? related(plainly, query.relation, scene, isThere) : plainly;
  const apart = withoutRepeats(belowDialogs(placed, scene).sort((a, b) => b.strength - a.strength));
  return query.ordinal === 0 ? apart : counted(apart, query);
}

function byName(query: TargetQuery, scene: Scene, elements: readonly Element[], loosely: boolean): Ranked[] {
  if (query.role === 'ROLE_ROW') {
    const rows = rowsNamed(scene, query).filter(({ row }) => elements.includes(row));
    if (rows.length > 0) {
      return rows.map(({ row, score }) => ranked(row, score, [`text ${score.toFixed(2)}`, 'role']));
    }
  }
  const fitOfRole = loosely ? looseCompatibility : compatibility;
  return namedBy(query, { elements, lines: scene.screen.lines }, loosely).flatMap(({ element, score, sign }) => {
    const fit = fitOfRole(query.role, element.role);
    return fit === 0 ? [] : [ranked(element, score * fit, [sign, ...roleSign(query, fit)])];
  });
}

function byRole(query: TargetQuery, elements: readonly Element[]): Ranked[] {
  const fitting = elements.flatMap((element) => {
    const isMere = query.role === 'ROLE_UNSPECIFIED' && (isWritten(element.role) || isHolder(element.role));
    const fit = isMere ? 0 : compatibility(query.role, element.role);
    return fit === 0 ? [] : [{ element, fit }];
  });
  // "The second checkbox" counts checkboxes; only without any do radio buttons stand in.
  const exact = fitting.filter(({ fit }) => fit === 1);
  return (exact.length > 0 ? exact : fitting).map(({ element, fit }) => ranked(element, fit * byRoleAlone, ['role']));
}

const roleSign = (query: TargetQuery, fit: number): string[] => {
  if (query.role === 'ROLE_UNSPECIFIED') return [];
  return [fit === 1 ? 'role' : 'like role'];
};

/** The detector's doubt moves a candidate a little; the name and role move it far. */
const ranked = (element: Element, strength: number, signs: string[]): Ranked => ({
  element,
  strength: strength * (0.95 + 0.05 * element.score),
  signs,
});

/** While a dialog is open, what lies beneath it is seldom meant. */
function belowDialogs(candidates: readonly Ranked[], scene: Scene): Ranked[] {
  const isOpen = scene.screen.elements.some(({ role, score }) => role === 'ROLE_DIALOG' && score >= surelyOpen);
  if (!isOpen) return [...candidates];
  return candidates.map((each) => {
    const isOver = isSurface(each.element.role) || surfaceOf(scene, each.element)?.role === 'ROLE_DIALOG';
    return isOver ? each : { ...each, strength: each.strength * beneath };
  });
}

/** Keeps what lies to the anchor as said, and prefers what lies nearest to it. */
function related(
  candidates: readonly Ranked[],
  relation: Relation,
  scene: Scene,
  isThere: (element: Element) => boolean,
): Ranked[] {
  if (!relation.anchor) return [];
  const anchors = equalsOfBest(rank(relation.anchor, scene, isThere)).flatMap((anchor) => withItsName(anchor, scene));
  const isLevel = ({ element }: Ranked) => anchors.some((anchor) => isLevelWith(element, anchor.element));
  const found = candidates.flatMap((each) => {
    const fit = bestFit(each, relation, anchors, scene);
    return fit ? [{ each, fit }] : [];
  });
  // The next record's may be nearer than the own one.
  const levelled = isLoose(relation) && found.some(({ each }) => isLevel(each));
  const fits = found.map(({ each, fit }) => ({
    each,
    fit: levelled && !isLevel(each) ? thoughOthersAreLevel(fit) : fit,
  }));
  const top = Math.max(...fits.map(({ each, fit }) => each.strength * fit.grade));
  const near = Math.min(
    ...fits.filter(({ each, fit }) => each.strength * fit.grade >= top - equals).map(({ fit }) => fit.distance),
  );
  const sign = `${relationWord(relation.kind)} "${relation.anchor.text}"`;
  return fits.map(({ each, fit }) => {
    const farness = halfWayPx / (halfWayPx + Math.max(0, fit.distance - near));
    return { ...each, strength: each.strength * fit.grade * farness, signs: [...each.signs, sign] };
  });
}

/** Says that it belongs to the anchor, and not where it is. */
const isLoose = ({ kind }: Relation): boolean =>
  kind === 'RELATION_KIND_NEAR' || kind === 'RELATION_KIND_INSIDE' || kind === 'RELATION_KIND_UNSPECIFIED';

/** "The checkbox before Express": a name leads to what it names, but places are told from the name itself too. */
function withItsName(anchor: Ranked, { byId }: Scene): Ranked[] {
  const { role, labelId } = anchor.element;
  const name = isMark(role) || isField(role) ? byId.get(labelId) : undefined;
  return name ? [anchor, { ...anchor, element: name }] : [anchor];
}

/** By the anchor that suits best; an anchor is only as good as it was found. */
function bestFit(each: Ranked, relation: Relation, anchors: readonly Ranked[], scene: Scene): Fit | undefined {
  const fits = anchors.flatMap((anchor) => {
    if (anchor.element.id === each.element.id) return [];
    const fit = fitOf(relation.kind, scene, each.element, anchor.element);
    return fit ? [{ ...fit, grade: fit.grade * Math.min(1, anchor.strength + 0.1) }] : [];
  });
  return fits.sort((a, b) => b.grade - a.grade || a.distance - b.distance)[0];
}

function equalsOfBest(candidates: readonly Ranked[]): Ranked[] {
  const top = candidates[0]?.strength ?? 0;
  return candidates.filter(({ strength }) => strength >= worthShowing && strength >= top - equals);
}

/** What lies in one place is one thing: the text in its button, the link in its tab. Expects the best first. */
function withoutRepeats(candidates: readonly Ranked[]): Ranked[] {
  const kept: Ranked[] = [];
  for (const each of candidates) {
    if (!kept.some((better) => isSamePlace(better.element.box, each.element.box))) kept.push(each);
  }
  return kept;
}

/**
 * Picks by place among the equals of the best, in reading order; negative places count from the end. Of "the second Page 1 tab" one may have been seen as
 * a button, or a button may be counted that is none of them: where it depends on that which is meant, it is in doubt.
 */
function counted(candidates: readonly Ranked[], { role, ordinal }: TargetQuery): Ranked[] {
  const group = inOrder(equalsOfBest(candidates));
  const exact = group.filter(({ element }) => element.role === role);
  const picked = nth(group, ordinal);
  const strictly = exact.length > 0 ? nth(exact, ordinal) : picked;
  const picks = new Set([strictly, picked].filter((each) => each !== undefined));
  // The others stay as alternatives, too weak to be acted on.
  const others = candidates
    .filter((each) => !picks.has(each))
    .map((each) => ({ ...each, strength: each.strength * 0.5 }));
  const top = Math.max(...[...picks].map(({ strength }) => strength)) * (strictly ? 1 : beyondCount);
  const sign = `number ${ordinal} of ${group.length}`;
  return [...[...picks].map((each) => ({ ...each, strength: top, signs: [...each.signs, sign] })), ...others];
}

const inOrder = (some: readonly Ranked[]): Ranked[] =>
  inReadingOrder(some.map((each) => ({ box: each.element.box, each }))).map(({ each }) => each);

const nth = (some: readonly Ranked[], ordinal: number): Ranked | undefined =>
  some.at(ordinal > 0 ? ordinal - 1 : ordinal);

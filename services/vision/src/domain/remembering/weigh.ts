import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { RememberedTarget } from '@karna/proto/gen/target/v1/target';
import { area, boxOf, centreX, centreY, holdsCentre } from '@karna/sight/boxes';
import type { Frame } from '@karna/sight/frame';
import { compatibility } from '../compatibility.ts';
import { likeness } from '../likeness.ts';
import { isHolder } from '../roles.ts';
import { isSamePlace } from '../same-place.ts';
import type { Element, Screen } from '../screen.ts';
import { nameOf, type Scene, sceneOf, thingsOn } from '../tree/scene.ts';
import { equalsOf, isLikeKept, lookAlikesOf, namesakesOf } from './equals.ts';
import { fitOfTemplate, type Looks, looksAlike, looksOf, templateOf } from './looks.ts';
import { type Echo, echoesOf, tellingEchoes, weightOfAll, withoutStill } from './neighbourhood.ts';
import { recordsWith } from './row-identity.ts';
import { ownUnit, unitFor } from './scale.ts';
import { type Hunt, type Sign, type Signs, signsOf } from './signs.ts';
import { unseenTarget } from './unseen.ts';
import { bias, weights } from './weights.ts';

/** The picture that was kept with the target, decoded. */
export interface Patch {
  readonly frame: Frame;
  readonly box: Box;
}

/** One element with everything that speaks for and against its being the target. */
export interface Weighed {
  readonly element: Element;
  readonly signs: Signs;
  /** In the one record that has all the texts asked for; true when none are asked for. */
  readonly isInRecord: boolean;
}

/** What became of the texts that the target's row must have. */
export type RecordFound = 'unasked' | 'missing' | 'sole' | 'several';

export interface Weighing {
  /** The strongest first. */
  readonly all: readonly Weighed[];
  readonly record: RecordFound;
  /** There was one thing of its name, or of its looks where it has no name, and now there are more like the strongest. */
  readonly isDoubled: boolean;
  /** There were several of its name or looks, and now there are fewer: what is left may be another one. */
  readonly isFewer: boolean;
}

/** Edges are laid over the best so many only: it takes a third of a millisecond each. */
const mostCompared = 12;
/** However many neighbours tell nothing, those that are left count as so great a part of all of them. */
const leastTelling = 0.3;
/** A hundredth of its size it is not (natural logarithm of areas, in line heights). */
const farthestSize = Math.log(12);

/** `within` narrows where the target may be, not what stands around it. */
export function weigh(
  frame: Frame,
  screen: Screen,
  target: RememberedTarget,
  patch: Patch | undefined,
  within?: Box | undefined,
): Weighing {
  const scene = sceneOf(screen);
  const texts = target.row?.texts ?? [];
  const records = recordsWith(scene, texts);
  const [record] = records;
  const sole = records.length === 1 ? record?.box : undefined;
  const echoes = echoesOf(scene, target.neighbours);
  const hunt = huntFor(frame, scene, { target, echoes, patch, record: sole });
  // Outside the one record that has its texts it is not: what stands in the others is not even looked at.
  const isThere = ({ box }: Element) => (!within || holdsCentre(within, box)) && (!sole || holdsCentre(sole, box));
  const all = judged(hunt, frame, { patch, echoes }, isThere).map(({ element, signs }) => ({
    element,
    signs,
    isInRecord: texts.length === 0 || (record !== undefined && holdsCentre(record.box, element.box)),
  }));
  const found =
    texts.length === 0 ? 'unasked' : records.length === 0 ? 'missing' : records.length === 1 ? 'sole' : 'several';
  const [best] = all;
  if (!best) return { all, record: found, isDoubled: false, isFewer: false };
  if (texts.length > 0) {
    const here = likesOf(frame, hunt, best.element).filter(({ box }) => record && holdsCentre(record.box, box)).length;
    return { all, record: found, isDoubled: target.equalsInRow > 0 && here > target.equalsInRow, isFewer: false };
  }
  const likes = likesOf(frame, hunt, best.element).length;
  return { all, record: found, isDoubled: target.equals === 1 && likes > 1, isFewer: likes < target.equals };
}

/** What cannot be told from the target by itself: as it is now, or as it was called; by its looks alone where it had no name. */
function likesOf(frame: Frame, { scene, target, looks }: Hunt, best: Element): Element[] {
  const now = equalsOf(frame, scene, best);
  if (nameOf(target) !== '') {
    const then = namesakesOf(scene, target.role, nameOf(target));
    return then.length > now.length ? then : now;
  }
  return nameOf(best) === '' ? now : now.filter((other) => other === best || isLikeKept(looks(other)));
}

export function strengthOf(signs: Signs): number {
  let sum = bias;
  for (const [sign, weight] of Object.entries(weights)) sum += weight * signs[sign as Sign];
  return sum;
}

/** In two rounds: edges are laid over what is strongest without them. */
function judged(
  hunt: Hunt,
  frame: Frame,
  { patch, echoes }: { readonly patch: Patch | undefined; readonly echoes: readonly Echo[] },
  isThere: (element: Element) => boolean,
): { element: Element; signs: Signs }[] {
  const { scene, target } = hunt;
  const seen = thingsLike(scene, target);
  const template = patch && templateOf(patch.frame, patch.box);
  const unseen = template && unseenTarget(frame, scene, target, echoes, template);
  const things = (unseen ? [...seen, unseen] : seen).filter(isThere);
  const first = byStrength(things.map((element) => ({ element, ...inBestSize(hunt, element) })));
  if (!template) return first;
  const isMute = nameOf(target) === '' && target.text === '';
  const closer = first.map(({ element, signs, unit }, place) => {
    const edges = place < mostCompared ? fitOfTemplate(template, frame, element.box, unit / target.lineHeight) : 0;
    return { element, signs: { ...signs, [isMute ? 'edgesAlone' : 'edges']: edges } };
  });
  return withoutRepeats(byStrength(closer));
}

/** In the scale of the screen, or in the element's own where that is another one and more speaks for it. */
function inBestSize(hunt: Hunt, element: Element): { signs: Signs; unit: number } {
  const { target, scene } = hunt;
  const usual = { signs: signsOf(hunt, element), unit: scene.unit };
  const unit = ownUnit(target, scene, element, usual.signs);
  if (unit === undefined) return usual;
  const echoes = withoutStill(target, hunt.echoes);
  const leastWeight = leastTelling * weightOfAll(hunt.echoes);
  const own = { signs: signsOf({ ...hunt, scene: { ...scene, unit }, echoes, leastWeight }, element), unit };
  return strengthOf(own.signs) > strengthOf(usual.signs) ? own : usual;
}

/** What lies in one place is one thing, by its strongest find. */
function withoutRepeats<One extends { element: Element }>(all: readonly One[]): One[] {
  const kept: One[] = [];
  for (const one of all) if (!kept.some(({ element }) => isSamePlace(element.box, one.element.box))) kept.push(one);
  return kept;
}

const byStrength = <One extends { signs: Signs }>(all: readonly One[]): One[] =>
  all
    .map((one) => ({ one, strength: strengthOf(one.signs) }))
    .sort((a, b) => b.strength - a.strength)
    .map(({ one }) => one);

interface Known {
  readonly target: RememberedTarget;
  /** Of all its neighbours. */
  readonly echoes: readonly Echo[];
  readonly patch: Patch | undefined;
  readonly record: Box | undefined;
}

function huntFor(frame: Frame, there: Scene, { target, echoes, patch, record }: Known): Hunt {
  const scene: Scene = { ...there, unit: unitFor(there, target, echoes) };
  const kept = patch && looksOf(patch.frame, patch.box);
  const seen = new Map<Element, Looks>();
  const looks = (element: Element): Looks => {
    const known = seen.get(element) ?? looksOf(frame, patch ? keptOf(element.box, target, patch) : element.box);
    seen.set(element, known);
    return known;
  };
  return {
    target,
    scene,
    echoes: tellingEchoes(target, echoes),
    leastWeight: 0,
    equals: equalsNow(scene, target, kept, looks),
    isNameGone: namesakesOf(scene, target.role, nameOf(target)).length === 0,
    record,
    looks: (element) => kept && looksAlike(kept, looks(element)),
  };
}

/** Of something wide only the middle was kept: only the middle is compared with it. */
function keptOf(box: Box, { box: whole }: RememberedTarget, { box: { width, height } }: Patch): Box {
  if (!whole) return box;
  const across = box.width * Math.min(1, width / whole.width);
  const down = box.height * Math.min(1, height / whole.height);
  return boxOf(centreX(box) - across / 2, centreY(box) - down / 2, centreX(box) + across / 2, centreY(box) + down / 2);
}

/** Only needed where there were several, and only one of them was meant. */
function equalsNow(
  scene: Scene,
  target: RememberedTarget,
  kept: Looks | undefined,
  looks: (element: Element) => Looks,
): Element[] {
  if (target.equals < 2) return [];
  const name = nameOf(target);
  if (name !== '') return namesakesOf(scene, target.role, name);
  return kept ? lookAlikesOf(scene, target.role, kept, looks) : [];
}

/** What is of a fitting kind or has the fitting text, and not of quite another size. */
function thingsLike(scene: Scene, target: RememberedTarget): Element[] {
  const scale = (scene.unit / target.lineHeight) ** 2;
  const size = target.box ? area(target.box) * scale : undefined;
  const pool = isHolder(target.role)
    ? scene.screen.elements.filter(({ role }) => role === target.role)
    : thingsOn(scene);
  return pool.filter(
    ({ role, text, box }) =>
      (compatibility(target.role, role) > 0 || (target.text !== '' && likeness(target.text, text)?.kind === 'whole')) &&
      (size === undefined || Math.abs(Math.log(area(box) / size)) < farthestSize),
  );
}

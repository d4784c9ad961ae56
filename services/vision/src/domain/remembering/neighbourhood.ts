import type { Neighbour, RememberedTarget } from '@karna/proto/gen/target/v1/target';
import { centreX, centreY, gapBetween, holdsCentre } from '@karna/sight/boxes';
import { likeness } from '../likeness.ts';
import { isField, isPressable, isWritten } from '../roles.ts';
import type { Element } from '../screen.ts';
import { rowOf, type Scene, thingsOn } from '../tree/scene.ts';

const mostNeighbours = 12;
/** Without a text a neighbour could be any other of its kind: few of them, and they count less. */
const mostNameless = 4;
const longestText = 80;
/** Further away things move for reasons of their own (line heights). */
const farthest = 40;

/** What stands around an element and will still do so tomorrow: records of lists come and go, their contents are left out. */
export function neighboursOf(scene: Scene, element: Element): Neighbour[] {
  const row = rowOf(scene, element);
  const around = thingsOn(scene)
    .filter((other) => other !== element && !overlap(other, element) && staysThere(scene, other, row))
    .map((other) => ({ other, way: gapBetween(other.box, element.box) / scene.unit }))
    .filter(({ way }) => way <= farthest)
    .sort((a, b) => a.way - b.way);
  const named = around.filter(({ other }) => steadyText(other) !== '').slice(0, mostNeighbours);
  const nameless = around
    .filter(({ other }) => steadyText(other) === '')
    .slice(0, Math.min(mostNameless, mostNeighbours - Math.min(named.length, mostNeighbours - mostNameless)));
  return [...named.slice(0, mostNeighbours - nameless.length), ...nameless]
    .sort((a, b) => a.way - b.way)
    .map(({ other }) => ({
      role: other.role,
      text: steadyText(other).slice(0, longestText),
      right: (centreX(other.box) - centreX(element.box)) / scene.unit,
      down: (centreY(other.box) - centreY(element.box)) / scene.unit,
    }));
}

/** The value in a field comes and goes, and what labels it is a neighbour itself. */
const steadyText = ({ role, text }: Element): string => (isField(role) ? '' : text);

const overlap = (a: Element, b: Element): boolean => holdsCentre(a.box, b.box) || holdsCentre(b.box, a.box);

/** In the element's own row the buttons stay, whichever record it is; other rows and texts of records do not. */
function staysThere(scene: Scene, other: Element, row: Element | undefined): boolean {
  const home = rowOf(scene, other);
  if (!home) return true;
  return home === row && (isPressable(other.role) || !isWritten(other.role));
}

/** A neighbour with the elements of another screen that may be it. */
export interface Echo {
  readonly neighbour: Neighbour;
  readonly elements: readonly Element[];
}

/** Looked for once per screen; then every candidate is asked how well they lie around it. */
export function echoesOf(scene: Scene, neighbours: readonly Neighbour[]): Echo[] {
  const things = thingsOn(scene);
  return neighbours.map((neighbour) => {
    const named = neighbour.text === '' ? [] : things.filter((thing) => isNamed(thing, neighbour.text));
    if (named.length > 0 || (neighbour.text !== '' && !isField(neighbour.role))) return { neighbour, elements: named };
    const alike = things.filter(({ role, text }) => role === neighbour.role && (text === '' || isField(role)));
    return { neighbour: { ...neighbour, text: '' }, elements: alike };
  });
}

function isNamed({ text }: Element, name: string): boolean {
  const found = likeness(name, text.slice(0, longestText));
  return found !== undefined && (found.kind === 'whole' || found.kind === 'close');
}

/** What is so near to where it was is still there (line heights). */
const still = 0.3;

/**
 * Without what stayed where it was on the screen: bars around a page that is zoomed tell nothing of a place in it. For an element in another size
 * only: where nothing is larger or smaller, what stayed tells which of several this one is.
 */
export function withoutStill({ box, lineHeight }: RememberedTarget, echoes: readonly Echo[]): Echo[] {
  if (!box) return [...echoes];
  return echoes.filter(({ neighbour: { right, down }, elements }) => {
    const [x, y] = [centreX(box) + right * lineHeight, centreY(box) + down * lineHeight];
    return !elements.some((other) => Math.hypot(centreX(other.box) - x, centreY(other.box) - y) < still * lineHeight);
  });
}

/** How far out of place a neighbour may be: some line heights, and a share of its way (padding changes with the design). */
const slack = { lines: 1, share: 0.3 };
/** Half as much counts a neighbour at this distance (line heights). */
const halfWay = 6;
const namelessWeight = 0.35;

/**
 * What tells where an element of a record stands: what is level with it. How far above or below it other things are depends on where in its list
 * the record stands today. All of them where nothing is level, or where it stands in no record.
 */
export function tellingEchoes({ row }: RememberedTarget, echoes: readonly Echo[]): readonly Echo[] {
  if (!row || row.texts.length === 0) return echoes;
  const level = echoes.filter(({ neighbour: { down } }) => Math.abs(down) <= levelWithin);
  return level.length > 0 ? level : echoes;
}

/** What is higher or lower than this is no part of the same record (line heights). */
const levelWithin = 0.75;

/** An element with what it was like when its neighbours were noted. */
export interface Placed {
  readonly scene: Scene;
  readonly target: Pick<RememberedTarget, 'box' | 'lineHeight'>;
}

/** 0..1: how many of the neighbours lie around the element as they did, the near ones counting most. `least`: their weight counts as no less. */
export function agreementOf(placed: Placed, echoes: readonly Echo[], element: Element, least = 0): number {
  const sum = echoes.reduce((so, { neighbour, elements }) => {
    const fits = elements.map((other) => (other === element ? 0 : fitOf(placed, neighbour, element, other)));
    return so + weightOf(neighbour) * Math.max(0, ...fits);
  }, 0);
  const most = Math.max(weightOfAll(echoes), least);
  return most === 0 ? 0 : sum / most;
}

const weightOf = (neighbour: Neighbour): number =>
  (neighbour.text === '' ? namelessWeight : 1) / (1 + wayOf(neighbour) / halfWay);

export const weightOfAll = (echoes: readonly Echo[]): number =>
  echoes.reduce((so, { neighbour }) => so + weightOf(neighbour), 0);

const wayOf = ({ right, down }: Neighbour): number => Math.hypot(right, down);

function fitOf(placed: Placed, neighbour: Neighbour, element: Element, other: Element): number {
  const { unit } = placed.scene;
  const wider = stretched(placed, element, 'width');
  const higher = stretched(placed, element, 'height');
  const right = offBy((centreX(other.box) - centreX(element.box)) / unit - neighbour.right, wider);
  const down = offBy((centreY(other.box) - centreY(element.box)) / unit - neighbour.down, higher);
  const off = Math.hypot(right, down);
  return Math.exp(-((off / (slack.lines + slack.share * wayOf(neighbour))) ** 2));
}

/** How far each of its edges went out from its middle (line heights): a field goes with its window, and its label stays beside its edge. */
const stretched = ({ scene, target }: Placed, { box }: Element, side: 'width' | 'height'): number =>
  target.box ? (box[side] / scene.unit - target.box[side] / target.lineHeight) / 2 : 0;

/** Measured from the middle, or from the edge that it stayed beside. */
const offBy = (away: number, stretch: number): number =>
  Math.min(Math.abs(away), Math.abs(away - stretch), Math.abs(away + stretch));

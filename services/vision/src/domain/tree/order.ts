import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { bottom, centreY, right, sharedHeight } from '@karna/sight/boxes';
import { inReadingOrder } from '../reading-order.ts';
import { isSurface } from '../roles.ts';
import type { Element } from '../screen.ts';

/** Columns stand at least so far apart (line heights), are so many lines high, and their lines seldom stand level. */
const columns = { gap: 1.4, lines: 3, level: 0.6 };

/** Every element after the one it is part of; what lies in a window before the next window; column by column, row by row. */
export function ordered(elements: readonly Element[], parents: ReadonlyMap<Element, Element>, unit: number): Element[] {
  const children = Map.groupBy(elements, (element) => parents.get(element));
  const walk = (parent: Element | undefined): Element[] => {
    const members = children.get(parent) ?? [];
    const plain = members.filter(({ role }) => !isSurface(role));
    // A window lies over what is beneath it: mixed by place, its contents would be torn apart.
    const surfaces = inReadingOrder(members.filter(({ role }) => isSurface(role)));
    return [...read(plain, unit), ...surfaces].flatMap((element) => [element, ...walk(element)]);
  };
  return walk(undefined);
}

/** Cuts where nothing stands: into bands first, and a band whose halves do not stand level into columns. */
function read(elements: readonly Element[], unit: number): Element[] {
  if (elements.length < 3) return inReadingOrder(elements);
  const sides = cutAt(elements, (box) => box.x, right, columns.gap * unit);
  if (sides.length > 1) {
    const lane = firstLane(sides, unit);
    if (lane) return lane.flatMap((side) => read(side, unit));
  }
  const bands = cutAt(elements, (box) => box.y, bottom, 0);
  if (bands.length > 1) return groupedBands(bands, unit);
  return inReadingOrder(elements);
}

/**
 * Bands one by one; but neighbouring bands that share a lane are read as columns together, or the lines of two columns
 * that happen to end level would be mixed.
 */
function groupedBands(bands: readonly Element[][], unit: number): Element[] {
  const out: Element[] = [];
  for (let from = 0; from < bands.length; ) {
    let to = bands.length;
    for (; to > from + columns.lines; to--) {
      const sides = cutAt(bands.slice(from, to).flat(), (box) => box.x, right, columns.gap * unit);
      const lane = sides.length > 1 ? firstLane(sides, unit) : undefined;
      if (lane) {
        out.push(...lane.flatMap((side) => read(side, unit)));
        break;
      }
    }
    if (to > from + columns.lines) from = to;
    else {
      out.push(...inBand(bands[from] ?? [], unit));
      from += 1;
    }
  }
  return out;
}

const inBand = (band: readonly Element[], unit: number): Element[] => {
  const sides = cutAt(band, (box) => box.x, right, columns.gap * unit);
  const lane = sides.length > 1 ? firstLane(sides, unit) : undefined;
  return lane ? lane.flatMap((side) => read(side, unit)) : inReadingOrder(band);
};

/** Splits at the first lane that has columns on both sides. */
function firstLane(sides: readonly Element[][], unit: number): [Element[], Element[]] | undefined {
  for (let at = 1; at < sides.length; at++) {
    const before = sides.slice(0, at).flat();
    const after = sides.slice(at).flat();
    if (areColumns(before, after, unit)) return [before, after];
  }
  return undefined;
}

function areColumns(left: readonly Element[], after: readonly Element[], unit: number): boolean {
  const lines = (side: readonly Element[]) => cutAt(side, centreY, centreY, unit / 2).length;
  const [few, many] = left.length <= after.length ? [left, after] : [after, left];
  if (Math.min(lines(left), lines(after)) < columns.lines) return false;
  const level = few.filter(({ box }) => many.some((other) => isLevel(box, other.box, unit)));
  return level.length < columns.level * few.length;
}

const isLevel = (a: Box, b: Box, unit: number): boolean =>
  Math.abs(centreY(a) - centreY(b)) <= 0.3 * unit || sharedHeight(a, b) > 0.8 * Math.max(a.height, b.height);

/** Groups of elements with an empty strip wider than `gap` between them. */
function cutAt(
  elements: readonly Element[],
  from: (box: Box) => number,
  to: (box: Box) => number,
  gap: number,
): Element[][] {
  const groups: Element[][] = [];
  let reached = Number.NEGATIVE_INFINITY;
  for (const element of [...elements].sort((a, b) => from(a.box) - from(b.box))) {
    if (from(element.box) - reached > gap || groups.length === 0) groups.push([]);
    groups.at(-1)?.push(element);
    reached = Math.max(reached, to(element.box));
  }
  return groups;
}

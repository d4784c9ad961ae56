import type { Box, Window } from '../../ports.ts';
import { bottom, overlaps, right } from '../boxes.ts';
import type { Size } from '../geometry.ts';

/** A length: px, or a share (0..1) of what it lies in. */
export type Length = { readonly px: number } | { readonly share: number };

export interface Region {
  /** Of which windows; of the whole desktop when left out. */
  readonly window?: RegExp;
  readonly x: Length;
  readonly y: Length;
  readonly width: Length;
  readonly height: Length;
}

const px = (length: Length, whole: number): number => ('px' in length ? length.px : length.share * whole);

const isMeant = (pattern: RegExp, { title, application }: Window): boolean =>
  pattern.test(title) || pattern.test(application);

/** Corners of windows are round and their edges shadows: what lies behind them shows there (px). */
const seeThroughPx = 12;

/** The configured parts of the desktop, as far as no other window lies over them. `windows`: bottom first. */
export function configuredPlaces(
  regions: readonly Region[],
  hidden: readonly RegExp[],
  windows: readonly Window[],
  size: Size,
): Box[] {
  const whole = { x: 0, y: 0, width: size.width, height: size.height };
  const shown = windows.filter(({ minimized, box }) => !minimized && box);
  return [
    ...regions.filter(({ window }) => !window).map((region) => placed(region, whole)),
    ...shown.flatMap((window, index) => {
      const covers = shown.slice(index + 1).flatMap(({ box }) => (box ? [shrunk(box)] : []));
      return placesIn(window, regions, hidden).flatMap((box) => uncovered(box, covers));
    }),
  ];
}

function placesIn(window: Window, regions: readonly Region[], hidden: readonly RegExp[]): Box[] {
  const { box } = window;
  if (!box) return [];
  if (hidden.some((pattern) => isMeant(pattern, window))) return [box];
  return regions
    .filter((region) => region.window && isMeant(region.window, window))
    .map((region) => placed(region, box));
}

const placed = (region: Region, within: Box): Box => ({
  x: within.x + px(region.x, within.width),
  y: within.y + px(region.y, within.height),
  width: px(region.width, within.width),
  height: px(region.height, within.height),
});

const shrunk = ({ x, y, width, height }: Box): Box => ({
  x: x + seeThroughPx,
  y: y + seeThroughPx,
  width: Math.max(0, width - 2 * seeThroughPx),
  height: Math.max(0, height - 2 * seeThroughPx),
});

/** What is left of a box when the covers are taken from it. */
function uncovered(box: Box, covers: readonly Box[]): Box[] {
  let parts = [box];
  for (const cover of covers) parts = parts.flatMap((part) => (overlaps(part, cover) ? around(part, cover) : [part]));
  return parts;
}

function around(part: Box, hole: Box): Box[] {
  const top = Math.max(part.y, hole.y);
  const base = Math.min(bottom(part), bottom(hole));
  const left = Math.max(part.x, hole.x);
  const end = Math.min(right(part), right(hole));
  return [
    { ...part, height: top - part.y },
    { ...part, y: base, height: bottom(part) - base },
    { x: part.x, y: top, width: left - part.x, height: base - top },
    { x: end, y: top, width: right(part) - end, height: base - top },
  ].filter(({ width, height }) => width > 0 && height > 0);
}

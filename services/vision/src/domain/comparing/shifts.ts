import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { clipped, right } from '@karna/sight/boxes';
import { byteAt, type Frame } from '@karna/sight/frame';
import type { Element } from '../screen.ts';

/** How far something went between two frames (px). */
export interface Shift {
  readonly x: number;
  readonly y: number;
}

/** So many things that go the same way are a scroll or a moved window, and no coincidence. */
const fewest = 3;
/** Places are found within a pixel or two. */
const sloppyPx = 2;
const most = 4;

/** The ways that several elements went, each told by elements whose text and role are there once before and once after. Most votes first. */
export function shiftsBetween(before: readonly Element[], after: readonly Element[]): Shift[] {
  const places = onlyOnes(after);
  const ways = [...onlyOnes(before)].flatMap(([name, { box }]) => {
    const now = places.get(name)?.box;
    const way = now && { x: Math.round(now.x - box.x), y: Math.round(now.y - box.y) };
    return way && (Math.abs(way.x) > sloppyPx || Math.abs(way.y) > sloppyPx) ? [way] : [];
  });
  const votes = ways.map((way) => ({ way, count: ways.filter((other) => isNear(way, other)).length }));
  const shifts: Shift[] = [];
  for (const { way, count } of votes.sort((a, b) => b.count - a.count)) {
    if (count < fewest || shifts.length === most) break;
    if (!shifts.some((known) => isNear(known, way))) shifts.push(way);
  }
  return shifts;
}

const isNear = (a: Shift, b: Shift): boolean => Math.abs(a.x - b.x) <= sloppyPx && Math.abs(a.y - b.y) <= sloppyPx;

function onlyOnes(elements: readonly Element[]): Map<string, Element> {
  const named = new Map<string, Element | undefined>();
  for (const element of elements) {
    if (element.text === '') continue;
    const name = `${element.role} ${element.text}`;
    named.set(name, named.has(name) ? undefined : element);
  }
  return new Map([...named].flatMap(([name, element]) => (element ? [[name, element] as const] : [])));
}

/** Whether a box shows, in every pixel, what stood there before the shift. */
export function isShifted(before: Frame, after: Frame, box: Box, { x, y }: Shift): boolean {
  const part = clipped(box, after.width, after.height);
  const from = clipped({ ...part, x: part.x - x, y: part.y - y }, before.width, before.height);
  if (from.width !== part.width || from.height !== part.height) return false;
  for (let row = 0; row < part.height; row++) {
    const now = ((part.y + row) * after.width + part.x) * 3;
    const then = ((from.y + row) * before.width + from.x) * 3;
    for (let i = 0; i < (right(part) - part.x) * 3; i++) {
      if (byteAt(after.rgb, now + i) !== byteAt(before.rgb, then + i)) return false;
    }
  }
  return true;
}

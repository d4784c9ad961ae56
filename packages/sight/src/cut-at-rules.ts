import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { bottom, boxOf, right, sharedHeight } from './boxes.ts';
import type { Edge, Edges } from './edges.ts';

/** No letter reaches so far over and under its line; borders of cells and carets do. */
const overhang = { px: 2, share: 0.12 };
/** Where something with a border is known to begin or end (within px), less is enough: this share of the line. */
const known = { px: 6, share: 0.95 };
/** A rule and the blur beside it (px to each side). */
const halfRule = 1;

/**
 * The pieces of a line between the upright rules that cross it, which would be read as letters. `bordered` are things that are known to
 * have a border, as fields have.
 */
export function cutAtRules(line: Box, { down }: Edges, bordered: readonly Box[] = []): Box[] {
  const level = bordered.filter((box) => sharedHeight(line, box) > known.share * line.height);
  const sides = level.flatMap((box) => [box.x, right(box)]);
  const isRule = ({ place, from, to }: Edge): boolean => {
    const reach = Math.max(overhang.px, overhang.share * line.height);
    if (from <= line.y - reach && to >= bottom(line) + reach) return true;
    const shared = Math.min(to, bottom(line)) - Math.max(from, line.y);
    return shared >= known.share * line.height && sides.some((side) => Math.abs(side - place) <= known.px);
  };
  const crosses = down.filter((edge) => edge.place > line.x && edge.place < right(line) && isRule(edge));
  const ends = [...crosses.map(({ place }) => place - halfRule), right(line)];
  const starts = [line.x, ...crosses.map(({ place }) => place + halfRule)];
  return starts
    .map((from, index) => ({ from, to: ends[index] ?? from }))
    .filter(({ from, to }) => to > from)
    .map(({ from, to }) => boxOf(from, line.y, to, bottom(line)));
}

import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { bottom, boxOf, right } from './boxes.ts';
import type { Edges } from './edges.ts';

/** No letter reaches so far over and under its line; borders of cells and carets do. */
const overhang = { px: 2, share: 0.12 };
/** A rule and the blur beside it (px to each side). */
const halfRule = 1;

/** The pieces of a line between the upright rules that cross it, which would be read as letters. */
export function cutAtRules(line: Box, { down }: Edges): Box[] {
  const reach = Math.max(overhang.px, overhang.share * line.height);
  const crosses = down.filter(
    ({ place, from, to }) =>
      place > line.x && place < right(line) && from <= line.y - reach && to >= bottom(line) + reach,
  );
  const ends = [...crosses.map(({ place }) => place - halfRule), right(line)];
  const starts = [line.x, ...crosses.map(({ place }) => place + halfRule)];
  return starts
    .map((from, index) => ({ from, to: ends[index] ?? from }))
    .filter(({ from, to }) => to > from)
    .map(({ from, to }) => boxOf(from, line.y, to, bottom(line)));
}

import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { bottom, boxOf, right, sharedHeight } from './boxes.ts';
import type { Edge, Edges } from './edges.ts';

/** No letter reaches so far over and under its line; borders of cells and carets do. */
const overhang = { px: 2, share: 0.12 };
/** Where something with a border is known to begin or end (within px), an edge over this share of its height is that border: corners are round. */
const known = { px: 6, share: 0.7 };
/** What is lower than this share of a line's height is no border around it: capitals of large type have straight sides, too. */
const leastBorder = 0.72;
/** A rule and the blur beside it (px to each side). */
const halfRule = 1;

/**
 * The pieces of a line between the upright rules that cross it, which would be read as letters. `bordered` are things that are known to
 * have a border, as fields have.
 */
export function cutAtRules(line: Box, { down }: Edges, bordered: readonly Box[] = []): Box[] {
  const beside = bordered.filter(
    (box) =>
      box.height >= leastBorder * line.height && sharedHeight(line, box) > 0.5 * Math.min(line.height, box.height),
  );
  const reach = Math.max(overhang.px, overhang.share * line.height);
  const isRule = ({ place, from, to }: Edge): boolean =>
    (from <= line.y - reach && to >= bottom(line) + reach) ||
    beside.some(
      (box) =>
        Math.min(Math.abs(box.x - place), Math.abs(right(box) - place)) <= known.px &&
        Math.min(to, bottom(box)) - Math.max(from, box.y) >= known.share * box.height,
    );
  const crosses = down.filter((edge) => edge.place > line.x && edge.place < right(line) && isRule(edge));
  const ends = [...crosses.map(({ place }) => place - halfRule), right(line)];
  const starts = [line.x, ...crosses.map(({ place }) => place + halfRule)];
  return starts
    .map((from, index) => ({ from, to: ends[index] ?? from }))
    .filter(({ from, to }) => to > from)
    .map(({ from, to }) => boxOf(from, line.y, to, bottom(line)));
}

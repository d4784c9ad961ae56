import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Neighbour, RememberedTarget, Role } from '@karna/proto/gen/target/v1/target';
import type { Element } from '@karna/proto/gen/vision/v1/element';
import { centre, sharedHeight } from '../geometry.ts';
import { isSameName } from '../text-match.ts';

/** So much of the smaller height two things share that stand on one line. */
const onOneLine = 0.6;
const mostTexts = 2;
const told: readonly Role[] = ['ROLE_TEXT', 'ROLE_CELL', 'ROLE_LINK'];

/** Whether it may belong to a record that was not seen as a row: there are several like it. */
export const mayBeInRecord = ({ row, equals }: RememberedTarget): boolean => !row && equals > 1;

/**
 * One of several equals belongs to the record that stands on its line, also where no row was seen (lists without lines): without
 * that, whoever replays it might take the equal of another record.
 */
export function withRecord(target: RememberedTarget, elements: readonly Element[]): RememberedTarget {
  const { box } = target;
  if (!box || !mayBeInRecord(target)) return target;
  const written = elements.filter(({ role, text }) => told.includes(role) && /\p{L}|\d/u.test(text));
  const isBeside = ({ box: other }: Element): boolean =>
    other !== undefined &&
    sharedHeight(other, box) >= onOneLine &&
    !(other.x < box.x + box.width && box.x < other.x + other.width);
  const texts = written
    .filter((one) => isBeside(one) && written.every((other) => isBeside(other) || !isSameName(other.text, one.text)))
    .sort((a, b) => (a.box ? centre(a.box).x : 0) - (b.box ? centre(b.box).x : 0))
    .map(({ text }) => text);
  const distinct = [...new Set(texts)].slice(0, mostTexts);
  if (distinct.length === 0) return target;
  return { ...target, row: { texts: distinct }, neighbours: steadyNeighbours(target, box, elements) };
}

/** What is written on the lines of records comes and goes with them. */
function steadyNeighbours(target: RememberedTarget, box: Box, elements: readonly Element[]): Neighbour[] {
  const middle = centre(box).y;
  const equals = elements.filter(({ role, text }) => role === target.role && isSameName(text, target.text));
  const lines = [box, ...equals.flatMap((equal) => equal.box ?? [])];
  return target.neighbours.filter(({ role, down }) => {
    const y = middle + down * target.lineHeight;
    return !told.includes(role) || !lines.some((line) => y >= line.y && y < line.y + line.height);
  });
}

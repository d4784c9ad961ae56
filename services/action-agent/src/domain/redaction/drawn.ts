import { drawingOf } from '@karna/sight/drawing';
import type { Box } from '../../ports.ts';
import { bottom, grown, likeness, right } from '../boxes.ts';
import { clipped } from '../geometry.ts';
import type { Pixels } from '../pixels.ts';
import { greyOf } from './ink.ts';

/** What is drawn with straight lines, in px of the whole picture. */
export interface Drawn {
  /** With four sides. */
  readonly boxes: readonly Box[];
  /** Thin level lines. */
  readonly rules: readonly Box[];
}

/** How far around a label its field may be (line heights). */
const around = { left: 30, right: 40, up: 2.5, down: 5.5 };
const leastLine = 10;

/** What is drawn near a label, or near what stands in a field. */
export function drawnAround(label: Box, picture: Pixels): Drawn {
  const line = Math.max(leastLine, label.height);
  const part = clipped(
    {
      x: Math.floor(label.x - around.left * line),
      y: Math.floor(label.y - around.up * line),
      width: Math.ceil(label.width + (around.left + around.right) * line),
      height: Math.ceil(label.height + (around.up + around.down) * line),
    },
    picture,
  );
  if (!part) return { boxes: [], rules: [] };
  const grey = greyOf(picture, part);
  const { boxes, rules } = drawingOf(grey);
  const back = (box: Box): Box => ({ ...box, x: box.x + part.x, y: box.y + part.y });
  const isOpen = right(part) >= picture.width;
  return { boxes: [...boxes, ...rounded(rules, boxes, grey, isOpen)].map(back), rules: rules.map(back) };
}

type Grey = ReturnType<typeof greyOf>;

/**
 * Fields with round ends: two level lines of one extent, and at half height an end on either side. `isOpen`: the screen
 * ends at the right, and cuts fields off.
 */
function rounded(rules: readonly Box[], known: readonly Box[], grey: Grey, isOpen: boolean): Box[] {
  const isUnder = (top: Box, rule: Box) =>
    rule.y > bottom(top) + 8 && Math.abs(top.x - rule.x) <= 3 && Math.abs(right(top) - right(rule)) <= 3;
  return rules
    .flatMap((top) => {
      const base = rules.filter((rule) => isUnder(top, rule)).sort((a, b) => a.y - b.y)[0];
      if (!base) return [];
      const height = bottom(base) - top.y;
      const widest = grown({ x: top.x, y: top.y, width: top.width, height }, height / 2, 0);
      return toEnds(widest, grey, isOpen) ?? [];
    })
    .filter((box) => !known.some((other) => likeness(box, other) > 0.6));
}

/** Neighbouring pixels this far apart (0..255) may be the edge of a field. */
const edgeContrast = 8;

/** A box as far as something upright is drawn at both of its ends, at half its height; the rows of a table are open there. */
function toEnds(box: Box, { width: columns, levels }: Grey, isOpen: boolean): Box | undefined {
  const middle = Math.round(box.y + box.height / 2);
  const isEdge = (column: number) =>
    [-1, 0, 1].every((row) => {
      const at = (middle + row) * columns + column;
      return Math.abs((levels[at] ?? 0) - (levels[at + 1] ?? 0)) > edgeContrast;
    });
  const reach = Math.floor(box.height / 2) + 5;
  const columnsFrom = (from: number) => Array.from({ length: reach }, (_, step) => Math.floor(from) + step);
  const edgeFrom = (from: number, order: 'first' | 'last') => {
    const found = columnsFrom(from).filter((column) => column >= 0 && column < columns - 1 && isEdge(column));
    return order === 'first' ? found[0] : found.at(-1);
  };
  const left = edgeFrom(box.x - 2, 'first');
  const end = isOpen && right(box) >= columns ? columns : edgeFrom(right(box) - box.height / 2 - 3, 'last');
  return left === undefined || end === undefined ? undefined : { ...box, x: left, width: end - left };
}

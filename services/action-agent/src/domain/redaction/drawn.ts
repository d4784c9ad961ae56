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
  return { boxes: [...boxes, ...rounded(rules, boxes, grey)].map(back), rules: rules.map(back) };
}

type Grey = ReturnType<typeof greyOf>;

/** Fields with round ends: two level lines of one extent, and at half height an end on either side. */
function rounded(rules: readonly Box[], known: readonly Box[], grey: Grey): Box[] {
  const isUnder = (top: Box, rule: Box) =>
    rule.y > bottom(top) + 8 && Math.abs(top.x - rule.x) <= 3 && Math.abs(right(top) - right(rule)) <= 3;
  return rules
    .flatMap((top) => {
      const base = rules.filter((rule) => isUnder(top, rule)).sort((a, b) => a.y - b.y)[0];
      if (!base) return [];
      const height = bottom(base) - top.y;
      return [grown({ x: top.x, y: top.y, width: top.width, height }, height / 2, 0)];
    })
    .filter((box) => hasEnds(box, grey) && !known.some((other) => likeness(box, other) > 0.6));
}

/** Neighbouring pixels this far apart (0..255) may be the edge of a field. */
const edgeContrast = 8;

/** Whether something upright is drawn at both ends of a box, at half its height; the rows of a table are open there. */
function hasEnds({ x, y, width, height }: Box, { width: columns, levels }: Grey): boolean {
  const middle = Math.round(y + height / 2);
  const isEdge = (column: number) =>
    [-1, 0, 1].every((row) => {
      const at = (middle + row) * columns + column;
      return Math.abs((levels[at] ?? 0) - (levels[at + 1] ?? 0)) > edgeContrast;
    });
  const within = (from: number) => {
    for (let column = Math.max(0, Math.floor(from)); column < Math.min(columns - 1, from + height / 2 + 3); column++) {
      if (isEdge(column)) return true;
    }
    return false;
  };
  return within(x - 2) && within(x + width - height / 2 - 3);
}

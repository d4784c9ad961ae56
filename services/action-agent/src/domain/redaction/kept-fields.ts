import type { Box } from '../../ports.ts';
import { area, grown, likeness } from '../boxes.ts';
import { clipped } from '../geometry.ts';
import { changedShare, type Pixels } from '../pixels.ts';
import { drawnAround } from './drawn.ts';

/** What stands around a field is looked at this far (px). */
const ringPx = 40;
/** When more than this of it has changed, it is another form (0..1). */
const mostChanged = 0.2;
/** The same field is drawn at the same place (intersection over union). */
const sameField = 0.8;

/**
 * Fields that were hidden before and are still there: one that hid its text and now shows it ("show password") has no
 * bullets any more, and often no label but the placeholder that is gone.
 */
export const keptFields = (hidden: readonly Box[], before: Pixels, after: Pixels): Box[] =>
  hidden.filter((field) => ringChange(field, before, after) <= mostChanged && isDrawn(field, after));

/** Which part of what is around the field differs, 0..1. */
function ringChange(field: Box, before: Pixels, after: Pixels): number {
  const inside = clipped(field, after);
  const around = clipped(grown(field, ringPx), after);
  if (!inside || !around || area(around) === area(inside)) return 1;
  const changed = (box: Box) => changedShare(before, after, box) * area(box);
  return (changed(around) - changed(inside)) / (area(around) - area(inside));
}

const isDrawn = (field: Box, picture: Pixels): boolean =>
  drawnAround({ ...field, height: Math.min(field.height, lineOf(field)) }, picture).boxes.some(
    (box) => likeness(box, grown(field, 2)) >= sameField,
  );

/** The height of a line of text that would stand in it (px). */
const lineOf = ({ height }: Box): number => Math.max(10, height / 2);

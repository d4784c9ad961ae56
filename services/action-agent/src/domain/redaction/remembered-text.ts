import type { Box, ReadLine } from '../../ports.ts';
import { area, grown, overlaps, right, shareInside, union } from '../boxes.ts';
import { clipped } from '../geometry.ts';
import { changedBoxes, type Pixels } from '../pixels.ts';

/** What is looked at around a change (px): a network needs to see what a line stands in. */
const margin = { across: 96, down: 40 };
/** When more than this share of the screen would have to be looked at, all of it is. */
const mostInParts = 0.5;

/** A part of the screen to be read, and the changed places in it that the reading is for. */
export interface Part {
  readonly box: Box;
  readonly stale: readonly Box[];
}

/** What to read again of a picture of which `known` was read when it looked like `before`. */
export function partsToRead(before: Pixels, after: Pixels, known: readonly ReadLine[]): Part[] {
  const whole = { x: 0, y: 0, width: after.width, height: after.height };
  if (before.width !== after.width || before.height !== after.height) return [{ box: whole, stale: [whole] }];
  const stale = changedBoxes(before, after).map((box) => withLines(box, known));
  const parts = joined(
    stale.map((box) => ({ box: clipped(grown(box, margin.across, margin.down), whole) ?? box, stale: [box] })),
  );
  const share = parts.reduce((sum, { box }) => sum + area(box), 0) / area(whole);
  return share > mostInParts ? [{ box: whole, stale: [whole] }] : parts;
}

/** A line is read as a whole or not at all. */
const withLines = (box: Box, known: readonly ReadLine[]): Box =>
  known.filter((line) => overlaps(line.box, box)).reduce((sum, line) => union(sum, line.box), box);

/** Parts that overlap are read as one. */
function joined(parts: readonly Part[]): Part[] {
  const apart: Part[] = [];
  for (let part of parts) {
    for (let i = apart.findIndex(({ box }) => overlaps(box, part.box)); i >= 0; ) {
      const [met] = apart.splice(i, 1);
      if (met) part = { box: union(met.box, part.box), stale: [...met.stale, ...part.stale] };
      i = apart.findIndex(({ box }) => overlaps(box, part.box));
    }
    apart.push(part);
  }
  return apart;
}

/** Whether a line goes on beyond the part that was read: then more has to be looked at. */
export const isCutOff = ({ box, stale }: Part, lines: readonly ReadLine[], frame: Pixels): boolean =>
  lines.some(
    (line) =>
      stale.some((place) => overlaps(place, line.box)) &&
      ((box.x > 0 && line.box.x <= box.x + 3) || (right(box) < frame.width && right(line.box) >= right(box) - 3)),
  );

/** The part over the whole width of the screen. */
export const widened = ({ box, stale }: Part, frame: Pixels): Part => ({
  box: { ...box, x: 0, width: frame.width },
  stale,
});

/** What is known after the parts were read: their new lines instead of those that stood in the changed places. */
export function updated(
  known: readonly ReadLine[],
  parts: readonly Part[],
  read: readonly (readonly ReadLine[])[],
): ReadLine[] {
  const fresh = parts.flatMap(({ stale }, index) =>
    (read[index] ?? []).filter((line) => stale.some((place) => overlaps(place, line.box))),
  );
  const stale = parts.flatMap((part) => part.stale);
  const kept = known.filter(
    ({ box }) =>
      !stale.some((place) => overlaps(place, box)) && !fresh.some((line) => shareInside(box, grown(line.box, 2)) > 0.6),
  );
  return [...kept, ...fresh];
}

import type { Box, ReadLine } from '../../ports.ts';
import { area, bottom, grown, right, sharedHeight, sharedWidth, shareInside } from '../boxes.ts';
import type { Pixels } from '../pixels.ts';
import { drawnAround } from './drawn.ts';
import { namesNumber, namesSecret } from './secret-names.ts';
import { isAlone, looksLikeValue, onOneRow, rightOf, type Segment, segmentsOf } from './segments.ts';
import { type Place, placeOf } from './writing.ts';

/** How far from its label a field or a value may be (line heights). */
const reach = { right: 26, word: 12, below: 1.9, field: 18 };
/** How high fields are (line heights of their label). */
const fieldHeight = { least: 1, most: 3.6 };
/** A column of values under a heading goes on at this pitch at most (line heights). */
const columnPitch = 3.4;
const mostInColumn = 60;
/** A value is one word, or a few where blanks were read into it; a sentence has more. */
const mostWords = 4;
/** How a hidden text reads: bullets and stars. */
const hidden = /^[*•●∙·⋅.o°\-~+=:'"`,]+$/;

/** What readers make of bullets when they are not sure. */
const likeBullets = /^[.o*•\-~eca°=:^"']+$/;
const leastSure = 0.5;

export interface NamedPlaces {
  /** The insides of fields that hide their text, or are named like one. */
  readonly fields: readonly Box[];
  /** Text beside or under a name of a secret, where no field was found. */
  readonly values: readonly Place[];
}

/** Whether the text of the label calls for hiding what it stands for. */
const isSecretLabel = (text: string, numbers: readonly ('card' | 'iban')[]): boolean =>
  namesSecret(text) || numbers.some((pattern) => namesNumber(text, pattern));

/** Everything that a label on the screen calls secret, and every field that shows bullets. */
export function namedPlaces(
  picture: Pixels,
  lines: readonly ReadLine[],
  numbers: readonly ('card' | 'iban')[],
): NamedPlaces {
  const segments = segmentsOf(lines, (text) => isSecretLabel(text, numbers));
  const fields: Box[] = [];
  const values: Place[] = [];
  for (const label of segments.filter(({ isLabel }) => isLabel)) {
    const found = fieldsOf(label, segments, picture);
    const beside = valuesOf(label, segments, found.length > 0);
    fields.push(...(found.length > 0 ? found : cutOff(label.box, picture)));
    values.push(...beside);
  }
  for (const run of hiddenRuns(segments)) fields.push(fieldAround(run, picture));
  return { fields, values };
}

/** A field of which only the upper part is on the screen has no lower border: below its label all is hidden, down to the edge. */
function cutOff(label: Box, { height }: Pixels): Box[] {
  const top = bottom(label) + 1;
  if (height - top > reach.below * 2 * label.height || height - top < 2) return [];
  return [{ x: label.x - label.height, y: top, width: reach.field * label.height, height: height - top }];
}

/** Runs of three bullets and more, also when they were read as words of their own. */
function hiddenRuns(segments: readonly Segment[]): Box[] {
  return segments.flatMap(({ text, box, words }) => {
    const signs = text.replaceAll(' ', '');
    const bullets = signs.match(/[*•●∙]/g)?.length ?? 0;
    if (signs.length >= 3 && hidden.test(signs) && bullets >= signs.length * 0.6) return [box];
    const sureness = Math.min(1, ...words.map(({ confidence }) => confidence));
    return signs.length >= 6 && likeBullets.test(signs) && sureness < leastSure ? [box] : [];
  });
}

function fieldsOf(label: Segment, segments: readonly Segment[], picture: Pixels): Box[] {
  const { boxes, rules } = drawnAround(label.box, picture);
  const sized = boxes.filter(({ width, height }) => isFieldSized(width, height, label.box.height));
  const around = sized.filter((box) => shareInside(label.box, box) > 0.9);
  const under = nearestBelow(label.box, sized);
  // Between two fields a box seems to be; but a label begins where its field does, and a placeholder further in.
  const isAbove = under !== undefined && Math.abs(under.x - label.box.x) <= 3;
  const inside = isAbove ? undefined : smallest(around);
  if (inside) return [inside, ...sized.filter((box) => isJoined(inside, box))].map(inner);
  const next = rightOf(label, segments)[0];
  const beside = nearestRight(label.box, sized);
  // Between a label and its field stands nothing; a text inside the field is its value.
  if (beside && !(next && next.box.x < beside.x && right(next.box) <= beside.x + 4)) {
    // Between two fields of the next column a box seems to be, too: then what is right under it is hidden as well.
    return isAbove ? [inner(beside), inner(under)] : [inner(beside)];
  }
  if (under) return [inner(under)];
  // In a table the value stands beside, and the line belongs to the row.
  const line = isNear(label, next) ? undefined : ruled(label.box, rules);
  return line ? [line] : [];
}

const isNear = (label: Segment, next: Segment | undefined): boolean =>
  next !== undefined && next.box.x - right(label.box) <= reach.right * label.box.height;

const isFieldSized = (width: number, height: number, line: number): boolean =>
  height >= fieldHeight.least * line && height <= fieldHeight.most * line && width >= 1.5 * line;

const smallest = (boxes: readonly Box[]): Box | undefined => [...boxes].sort((a, b) => area(a) - area(b))[0];

/** A cell right beside, as in a table with borders. */
const isJoined = (a: Box, b: Box): boolean =>
  Math.abs(a.y - b.y) <= 4 && Math.abs(bottom(a) - bottom(b)) <= 4 && Math.abs(right(a) - b.x) <= 4;

function nearestRight(label: Box, boxes: readonly Box[]): Box | undefined {
  return boxes
    .filter((box) => box.x >= right(label) - 3 && box.x - right(label) <= reach.field * label.height)
    .filter((box) => sharedHeight(label, box) > 0.6 * label.height)
    .sort((a, b) => a.x - b.x || area(a) - area(b))[0];
}

function nearestBelow(label: Box, boxes: readonly Box[]): Box | undefined {
  return boxes
    .filter((box) => box.y >= bottom(label) - 4 && box.y - bottom(label) <= reach.below * label.height)
    .filter((box) => box.x <= label.x + label.height && right(box) > label.x + label.height * 0.5)
    .sort((a, b) => a.y - b.y || area(a) - area(b))[0];
}

/** A field with nothing but a line to write on: from under its label, or from beside it, down to the line. */
function ruled(label: Box, rules: readonly Box[]): Box | undefined {
  const wide = rules.filter(({ width }) => width >= 3 * label.height);
  const under = wide
    .filter((rule) => rule.y > bottom(label) && rule.y - bottom(label) <= 3 * label.height)
    .filter((rule) => Math.abs(rule.x - label.x) < 1.5 * label.height)
    .sort((a, b) => a.y - b.y)[0];
  // A line right under the label ends its row in a table; text to be hidden has room above the line it stands on.
  if (under && under.y - bottom(label) < label.height * 1.1) return undefined;
  if (under) return { x: under.x, y: bottom(label) + 1, width: under.width, height: under.y - bottom(label) - 1 };
  const beside = wide
    .filter((rule) => rule.x >= right(label) - 3 && rule.x - right(label) <= reach.field * label.height)
    .filter((rule) => rule.y > label.y + label.height * 0.5 && rule.y < bottom(label) + 1.2 * label.height)
    .sort((a, b) => a.x - b.x)[0];
  return (
    beside && {
      x: beside.x,
      y: label.y - label.height * 0.3,
      width: beside.width,
      height: beside.y - label.y + label.height * 0.3,
    }
  );
}

/** The border stays to be seen, so that the field is still found. */
const inner = (box: Box): Box => grown(box, -2);

/** A bullet at either end may have been missed (heights of a bullet). */
const bulletsBeside = 2.5;

/** The field that a run of bullets stands in; the run itself with some room when none is drawn. */
function fieldAround(run: Box, picture: Pixels): Box {
  const { boxes } = drawnAround(run, picture);
  const holding = boxes.filter((box) => shareInside(run, box) > 0.9 && box.height <= Math.max(5 * run.height, 64));
  const field = smallest(holding);
  return field ? inner(field) : grown(run, bulletsBeside * run.height, run.height);
}

/** Text that a label names without a field: beside it in its row, or in its column. */
function valuesOf(label: Segment, segments: readonly Segment[], hasField: boolean): Place[] {
  const [next] = rightOf(label, segments);
  const near = isNear(label, next) ? next : undefined;
  if (near && !near.isLabel && looksLikeValue(near.text)) return [placeOfAll(near)];
  if (hasField) return [];
  const column = columnUnder(label, segments);
  if (column.length > 0) return column;
  const isClose = near && near.box.x - right(label.box) <= reach.word * label.box.height;
  return isClose && isAlone(label, segments, 10 * label.box.height) && !near.isLabel && near.words.length === 1
    ? [placeOfAll(near)]
    : [];
}

const placeOfAll = ({ box, words: [word] }: Segment): Place =>
  word
    ? { ...placeOf(word), box }
    : { box, pitch: box.height * 0.3, isEven: false, isCut: { left: false, right: false } };

/** One-word values, one below the other, that begin where their heading does. */
function columnUnder(label: Segment, segments: readonly Segment[]): Place[] {
  const column: Place[] = [];
  let last = label.box;
  const ordered = [...segments].sort((a, b) => a.box.y - b.box.y);
  for (const segment of ordered) {
    if (segment.box.y < bottom(last) - 2 || onOneRow(last, segment.box) || sharedWidth(label.box, segment.box) <= 0)
      continue;
    if (segment.box.y - bottom(last) > columnPitch * label.box.height || column.length >= mostInColumn) break;
    if (Math.abs(segment.box.x - label.box.x) > 1.6 * label.box.height) continue;
    if (segment.isLabel || segment.words.length > mostWords || !looksLikeValue(segment.text)) break;
    column.push(placeOfAll(segment));
    last = segment.box;
  }
  return column;
}

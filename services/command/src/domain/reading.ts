// What "read X" answers.
//
// 1. X has content of its own (a field, list, cell, row, dialog, ...): the text inside it.
// 2. X is a name beside a value. The value is, in this order:
//    a. the rest of the name's own line after it ("Total: 42.00"),
//    b. the nearest text to the right on the same line, at most `maxGap` line heights away,
//    c. the nearest text below, at most `maxDrop` line heights away and overlapping the name's width.
// 3. Otherwise X's own text.
import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Role, TargetQuery } from '@karna/proto/gen/target/v1/target';
import type { Element, Line } from '@karna/proto/gen/vision/v1/element';
import { centre, contains, sharedHeight } from './geometry.ts';
import { shapesOf } from './text-match.ts';

/** In heights of the name's line. */
const maxGap = 16;
const maxDrop = 1.5;

const containers: readonly Role[] = [
  'ROLE_TEXT_FIELD',
  'ROLE_TEXT_AREA',
  'ROLE_SELECT',
  'ROLE_ROW',
  'ROLE_CELL',
  'ROLE_WINDOW',
  'ROLE_DIALOG',
  'ROLE_IMAGE',
];

/** The text that answers a read-out; empty when there is none. `lines` are those of the whole screen. */
export function readOut(query: TargetQuery, element: Element | undefined, box: Box, lines: readonly Line[]): string {
  if (containers.includes(element?.role ?? 'ROLE_UNSPECIFIED') || isWhole(query)) return textInside(box, lines);
  return restOfLine(query, box, lines) || toTheRight(box, lines) || below(box, lines) || textInside(box, lines);
}

// Asked for by kind alone, or as a heading or text: the thing itself.
const isWhole = ({ text, role }: TargetQuery): boolean =>
  text === '' || role === 'ROLE_HEADING' || role === 'ROLE_TEXT' || role === 'ROLE_BUTTON' || role === 'ROLE_LINK';

export const textInside = (box: Box, lines: readonly Line[]): string =>
  lines
    .map((line) => wordsOf(line).filter((word) => contains(box, centre(word.box))))
    .filter((words) => words.length > 0)
    .map((words) => words.map(({ text }) => text).join(' '))
    .join('\n');

/** A line that has no words is one word. */
const wordsOf = ({ text, box, words }: Line): { text: string; box: Box }[] => {
  const placed = words.flatMap((word) => (word.box ? [{ text: word.text, box: word.box }] : []));
  if (placed.length > 0) return placed;
  return box ? [{ text, box }] : [];
};

function restOfLine({ text: name }: TargetQuery, box: Box, lines: readonly Line[]): string {
  const own = lines.find((line) => line.box && sharedHeight(line.box, box) >= 0.5 && contains(line.box, centre(box)));
  if (!own) return '';
  const words = wordsOf(own);
  const named = lastWordOfName(words, name);
  const rest = named >= 0 ? words.slice(named + 1) : words.filter((word) => word.box.x >= box.x + box.width);
  return tidy(rest.map(({ text }) => text).join(' '));
}

/** Index of the word that completes the name in the line; -1 when the line does not hold it. */
function lastWordOfName(words: readonly { text: string }[], name: string): number {
  const wanted = shapesOf(name.toLowerCase());
  for (let first = 0; first < words.length; first++) {
    let so = '';
    for (let last = first; last < words.length && so.length < wanted.length; last++) {
      so += shapesOf((words[last]?.text ?? '').toLowerCase().replace(/[:=]+$/, ''));
      if (so === wanted) return last;
    }
  }
  return -1;
}

function toTheRight(box: Box, lines: readonly Line[]): string {
  const edge = box.x + box.width;
  const [nearest] = lines
    .filter((line) => line.box && line.box.x >= edge - 2 && sharedHeight(line.box, box) >= 0.5)
    .filter((line) => line.box && line.box.x - edge <= maxGap * Math.min(line.box.height, box.height))
    .sort((a, b) => (a.box?.x ?? 0) - (b.box?.x ?? 0));
  return tidy(nearest?.text ?? '');
}

function below(box: Box, lines: readonly Line[]): string {
  const edge = box.y + box.height;
  const [nearest] = lines
    .filter((line) => line.box && line.box.y >= edge - 2 && line.box.y - edge <= maxDrop * line.box.height)
    .filter((line) => line.box && line.box.x < edgeOf(box) && edgeOf(line.box) > box.x)
    .sort((a, b) => (a.box?.y ?? 0) - (b.box?.y ?? 0));
  return tidy(nearest?.text ?? '');
}

const edgeOf = ({ x, width }: Box): number => x + width;

const tidy = (text: string): string => text.replace(/^[\s:=]+/, '').trim();

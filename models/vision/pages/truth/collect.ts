import * as boxes from './boxes.ts';
import { type Edges, overlapOf, shownPieces } from './boxes.ts';
import * as elements from './elements.ts';
import { elementsOf, type Found } from './elements.ts';
import * as fieldWords from './field-words.ts';
import { wordsOfFields } from './field-words.ts';
import * as words from './words.ts';
import { type Reach, type Word, wordsOfDocument } from './words.ts';

/** Everything in CSS px. */
export interface RawTruth {
  elements: Found[];
  words: { text: string; box: Edges }[];
  lines: { text: string; box: Edges }[];
  ignore: Edges[];
  ignoreText: Edges[];
}

export function blockOf(element: Element): Element {
  let block = element;
  while (block.parentElement !== null && getComputedStyle(block).display === 'inline') block = block.parentElement;
  return block;
}

/** Words in one run: same block, same line, gap under 0.6 of the font size. A doubtful word breaks the run. */
export function linesOf(all: Word[]): { text: string; box: Edges }[] {
  const lines: { text: string; box: Edges; last: Word; block: Element }[] = [];
  let broken = true;
  for (const word of all) {
    if (!word.clear) {
      broken = true;
      continue;
    }
    const line = lines.at(-1);
    const block = blockOf(word.owner);
    const gap = line === undefined ? 0 : word.box.left - line.last.box.right;
    const follows =
      line !== undefined &&
      !broken &&
      block === line.block &&
      Math.abs(word.box.bottom - line.last.box.bottom) < word.size * 0.35 &&
      gap > -2 &&
      gap < Math.max(word.size, line.last.size) * 0.6;
    broken = false;
    if (!follows) {
      lines.push({ text: word.text, box: { ...word.box }, last: word, block });
      continue;
    }
    line.text += ` ${word.text}`;
    line.box = {
      left: Math.min(line.box.left, word.box.left),
      top: Math.min(line.box.top, word.box.top),
      right: Math.max(line.box.right, word.box.right),
      bottom: Math.max(line.box.bottom, word.box.bottom),
    };
    line.last = word;
  }
  return lines.map(({ text, box }) => ({ text, box }));
}

export function collectTruth(): RawTruth {
  const cache = new Map<string, Reach>();
  const inFields = wordsOfFields(cache);
  const all = [...wordsOfDocument(cache), ...inFields.words];
  const page = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  const unclear = all
    .filter((word) => !word.clear)
    .flatMap((word) => shownPieces(word.owner, overlapOf(overlapOf(word.box, word.room), page)));
  const { found, doubtful } = elementsOf(all);
  return {
    elements: found,
    words: all.filter((word) => word.clear).map(({ text, box }) => ({ text, box })),
    lines: linesOf(all),
    ignore: doubtful,
    ignoreText: [...unclear, ...inFields.unknown].filter((box) => box.right - box.left > 1 && box.bottom - box.top > 1),
  };
}

/**
 * The source of everything that collects, to be evaluated in the page. Node has taken the types away by then; the
 * functions find each other by name, hence no import alias and no value shared between modules.
 */
export function collectingSource(): string {
  const parts = [boxes, words, fieldWords, elements].flatMap((part) => Object.values(part));
  const sources = [...parts, blockOf, linesOf, collectTruth].map(String).join('\n');
  return `(() => {\n${sources}\nreturn collectTruth();\n})()`;
}

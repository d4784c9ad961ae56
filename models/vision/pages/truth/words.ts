import { areaOf, type Edges, edgesOf, inflated, overlapOf, showsAt, windowOf } from './boxes.ts';

// Runs inside the page, sent there as source: see collect.ts.

/** A run of letters without white space, where it is painted. */
export interface Word {
  text: string;
  box: Edges;
  owner: Element;
  /** Font size in CSS px. */
  size: number;
  /** Fully visible, of letters a reader knows. */
  clear: boolean;
  /** No white space to the word before, in the document. */
  glued: boolean;
  /** Where it may show at all. */
  room: Edges;
}

/** How far ink reaches above and below the baseline, and how far the font's own box does, in CSS px. */
export interface Reach {
  up: number;
  down: number;
  boxUp: number;
}

/** Ink of tall and deep letters, never more than the font's own ascent and descent. */
export function reachOf(style: CSSStyleDeclaration, cache: Map<string, Reach>): Reach {
  const font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const known = cache.get(font);
  if (known !== undefined) return known;
  const context = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D;
  context.font = font;
  const metrics = context.measureText('Ådlhgpjq(|');
  const up = Math.min(metrics.fontBoundingBoxAscent, metrics.actualBoundingBoxAscent);
  const down = Math.min(metrics.fontBoundingBoxDescent, metrics.actualBoundingBoxDescent);
  const reach = { up, down, boxUp: Math.round(metrics.fontBoundingBoxAscent) };
  cache.set(font, reach);
  return reach;
}

export function tightened(rect: Edges, style: CSSStyleDeclaration, cache: Map<string, Reach>): Edges {
  const reach = reachOf(style, cache);
  const baseline = rect.top + reach.boxUp;
  const spacing = Number.parseFloat(style.letterSpacing) || 0;
  return {
    left: rect.left,
    right: rect.right - Math.max(0, spacing),
    top: baseline - reach.up,
    bottom: baseline + reach.down,
  };
}

export function transformed(text: string, transform: string): string {
  if (transform === 'uppercase') return text.toUpperCase();
  if (transform === 'lowercase') return text.toLowerCase();
  return transform === 'capitalize'
    ? text.replace(/^([^\p{L}\p{N}]*)(\p{L})/u, (_, before, letter) => before + letter.toUpperCase())
    : text;
}

/** Latin letters, digits and the signs of everyday writing; anything else is a pictogram to a reader. */
export function isWriting(text: string): boolean {
  return /^[\u0021-\u007e\u00a1-\u024f\u2010-\u2015\u2018-\u201f\u2022\u2026\u2030\u2032\u2033\u2039\u203a\u20ac\u2116\u2122\u2190-\u2193\u2212\u25cf]+$/.test(
    text,
  );
}

/** One word's pieces: a word broken over two lines is two words to a reader. */
export function piecesOf(node: Text, start: number, end: number): { from: number; to: number; rect: DOMRect }[] {
  const range = document.createRange();
  const rectOf = (from: number, to: number) => {
    range.setStart(node, from);
    range.setEnd(node, to);
    return [...range.getClientRects()].filter((rect) => rect.width > 0);
  };
  const whole = rectOf(start, end);
  if (whole.length === 0) return [];
  if (whole.length === 1 && whole[0] !== undefined) return [{ from: start, to: end, rect: whole[0] }];
  const pieces: { from: number; to: number; rect: DOMRect }[] = [];
  for (let at = start; at < end; at++) {
    const rect = rectOf(at, at + 1)[0];
    if (rect === undefined) continue;
    const last = pieces.at(-1);
    if (last === undefined || Math.abs(last.rect.top - rect.top) > 2) pieces.push({ from: at, to: at + 1, rect });
    else {
      last.to = at + 1;
      last.rect = new DOMRect(last.rect.left, last.rect.top, rect.right - last.rect.left, last.rect.height);
    }
  }
  return pieces;
}

/** Whether a word shows whole: nothing clips it, and at five points (off the tips, which tight lines share) nothing covers it. */
export function showsWhole(owner: Element, box: Edges, room: Edges): boolean {
  const cut = overlapOf(box, room);
  if (areaOf(cut) < areaOf(box) * 0.985) return false;
  const [middleX, middleY] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  const points: [number, number][] = [
    [box.left + 1, middleY],
    [middleX, middleY],
    [box.right - 1, middleY],
    [middleX, box.top * 0.72 + box.bottom * 0.28],
    [middleX, box.top * 0.28 + box.bottom * 0.72],
  ];
  return points.every(([x, y]) => showsAt(owner, x, y));
}

/**
 * Where whole words may show. Tight lines clip a pixel of air, or the tip of a letter, above and below: that does not count.
 * Where an ellipsis eats letters, the room ends earlier: by its own width, and by that of a letter that did not fit beside it.
 */
export function roomFor(owner: Element, style: CSSStyleDeclaration): Edges {
  const slack = Number.parseFloat(style.fontSize) * 0.16;
  const free = windowOf(owner);
  const room = inflated(free, 0.5, slack);
  const own =
    style.overflowX === 'visible'
      ? room
      : overlapOf(room, inflated(edgesOf(owner.getBoundingClientRect()), 0.5, slack));
  const block = blockOf(owner);
  const eaten = getComputedStyle(block).textOverflow === 'ellipsis' && block.scrollWidth > block.clientWidth;
  return eaten ? { ...own, right: own.right - 2 * Number.parseFloat(style.fontSize) } : own;
}

/** Whose lines it is on: an ellipsis eats the words of a `b` or `span`, too. */
const blockOf = (element: Element): Element =>
  getComputedStyle(element).display === 'inline' && element.parentElement ? blockOf(element.parentElement) : element;

export function isPainted(style: CSSStyleDeclaration): boolean {
  return (
    style.visibility !== 'hidden' &&
    style.display !== 'none' &&
    Number(style.opacity) > 0.05 &&
    Number.parseFloat(style.fontSize) >= 5
  );
}

/** The words of one text node. `offset` moves them, for text measured in a copy. */
export function wordsOfNode(node: Text, owner: Element, cache: Map<string, Reach>, room?: Edges): Word[] {
  const parent = node.parentElement as Element;
  const style = getComputedStyle(parent);
  if (!isPainted(style)) return [];
  const free = room ?? roomFor(parent, style);
  const words: Word[] = [];
  for (const match of node.data.matchAll(/[^\s\u200b]+/g)) {
    for (const piece of piecesOf(node, match.index, match.index + match[0].length)) {
      const text = transformed(node.data.slice(piece.from, piece.to), style.textTransform);
      const box = tightened(edgesOf(piece.rect), style, cache);
      const known = isWriting(text) && parent.closest('[data-glyph]') === null;
      const clear = known && showsWhole(owner, box, free);
      words.push({
        text,
        box,
        owner,
        size: Number.parseFloat(style.fontSize),
        clear,
        glued: piece.from === 0,
        room: free,
      });
    }
  }
  return words;
}

export function wordsOfDocument(cache: Map<string, Reach>): Word[] {
  const skipped = new Set(['STYLE', 'SCRIPT', 'OPTION', 'TEXTAREA', 'SELECT', 'TITLE']);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const words: Word[] = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent === null || skipped.has(parent.tagName)) continue;
    words.push(...wordsOfNode(node as Text, parent, cache));
  }
  return joined(words);
}

/** Two nodes without a gap between them read as one word, as in coloured program text. */
export function joined(words: Word[]): Word[] {
  const result: Word[] = [];
  for (const word of words) {
    const last = result.at(-1);
    const touches =
      last !== undefined &&
      word.glued &&
      Math.abs(word.box.left - last.box.right) < word.size * 0.08 &&
      Math.abs(word.box.bottom - last.box.bottom) < word.size * 0.2;
    if (!touches) {
      result.push(word);
      continue;
    }
    last.text += word.text;
    last.clear &&= word.clear;
    last.box = {
      left: last.box.left,
      top: Math.min(last.box.top, word.box.top),
      right: word.box.right,
      bottom: Math.max(last.box.bottom, word.box.bottom),
    };
  }
  return result;
}

import { bottom, right } from '@karna/sight/boxes';
import { Sheet } from '@karna/sight/testing/sheet';
import { describe, expect, test } from 'vitest';
import { type ReadLine, settled, typedIn } from './fixed-width.ts';

/** A terminal at 5, 8 px, in cells of 7 x 14 px. */
const at = { x: 5, y: 8 };
const cell = { width: 7, height: 14 };

/** Each letter is drawn as the bits of its code, two px wide and high: different ones differ. */
function type(sheet: Sheet, text: string, row: number, first = 0, pitch = cell.width): void {
  for (const [n, letter] of [...text].entries()) {
    if (letter === ' ') continue;
    const code = letter.charCodeAt(0);
    for (let bit = 0; bit < 8; bit++) {
      if ((code >> bit) % 2 === 0) continue;
      const x = at.x + (first + n) * pitch + 1 + 2 * (bit % 2);
      sheet.fill({ x, y: at.y + row * cell.height + 2 + 2 * (bit >> 1), width: 2, height: 2 }, 20);
    }
  }
}

/** A line as it was read; `jitter` (px) is how far a character may be said to be from its middle. */
function read(text: string, row: number, { first = 0, sure = 0.9, jitter = 1 } = {}): ReadLine {
  const box = { x: at.x + first * cell.width - 2, y: at.y + row * cell.height - 1 + (row % 3), width: 0, height: 14 };
  const width = text.length * cell.width + 4;
  const characters = [...text].map((letter, n) => ({
    text: letter,
    column: 2 + (n + 0.5) * cell.width + jitter * Math.sin(7 * n),
    confidence: sure,
  }));
  return { box: { ...box, width }, width, characters };
}

const rows = ['total 48 files', 'alfa.txt  bota', 'later.log salt', 'foxtail 84 fat', 'so it is alike'];
const shown = (extra: readonly string[] = []): Sheet => {
  const sheet = new Sheet(400, 300);
  for (const [row, text] of [...rows, ...extra].entries()) type(sheet, text, row);
  return sheet;
};
const textOf = ({ characters }: ReadLine): string => characters.map(({ text }) => text).join('');

/** What is said of a window when it is read again exactly as the boxes say. */
function said(sheet: Sheet, lines: readonly ReadLine[], again: (text: string) => string = () => ''): string[] {
  const [window] = typedIn(sheet, lines);
  if (!window) return [];
  const second = window.stretches.map(({ box, cells }) => ({
    box,
    width: box.width,
    characters: [...again(cells.map(({ glyph }) => (glyph ? 'x' : ' ')).join(''))].map((text, n) => ({
      text,
      column: (n + 0.5) * cell.width,
      confidence: 0.5,
    })),
  }));
  return settled(window, second).map(textOf);
}

describe('fixed-width type', () => {
  test('is found where cells repeat in whole px, wherever the window stands', () => {
    const [window, ...more] = typedIn(
      shown(),
      rows.map((text, row) => read(text, row)),
    );
    expect(more).toEqual([]);
    const { x = 0, y = 0, ...size } = window?.grid ?? {};
    expect(size).toEqual(cell);
    expect([x % cell.width, y % cell.height]).toEqual([at.x % cell.width, at.y % cell.height]);
  });

  test('is read as the other places read the same pixels', () => {
    const lines = rows.map((text, row) => read(text, row));
    lines[2] = read('1ater.log sa1t', 2);
    expect(said(shown(), lines)).toEqual(rows);
  });

  test('keeps what the second reading alone knows', () => {
    const lines = rows.map((text, row) => read(text, row));
    const known = said(shown(['fatalQW']), [...lines, read('fatalQ', 5)], (text) =>
      text === 'xxxxxxx' ? 'fatalQW' : '',
    );
    expect(known).toEqual([...rows, 'fatalQW']);
  });

  test('is filled in where letters at the ends were left out, or a row was cut out badly', () => {
    const lines = rows.map((text, row) => read(text, row));
    lines[0] = read('tal 48 fil', 0, { first: 2 });
    const badly = { x: at.x, y: at.y + 3 * cell.height, width: 14 * cell.width, height: 2 * cell.height };
    const across = { box: badly, width: badly.width, characters: [{ text: 'W', column: 30, confidence: 0.4 }] };
    expect(said(shown(), [...lines.slice(0, 3), across, ...lines.slice(4)])).toEqual(rows);
  });

  test('has blanks where nothing stands, and no cursor', () => {
    const sheet = shown();
    const cursor = { x: at.x + 14 * cell.width, y: at.y + 4 * cell.height, ...cell };
    sheet.fill(cursor, 20).fill({ x: cursor.x + 1, y: cursor.y + 1, width: 5, height: 12 }, 255);
    const lines = rows.map((text, row) => read(text, row));
    lines[4] = read('so it is alike]', 4);
    expect(said(sheet, lines)).toEqual(rows);
  });

  test('has blanks where an editor marks them and nobody reads that', () => {
    const marked = rows.map((text) => text.replaceAll(' ', '\x08'));
    const sheet = new Sheet(400, 300);
    for (const [row, text] of marked.entries()) type(sheet, text, row);
    const lines = rows.map((text, row) => read(text, row));
    expect(said(sheet, lines)).toEqual(rows);
  });

  test('is not what stands in type of other widths, nor two lines', () => {
    const lines = rows.map((text, row) => read(text, row, { jitter: 4 }));
    expect(typedIn(shown(), lines)).toEqual([]);
    expect(
      typedIn(
        shown(),
        rows.slice(0, 2).map((text, row) => read(text, row)),
      ),
    ).toEqual([]);
  });

  test('leaves alone what lies in the window and is drawn otherwise', () => {
    const sheet = shown();
    const lines = rows.map((text, row) => read(text, row));
    const badge = read('OK', 1, { first: 30 });
    for (let y = badge.box.y; y < bottom(badge.box); y += 3) {
      for (let x = badge.box.x; x < right(badge.box); x += 1 + (y % 4)) sheet.fill({ x, y, width: 1, height: 1 }, 90);
    }
    const [window, ...more] = typedIn(sheet, [...lines, badge]);
    expect(more).toEqual([]);
    expect(window?.replaced).toEqual(lines);
  });
});

import { bottom, right } from '../boxes.ts';
import type { Find } from './find.ts';
import type { Writing } from './writing.ts';

/** Lines of a block stand at most so many line heights apart, and begin so near below one another. */
const pitch = 1.6;
const indent = 4;
/** More lines than any key has. */
const mostLines = 80;

const asLetters = (text: string): string =>
  text.toUpperCase().replaceAll('1', 'I').replaceAll('0', 'O').replaceAll(' ', '');
const begins = (text: string): boolean =>
  /BEG[IL]N.{0,24}(KEY|CERT|PGP)|BEG[IL]N(RSA|EC|DSA|OPENSSH|ENCRYPTED)?PR[IL]VATE/.test(asLetters(text));
const ends = (text: string): boolean =>
  /E[NM]D.{0,24}(KEY|CERT|PGP)|E[NM]D(RSA|EC|DSA|OPENSSH|ENCRYPTED)?PR[IL]VATE/.test(asLetters(text));
/** One string without blanks; a reader may see one or two. */
const isKeyLine = (text: string): boolean => text.length >= 6 && (text.match(/\s/g)?.length ?? 0) <= 2;

/** Keys written as blocks of lines between BEGIN and END: all of their rows. */
export function keyBlocks(rows: readonly Writing[]): { row: Writing; find: Find }[] {
  const ordered = [...rows].sort((a, b) => a.box.y - b.box.y);
  const found = new Set<Writing>();
  for (const [index, row] of ordered.entries()) {
    if (!begins(row.text)) continue;
    for (const part of blockFrom(row, ordered.slice(index + 1))) found.add(part);
  }
  return [...found].map((row) => ({ row, find: { pattern: 'token', from: 0, to: row.text.length, sure: true } }));
}

function blockFrom(first: Writing, below: readonly Writing[]): Writing[] {
  const block = [first];
  for (const row of below) {
    const last = block.at(-1) ?? first;
    if (row.box.y <= last.box.y + last.box.height * 0.3 || !isUnder(first, last, row)) continue;
    const over = ends(row.text);
    if (!over && !isKeyLine(row.text)) break;
    block.push(row);
    if (over || block.length > mostLines) break;
  }
  return block;
}

function isUnder(first: Writing, last: Writing, row: Writing): boolean {
  const height = Math.max(8, Math.min(last.box.height, row.box.height));
  const near = row.box.y - bottom(last.box) < pitch * height;
  return (
    near &&
    row.box.x < Math.max(right(first.box), right(last.box)) &&
    Math.abs(row.box.x - first.box.x) < indent * height
  );
}

// Words and numbers of several cells, or buttons, that were read as one word: the reader takes borders for signs.
import type { ReadWord } from '../../ports.ts';

/** Letters and nothing else, or such words joined by one sign: badly read or not, no secret. */
const wordy = /^\W*\p{L}\p{Ll}*(?:['’/.-]?\p{Ll}+)*\W*$/u;
/** Nor is a year or an amount. */
const shortNumber = /^\d{1,6}$/;
/** A border that was taken for a letter. */
const border = /^[|[\]()Il1!¦]$/;
/** Letters this far apart, or this far with a border between them, stand in two cells (usual distances of their middles). */
const apart = { alone: 1.7, overBorder: 2.2 };
/** As many numbers in one row may be an account or a card. */
const mostNumbers = 1;

export const isWordy = (text: string): boolean => wordy.test(text);

/** Whether a word is none, but the texts of cells: words, and numbers too short for a secret. */
export const isCells = (word: ReadWord): boolean =>
  (word.text.includes('|') && word.text.split('|').every((cell) => cell === '' || isHarmless(cell))) ||
  isApart(piecesOf(word));

const isHarmless = (text: string): boolean => wordy.test(text) || shortNumber.test(text);

const isApart = (pieces: readonly string[]): boolean =>
  pieces.length > 1 &&
  pieces.every(isHarmless) &&
  pieces.filter((piece) => shortNumber.test(piece)).length <= mostNumbers;

/** The word, cut where its letters are further apart than letters of a word are. */
function piecesOf({ characters }: ReadWord): string[] {
  const steps = characters.slice(1).map(({ x }, index) => x - (characters[index]?.x ?? x));
  const usual = [...steps].sort((a, b) => a - b)[steps.length >> 1] ?? 0;
  const pieces = [''];
  characters.forEach(({ text, x }, index) => {
    const [before, after] = [characters[index - 1], characters[index + 1]];
    if (before && x - before.x > apart.alone * usual) pieces.push('');
    const isBorder = before && after && border.test(text) && after.x - before.x > apart.overBorder * usual;
    if (isBorder) pieces.push('');
    else pieces[pieces.length - 1] += text;
  });
  return pieces.filter((piece) => piece !== '');
}

import type { ReadLine } from '../../ports.ts';
import { right, sharedHeight } from '../boxes.ts';
import type { Pixels } from '../pixels.ts';
import { hasWritingBefore } from './ink.ts';
import { type Place, placeOf } from './writing.ts';

/** As long as PINs and codes; longer ones are told by themselves. */
const short = /^\W*\d{3,8}\W*$/;
/** A name stands so near before its number (line heights). */
const reach = 6;

/** Short numbers after a word that is there and was not read: it may be what calls them secret. */
export const unnamedNumbers = (picture: Pixels, lines: readonly ReadLine[]): Place[] =>
  lines
    .filter(({ text }) => short.test(text))
    .filter((line) => !lines.some((other) => isBefore(other, line)) && hasWritingBefore(picture, line.box, reach))
    .flatMap(({ words }) => words.map(placeOf));

const isBefore = ({ box }: ReadLine, { box: number }: ReadLine): boolean =>
  right(box) <= number.x + 2 &&
  number.x - right(box) <= reach * number.height &&
  sharedHeight(box, number) > 0.4 * Math.min(box.height, number.height);

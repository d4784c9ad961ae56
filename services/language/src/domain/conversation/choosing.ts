import { folded } from '../learning/words.ts';
import { numberOf, ordinalOf } from '../numbers.ts';
import { unquoted } from '../skills/templates.ts';

/** Words that tell no choice from another. */
const small = new Set(
  'the a an one ones option choice number nr no. please take use i mean want that this it is at in on of to with called named'.split(
    ' ',
  ),
);

/** Which of the choices words name: by number ("2", "the second", "the last one"), or by what only one of them is called. */
export function chosen(labels: readonly string[], text: string): number | undefined {
  const said = folded(unquoted(text.trim().replace(/[.!?]+$/u, '')));
  const place = placeIn(said, labels.length);
  if (place !== undefined) return place;
  return only(labels, (label) => nameOf(label) === said || folded(label) === said) ?? only(labels, has(said));
}

function placeIn(said: string, count: number): number | undefined {
  const spoken = said.split(/[\s,]+/).filter((word) => word !== '');
  // "One" is a number alone, and nothing in "the second one".
  const [word = '', ...more] = spoken.length === 1 ? spoken : spoken.filter((one) => !small.has(one));
  if (more.length > 0) return undefined;
  if (word === 'last') return count - 1;
  const number = /^#?(\d{1,2})[.)]?$/.exec(word)?.[1] ?? numberOf(word) ?? ordinalOf(word);
  const index = Number(number ?? 0) - 1;
  return Number.isInteger(index) && index >= 0 && index < count ? index : undefined;
}

/** `"Edit" button, top left` is called `edit`. */
const nameOf = (label: string): string => folded(/^["“](.*?)["”]/u.exec(label)?.[1] ?? label);

/** Every telling word of what was said is in it. */
function has(said: string): (label: string) => boolean {
  const wanted = wordsOf(said).filter((word) => !small.has(word));
  return (label) => {
    const own = new Set(wordsOf(folded(label)));
    return wanted.length > 0 && wanted.every((word) => own.has(word));
  };
}

const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];

function only(labels: readonly string[], fits: (label: string) => boolean): number | undefined {
  const found = labels.flatMap((label, index) => (fits(label) ? [index] : []));
  return found.length === 1 ? found[0] : undefined;
}

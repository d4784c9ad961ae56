import { asCapital, asDigit, isDigit } from './confusable.ts';
import type { Find } from './find.ts';
import type { Writing } from './writing.ts';

/** Lengths by country (SWIFT's registry of IBAN formats). */
const lengths: Readonly<Record<string, number>> = {
  AD: 24,
  AE: 23,
  AL: 28,
  AT: 20,
  AZ: 28,
  BA: 20,
  BE: 16,
  BG: 22,
  BH: 22,
  BI: 27,
  BR: 29,
  BY: 28,
  CH: 21,
  CR: 22,
  CY: 28,
  CZ: 24,
  DE: 22,
  DJ: 27,
  DK: 18,
  DO: 28,
  EE: 20,
  EG: 29,
  ES: 24,
  FI: 18,
  FK: 18,
  FO: 18,
  FR: 27,
  GB: 22,
  GE: 22,
  GI: 23,
  GL: 18,
  GR: 27,
  GT: 28,
  HR: 21,
  HU: 28,
  IE: 22,
  IL: 23,
  IQ: 23,
  IS: 26,
  IT: 27,
  JO: 30,
  KW: 30,
  KZ: 20,
  LB: 28,
  LC: 32,
  LI: 21,
  LT: 20,
  LU: 20,
  LV: 21,
  LY: 25,
  MC: 27,
  MD: 24,
  ME: 22,
  MK: 19,
  MN: 20,
  MR: 27,
  MT: 31,
  MU: 30,
  NI: 28,
  NL: 18,
  NO: 15,
  OM: 23,
  PK: 24,
  PL: 28,
  PS: 29,
  PT: 25,
  QA: 29,
  RO: 24,
  RS: 22,
  RU: 33,
  SA: 24,
  SC: 31,
  SD: 18,
  SE: 24,
  SI: 19,
  SK: 24,
  SM: 27,
  SO: 23,
  ST: 25,
  SV: 28,
  TL: 23,
  TN: 24,
  TR: 26,
  UA: 29,
  VA: 22,
  VG: 24,
  XK: 20,
  YE: 30,
};

/** A shorter one is cut off; with fewer characters than this it tells nothing. */
const leastCut = 8;
/** A reader may drop or double so many characters. */
const slack = 2;

/** International bank account numbers: by their check digits, and, where misread, by country, length and looks. */
export function ibans({ text }: Writing): Find[] {
  const found: Find[] = [];
  for (let at = 0; at < text.length; at++) {
    if (isWordy(text[at - 1] ?? ' ')) continue;
    const find = ibanAt(text, at);
    if (!find) continue;
    found.push(find);
    at = find.to;
  }
  return [...found, ...grouped(text), ...ofNoCountry(text), ...begun(text)];
}

/** Groups of four as accounts are printed, whatever the first was read as. */
const grouped = (text: string): Find[] =>
  unsure(text, /(?<!\S)\S{4}(?: [\dA-Za-z|!]{4}){3,}(?: [\dA-Za-z]{1,3})?(?!\w)/g).filter(
    ({ from, to }) => digitShare(text.slice(from, to)) > 0.7,
  );

/** The beginning of one at the end of a row: the rest is on the next one, or beyond the edge. */
const begun = (text: string): Find[] =>
  unsure(text, /(?<!\S)[A-Z]{2}\d{2} ?[A-Z0-9]{4}(?: ?[A-Z0-9]{1,4})?$/g).filter(
    ({ from }) => lengths[text.slice(from, from + 2)],
  );

/** Letters of a country that there is none of: one was misread. */
const ofNoCountry = (text: string): Find[] => unsure(text, /(?<![A-Za-z0-9])[A-Z]{2}\d{13,32}(?![A-Za-z0-9])/g);

const unsure = (text: string, pattern: RegExp): Find[] =>
  [...text.matchAll(pattern)].map(({ index, 0: match }) => ({
    pattern: 'iban',
    from: index,
    to: index + match.length,
    sure: false,
  }));

/** Which part of what is written are digits, or may be (0..1). */
function digitShare(text: string): number {
  const written = [...text].filter((one) => one !== ' ');
  return written.filter((one) => asDigit(one) !== undefined).length / written.length;
}

const isWordy = (character: string): boolean => /[A-Za-z0-9]/.test(character);

function ibanAt(text: string, from: number): Find | undefined {
  const country = [0, 1].map((place) => countryLetter(text[from + place] ?? '')).join('');
  const length = lengths[country];
  const check = text.slice(from + 2).match(/^ ?(\S)(\S)/);
  if (!length || !check || !asDigit(check[1] ?? '') || !asDigit(check[2] ?? '')) return undefined;
  const { characters, ends } = accountFrom(text, from, length + slack);
  const whole = characters.slice(0, length);
  const cleanEnd = !isWordy(text[ends[length - 1] ?? -1] ?? ' ');
  if (whole.length === length && cleanEnd && passesCheck(whole)) {
    return { pattern: 'iban', from, to: ends[length - 1] ?? from, sure: true };
  }
  // Not exact: misread, or cut off by the edge of its field.
  if (characters.length < leastCut || !looksIssued(characters)) return undefined;
  return { pattern: 'iban', from, to: ends.at(-1) ?? from, sure: false };
}

/** Countries are written in capitals; of the small letters two are read for capitals. */
const countryLetter = (character: string): string =>
  character === 'l' ? 'I' : character === 'o' ? 'O' : /[a-z]/.test(character) ? '' : (asCapital(character) ?? '');

/** Letters and digits from `from` on, at most `most`, over single separators as long as the groups look like an account. */
function accountFrom(text: string, from: number, most: number): { characters: string; ends: number[] } {
  let characters = '';
  const ends: number[] = [];
  for (let at = from; at < text.length && characters.length < most; at++) {
    const character = text[at] ?? '';
    if (isWordy(character) || '|!'.includes(character)) {
      characters += character;
      ends.push(at + 1);
    } else if (!/[ \t\n.-]/.test(character) || !isAccountGroup(text.slice(at + 1))) break;
  }
  return { characters, ends };
}

/** The next group: up to four letters and digits, or a longer run with a digit; not a word of a sentence. */
function isAccountGroup(rest: string): boolean {
  const group = /^[A-Za-z0-9|!]+/.exec(rest)?.[0] ?? '';
  if (group === '') return false;
  return /\d/.test(group) || /^[A-Z|!]{1,4}$/.test(group);
}

/** Mostly digits, and capitals where letters are: a word in a sentence is neither. */
function looksIssued(characters: string): boolean {
  const account = characters.slice(4);
  const digits = [...account].filter(isDigit).length;
  const small = [...account].filter((one) => one >= 'a' && one <= 'z' && asDigit(one) === undefined).length;
  return digits >= account.length * 0.55 && digits >= 4 && small <= 2;
}

/** ISO 7064, modulo 97. */
export function passesCheck(iban: string): boolean {
  const turned = `${iban.slice(4)}${iban.slice(0, 4)}`.toUpperCase();
  let rest = 0;
  for (const character of turned) {
    const value = Number.parseInt(character, 36);
    if (Number.isNaN(value)) return false;
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

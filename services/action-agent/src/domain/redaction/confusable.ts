// What readers take for one another in small type.

const digits: Readonly<Record<string, string>> = {
  O: '0',
  o: '0',
  Q: '0',
  D: '0',
  U: '0',
  I: '1',
  l: '1',
  i: '1',
  '|': '1',
  '!': '1',
  ']': '1',
  '[': '1',
  j: '1',
  '/': '1',
  Z: '2',
  z: '2',
  E: '3',
  A: '4',
  S: '5',
  s: '5',
  G: '6',
  b: '6',
  T: '7',
  '?': '7',
  B: '8',
  g: '9',
  q: '9',
};

const letters: Readonly<Record<string, string>> = {
  '0': 'O',
  '1': 'I',
  '2': 'Z',
  '4': 'A',
  '5': 'S',
  '6': 'G',
  '7': 'T',
  '8': 'B',
  '|': 'I',
  '!': 'I',
  '£': 'E',
};

const signs: Readonly<Record<string, string>> = {
  '–': '-',
  '—': '-',
  '−': '-',
  '‐': '-',
  '‑': '-',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '×': 'x',
};

/**
 * With the signs of a keyboard for those of print and letters without their accents, each at its place: what was typed
 * with the ones is read as the others.
 */
export const withPlainSigns = (text: string): string =>
  text.replace(/[–—−‐‑‘’“”„]|[\u00c0-\u024f]/g, (one) => signs[one] ?? withoutAccent(one));

function withoutAccent(letter: string): string {
  const [base = letter] = letter.normalize('NFD');
  return /[A-Za-z]/.test(base) ? base : letter;
}

export const isDigit = (character: string): boolean => character >= '0' && character <= '9';

/** The digit it is, or may be; undefined when it is none. */
export const asDigit = (character: string): string | undefined => (isDigit(character) ? character : digits[character]);

/** The capital letter it is, or may be; undefined when it is none. */
export function asCapital(character: string): string | undefined {
  const upper = character.toUpperCase();
  return upper >= 'A' && upper <= 'Z' && upper.length === 1 ? upper : letters[character];
}

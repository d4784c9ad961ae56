import type { Piece } from './pieces.ts';

/** What may say which slot each piece belongs to; `signs` come from the gazetteer, `intent` is what the wish is for. */
export function pieceFeatures(
  pieces: readonly Piece[],
  signs: readonly (readonly string[])[],
  intent: string,
): string[][] {
  const low = (index: number) => pieces[index]?.low ?? (index < 0 ? '<' : '>');
  const shapes = pieces.map(({ text }) => shapeOf(text));
  return pieces.map((_, at) => [
    'b',
    ...aloneAt(low(at), shapes[at] ?? ''),
    ...aroundAt(low, at),
    ...intentAt(low, at, intent),
    ...signsAround(signs, at),
    `h${shapes[at - 1] ?? '<'}${shapes[at]}${shapes[at + 1] ?? '>'}`,
    `n${Math.min(at, 4)}`,
    `e${Math.min(pieces.length - at, 3)}`,
  ]);
}

function aloneAt(word: string, shape: string): string[] {
  const found = [`0${word}`, `h${shape}`, ...(shape.startsWith('9') ? ['9'] : [])];
  for (let length = 1; length <= 4 && length <= word.length; length++) {
    found.push(`p${word.slice(0, length)}`, `s${word.slice(-length)}`);
  }
  return found;
}

function aroundAt(low: (index: number) => string, at: number): string[] {
  const [w3, w2, w1, w, v1, v2, v3] = [-3, -2, -1, 0, 1, 2, 3].map((offset) => low(at + offset));
  return [
    `-1${w1}`,
    `-2${w2}`,
    `-3${w3}`,
    `+1${v1}`,
    `+2${v2}`,
    `+3${v3}`,
    `a${w1} ${w}`,
    `c${w} ${v1}`,
    `d${w2} ${w1}`,
    `f${v1} ${v2}`,
    `i${w1} ${w} ${v1}`,
    `j${w2} ${w1} ${w}`,
    `k${w} ${v1} ${v2}`,
    `l${w1} ${v1}`,
    `m${w3} ${w2} ${w1}`,
    `o${w1?.slice(-3)}`,
    `q${v1?.slice(-3)}`,
    `r${w1} ${w?.slice(-3)}`,
  ];
}

function intentAt(low: (index: number) => string, at: number, intent: string): string[] {
  return [
    `I${intent}`,
    `J${intent} ${low(at)}`,
    `K${intent} ${low(at - 1)}`,
    `L${intent} ${low(at + 1)}`,
    `M${intent} ${low(at - 1)} ${low(at)}`,
    `N${intent} ${low(at - 2)} ${low(at - 1)}`,
    `P${intent} ${low(0)}`,
  ];
}

function signsAround(signs: readonly (readonly string[])[], at: number): string[] {
  const own = signs[at] ?? [];
  return [
    ...own,
    ...(signs[at - 1] ?? []).map((sign) => `<${sign}`),
    ...(signs[at + 1] ?? []).map((sign) => `>${sign}`),
    ...(own.length > 1 ? [`G${own.join()}`] : own.length === 0 ? ['G'] : []),
  ];
}

/** `Xx` capitalised, `X` all capitals, `x` lower case, `9` digits, or the mark itself. */
function shapeOf(text: string): string {
  if (/^\p{N}+$/u.test(text)) return `9${Math.min(text.length, 5)}`;
  if (/\p{N}/u.test(text)) return '9x';
  if (/^\p{Lu}+$/u.test(text)) return text.length === 1 ? 'X1' : 'X';
  if (/^\p{Lu}/u.test(text)) return 'Xx';
  return /^\p{L}/u.test(text) ? 'x' : text;
}

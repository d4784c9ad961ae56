import type { Find } from './find.ts';
import { endsWithSecretName } from './secret-names.ts';
import type { Writing } from './writing.ts';

/** What stands before the sign: at most so many characters are looked at for a name. */
const nameReach = 40;

/** Values that a name on the same row calls secret: `DB_PASSWORD=...`, `Password: ...`, `--token ...`, `PIN 4711`. */
export function namedValues({ text }: Writing): Find[] {
  const wrap = text.indexOf('\n');
  const spans =
    wrap < 0 ? [...assigned(text), ...spoken(text), ...flagged(text), ...inAddresses(text)] : wrapped(text, wrap);
  return spans.map(([from, to]) => ({
    pattern: 'named',
    from,
    to,
    sure: true,
  }));
}

/** A name at the end of a row, and its value at the beginning of the next; or a value that is broken after a hyphen. */
function wrapped(text: string, wrap: number): Span[] {
  const below = [...assigned(text), ...spoken(text)].filter(([from]) => from === wrap + 1);
  if (text[wrap - 1] !== '-') return below;
  const above = text.slice(0, wrap);
  const isBroken = [...assigned(above), ...spoken(above)].some(([, to]) => to === wrap);
  return isBroken ? [...below, [wrap + 1, wrap + 1 + oneValue(text.slice(wrap + 1))]] : below;
}

type Span = readonly [from: number, to: number];

function assigned(text: string): Span[] {
  const spans: Span[] = misreadSigns(text);
  for (const { index, 0: sign } of text.matchAll(/\s?["']?\s?(=>|:=|[:=])[ \t]?\n?/g)) {
    const name = /[\p{L}\p{N}_.\- ]+$/u.exec(text.slice(Math.max(0, index - nameReach), index))?.[0] ?? '';
    const isEqual = sign.includes('=');
    if (!(endsWithSecretName(name) || (isEqual && /(^|[_\-. ])key$/i.test(name)))) continue;
    const from = index + sign.length;
    const length = isEqual ? oneValue(text.slice(from)) : restOfRow(text.slice(from));
    if (length > 0) spans.push([from, from + length]);
  }
  return spans;
}

/** A dash in the place of a sign that was misread; what follows has a digit, as few words do. */
const misreadSigns = (text: string): Span[] =>
  [...text.matchAll(/([\p{L}_]+)[-~]((?=[^\s]*\d)[^\s"',;]+)/gu)]
    .filter(([, name = '']) => endsWithSecretName(name))
    .map(({ index, 0: whole, 2: value = '' }) => [index + whole.length - value.length, index + whole.length]);

/** Up to the closing quote, or the next blank. */
const oneValue = (rest: string): number =>
  (/^(["'`])[^"'`\n]*\1?/.exec(rest) ?? /^[^\s"';,)]+["']?/.exec(rest))?.[0].length ?? 0;

/** A passphrase has blanks: the whole rest, up to the end of the sentence or the next column, six words at most. */
const restOfRow = (rest: string): number => /^[^\s]+(?: (?<![.!?] )[^\s]+){0,5}/.exec(rest)?.[0].length ?? 0;

/** `the PIN is 4711`, `password was hunter2`, `CVV 123`. */
function spoken(text: string): Span[] {
  const spans: Span[] = [];
  for (const match of text.matchAll(
    /([\p{L}\p{N}_-]+(?: [\p{L}\p{N}_-]+)?)[ \n](?:(?:is|was|ist|lautet|est|es|to)[ \n])?["'(]?(\S+)/gu,
  )) {
    const [whole, name = '', value = ''] = match;
    const joined = whole.length - name.length - value.length > 2;
    if (!endsWithSecretName(name)) continue;
    const isNumber = /^\d{3,8}\W?$/.test(value);
    if (!isNumber && !(joined && /[\d!#$%&*+=@^~]/.test(value))) continue;
    const from = match.index + whole.length - value.length;
    spans.push([from, from + value.length]);
  }
  return spans;
}

/** `--password hunter2`, `-H "Authorization: Bearer ..."`. */
function flagged(text: string): Span[] {
  const flags = [...text.matchAll(/-{1,2}([\w-]+)[ =]["']?(\S+)/g)].filter(([, name = '']) => endsWithSecretName(name));
  const schemes = [...text.matchAll(/\b(?:bearer|basic|token)\b:? (["']?[\w+/=.-]{8,})/gi)].filter(([, value = '']) =>
    /\d|[A-Z].*[a-z].*[A-Z]/.test(value),
  );
  return [...flags, ...schemes].map((match) => [
    match.index + match[0].length - (match.at(-1)?.length ?? 0),
    match.index + match[0].length,
  ]);
}

/** `https://user:password@host`. */
const inAddresses = (text: string): Span[] =>
  [...text.matchAll(/(\/\/[^\s:@/]+:)([^\s@]+)@/g)].map(({ index, 1: before = '', 2: value = '' }) => [
    index + before.length,
    index + before.length + value.length,
  ]);

import { Phrase, type Token } from './phrase.ts';

/** What a quotation that opens with the key may close with. */
const closers: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '“': '”',
  '„': '“”',
  '”': '”',
  '‘': '’',
  '‚': '‘’',
  '«': '»',
  '»': '«',
  '‹': '›',
};
/** Closers that also occur inside words: there they close only where no letter or digit follows. */
const apostrophes = "'’‘";
const markAtEnd = /[,;:.!?…]+$/u;
const namedMark = /^ +(?:icon|button|key|sign|symbol|link|tab)\b/i;
const spaces = /[^\S\n]*/y;
const run = /\S+/y;

export interface Cut {
  readonly phrase: Phrase;
  /** A quotation mark that opens and never closes: what follows it. */
  readonly unclosed?: string;
}

/** Cuts a command into words, quoted texts and marks. Inside quotes only `\` before a quotation mark or another `\` is special. */
export function tokenize(source: string): Cut {
  const tokens: Token[] = [];
  for (let at = skip(source, 0); at < source.length; at = skip(source, tokens.at(-1)?.end ?? source.length)) {
    if (source[at] === '\n') {
      tokens.push({ kind: 'mark', low: '\n', value: '\n', start: at, end: at + 1 });
      continue;
    }
    const quoted = readQuoted(source, at);
    if (quoted === 'unclosed') return { phrase: new Phrase(source, tokens), unclosed: source.slice(at + 1).trim() };
    tokens.push(...(quoted ? [quoted] : readWord(source, at)));
  }
  return { phrase: new Phrase(source, tokens) };
}

function skip(source: string, at: number): number {
  spaces.lastIndex = at;
  return at + (spaces.exec(source)?.[0].length ?? 0);
}

function readQuoted(source: string, start: number): Token | 'unclosed' | undefined {
  const open = source[start] ?? '';
  const closing = closers[open];
  if (closing === undefined) return undefined;
  let value = '';
  for (let at = start + 1; at < source.length; at++) {
    const here = source[at] ?? '';
    const next = source[at + 1] ?? '';
    if (here === '\\' && (next === '\\' || next === open || (next !== '' && closing.includes(next)))) {
      value += next;
      at++;
    } else if (closing.includes(here) && closes(here, next)) {
      return { kind: 'quoted', low: '', value, start, end: at + 1 };
    } else value += here;
  }
  // An apostrophe alone ('tis, '90s) is no quotation.
  return apostrophes.includes(open) || open === '`' ? undefined : 'unclosed';
}

const closes = (mark: string, next: string): boolean => !apostrophes.includes(mark) || !/[\p{L}\p{N}]/u.test(next);

function readWord(source: string, start: number): Token[] {
  run.lastIndex = start;
  const whole = run.exec(source)?.[0] ?? '';
  // `the ? icon`, `cd ..`: here a mark is a name.
  const isNamed = whole === '..' || (/^[.?!…]+$/u.test(whole) && namedMark.test(source.slice(start + whole.length)));
  const trailing = isNamed ? '' : (markAtEnd.exec(whole)?.[0] ?? '');
  const word = whole.slice(0, whole.length - trailing.length);
  const middle = start + word.length;
  const tokens: Token[] = [];
  if (word) tokens.push({ kind: 'word', low: lowered(word), value: word, start, end: middle });
  if (trailing) {
    // `...` is one mark; `",` and the like say what they say by their first.
    const end = middle + trailing.length;
    tokens.push({ kind: 'mark', low: meaningOf(trailing), value: trailing, start: middle, end });
  }
  return tokens;
}

const meaningOf = (marks: string): string => [',', ';'].find((mark) => marks.includes(mark)) ?? marks;
const lowered = (word: string): string => word.toLowerCase().replaceAll(/[’‘]/g, "'");

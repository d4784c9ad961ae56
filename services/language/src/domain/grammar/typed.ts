import { sure } from '../clause.ts';
import type { Phrase } from '../phrase.ts';

/** Text to be typed, as it will be. */
export interface Typed {
  readonly text: string;
  readonly isQuoted: boolean;
  readonly confidence: number;
}

/**
 * Quoted: its inside. Else as it was said, in its letter case and with its spaces; one final period ends the sentence, not the text, unless the sentence
 * goes on behind it.
 */
export function readTyped(phrase: Phrase, endsSentence = true): Typed | undefined {
  const body = withoutSeparators(phrase);
  const { quoted } = phrase.trimmed();
  if (quoted !== undefined) return { text: quoted, isQuoted: true, confidence: sure.exactly };
  const text = endsSentence ? body.raw.replace(/(?<=[^.…\s])\.$/u, '') : body.raw;
  if (text === '') return undefined;
  return { text, isQuoted: false, confidence: doubtOf(body) };
}

/** `type: Hello` and `Ada, ` have marks that belong to the command. */
function withoutSeparators(phrase: Phrase): Phrase {
  const isSeparator = (low: string) => low === ',' || low === ';' || low === ':' || low === '\n';
  let [from, to] = [0, phrase.length];
  while (to > from + 1 && phrase.tokens[to - 1]?.kind === 'mark' && isSeparator(phrase.low(to - 1))) to--;
  while (from < to - 1 && phrase.tokens[from]?.kind === 'mark' && isSeparator(phrase.low(from))) from++;
  return phrase.slice(from, to);
}

/** `"a" then "b"`: quotes that look like two texts. `he said "hi"`: quotes inside one. */
function doubtOf(body: Phrase): number {
  if (body.tokens[0]?.kind === 'quoted') return sure.doubtful;
  return body.hasQuoted ? sure.hardly : sure.likely;
}

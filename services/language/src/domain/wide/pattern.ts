import { numberOf } from '../numbers.ts';
import { isCapitalised, Phrase, phrases } from '../phrase.ts';
import { roleWords } from '../roles.ts';
import { quote } from '../say.ts';
import { tokenize } from '../tokens.ts';

/**
 * A way to say something, and the plain words for it. In `said`: `a|b` either, `a?` perhaps, `{x}` one or more words,
 * `{x:quoted}` one quotation, `{x:named}` a name with a capital, in quotes or with its kind, `{x:number}` a number. In `plain`: `{x}` those words as they were said, `"{x}"` the same in quotes.
 */
export interface Rephrasing {
  readonly said: string;
  readonly plain: string;
}

type Piece =
  | { readonly is: 'words'; readonly words: readonly string[]; readonly mayLack: boolean }
  | { readonly is: 'capture'; readonly name: string; readonly as: 'quoted' | 'named' | 'number' | undefined };

export interface Rule {
  readonly pieces: readonly Piece[];
  readonly plain: string;
}

export const ruleOf = ({ said, plain }: Rephrasing): Rule => ({ pieces: said.split(' ').map(pieceOf), plain });

function pieceOf(written: string): Piece {
  const capture = /^\{(\w+)(?::(quoted|named|number))?\}$/.exec(written);
  if (capture)
    return { is: 'capture', name: capture[1] ?? '', as: capture[2] as 'quoted' | 'named' | 'number' | undefined };
  const mayLack = written.length > 1 && written.endsWith('?');
  return { is: 'words', words: (mayLack ? written.slice(0, -1) : written).split('|'), mayLack };
}

type Captures = ReadonlyMap<string, Phrase>;

/** The plain words for a phrase that was said in this way; undefined when it was not. */
export function rephrasedBy(rule: Rule, phrase: Phrase): Phrase | undefined {
  const captures = match(rule.pieces, phrase, new Map());
  if (!captures) return undefined;
  const text = rule.plain.replaceAll(/"\{(\w+)\}"|\{(\w+)\}/g, (_, quoted?: string, bare?: string) => {
    const words = captures.get(quoted ?? bare ?? '');
    if (!words) return '';
    return quoted !== undefined && words.quoted === undefined ? quote(words.raw) : words.raw;
  });
  return phraseOf(text.trim());
}

export const phraseOf = (text: string): Phrase => new Phrase(text, tokenize(text).phrase.tokens);

/** Captures are as short as they can be; what stands at the end takes all that is left. */
function match(pieces: readonly Piece[], phrase: Phrase, captures: Captures): Captures | undefined {
  const [piece, ...others] = pieces;
  if (!piece) return phrase.isEmpty ? captures : undefined;
  if (piece.is === 'capture') return capture(piece, others, phrase, captures);
  if (piece.words.includes(phrase.low(0)) && !phrase.isEmpty) {
    const found = match(others, phrase.slice(1), captures);
    if (found) return found;
  }
  return piece.mayLack ? match(others, phrase, captures) : undefined;
}

function capture(
  { name, as }: Extract<Piece, { is: 'capture' }>,
  others: readonly Piece[],
  phrase: Phrase,
  captures: Captures,
): Captures | undefined {
  if (as === 'quoted' && phrase.tokens[0]?.kind !== 'quoted') return undefined;
  const longest = as === 'quoted' ? 1 : phrase.length;
  for (let length = others.length === 0 ? longest : 1; length <= longest; length++) {
    const words = phrase.slice(0, length);
    if (
      words.trimmed().isEmpty ||
      (as === 'named' && !isNamed(words)) ||
      (as === 'number' && numberOf(words.text) === undefined)
    )
      continue;
    const found = match(others, phrase.slice(length), new Map(captures).set(name, words));
    if (found) return found;
  }
  return undefined;
}

const article = phrases('the', 'my', 'a');

function isNamed(words: Phrase): boolean {
  const place = words.match(article);
  const name = place ? words.after(place) : words;
  return name.hasQuoted || isCapitalised(name.tokens[0]) || words.trimmed().matchEnd(roleWords) !== undefined;
}

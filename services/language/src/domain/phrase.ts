/** `mark` is punctuation at a word's end, or a line break. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'mark';
  /** As matched: lower case, plain apostrophes. Empty for quoted text, which matches nothing. */
  readonly low: string;
  /** As said; for quoted text its inside, without escapes. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** Several ways to say one thing; longest first. */
export type Phrases = readonly (readonly string[])[];

export const phrases = (...said: readonly string[]): Phrases =>
  said.map((phrase) => phrase.split(' ')).sort((a, b) => b.length - a.length);

export interface Place {
  readonly at: number;
  readonly length: number;
  readonly said: string;
}

/** A run of tokens, and the text that they were cut from. Immutable. */
export class Phrase {
  readonly source: string;
  readonly tokens: readonly Token[];

  constructor(source: string, tokens: readonly Token[]) {
    this.source = source;
    this.tokens = tokens;
  }

  get length(): number {
    return this.tokens.length;
  }

  get isEmpty(): boolean {
    return this.tokens.length === 0;
  }

  /** The text as it was said, spaces and all. */
  get raw(): string {
    const [first, last] = [this.tokens[0], this.tokens.at(-1)];
    return first && last ? this.source.slice(first.start, last.end) : '';
  }

  /** The text with single spaces. */
  get text(): string {
    return this.raw.replace(/\s+/g, ' ');
  }

  /** The inside, when this is one quoted text and nothing else. */
  get quoted(): string | undefined {
    const [only] = this.tokens;
    return this.length === 1 && only?.kind === 'quoted' ? only.value : undefined;
  }

  get hasQuoted(): boolean {
    return this.tokens.some(({ kind }) => kind === 'quoted');
  }

  low(index: number): string {
    return this.tokens[index]?.low ?? '';
  }

  slice(from: number, to?: number): Phrase {
    return new Phrase(this.source, this.tokens.slice(from, to));
  }

  /** Without punctuation at either end. */
  trimmed(): Phrase {
    const isMark = ({ kind }: Token) => kind === 'mark';
    const from = this.tokens.findIndex((token) => !isMark(token));
    if (from < 0) return this.slice(0, 0);
    return this.slice(from, this.tokens.findLastIndex((token) => !isMark(token)) + 1);
  }

  /** The longest of `table` that stands at `index`. */
  match(table: Phrases, index = 0): Place | undefined {
    const found = table.find((words) => words.every((word, offset) => this.low(index + offset) === word));
    return found && { at: index, length: found.length, said: found.join(' ') };
  }

  /** The longest of `table` that this ends with. */
  matchEnd(table: Phrases): Place | undefined {
    const found = table.find((words) => {
      const at = this.length - words.length;
      return at >= 0 && words.every((word, offset) => this.low(at + offset) === word);
    });
    return found && { at: this.length - found.length, length: found.length, said: found.join(' ') };
  }

  /** Every place of `table`, in order, none overlapping. */
  places(table: Phrases, from = 0): Place[] {
    const found: Place[] = [];
    for (let at = from; at < this.length; at++) {
      const place = this.match(table, at);
      if (!place) continue;
      found.push(place);
      at += place.length - 1;
    }
    return found;
  }

  before({ at }: Place): Phrase {
    return this.slice(0, at);
  }

  after({ at, length }: Place): Phrase {
    return this.slice(at + length);
  }
}

/** Whether a word was written like a name: `Save`, not `save` and not `SAVE`. */
export const isCapitalised = (token: Token | undefined): boolean =>
  token?.kind === 'word' && /^\p{Lu}.*\p{Ll}/su.test(token.value);

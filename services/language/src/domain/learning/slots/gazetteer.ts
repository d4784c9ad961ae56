import type { Piece, Span } from './pieces.ts';

const longestValue = 8;

/**
 * Values that slots had, learned from the examples. While learning, what an example itself contributed does not count:
 * else everything would be known, and the tagger would learn to trust what it will not have.
 */
export class Gazetteer {
  readonly #values = new Map<string, Map<string, number>>();
  readonly #words = new Map<string, Map<string, number>>();

  add(pieces: readonly Piece[], spans: readonly Span[], count = 1): void {
    for (const { slot, start, end } of spans) {
      const value = pieces.filter((piece) => piece.start < end && piece.end > start).map(({ low }) => low);
      tally(this.#values, value.join(' '), slot, count);
      for (const word of new Set(value)) tally(this.#words, word, slot, count);
    }
  }

  /** For each piece: in which known values it stands, and of which slots it is a word. */
  signs(pieces: readonly Piece[]): string[][] {
    const signs = pieces.map(({ low }): string[] => known(this.#words.get(low), 2).map((slot) => `gw${slot}`));
    for (let from = 0; from < pieces.length; from++) {
      for (let to = Math.min(pieces.length, from + longestValue); to > from; to--) {
        const slots = known(
          this.#values.get(
            pieces
              .slice(from, to)
              .map(({ low }) => low)
              .join(' '),
          ),
          1,
        );
        if (slots.length === 0) continue;
        const size = to - from > 1 ? '+' : '';
        for (const slot of slots)
          for (let at = from; at < to; at++) signs[at]?.push(`g${at === from ? 'B' : 'I'}${size}${slot}`);
        break;
      }
    }
    return signs.map((own) => [...new Set(own)]);
  }

  kept(): { values: [string, [string, number][]][]; words: [string, [string, number][]][] } {
    const list = (table: Table): [string, [string, number][]][] => [...table].map(([key, slots]) => [key, [...slots]]);
    return { values: list(this.#values), words: list(this.#words) };
  }

  static from(kept: ReturnType<Gazetteer['kept']>): Gazetteer {
    const gazetteer = new Gazetteer();
    for (const [key, slots] of kept.values) gazetteer.#values.set(key, new Map(slots));
    for (const [key, slots] of kept.words) gazetteer.#words.set(key, new Map(slots));
    return gazetteer;
  }
}

type Table = Map<string, Map<string, number>>;

function tally(table: Table, key: string, slot: string, count: number): void {
  const slots = table.get(key) ?? new Map<string, number>();
  table.set(key, slots);
  slots.set(slot, (slots.get(slot) ?? 0) + count);
}

const known = (slots: Map<string, number> | undefined, least: number): string[] =>
  slots ? [...slots].filter(([, count]) => count >= least).map(([slot]) => slot) : [];

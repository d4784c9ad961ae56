import type { Box } from '@karna/proto/gen/geometry/v1/geometry';

/** One character that was read. */
export interface Character {
  readonly text: string;
  /** Somewhere inside it (px from the left edge of the picture). */
  readonly x: number;
  /** 0..1. */
  readonly confidence: number;
}

export interface Word {
  readonly text: string;
  readonly box: Box;
  /** That of its least sure character, 0..1. */
  readonly confidence: number;
  readonly characters: readonly Character[];
}

/** Words that stand one blank apart. */
export interface LineOf<W> {
  readonly text: string;
  readonly box: Box;
  /** From left to right. */
  readonly words: W[];
}

export type Line = LineOf<Word>;

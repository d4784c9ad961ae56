import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { right } from '@karna/sight/boxes';
import type { ReadCharacter } from '@karna/sight/ctc';
import type { Word } from '@karna/sight/line';
import { wordsOf } from '@karna/sight/text-lines';
import type { Reading } from './reading-memory.ts';

/** What one reading says of a stretch of the line: its words there, and how sure it is of their characters on average. */
interface Vote {
  readonly text: string;
  readonly words: readonly Word[];
  readonly sureness: number;
}

/** A reading that has nothing where others have words is as sure as this. */
const sureOfNothing = 0.3;
/** Words of two readings are of one stretch where they share more than this many line heights. */
const leastShared = 0.3;

/**
 * One reading of a line from several. Stretch by stretch that which most readings say, weighed by how sure they are.
 */
export function voted(box: Box, readings: readonly [Reading, ...Reading[]]): Reading {
  const [{ width }] = readings;
  const lines = readings.map((reading) => wordsOf({ box, width: reading.width }, reading.characters, true));
  const words = stretchesOf(lines.flat()).flatMap((stretch) => elected(lines.map((line) => voteOf(line, stretch))));
  const columnOf = (x: number) => ((x - box.x) / box.width) * width;
  const spelt = words.map((word) => word.characters.map(({ x, ...read }) => ({ ...read, column: columnOf(x) })));
  return { width, characters: spelt.flatMap((word, index) => (index > 0 ? [blankBefore(word), ...word] : word)) };
}

const blankBefore = ([first]: readonly ReadCharacter[]): ReadCharacter => ({
  text: ' ',
  column: first?.column ?? 0,
  confidence: 1,
});

/** Words that stand over one another, from left to right. */
function stretchesOf(words: readonly Word[]): Set<Word>[] {
  const stretches: { readonly words: Set<Word>; end: number }[] = [];
  for (const word of words.toSorted((a, b) => a.box.x - b.box.x)) {
    const open = stretches.at(-1);
    if (open && word.box.x < open.end - leastShared * word.box.height) {
      open.words.add(word);
      open.end = Math.max(open.end, right(word.box));
    } else {
      stretches.push({ words: new Set([word]), end: right(word.box) });
    }
  }
  return stretches.map((stretch) => stretch.words);
}

function voteOf(line: readonly Word[], stretch: ReadonlySet<Word>): Vote {
  const words = line.filter((word) => stretch.has(word));
  const characters = words.flatMap((word) => word.characters);
  const logs = characters.reduce((sum, { confidence }) => sum + Math.log(Math.max(1e-3, confidence)), 0);
  const sureness = characters.length > 0 ? Math.exp(logs / characters.length) : sureOfNothing;
  return { text: words.map(({ text }) => text).join(' '), words, sureness };
}

/** What most say, as the surest of them says it; the less sure the less of them say so. */
function elected(votes: readonly Vote[]): readonly Word[] {
  const parties = [...Map.groupBy(votes, ({ text }) => text).values()];
  const [winner = []] = parties.toSorted((a, b) => weight(b) - weight(a));
  const [surest] = winner.toSorted((a, b) => b.sureness - a.sureness);
  const share = weight(winner) / weight(votes);
  return (surest?.words ?? []).map((word) => ({
    ...word,
    characters: word.characters.map((character) => ({ ...character, confidence: character.confidence * share })),
  }));
}

const weight = (votes: readonly Vote[]): number => votes.reduce((sum, { sureness }) => sum + sureness, 0);

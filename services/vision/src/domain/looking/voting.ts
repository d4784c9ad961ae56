import { right } from '@karna/sight/boxes';
import type { Word } from '@karna/sight/line';

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
 * One line from several readings of it. Stretch by stretch that which most readings say, weighed by how sure they are,
 * as the surest of them says it.
 */
export function voted(readings: readonly (readonly Word[])[]): Word[] {
  const [only = [], ...others] = readings;
  if (others.length === 0) return [...only];
  return stretchesOf(readings.flat()).flatMap((words) => elected(readings.map((reading) => voteOf(reading, words))));
}

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

function voteOf(reading: readonly Word[], stretch: ReadonlySet<Word>): Vote {
  const words = reading.filter((word) => stretch.has(word));
  const characters = words.flatMap((word) => word.characters);
  const logs = characters.reduce((sum, { confidence }) => sum + Math.log(Math.max(1e-3, confidence)), 0);
  const sureness = characters.length > 0 ? Math.exp(logs / characters.length) : sureOfNothing;
  return { text: words.map(({ text }) => text).join(' '), words, sureness };
}

function elected(votes: readonly Vote[]): readonly Word[] {
  const parties = [...Map.groupBy(votes, ({ text }) => text).values()];
  const [winner = []] = parties.toSorted((a, b) => weight(b) - weight(a));
  return winner.toSorted((a, b) => b.sureness - a.sureness)[0]?.words ?? [];
}

const weight = (votes: readonly Vote[]): number => votes.reduce((sum, { sureness }) => sum + sureness, 0);

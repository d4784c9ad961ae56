import { overlaps } from '../../domain/boxes.ts';
import type { Bgrx, Box, ReadCharacter, ReadLine, ReadWord, TextReader } from '../../ports.ts';

/** A reader for a simulated screen: it "reads" the lines that it was told are there. */
export class MemoryReader implements TextReader {
  lines: ReadLine[] = [];
  /** The parts of each question so far. */
  readonly asked: Box[][] = [];
  /** Set: every question fails with it. */
  failure: Error | undefined;
  isClosed = false;

  async read(_picture: Bgrx, parts: readonly Box[], signal: AbortSignal): Promise<ReadLine[][]> {
    signal.throwIfAborted();
    this.asked.push([...parts]);
    if (this.failure) throw this.failure;
    return parts.map((part) => this.lines.filter(({ box }) => overlaps(box, part)));
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }
}

/** A character is so wide (line heights). */
const pitch = 0.5;

/** A line as a reader gives it, in even type; `confidence` is that of every character. */
export function writtenLine(text: string, x: number, y: number, height = 16, confidence = 1): ReadLine {
  const step = height * pitch;
  const words = [...text.matchAll(/\S+/g)].map(({ 0: word, index }): ReadWord => {
    const left = x + index * step;
    const characters = [...word].map(
      (one, place): ReadCharacter => ({ text: one, x: left + (place + 0.5) * step, confidence }),
    );
    return { text: word, box: { x: left, y, width: word.length * step, height }, confidence, characters };
  });
  return { text, box: { x, y, width: text.length * step, height }, words };
}

import type { Frame } from '@karna/sight/frame';
import { type Comparison, compared, type View } from './domain/comparing/comparing.ts';
import { isDrawnIn } from './domain/ink.ts';
import { type Glance, LookMemory } from './domain/looking/look-memory.ts';
import { ReadingMemory } from './domain/looking/reading-memory.ts';
import { rated } from './domain/rating/rating.ts';
import { arranged } from './domain/tree/arranged.ts';
import { withWitnesses } from './domain/witnesses.ts';
import { glanceAt } from './glancing.ts';
import { perceive } from './perceiving.ts';
import type { CompareHints, LookHints, Models, Seen } from './ports.ts';
import { Reading } from './reading.ts';

/** Per worker: the last frames of each desktop (4 MB each at 1280x720), and the text on so many pixels. */
const limits = { looks: { glances: 6, bytes: 96 * 2 ** 20 }, readingBytes: 16 * 2 ** 20 };
/** A frame of which no more than this was looked at anew takes the place of the one that it was compared with. */
const littleNew = 0.2;

/** Sees frames, and remembers of each desktop what its last ones showed, so that the next costs what changed. */
export class Eyes {
  readonly #models: Models;
  readonly #looks = new LookMemory(limits.looks);
  readonly #reading: Reading;

  constructor(models: Models) {
    this.#models = models;
    this.#reading = new Reading(models, new ReadingMemory(limits.readingBytes));
  }

  async look(frame: Frame, { desktopId = '', accessible = [], anew = false }: LookHints = {}): Promise<Seen> {
    const { glance, lookedAt } = await this.#glance(frame, desktopId, anew);
    const { guesses = [], ...screen } = await perceive(glance, this.#reading);
    const seen = arranged(withWitnesses(screen, accessible, (box) => isDrawnIn(frame, box)));
    return { ...rated({ ...seen, guesses }), lookedAt, isWhole: glance.isWhole };
  }

  /** Errors: `input.invalid` when the frames have different sizes. */
  async compare(before: Frame, after: Frame, { desktopId = '', ignore = [] }: CompareHints = {}): Promise<Comparison> {
    const first = await this.#glance(before, desktopId);
    const second = await glanceAt(after, this.#models, first.glance);
    this.#keep(desktopId, second, first.glance);
    return compared(await this.#view(first.glance), await this.#view(second.glance), ignore);
  }

  async #view(glance: Glance): Promise<View> {
    return { frame: glance.frame, screen: arranged(await perceive(glance, this.#reading)) };
  }

  async #glance(frame: Frame, desktopId: string, anew = false): Promise<{ glance: Glance; lookedAt: number }> {
    const before = desktopId === '' || anew ? undefined : this.#looks.nearest(desktopId, frame);
    const seen = await glanceAt(frame, this.#models, before);
    this.#keep(desktopId, seen, before);
    return seen;
  }

  #keep(desktopId: string, { glance, lookedAt }: { glance: Glance; lookedAt: number }, before?: Glance): void {
    if (desktopId !== '') this.#looks.put(desktopId, glance, lookedAt <= littleNew ? before : undefined);
  }
}

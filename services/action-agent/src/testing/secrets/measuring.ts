import { quiet } from '@karna/common/log';
import { SightReader } from '../../adapters/sight/reader.ts';
import { patternNames } from '../../domain/redaction/find.ts';
import { painted } from '../../domain/redaction/painting.ts';
import type { TextReader } from '../../ports.ts';
import { Redaction } from '../../redaction.ts';
import type { SecretKind } from './inventing.ts';
import { maskedWithoutNeed, verdicts } from './judging.ts';
import { bgrxOf } from './picture.ts';
import { type PlantedScreen, plantedScreens } from './planting.ts';
import { isReadable, patienceMs, readByOurs, readByTesseract } from './reading-back.ts';
import { plantedWindows } from './windows.ts';

export interface MeasuringOptions {
  /** How many secrets to plant on pages, at least. */
  readonly secrets: number;
  readonly seed?: number;
  /** Also windows of real programs: terminals, an editor, a viewer. */
  readonly windows?: boolean;
  /** Who tries to read the masked pictures, besides the count of what the masks leave to be seen. */
  readonly readBackBy?: readonly ('ours' | 'tesseract')[];
  readonly modelsFolder: string;
  readonly threads?: number;
  /** Hears of every screen as it is done. */
  onScreen?(screen: PlantedScreen, shown: readonly number[]): void;
}

/** What a run of planted secrets came to. */
export interface Measured {
  readonly screens: number;
  readonly secrets: number;
  /** Secrets of which more than `visibleInk` of the ink was left. */
  readonly visible: number;
  /** Secrets of which somebody read something where they stand. */
  readonly read: number;
  readonly visibleByKind: Readonly<Partial<Record<SecretKind, number>>>;
  /** Area masked outside the lines and fields that hold secrets: mean over the screens, and the worst (0..1). */
  readonly maskedWithoutNeed: { readonly mean: number; readonly worst: number };
  /** From a picture that is new to knowing what of it to mask (ms), the mean. */
  readonly wholeMs: number;
}

/** Soft edges of glyphs reach out of any box by a pixel: less than this of a secret's ink tells nothing (0..1). */
export const visibleInk = 0.02;

/** Plants secrets, masks the screens as the agent does, and counts what is left to be seen. */
export async function measureRedaction(options: MeasuringOptions): Promise<Measured> {
  const { modelsFolder, threads = 2, secrets, seed } = options;
  const reader = await SightReader.open({ modelsFolder, threads, log: quiet, limitMs: patienceMs });
  const tally = new Tally();
  try {
    for await (const screen of plantedScreens(secrets, seed)) await tally.add(screen, reader, options);
    if (options.windows) for await (const screen of plantedWindows(seed)) await tally.add(screen, reader, options);
  } finally {
    await reader.close();
  }
  return tally.result;
}

class Tally {
  #screens = 0;
  #secrets = 0;
  #read = 0;
  #wholeMs = 0;
  readonly #visible: SecretKind[] = [];
  readonly #needless: number[] = [];

  async add(screen: PlantedScreen, reader: TextReader, { readBackBy = [], onScreen }: MeasuringOptions): Promise<void> {
    const picture = bgrxOf(screen.picture);
    // A fresh one each time: nothing may be known from the screen before.
    const policy = { patterns: new Set(patternNames), fields: true, regions: [], windows: [] };
    const redaction = new Redaction({ policy, reader });
    const startedMs = performance.now();
    const masks = await redaction.masksFor(
      picture,
      { windows: [], passwordFields: [] },
      AbortSignal.timeout(patienceMs),
    );
    this.#wholeMs += performance.now() - startedMs;
    const boxes = masks.map(({ box }) => box);
    const found = verdicts(screen, boxes);
    this.#screens++;
    this.#secrets += found.length;
    this.#visible.push(...found.filter(({ shown }) => shown > visibleInk).map(({ kind }) => kind));
    this.#needless.push(maskedWithoutNeed(screen, boxes));
    const masked = painted(picture, masks);
    const readings = [
      ...(readBackBy.includes('ours') ? await readByOurs(masked, reader) : []),
      ...(readBackBy.includes('tesseract') ? await readByTesseract(masked) : []),
    ];
    this.#read += screen.secrets.filter((secret) => isReadable(secret, readings)).length;
    onScreen?.(
      screen,
      found.map(({ shown }) => shown),
    );
  }

  get result(): Measured {
    const visibleByKind = Object.fromEntries(
      Object.entries(Object.groupBy(this.#visible, (kind) => kind)).map(([kind, all]) => [kind, all?.length ?? 0]),
    );
    const mean = this.#needless.reduce((sum, share) => sum + share, 0) / Math.max(1, this.#screens);
    return {
      screens: this.#screens,
      secrets: this.#secrets,
      visible: this.#visible.length,
      read: this.#read,
      visibleByKind,
      maskedWithoutNeed: { mean, worst: Math.max(0, ...this.#needless) },
      wholeMs: this.#wholeMs / Math.max(1, this.#screens),
    };
  }
}

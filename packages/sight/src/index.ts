// Reads the text in a picture of a screen. For whoever needs it without the rest of vision.
import type { Frame } from './frame.ts';
import type { Line } from './line.ts';
import { openNetworks } from './networks.ts';
import { readPack } from './pack.ts';
import { type ReadingOptions, readLines } from './reading.ts';

export type { Frame } from './frame.ts';
export type { Character, Line, Word } from './line.ts';
export type { ReadingOptions } from './reading.ts';

export interface Sight {
  /** Every line of text. Boxes are whole px of the frame. About 0.2 s for 1280x720 on two cores. */
  readLines(frame: Frame, options?: ReadingOptions): Promise<Line[]>;
  close(): Promise<void>;
}

/**
 * Loads the networks of a models folder and runs them once, since the first run of a shape plans its memory. Fails when
 * the folder has none or a file is not the one its manifest describes. `threads`: cores to compute on.
 */
export async function openSight(modelsFolder: string, { threads }: { readonly threads: number }): Promise<Sight> {
  const networks = await openNetworks(await readPack(modelsFolder), threads);
  await readLines(blank(320, 160), networks);
  return {
    readLines: (frame, options) => readLines(frame, networks, options),
    close: () => networks.close(),
  };
}

const blank = (width: number, height: number): Frame => ({ width, height, rgb: new Uint8Array(width * height * 3) });

import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { clipped } from './boxes.ts';
import type { ReadCharacter } from './ctc.ts';
import type { Frame } from './frame.ts';
import type { LineCrop } from './line-crop.ts';
import type { PackFiles } from './pack.ts';
import { isOwn, partsOf } from './parts.ts';
import { isSameLine, type Proposal } from './proposals.ts';
import { ReaderNetwork } from './reader-network.ts';
import { linesOnly, ScreenNetwork } from './screen-network.ts';

/** More than any readable screen has; a picture of noise must not take minutes. */
const mostLines = 1000;
/** Narrower or lower is no text (px). */
const least = { width: 3, height: 4 };

/** What the networks say, before words are made of it. */
export interface Networks {
  /** Boxes of lines of text, without duplicates, inside the picture. */
  findLines(frame: Frame): Promise<Box[]>;
  /** The characters on each crop, in the crops' order. */
  read(crops: readonly LineCrop[]): Promise<ReadCharacter[][]>;
  close(): Promise<void>;
}

export async function openNetworks(files: PackFiles, threads: number): Promise<Networks> {
  const screen = await ScreenNetwork.open(files.screen, threads, linesOnly);
  const reader = await ReaderNetwork.open(files.reader, threads);
  return {
    findLines: (frame) => findLines(screen, frame),
    read: (crops) => reader.read(crops),
    close: async () => {
      await screen.close();
      await reader.close();
    },
  };
}

async function findLines(screen: ScreenNetwork, frame: Frame): Promise<Box[]> {
  const found: Proposal[] = [];
  for (const part of partsOf(frame.width, frame.height)) {
    found.push(...(await screen.look(frame, part.look)).filter((proposal) => isOwn(part, proposal)));
  }
  const best = found.sort((a, b) => b.score - a.score).slice(0, mostLines);
  return withoutDuplicates(best.map(({ box }) => box))
    .map((box) => clipped(box, frame.width, frame.height))
    .filter((box) => box.width >= least.width && box.height >= least.height);
}

/** Expects them best first. */
function withoutDuplicates(boxes: readonly Box[]): Box[] {
  const kept: Box[] = [];
  for (const box of boxes) if (!kept.some((stronger) => isSameLine(stronger, box))) kept.push(box);
  return kept;
}

import { readFile } from 'node:fs/promises';
import type { Lifecycle } from '@karna/common/lifecycle';
import { openBareNetworks, type Truth, type VisionCalls } from '@karna/vision/testing';
import sharp from 'sharp';
import { type Contender, sideBySide, type Timing, timed } from '../side-by-side.ts';
import { tesseractWords } from './tesseract.ts';
import { typedFrames } from './typing.ts';

const wanted = { width: 1280, height: 720 };
const mostPictures = 6;
const rounds = 36;
/** Pictures of others may be large (ms). */
const mostMs = 180_000;

export interface ParseTimes {
  readonly width: number;
  readonly height: number;
  readonly pictures: number;
  readonly rows: readonly Timing[];
  /** Median share of the picture that was looked at again after a character was typed. */
  readonly lookedAtAfterTyping: number;
}

/** How long one Parse takes, on pictures of one size: 1280x720 when there are some. Undefined without pictures. */
export async function parseTimes(
  vision: VisionCalls,
  truths: readonly Truth[],
  life: Lifecycle,
  { tesseract, settings }: { tesseract: boolean; settings: Readonly<Record<string, string>> },
): Promise<ParseTimes | undefined> {
  const { width, height, images } = await alike(truths);
  if (images.length === 0) return undefined;
  const networks = life.own('bare networks', await openBareNetworks(width, height, settings), (open) => open.close());
  const turn = inTurn(images);
  const fresh = await freshFrames(images);
  const { typed, lookedAt } = await typing(vision, images);
  const contenders: Contender[] = [
    { name: 'karna Parse, a frame never seen', once: () => onFrame(fresh(), (data) => parse(vision, data)) },
    { name: 'karna Parse, a character typed', once: typed },
    { name: 'karna Parse, the same frame again', once: () => timed(() => parse(vision, images[0] as Uint8Array)) },
    { name: 'the bare networks, full frame', once: () => timed(networks.once) },
    { name: 'decoding the PNG alone', once: () => timed(() => sharp(turn()).raw().toBuffer()) },
    ...(tesseract
      ? [{ name: 'tesseract, words alone', once: () => timed(() => tesseractWords(turn())), every: 6 }]
      : []),
  ];
  const rows = await sideBySide(contenders, rounds, mostMs);
  const looked = lookedAt.toSorted((a, b) => a - b);
  return {
    width,
    height,
    pictures: images.length,
    rows,
    lookedAtAfterTyping: looked[looked.length >> 1] ?? Number.NaN,
  };
}

const parse = (vision: VisionCalls, data: Uint8Array, desktopId = '') =>
  vision.parse({ image: { data: Buffer.from(data) }, accessible: [], withGuesses: false, desktopId, id: '' });

const onFrame = async <T>(frame: Promise<T>, work: (frame: T) => Promise<unknown>): Promise<number> => {
  const ready = await frame;
  return timed(() => work(ready));
};

/** Pictures of one size, the wanted one first. */
async function alike(truths: readonly Truth[]) {
  const sizes = new Map<string, { width: number; height: number; images: Uint8Array[] }>();
  for (const truth of truths) {
    const image = await readFile(truth.image);
    const { width, height } = await sharp(image).metadata();
    const key = `${width}x${height}`;
    const group = sizes.get(key) ?? { width, height, images: [] };
    if (group.images.length < mostPictures) group.images.push(image);
    sizes.set(key, group);
  }
  const exact = sizes.get(`${wanted.width}x${wanted.height}`);
  const most = [...sizes.values()].sort((a, b) => b.images.length - a.images.length)[0];
  return exact ?? most ?? { ...wanted, images: [] };
}

function inTurn<T>(things: readonly T[]): () => T {
  let next = 0;
  return () => things[next++ % things.length] as T;
}

/** The pictures again and again, each time with one other pixel, so that no cache knows them. */
async function freshFrames(images: readonly Uint8Array[]): Promise<() => Promise<Uint8Array>> {
  const turn = inTurn(images);
  let made = 0;
  return async () => {
    const { data, info } = await sharp(turn()).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    made++;
    data[0] = made & 255;
    data[1] = made >> 8;
    return sharp(data, { raw: info }).png({ compressionLevel: 1 }).toBuffer();
  };
}

/** Each picture is a desktop of its own, on which a character appears round by round. */
async function typing(vision: VisionCalls, images: readonly Uint8Array[]) {
  const desktops = await Promise.all(
    images.map(async (image, index) => {
      const { lines } = await parse(vision, image);
      return {
        id: `desktop-${index}`,
        frames: await typedFrames(
          image,
          lines.flatMap(({ words }) => words),
          rounds,
        ),
      };
    }),
  );
  for (const [index, { id }] of desktops.entries()) await parse(vision, images[index] as Uint8Array, id);
  const turn = inTurn(desktops.filter(({ frames }) => frames.length > 0));
  const lookedAt: number[] = [];
  const typed = async () => {
    const desktop = turn();
    const frame = desktop.frames.shift();
    if (!frame) return Number.NaN;
    const start = performance.now();
    const reply = await parse(vision, frame, desktop.id);
    lookedAt.push(reply.lookedAt);
    return performance.now() - start;
  };
  return { typed, lookedAt };
}

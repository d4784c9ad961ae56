import type { Page } from 'playwright-core';

/** Grey levels (of 255) between the lightest and darkest px below which a person would not see that something is there. */
const leastForWords = 28;
const leastForElements = 10;

type Box = readonly [x: number, y: number, width: number, height: number];
interface Seen {
  readonly elements: readonly { readonly box: Box }[];
  readonly words: readonly { readonly box: Box }[];
  readonly lines: readonly { readonly box: Box }[];
  readonly ignore: readonly Box[];
  readonly ignoreText: readonly Box[];
}

/** Runs inside the page: the range of grey levels in each box of a picture. Boxes in px of the picture. */
async function rangesIn([url, boxes]: [string, Box[]]): Promise<number[]> {
  const bitmap = await createImageBitmap(await (await fetch(url)).blob());
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
  if (context === null) throw new Error('no canvas');
  context.drawImage(bitmap, 0, 0);
  const { data, width, height } = context.getImageData(0, 0, bitmap.width, bitmap.height);
  return boxes.map(([left, top, across, down]) => {
    let [low, high] = [255, 0];
    for (let y = Math.max(0, Math.floor(top)); y < Math.min(height, top + down); y++) {
      for (let x = Math.max(0, Math.floor(left)); x < Math.min(width, left + across); x++) {
        const at = (y * width + x) * 4;
        const grey = (data[at] ?? 0) * 0.3 + (data[at + 1] ?? 0) * 0.59 + (data[at + 2] ?? 0) * 0.11;
        low = Math.min(low, grey);
        high = Math.max(high, grey);
      }
    }
    return high - low;
  });
}

/** Some style sheets paint white on white: what cannot be seen is neither asked for nor counted. `picture` is base64 PNG. */
export async function withoutInvisible<T extends Seen>(page: Page, picture: string, truth: T): Promise<T> {
  const url = `data:image/png;base64,${picture}`;
  const around = ([x, y, width, height]: Box): Box => [x - 2, y - 2, width + 4, height + 4];
  const rangesOf = (boxes: Box[]) => page.evaluate(rangesIn, [url, boxes] as [string, Box[]]);
  const all = [
    ...truth.words.map(({ box }) => box),
    ...truth.lines.map(({ box }) => box),
    ...truth.elements.map(({ box }) => around(box)),
  ];
  const ranges = await rangesOf(all);
  const [words, lines] = [truth.words.length, truth.lines.length];
  const isReadable = (index: number) => (ranges[index] ?? 0) >= leastForWords;
  const isSeen = (index: number) => (ranges[words + lines + index] ?? 0) >= leastForElements;
  return {
    ...truth,
    words: truth.words.filter((_, index) => isReadable(index)),
    lines: truth.lines.filter((_, index) => isReadable(words + index)),
    elements: truth.elements.filter((_, index) => isSeen(index)),
    ignore: [...truth.ignore, ...truth.elements.filter((_, index) => !isSeen(index)).map(({ box }) => box)],
    ignoreText: [...truth.ignoreText, ...truth.words.filter((_, index) => !isReadable(index)).map(({ box }) => box)],
  };
}

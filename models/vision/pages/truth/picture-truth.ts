import type { Page } from '../page.ts';
import type { Edges } from './boxes.ts';
import type { RawTruth } from './collect.ts';

type Box = readonly [x: number, y: number, width: number, height: number];

/** The file beside a picture; boxes in px of the picture. */
export interface PictureTruth {
  readonly scale: number;
  readonly size: readonly [width: number, height: number];
  readonly source: string;
  readonly elements: readonly { box: Box; role: string; name: string; states: readonly string[] }[];
  readonly words: readonly { text: string; box: Box }[];
  readonly lines: readonly { text: string; box: Box }[];
  readonly ignore: readonly Box[];
  readonly ignoreText: readonly Box[];
}

/** Names longer than this say nothing more about an element. */
const nameLimit = 80;

const tenth = (value: number): number => Math.round(value * 10) / 10;

/** From CSS px to px of the picture. */
export function inPicture(raw: RawTruth, page: Page): PictureTruth {
  const scaled = (edges: Edges): Box => {
    const { left, top, right, bottom } = edges;
    return [
      tenth(left * page.scale),
      tenth(top * page.scale),
      tenth((right - left) * page.scale),
      tenth((bottom - top) * page.scale),
    ];
  };
  const shortName = (name: string) => name.replaceAll('\u200b', '').replace(/\s+/g, ' ').trim().slice(0, nameLimit);
  return {
    scale: page.scale,
    size: [Math.round(page.width * page.scale), Math.round(page.height * page.scale)],
    source: page.source,
    elements: raw.elements.map(({ box, role, name, states }) => ({
      box: scaled(box),
      role,
      name: shortName(name),
      states,
    })),
    words: raw.words.map(({ text, box }) => ({ text, box: scaled(box) })),
    lines: raw.lines.map(({ text, box }) => ({ text, box: scaled(box) })),
    ignore: raw.ignore.map(scaled),
    ignoreText: raw.ignoreText.map(scaled),
  };
}

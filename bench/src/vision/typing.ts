import type { Word } from '@karna/proto/gen/vision/v1/element';
import sharp from 'sharp';

// Somebody types: the picture as it is after each character.

interface Picture {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A letter is about this part of its line's height wide. */
const letterWidth = 0.6;
const gapPx = 2;

/**
 * Frames (PNG), each with one character more than the one before: behind a word with free ground to its right a copy of the word's first
 * letter appears. Fewer than `count` when there is no more room.
 */
export async function typedFrames(image: Uint8Array, words: readonly Word[], count: number): Promise<Uint8Array[]> {
  const { data, info } = await sharp(image).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const picture = { data, width: info.width, height: info.height };
  const frames: Uint8Array[] = [];
  for (const { box } of words) {
    if (frames.length === count) break;
    const letter = box && letterOf(box);
    if (!letter || !isFree(picture, { ...letter, x: box.x + box.width, width: letter.width + 2 * gapPx })) continue;
    copy(picture, letter, Math.round(box.x + box.width) + gapPx);
    frames.push(await sharp(data, { raw: info }).png({ compressionLevel: 1 }).toBuffer());
  }
  return frames;
}

const letterOf = ({ x, y, width, height }: Place): Place | undefined =>
  width < height
    ? undefined
    : { x: Math.round(x), y: Math.round(y), width: Math.round(height * letterWidth), height: Math.round(height) };

/** One colour all over. */
function isFree({ data, width, height }: Picture, place: Place): boolean {
  const left = Math.round(place.x);
  if (left + place.width >= width || place.y + place.height >= height) return false;
  const first = (place.y * width + left) * 3;
  for (let y = place.y; y < place.y + place.height; y++) {
    for (let x = left; x < left + place.width; x++) {
      const at = (y * width + x) * 3;
      if (data[at] !== data[first] || data[at + 1] !== data[first + 1] || data[at + 2] !== data[first + 2])
        return false;
    }
  }
  return true;
}

function copy({ data, width }: Picture, from: Place, toX: number): void {
  for (let y = from.y; y < from.y + from.height; y++) {
    const row = y * width;
    data.copyWithin((row + toX) * 3, (row + from.x) * 3, (row + from.x + from.width) * 3);
  }
}

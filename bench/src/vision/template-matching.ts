import sharp from 'sharp';

// Plain template matching, as most automation tools do it: normalised cross-correlation of grey values, one scale.

export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly values: Uint8Array;
}

export interface Match {
  /** Middle of the best place, px. */
  readonly x: number;
  readonly y: number;
  /** -1..1. */
  readonly likeness: number;
}

type Place = readonly [x: number, y: number, width: number, height: number];

/** Half the pixels each way are looked at first; only so many of the best places are then looked at closely. */
const candidates = 30;

export async function greyOf(image: Uint8Array): Promise<Grey> {
  const { data, info } = await sharp(image).removeAlpha().greyscale().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, values: data };
}

/** Where the `box` of `from` is found in `where`; undefined when it is larger than the picture or of one colour. */
export function matchTemplate(where: Grey, from: Grey, box: Place): Match | undefined {
  const template = cut(from, box);
  const coarse = best(halved(where), halved(template), candidates);
  const fine = coarse.flatMap(({ x, y }) => close(where, template, 2 * x, 2 * y) ?? []);
  const [first] = fine.sort((a, b) => b.likeness - a.likeness);
  return first && { x: first.x + template.width / 2, y: first.y + template.height / 2, likeness: first.likeness };
}

function cut({ width, height, values }: Grey, box: Place): Grey {
  const left = Math.max(0, Math.round(box[0]));
  const top = Math.max(0, Math.round(box[1]));
  const size = {
    width: Math.min(Math.round(box[2]), width - left),
    height: Math.min(Math.round(box[3]), height - top),
  };
  const part = new Uint8Array(size.width * size.height);
  for (let y = 0; y < size.height; y++) {
    const start = (top + y) * width + left;
    part.set(values.subarray(start, start + size.width), y * size.width);
  }
  return { ...size, values: part };
}

function halved({ width, height, values }: Grey): Grey {
  const size = { width: width >> 1, height: height >> 1 };
  const half = new Uint8Array(size.width * size.height);
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const at = 2 * y * width + 2 * x;
      const sum = (values[at] ?? 0) + (values[at + 1] ?? 0) + (values[at + width] ?? 0) + (values[at + width + 1] ?? 0);
      half[y * size.width + x] = sum >> 2;
    }
  }
  return { ...size, values: half };
}

/** The best places, none beside another. */
function best(where: Grey, template: Grey, count: number): Match[] {
  const correlate = correlator(where, template);
  const found: Match[] = [];
  for (let y = 0; y + template.height <= where.height; y++) {
    for (let x = 0; x + template.width <= where.width; x++) {
      const likeness = correlate(x, y);
      const last = found.at(-1);
      if (found.length === count && last && likeness <= last.likeness) continue;
      keep(found, { x, y, likeness }, count);
    }
  }
  return found;
}

function keep(found: Match[], match: Match, count: number): void {
  const rival = found.findIndex(({ x, y }) => Math.abs(x - match.x) <= 2 && Math.abs(y - match.y) <= 2);
  if (rival >= 0 && (found[rival]?.likeness ?? 0) >= match.likeness) return;
  if (rival >= 0) found.splice(rival, 1);
  found.push(match);
  found.sort((a, b) => b.likeness - a.likeness);
  found.length = Math.min(found.length, count);
}

function close(where: Grey, template: Grey, atX: number, atY: number): Match | undefined {
  const correlate = correlator(where, template);
  let top: Match | undefined;
  for (let y = Math.max(0, atY - 1); y <= Math.min(where.height - template.height, atY + 2); y++) {
    for (let x = Math.max(0, atX - 1); x <= Math.min(where.width - template.width, atX + 2); x++) {
      const likeness = correlate(x, y);
      if (!top || likeness > top.likeness) top = { x, y, likeness };
    }
  }
  return top;
}

/** Normalised cross-correlation of the template at a place; -1 where the picture has one colour. */
function correlator(where: Grey, { width, height, values }: Grey): (x: number, y: number) => number {
  const count = width * height;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const centred = Float32Array.from(values, (value) => value - mean);
  const norm = Math.sqrt(centred.reduce((sum, value) => sum + value * value, 0));
  return (atX, atY) => {
    let sum = 0;
    let squares = 0;
    let shared = 0;
    for (let y = 0, index = 0; y < height; y++) {
      let at = (atY + y) * where.width + atX;
      for (let x = 0; x < width; x++, index++, at++) {
        const value = where.values[at] ?? 0;
        sum += value;
        squares += value * value;
        shared += value * (centred[index] ?? 0);
      }
    }
    const spread = squares - (sum * sum) / count;
    return spread > 1 && norm > 0 ? shared / (Math.sqrt(spread) * norm) : -1;
  };
}

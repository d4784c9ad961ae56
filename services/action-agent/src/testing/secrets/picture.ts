import type { Bgrx } from '../../ports.ts';

/** A picture as libraries and files have it: red, green, blue. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

export function rgbOf({ width, height, data }: Bgrx): Picture {
  const rgb = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < rgb.length; from += 4) {
    rgb[to++] = data[from + 2] ?? 0;
    rgb[to++] = data[from + 1] ?? 0;
    rgb[to++] = data[from] ?? 0;
  }
  return { width, height, rgb };
}

export function bgrxOf({ width, height, rgb }: Picture): Bgrx {
  const data = new Uint8Array(width * height * 4);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    data[to] = rgb[from + 2] ?? 0;
    data[to + 1] = rgb[from + 1] ?? 0;
    data[to + 2] = rgb[from] ?? 0;
  }
  return { width, height, data };
}

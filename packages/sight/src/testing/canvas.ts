import type { Frame } from '../frame.ts';

export type Place = readonly [x: number, y: number, width: number, height: number];
export type Colour = readonly [red: number, green: number, blue: number];
export const white: Colour = [255, 255, 255];
export const black: Colour = [0, 0, 0];

/** A picture to draw on. */
export function canvas(width: number, height: number, ground: Colour = white) {
  const rgb = new Uint8Array(width * height * 3);
  const frame: Frame = { width, height, rgb };
  const fill = ([x, y, w, h]: Place, colour: Colour) => {
    const row = new Uint8Array(w * 3);
    for (let i = 0; i < row.length; i++) row[i] = colour[i % 3] ?? 0;
    for (let line = y; line < y + h; line++) rgb.set(row, (line * width + x) * 3);
  };
  const border = ([x, y, w, h]: Place, colour: Colour, thick = 1) => {
    fill([x, y, w, thick], colour);
    fill([x, y + h - thick, w, thick], colour);
    fill([x, y, thick, h], colour);
    fill([x + w - thick, y, thick, h], colour);
  };
  fill([0, 0, width, height], ground);
  return { frame, fill, border };
}

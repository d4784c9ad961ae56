import type { Role, TargetQuery } from '@karna/proto/gen/target/v1/target';
import type { Frame } from '../domain/frame.ts';
import { inReadingOrder } from '../domain/reading-order.ts';
import { type Element, type Line, type Screen, unsaid } from '../domain/screen.ts';

// Hand-made screens and pictures for tests.

export type Place = readonly [x: number, y: number, width: number, height: number];

export const element = (
  role: string,
  text: string,
  [x, y, width, height]: Place,
  more: Partial<Element> = {},
): Element => ({
  id: `${role}:${text}:${x}:${y}`,
  box: { x, y, width, height },
  role: `ROLE_${role.toUpperCase()}` as Role,
  score: 0.9,
  text,
  ...unsaid,
  ...more,
});

/** Text elements also become lines, their letters evenly wide. */
export function screenOf(elements: readonly Element[], size = { width: 1280, height: 720 }): Screen {
  const lines = elements
    .filter(({ text }) => text !== '')
    .map(({ text, box }): Line => {
      const letter = box.width / text.length;
      const words = [...text.matchAll(/\S+/g)].map((match) => ({
        text: match[0],
        box: { ...box, x: box.x + match.index * letter, width: match[0].length * letter },
        confidence: 1,
      }));
      return { text, box, words };
    });
  return { ...size, elements: inReadingOrder(elements), lines };
}

export const query = (text: string, more: Partial<TargetQuery> = {}): TargetQuery => ({
  text,
  role: 'ROLE_UNSPECIFIED',
  ordinal: 0,
  relation: undefined,
  exact: false,
  ...more,
});

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

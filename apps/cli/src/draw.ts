import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import sharp from 'sharp';

export interface Marked {
  readonly box: Box;
  readonly label: string;
}

const colours = ['#d6004c', '#0063d1', '#0a7d32', '#a34700', '#6b2fb3'];

/** Draws numbered boxes onto a PNG. Boxes are px of the picture; the labels stand above their box, or inside where there is no room. */
export async function drawBoxes(png: Uint8Array, marked: readonly Marked[]): Promise<Buffer> {
  const picture = sharp(png);
  const { width = 0, height = 0 } = await picture.metadata();
  const shapes = marked.map((one, index) => shape(one, colours[index % colours.length] ?? '#d6004c'));
  const overlay = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes.join('')}</svg>`,
  );
  return picture
    .composite([{ input: overlay }])
    .png()
    .toBuffer();
}

function shape({ box, label }: Marked, colour: string): string {
  const above = box.y >= 18;
  const top = above ? box.y - 17 : box.y;
  const text = toEntities(label);
  return `<rect x="${box.x - 1}" y="${box.y - 1}" width="${box.width + 2}" height="${box.height + 2}" fill="none" stroke="${colour}" stroke-width="2"/>
<rect x="${box.x - 2}" y="${top}" width="${label.length * 8 + 8}" height="16" fill="${colour}"/>
<text x="${box.x + 2}" y="${top + 12}" font-family="DejaVu Sans, sans-serif" font-size="12" fill="#fff">${text}</text>`;
}

const toEntities = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

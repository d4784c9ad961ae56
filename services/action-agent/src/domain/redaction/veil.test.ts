import { describe, expect, test } from 'vitest';
import { Sheet } from '../../testing/drawing.ts';
import { mayBeWriting, veilColour } from './veil.ts';

const box = { x: 64, y: 64, width: 64, height: 64 };
const sheet = () => new Sheet(256, 256);

describe('what may be writing', () => {
  test.each([
    ['nothing at all', sheet(), false],
    ['a filled area', sheet().fill(box, 0x336699), false],
    ['the side of a tall thing', sheet().fill({ x: 90, y: 0, width: 100, height: 256 }, 0), false],
    ['a line across', sheet().fill({ x: 0, y: 80, width: 256, height: 2 }, 0), false],
    ['a dot', sheet().fill({ x: 80, y: 80, width: 2, height: 2 }, 0), false],
    ['letters', sheet().letters({ x: 70, y: 70, width: 40, height: 16 }, 0), true],
    ['one small stroke, as a digit has', sheet().fill({ x: 80, y: 80, width: 1, height: 7 }, 0), true],
    ['pale letters', sheet().letters({ x: 70, y: 70, width: 40, height: 16 }, 0xeeeeee), true],
    [
      'letters of the same brightness',
      sheet()
        .fill(box, 0x00aa00)
        .letters({ ...box, height: 16 }, 0xaa0000),
      true,
    ],
    ['a letter whose other half is beside it', sheet().letters({ x: 128, y: 80, width: 2, height: 16 }, 0), true],
  ])('%s', (_, picture, expected) => {
    expect(mayBeWriting(picture, box)).toBe(expected);
  });
});

test('a veil has the colour of what is under it, coarsely', () => {
  const half = sheet().fill(box, 0x808080);
  expect(veilColour(half, box)).toBe(0x808080);
  expect(veilColour(half.fill({ x: 70, y: 70, width: 1, height: 1 }, 0), box) & 0x0f0f0f).toBe(0);
});

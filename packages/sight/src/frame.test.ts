import { describe, expect, test } from 'vitest';
import { halved, planes } from './frame.ts';
import { black, canvas } from './testing/canvas.ts';

describe('a frame', () => {
  test('is halved by means', () => {
    const { frame, fill } = canvas(4, 4);
    fill([0, 0, 1, 2], black);
    expect([...halved(frame).rgb.subarray(0, 6)]).toEqual([128, 128, 128, 255, 255, 255]);
    const part = halved(frame, { x: 1, y: 0, width: 1, height: 2 });
    expect([part.width, part.height, ...part.rgb]).toEqual([1, 2, 255, 255, 255, 255, 255, 255]);
  });

  test('becomes planes of one part, padded to the step with what follows and with black beyond the frame', () => {
    const { frame, fill } = canvas(70, 40, [1, 2, 3]);
    fill([0, 36, 70, 4], [9, 8, 7]);
    const { width, height, values } = planes(frame, { x: 32, y: 32, width: 3, height: 5 }, 32);
    expect([width, height, values.length]).toEqual([32, 32, 3 * 32 * 32]);
    const plane = (index: number) => values.subarray(index * 1024, (index + 1) * 1024);
    expect([plane(0)[0], plane(1)[0], plane(2)[0]]).toEqual([1, 2, 3]);
    expect([plane(0)[37 - 32], plane(0)[4 * 32], plane(1)[7 * 32 + 31]]).toEqual([1, 9, 8]);
    expect(plane(0)[8 * 32]).toBe(0);
    expect([...planes(frame, { x: 64, y: 0, width: 6, height: 8 }, 32).values.subarray(4, 8)]).toEqual([1, 1, 0, 0]);
  });
});

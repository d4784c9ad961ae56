import { BatchResult } from '@karna/proto/gen/agent/v1/agent';
import { expect, test } from 'vitest';
import { RecentFrames, RecentResults } from './recent.ts';

const result = (n: number) =>
  BatchResult.fromPartial({
    batchId: `batch_${n}`,
    performed: n,
    frames: [{ id: `frame_${n}`, picture: new Uint8Array([n]), sha256: 'ab' }],
  });

test('remembers the last 64 results and the pictures of the last four', () => {
  const results = new RecentResults();
  for (let n = 1; n <= 70; n++) results.add(result(n));
  expect(results.get('batch_6')).toBeUndefined();
  expect(results.get('batch_7')).toMatchObject({ performed: 7, frames: [{ id: 'frame_7', sha256: '' }] });
  const pictures = [65, 66, 67, 70].map((n) => results.get(`batch_${n}`)?.frames[0]?.picture.length);
  expect(pictures).toEqual([0, 0, 1, 1]);
});

const frame = (n: number, bytes: number) => ({
  id: `frame_${n}`,
  width: bytes / 4,
  height: 1,
  data: new Uint8Array(bytes),
  capturedElapsedMs: n,
});

test('keeps the last eight frames', () => {
  const frames = new RecentFrames();
  for (let n = 1; n <= 9; n++) frames.add(frame(n, 4));
  expect(frames.get('frame_1')).toBeUndefined();
  expect(frames.get('frame_2')?.capturedElapsedMs).toBe(2);
});

test('keeps fewer of the large ones, but always the newest', () => {
  const frames = new RecentFrames();
  const large = 100 * 1024 * 1024;
  frames.add(frame(1, large));
  frames.add(frame(2, large));
  expect(frames.get('frame_1')).toBeUndefined();
  expect(frames.get('frame_2')).toBeDefined();
  frames.add(frame(3, 2 * large));
  expect(frames.get('frame_3')).toBeDefined();
});

test('hands out the memory of the frame it dropped, once, and never that of one it keeps', () => {
  const frames = new RecentFrames();
  const all = Array.from({ length: 9 }, (_, n) => frame(n + 1, 4));
  for (const one of all.slice(0, 8)) frames.add(one);
  expect(frames.takeSpare()).toBeUndefined();
  frames.add(all[8] ?? frame(9, 4));
  expect(frames.takeSpare()).toBe(all[0]?.data);
  expect(frames.takeSpare()).toBeUndefined();
});

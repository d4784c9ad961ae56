import { describe, expect, test } from 'vitest';
import { TileSet } from '../screen/tiles.ts';
import { ReadingTimes } from './reading-times.ts';

const size = { width: 640, height: 640 };
const veiledAt = (...tiles: number[]): TileSet => {
  const set = new TileSet(size);
  for (const tile of tiles) set.add(tile);
  return set;
};

/** At 1000 ms, after one reading that took 30 ms. */
function afterOne() {
  const times = new ReadingTimes(100);
  times.ended(30, 1000);
  return times;
}

describe('the live picture is read', () => {
  test('at once when nothing of it was', () => {
    expect(new ReadingTimes(100).dueMs(veiledAt(), 5)).toBeLessThanOrEqual(5);
  });

  test('soon for a veil over what changed once', () => {
    const times = afterOne();
    times.changed(3, 2000);
    expect(times.dueMs(veiledAt(3), 2000)).toBe(2000);
  });

  test('after a rest', () => {
    const times = afterOne();
    times.changed(3, 1001);
    expect(times.dueMs(veiledAt(3), 1001)).toBe(1040);
    times.ended(300, 1400);
    times.changed(3, 1401);
    expect(times.dueMs(veiledAt(3), 1401)).toBe(1550);
  });

  test('once what keeps changing rests, or now and then', () => {
    const times = afterOne();
    times.changed(3, 1500);
    times.changed(3, 1516);
    expect(times.dueMs(veiledAt(3), 1516)).toBeGreaterThan(1580);
    for (let nowMs = 1532; nowMs < 1990; nowMs += 16) times.changed(3, nowMs);
    expect(times.dueMs(veiledAt(3), 1990)).toBe(2000);
  });

  test('the later for what rests, the more there is beside it that does not', () => {
    const times = afterOne();
    const restless = Array.from({ length: 50 }, (_, n) => 10 + n);
    for (const tile of restless) for (const nowMs of [1500, 1516]) times.changed(tile, nowMs);
    times.changed(3, 1510);
    expect(times.dueMs(veiledAt(3), 1516)).toBe(1510);
    expect(times.dueMs(veiledAt(3, ...restless), 1516)).toBeGreaterThan(1600);
  });

  test('now and then where nothing waits for it, seldom where that takes long', () => {
    const times = afterOne();
    times.changed(3, 1500);
    expect(times.dueMs(veiledAt(), 1500)).toBe(2000);
    times.ended(400, 2500);
    expect(times.dueMs(veiledAt(), 2500)).toBe(6500);
  });

  test('later after it failed', () => {
    const times = afterOne();
    times.failed(1500);
    times.changed(3, 1510);
    expect(times.dueMs(veiledAt(3), 1510)).toBe(2500);
  });
});

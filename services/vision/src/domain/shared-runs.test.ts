import { expect, test } from 'vitest';
import { element, screenOf } from '../testing/hand-made.ts';
import { ScreenCache } from './screen-cache.ts';
import { SharedRuns } from './shared-runs.ts';

const never = new AbortController().signal;

/** Work that ends when told to. */
function work() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const begun: AbortSignal[] = [];
  const begin = (signal: AbortSignal) => {
    begun.push(signal);
    return promise;
  };
  return { begin, begun, resolve, reject };
}

test('callers of one key share one run', async () => {
  const runs = new SharedRuns<string>();
  const { begin, begun, resolve } = work();
  const both = [runs.join('a', never, begin), runs.join('a', never, begin)];
  expect(runs.has('a')).toBe(true);
  resolve('seen');
  expect(await Promise.all(both)).toEqual(['seen', 'seen']);
  expect(begun).toHaveLength(1);
  expect(runs.has('a')).toBe(false);
});

test('a caller that goes is answered at once and does not end the run of the others', async () => {
  const runs = new SharedRuns<string>();
  const { begin, begun, resolve } = work();
  const gone = new AbortController();
  const first = runs.join('a', gone.signal, begin);
  const second = runs.join('a', never, begin);
  gone.abort(new Error('gone'));
  await expect(first).rejects.toThrow('gone');
  expect(begun[0]?.aborted).toBe(false);
  resolve('seen');
  expect(await second).toBe('seen');
});

test('the run is called off when the last caller has gone, and the next caller begins anew', async () => {
  const runs = new SharedRuns<string>();
  const { begin, begun, resolve } = work();
  const gone = new AbortController();
  const only = runs.join('a', gone.signal, begin);
  gone.abort(new Error('gone'));
  await expect(only).rejects.toThrow('gone');
  expect(begun[0]?.aborted).toBe(true);
  const next = runs.join('a', never, begin);
  resolve('seen');
  expect(await next).toBe('seen');
  expect(begun).toHaveLength(2);
});

test('a failure reaches every caller and is not kept', async () => {
  const runs = new SharedRuns<string>();
  const { begin, begun, reject } = work();
  const both = [runs.join('a', never, begin), runs.join('a', never, begin)];
  reject(new Error('broken'));
  for (const each of both) await expect(each).rejects.toThrow('broken');
  await expect(runs.join('a', never, begin)).rejects.toThrow('broken');
  expect(begun).toHaveLength(2);
});

test('a cache keeps what was used last, within its bound', () => {
  const screen = { ...screenOf([element('button', 'Submit', [10, 10, 80, 30])]), isWhole: true };
  const cache = new ScreenCache(2500); // room for two of about 1.2 kB
  cache.put('a', screen);
  cache.put('b', screen);
  expect(cache.get('a')).toBe(screen);
  cache.put('c', screen);
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([screen, undefined, screen]);
});

test('a cache without room keeps nothing', () => {
  const cache = new ScreenCache(0);
  cache.put('a', { ...screenOf([]), isWhole: true });
  expect(cache.get('a')).toBeUndefined();
});

// What every cache promises, run on all of them.
import { beforeEach, expect, it } from 'vitest';
import type { Cache } from './port.ts';

export interface CacheUnderTest {
  readonly cache: Cache;
  /** Lets so much time pass (ms). */
  pass(ms: number): Promise<void>;
}

export function cacheContract(open: () => Promise<CacheUnderTest>): void {
  let cache: Cache;
  let pass: CacheUnderTest['pass'];
  beforeEach(async () => {
    ({ cache, pass } = await open());
  });

  it('knows what it was told, and nothing else', async () => {
    await cache.set('a', 'one', 60_000);
    expect(await cache.get('a')).toBe('one');
    expect(await cache.get('b')).toBeUndefined();
  });

  it('keeps an empty text and any characters', async () => {
    await cache.set('a', '', 60_000);
    await cache.set('b', 'ü "\0 👩‍💻\n', 60_000);
    expect([await cache.get('a'), await cache.get('b')]).toEqual(['', 'ü "\0 👩‍💻\n']);
  });

  it('adds only what is not there', async () => {
    await cache.add('a', 'first', 60_000);
    await cache.add('a', 'second', 60_000);
    expect(await cache.get('a')).toBe('first');
    await cache.set('a', 'third', 60_000);
    expect(await cache.get('a')).toBe('third');
  });

  it('forgets when the time is up, and can be told again', async () => {
    await cache.set('a', 'one', 40);
    await cache.add('b', 'one', 40);
    await pass(60);
    expect([await cache.get('a'), await cache.get('b')]).toEqual([undefined, undefined]);
    await cache.add('a', 'two', 60_000);
    expect(await cache.get('a')).toBe('two');
  });
}

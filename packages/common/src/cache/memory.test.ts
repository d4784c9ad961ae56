import { describe, expect, it } from 'vitest';
import { fakeClock } from '../testing/index.ts';
import { cacheContract } from './contract.ts';
import { MemoryCache } from './memory.ts';

describe('the memory cache', () => {
  cacheContract(async () => {
    const clock = fakeClock();
    return { cache: new MemoryCache(clock), pass: (ms) => clock.advance(ms) };
  });

  it('lets go of the oldest when it is full', async () => {
    const cache = new MemoryCache(fakeClock(), 2);
    await cache.set('a', '1', 60_000);
    await cache.set('b', '2', 60_000);
    await cache.set('a', '3', 60_000);
    await cache.set('c', '4', 60_000);
    expect([await cache.get('a'), await cache.get('b'), await cache.get('c')]).toEqual(['3', undefined, '4']);
  });
});

import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { Secret } from '../config.ts';
import { eventually } from '../testing/index.ts';
import { startTestRedis, type TestRedis } from '../testing/redis.ts';
import { cacheContract } from './contract.ts';
import { RedisCache } from './redis.ts';

describe('the Redis cache', () => {
  let redis: TestRedis;
  const open: RedisCache[] = [];
  const connect = async (answers: boolean[] = []) => {
    const cache = await RedisCache.open(new Secret(redis.url), systemClock, (up, changed) => {
      if (changed) answers.push(up);
    });
    open.push(cache);
    return cache;
  };
  const connected = (cache: RedisCache) =>
    eventually(async () => {
      await cache.set('probe', '1', 1_000);
      return (await cache.get('probe')) === '1' ? undefined : 'an answer from Redis';
    });

  beforeAll(async () => {
    redis = await startTestRedis();
  });
  afterEach(() => {
    for (const cache of open.splice(0)) cache.close();
  });
  afterAll(() => redis.stop());

  cacheContract(async () => {
    await redis.kill(); // it forgets everything
    await redis.start();
    return { cache: await connect(), pass: (ms) => systemClock.sleep(ms) };
  });

  it('is shared by replicas', async () => {
    const [one, other] = [await connect(), await connect()];
    await one.set('shared', 'yes', 60_000);
    expect(await other.get('shared')).toBe('yes');
  });

  it('knows nothing while Redis is away, fails nothing, says so once, and goes on by itself', async () => {
    const answers: boolean[] = [];
    const cache = await connect(answers);
    await cache.set('a', 'one', 60_000);
    await redis.kill();
    const started = performance.now();
    for (let request = 0; request < 200; request += 1) {
      await cache.set('a', 'one', 60_000);
      expect(await cache.get('a')).toBeUndefined();
    }
    expect(performance.now() - started).toBeLessThan(2_000);
    expect([answers, cache.isUp]).toEqual([[false], false]);
    await redis.start();
    await connected(cache);
    expect([answers, cache.isUp]).toEqual([[false, true], true]);
  });

  it('waits for a Redis that froze only now and then', async () => {
    const cache = await connect();
    redis.freeze();
    const started = performance.now();
    for (let request = 0; request < 100; request += 1) expect(await cache.get('a')).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(1_000);
    redis.thaw();
    await connected(cache);
  });

  it('does not wait for a Redis that never answers', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const started = performance.now();
    const cache = await RedisCache.open(new Secret(`redis://127.0.0.1:${port}`), systemClock, () => {});
    for (let request = 0; request < 50; request += 1) expect(await cache.get('a')).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(1_000);
    cache.close();
    silent.close();
  });
});

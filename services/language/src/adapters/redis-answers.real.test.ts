import { RedisCache } from '@karna/common/cache';
import { systemClock } from '@karna/common/clock';
import { Secret } from '@karna/common/config';
import { startTestRedis, type TestRedis } from '@karna/common/testing/redis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { interpret } from '../domain/interpret.ts';
import { answersContract } from './answers-contract.ts';
import { SealedAnswers } from './sealed-answers.ts';

describe('interpretations in Redis', () => {
  let redis: TestRedis;
  const open: RedisCache[] = [];
  const connect = async (key: Secret) => {
    const cache = await RedisCache.open(new Secret(redis.url), systemClock, () => {});
    open.push(cache);
    return new SealedAnswers(cache, key, 1_000);
  };
  beforeAll(async () => {
    redis = await startTestRedis();
  });
  afterAll(async () => {
    for (const cache of open) cache.close();
    await redis.stop();
  });

  answersContract(async (key) => ({ answers: await connect(key), pass: (ms) => systemClock.sleep(ms) }));

  test('are shared by replicas that have the same key', async () => {
    const key = new Secret('s'.repeat(32));
    const [one, other, stranger] = [await connect(key), await connect(key), await connect(new Secret('t'.repeat(32)))];
    const understood = { outcome: interpret('press Enter'), witnesses: [] };
    await one.set('press Enter', understood);
    expect(await other.get('press Enter')).toEqual(understood);
    expect(await stranger.get('press Enter')).toBeUndefined();
  });

  test('are not there while Redis is away, and nothing fails', async () => {
    const answers = await connect(new Secret('s'.repeat(32)));
    await redis.kill();
    await answers.set('press Tab', { outcome: interpret('press Tab'), witnesses: [] });
    expect(await answers.get('press Tab')).toBeUndefined();
    await redis.start();
  });
});

import { MemoryCache } from '@karna/common/cache';
import { Secret } from '@karna/common/config';
import { fakeClock } from '@karna/common/testing';
import { expect, test } from 'vitest';
import { interpret } from '../domain/interpret.ts';
import { answersContract } from './answers-contract.ts';
import { SealedAnswers } from './sealed-answers.ts';

answersContract(async (key) => {
  const clock = fakeClock();
  return { answers: new SealedAnswers(new MemoryCache(clock), key, 1_000), pass: (ms) => clock.advance(ms) };
});

/** A cache that shows what it is told. */
function watched() {
  const cache = new MemoryCache(fakeClock());
  const told: string[] = [];
  const set = cache.set.bind(cache);
  cache.set = async (key, value, ttlMs) => {
    told.push(key, value);
    await set(key, value, ttlMs);
  };
  return { cache, told };
}
const geheim = { outcome: interpret('type "geheim" into Zimmer'), witnesses: [] };

test('shows nothing of what was said and meant, and is read by nobody with another key', async () => {
  const { cache, told } = watched();
  const answers = new SealedAnswers(cache, new Secret('a'.repeat(32)), 60_000);
  await answers.set('type "geheim" into Zimmer', geheim);
  expect(await answers.get('type "geheim" into Zimmer')).toEqual(geheim);
  const readable = told.map((one) => `${one} ${Buffer.from(one, 'base64').toString('latin1')}`).join();
  expect(readable).not.toMatch(/geheim|Zimmer/);
  const other = new SealedAnswers(cache, new Secret('b'.repeat(32)), 60_000);
  expect(await other.get('type "geheim" into Zimmer')).toBeUndefined();
});

test('takes what was damaged for not there', async () => {
  const { cache, told } = watched();
  const answers = new SealedAnswers(cache, new Secret('a'.repeat(32)), 60_000);
  await answers.set('x', geheim);
  for (const spoilt of ['', 'AAAA', `${told[1]?.slice(0, -8)}AAAAAAA=`]) {
    await cache.set(told[0] ?? '', spoilt, 60_000);
    expect(await answers.get('x')).toBeUndefined();
  }
});

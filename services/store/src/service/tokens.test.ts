import { MemoryCache } from '@karna/common/cache';
import { quiet } from '@karna/common/log';
import { fakeClock } from '@karna/common/testing';
import { expect, it } from 'vitest';
import { MemoryUnitOfWork } from '../adapters/memory/unit-of-work.ts';
import { storeEvents } from '../events.ts';
import { TokenRecords } from './tokens.ts';

it('forgets a revoked token also when another replica looked it up just before', async () => {
  const clock = fakeClock();
  const cache = new MemoryCache(clock);
  const work = new MemoryUnitOfWork();
  const slowWork = new MemoryUnitOfWork();
  const read = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  slowWork.read = async (look) => {
    const value = await work.read(look);
    read.resolve();
    await goOn.promise;
    return value;
  };
  const settings = { cacheMs: 30_000, lastingMs: 1_000 };
  const one = new TokenRecords(work, cache, clock, storeEvents(quiet), settings);
  const slow = new TokenRecords(slowWork, cache, clock, storeEvents(quiet), settings);
  const { token, principal } = await one.issue({ principal: 'ada', scopes: ['observe'], validMs: 0, oneTime: false });

  const believed = slow.authenticate(token);
  await read.promise;
  await one.revoke({ tokenId: principal.tokenId, principal: '', revokedBy: '' });
  goOn.resolve();
  await believed; // it was valid when this began
  await expect(one.authenticate(token)).rejects.toMatchObject({ code: 'auth.invalid' });
  await expect(slow.authenticate(token)).rejects.toMatchObject({ code: 'auth.invalid' });
});

import { describe, expect, it } from 'vitest';
import { Doorbell } from './doorbell.ts';

const never = new AbortController().signal;
const timed = async (wait: Promise<void>) => {
  const started = performance.now();
  await wait;
  return performance.now() - started;
};

describe('a doorbell', () => {
  it('ends the wait when it is rung', async () => {
    const bell = new Doorbell();
    const waiting = timed(bell.wait(60_000, never));
    bell.ring();
    expect(await waiting).toBeLessThan(1_000);
  });

  it('remembers one ring that came too early', async () => {
    const bell = new Doorbell();
    bell.ring();
    bell.ring();
    expect(await timed(bell.wait(60_000, never))).toBeLessThan(1_000);
    expect(await timed(bell.wait(30, never))).toBeGreaterThanOrEqual(25);
  });

  it('ends the wait when it is aborted', async () => {
    const abort = new AbortController();
    const waiting = timed(new Doorbell().wait(60_000, abort.signal));
    abort.abort();
    expect(await waiting).toBeLessThan(1_000);
    expect(await timed(new Doorbell().wait(60_000, abort.signal))).toBeLessThan(1_000);
  });
});

import { quiet } from '@karna/common/log';
import { eventually } from '@karna/common/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { type PoolOptions, WorkerPool } from './pool.ts';
import { deeds } from './testing/fragile-worker.ts';

const never = new AbortController().signal;
const script = new URL('./testing/fragile-worker.ts', import.meta.url);
const image = (deed: keyof typeof deeds, width = 0) => Uint8Array.of(deeds[deed], width);

const opened: WorkerPool[] = [];
async function open(options: Partial<PoolOptions> = {}) {
  const pool = await WorkerPool.open({
    modelsFolder: '',
    threads: 1,
    imageLimits: { maxBytes: 1, maxPixels: 1 },
    workers: 1,
    queueLimit: 2,
    log: quiet,
    script,
    ...options,
  });
  opened.push(pool);
  return pool;
}
afterEach(async () => {
  for (const pool of opened.splice(0)) await pool.close();
});

describe('the pool', () => {
  test('looks at images in turn', async () => {
    const pool = await open();
    const screens = await Promise.all([1, 2, 3].map((width) => pool.perceive(image('see', width), never)));
    expect(screens.map(({ width }) => width)).toEqual([1, 2, 3]);
  });

  test('looks at as many at once as it has workers', async () => {
    const pool = await open({ workers: 2 });
    const hanging = pool.perceive(image('hang'), never);
    const lost = expect(hanging).rejects.toMatchObject({ code: 'service.unavailable' });
    await expect(pool.perceive(image('see', 4), never)).resolves.toMatchObject({ width: 4 });
    await pool.close();
    await lost;
  });

  test('refuses what it has no room for, and takes more when there is room', async () => {
    const pool = await open();
    const taken = Array.from({ length: 3 }, () => pool.perceive(image('slow'), never));
    await expect(pool.perceive(image('see'), never)).rejects.toMatchObject({ code: 'service.overloaded' });
    await Promise.all(taken);
    await expect(pool.perceive(image('see', 7), never)).resolves.toMatchObject({ width: 7 });
  });

  test('drops a waiting image whose caller has gone', async () => {
    const pool = await open();
    const gone = new AbortController();
    const first = pool.perceive(image('slow'), never);
    const second = pool.perceive(image('crash'), gone.signal); // would take the worker along, were it begun
    gone.abort();
    await expect(second).rejects.toMatchObject({ code: 'request.cancelled' });
    await first;
    await expect(pool.perceive(image('see', 3), never)).resolves.toMatchObject({ width: 3 });
  });

  test('answers a caller that goes while its image is looked at, and goes on', async () => {
    const pool = await open();
    const gone = new AbortController();
    const first = pool.perceive(image('slow'), gone.signal);
    gone.abort();
    await expect(first).rejects.toMatchObject({ code: 'request.cancelled' });
    await expect(pool.perceive(image('see', 3), never)).resolves.toMatchObject({ width: 3 });
  });

  test('passes on what a worker says is wrong with the image', async () => {
    const pool = await open();
    await expect(pool.perceive(image('fail'), never)).rejects.toMatchObject({ code: 'image.invalid' });
  });

  test('fails the image a worker died of, replaces the worker and goes on with what waited', async () => {
    const pool = await open();
    const fatal = pool.perceive(image('crash'), never);
    const next = pool.perceive(image('see', 5), never);
    await expect(fatal).rejects.toMatchObject({ code: 'service.unavailable' });
    expect(pool.isUp).toBe(false);
    await expect(next).resolves.toMatchObject({ width: 5 });
    expect(pool.isUp).toBe(true);
  });

  test('replaces a worker that hangs', async () => {
    const pool = await open({ longestMs: 50 });
    await expect(pool.perceive(image('hang'), never)).rejects.toMatchObject({ code: 'service.unavailable' });
    await eventually(() => (pool.isUp ? undefined : 'a replaced worker'));
    await expect(pool.perceive(image('see', 5), never)).resolves.toMatchObject({ width: 5 });
  });

  test('does not open when a worker cannot start', async () => {
    await expect(open({ workers: 2, modelsFolder: 'absent' })).rejects.toThrow('no models here');
  });

  test('closing refuses what waits and lets the image in work end', async () => {
    const pool = await open();
    const inWork = pool.perceive(image('slow', 9), never);
    const waiting = pool.perceive(image('see'), never);
    const refused = expect(waiting).rejects.toMatchObject({ code: 'service.stopping' });
    await pool.close();
    await refused;
    await expect(inWork).resolves.toMatchObject({ width: 9 });
    await expect(pool.perceive(image('see'), never)).rejects.toMatchObject({ code: 'service.stopping' });
  });
});

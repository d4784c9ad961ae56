import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quiet } from '@karna/common/log';
import { eventually } from '@karna/common/testing';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type PoolOptions, WorkerPool } from './pool.ts';
import { deeds } from './testing/fragile-worker.ts';

// Threads and processes start: seconds, where the machine has much else to do.
vi.setConfig({ testTimeout: 60_000 });

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

  test('stops what is looked at when its caller goes or its time is up, and nothing else', async () => {
    const pool = await open();
    const gone = new AbortController();
    const first = pool.perceive(image('long'), gone.signal);
    const next = pool.perceive(image('see', 3), never);
    gone.abort();
    await expect(first).rejects.toMatchObject({ code: 'request.cancelled' });
    await expect(next).resolves.toMatchObject({ width: 3 });
    const late = pool.perceive(image('long'), AbortSignal.timeout(20));
    await expect(late).rejects.toMatchObject({ code: 'request.deadline' });
    // Too late for what was answered, and no business of what comes after it.
    const answered = new AbortController();
    await pool.perceive(image('see'), answered.signal);
    answered.abort();
    await expect(pool.perceive(image('slow', 4), never)).resolves.toMatchObject({ width: 4 });
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

  test('compares in a worker too', async () => {
    const pool = await open();
    await expect(pool.compare(image('see'), image('see'), never)).resolves.toMatchObject({ changed: 0 });
  });

  test('does not begin what is no longer waited for, and is not held up by it', async () => {
    const pool = await open({ queueLimit: 20 });
    const first = pool.perceive(image('slow'), never);
    const late = Array.from({ length: 20 }, () => pool.perceive(image('crash'), AbortSignal.timeout(20)));
    for (const one of late) await expect(one).rejects.toMatchObject({ code: 'request.deadline' });
    await first; // took longer than the others were willing to wait
    await expect(pool.perceive(image('see', 3), never)).resolves.toMatchObject({ width: 3 });
  });

  test('does not open when a worker cannot start', async () => {
    await expect(open({ workers: 2, modelsFolder: 'absent' })).rejects.toThrow('no models here');
  });

  test('does not open when a worker does not get ready in time', async () => {
    await expect(open({ modelsFolder: 'stuck', startMs: 300 })).rejects.toThrow('before it was ready');
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

describe('sharing between desktops', () => {
  test('a desktop that streams a hundred frames does not hold up another one', async () => {
    const pool = await open({ queueLimit: 200 });
    const order: string[] = [];
    const look = (desktopId: string) =>
      pool.perceive(image('work', 5), never, { desktopId }).then(() => order.push(desktopId));
    const stream = Array.from({ length: 100 }, () => look('stream'));
    const person = Array.from({ length: 5 }, () => look('person'));
    await Promise.all([...stream, ...person]);
    // About every other turn is theirs, by measured time, so that a busy machine may shift it a little; first come would make it none.
    expect(order.slice(0, 24).filter((one) => one === 'person')).toHaveLength(5);
  });

  test('one desktop may not fill the queue', async () => {
    const pool = await open({ queueLimit: 10, desktopQueueLimit: 4 });
    const look = (desktopId: string) => pool.perceive(image('slow'), never, { desktopId });
    const greedy = await Promise.allSettled([...Array.from({ length: 20 }, () => look('greedy')), look('modest')]);
    const outcomes = greedy.map((one) => (one.status === 'fulfilled' ? 'seen' : one.reason.code));
    expect(outcomes.slice(0, 5)).toEqual(Array(5).fill('seen'));
    expect(outcomes.slice(5, 20)).toEqual(Array(15).fill('service.overloaded'));
    expect(outcomes[20]).toBe('seen');
  });

  test('a full queue has room for the desktop that has nothing in it', async () => {
    const pool = await open({ queueLimit: 4 });
    const look = (desktopId: string) => pool.perceive(image('slow'), never, { desktopId });
    const all = await Promise.allSettled([...Array.from({ length: 5 }, () => look('greedy')), look('modest')]);
    expect(all.map((one) => one.status)).toEqual([...Array(4).fill('fulfilled'), 'rejected', 'fulfilled']);
  });

  test('batches wait for what a person waits for', async () => {
    const pool = await open({ queueLimit: 50 });
    const order: string[] = [];
    const look = (desktopId: string, isBatch: boolean) =>
      pool.perceive(image('work', 5), never, { desktopId, isBatch }).then(() => order.push(desktopId));
    await Promise.all([
      ...Array.from({ length: 10 }, () => look('recording', true)),
      ...Array.from({ length: 5 }, () => look('person', false)),
    ]);
    expect(order.slice(0, 6)).toEqual(['recording', ...Array(5).fill('person')]);
  });

  test('a desktop stays with the worker that saw its last frame', async () => {
    const pool = await open({ workers: 2, queueLimit: 50 });
    const seenBy = new Map<string, Set<number>>();
    const look = async (desktopId: string) => {
      const { height: thread } = await pool.perceive(image('work', 2), never, { desktopId });
      seenBy.set(desktopId, (seenBy.get(desktopId) ?? new Set()).add(thread));
    };
    for (let i = 0; i < 15; i++) await Promise.all(['a', 'b'].map(look));
    expect([...seenBy.values()].map(({ size }) => size)).toEqual([1, 1]);
    expect(new Set([...seenBy.values()].flatMap((one) => [...one])).size).toBe(2);
  });

  test('a desktop whose worker is busy for long goes to another one', async () => {
    const pool = await open({ workers: 2 });
    const { height: home } = await pool.perceive(image('see'), never, { desktopId: 'a' });
    const long = pool.perceive(image('work', 250), never, { desktopId: 'a' });
    const { height: other } = await pool.perceive(image('see'), never, { desktopId: 'a' });
    expect(other).not.toBe(home);
    await expect(long).resolves.toMatchObject({ height: home });
  });
});

describe('changing the models', () => {
  const madeBy = ({ lines }: { lines: readonly { text: string }[] }) => lines[0]?.text;

  test('answers everything that is asked meanwhile, the old ones or the new ones, and then the new ones only', async () => {
    const pool = await open({ workers: 2, queueLimit: 300, modelsFolder: 'first' });
    /** Asks again and again, ten at once, until the new ones answer. */
    const answersOf = async (desktopId: string) => {
      const made: (string | undefined)[] = [];
      while (made.at(-1) !== 'second') {
        const asked = Array.from({ length: 10 }, () => pool.perceive(image('work', 3), never, { desktopId }));
        made.push(...(await Promise.all(asked)).map(madeBy));
      }
      return made;
    };
    const meanwhile = Promise.all(['a', 'b', 'c', 'd', 'e'].map(answersOf));
    await pool.use('second');
    const after = await Promise.all([1, 2, 3].map(() => pool.perceive(image('see'), never)));
    expect(after.map(madeBy)).toEqual(['second', 'second', 'second']);
    for (const made of await meanwhile) {
      expect(made[0]).toBe('first');
      expect(made.filter((one) => one !== 'first' && one !== 'second')).toEqual([]);
    }
    expect(pool.changes).toBe(1);
  });

  test('stays with the old ones when the new ones do not start', async () => {
    const pool = await open({ workers: 2, modelsFolder: 'first' });
    await expect(pool.use('absent')).rejects.toThrow('no models here');
    expect(madeBy(await pool.perceive(image('see'), never))).toBe('first');
    expect([pool.isUp, pool.changes]).toEqual([true, 0]);
  });

  test('starts a lost worker with the models that are in use', async () => {
    const pool = await open({ modelsFolder: 'first' });
    await pool.use('second');
    await expect(pool.perceive(image('crash'), never)).rejects.toMatchObject({ code: 'service.unavailable' });
    expect(madeBy(await pool.perceive(image('see'), never))).toBe('second');
  });

  test('says when the models are gone from the disk, and serves again with others', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'karna-pool-'));
    const told = Promise.withResolvers<void>();
    const pool = await open({ modelsFolder: folder, onBroken: () => told.resolve() });
    await rm(folder, { recursive: true });
    await expect(pool.perceive(image('crash'), never)).rejects.toMatchObject({ code: 'service.unavailable' });
    await told.promise;
    expect(pool.isUp).toBe(false);
    const waiting = pool.perceive(image('see'), never);
    await pool.use('second');
    expect(madeBy(await waiting)).toBe('second');
  });
});

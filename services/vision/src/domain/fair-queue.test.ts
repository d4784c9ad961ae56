import { describe, expect, test } from 'vitest';
import { type Acquaintance, batchPatienceMs, FairQueue, homePatienceMs, type Waiting } from './fair-queue.ts';

interface Item extends Waiting {
  readonly name: string;
}
const item = (owner: string, name = '', isBatch = false): Item => ({ owner, name, isBatch });
const suits = (): Acquaintance => 'suits';

function queue({ limit = 1_000, perOwner = 1_000 } = {}) {
  let time = 0;
  const fair = new FairQueue<Item>({ limit, perOwner, now: () => time });
  return {
    fair,
    pass: (ms: number) => {
      time += ms;
    },
    /** A worker that does one thing after another, each in `tookMs(item)`; the owners in the order they were served. */
    work: (count: number, tookMs: (item: Item) => number = () => 100): string[] => {
      const served: string[] = [];
      for (let i = 0; i < count; i++) {
        const next = fair.take(suits);
        if (!next) break;
        served.push(next.owner);
        time += tookMs(next);
        fair.done(next.owner, tookMs(next));
      }
      return served;
    },
  };
}
const count = (all: readonly string[], one: string) => all.filter((each) => each === one).length;

describe('the fair queue', () => {
  test('serves one owner in its order', () => {
    const { fair } = queue();
    for (const name of ['1', '2', '3']) fair.push(item('a', name));
    expect([1, 2, 3].map(() => fair.take(suits)?.name)).toEqual(['1', '2', '3']);
    expect(fair.take(suits)).toBeUndefined();
  });

  test('serves the one request of a desktop next, though another has a hundred waiting', () => {
    const { fair, work } = queue();
    for (let i = 0; i < 100; i++) fair.push(item('stream'));
    expect(work(10)).toEqual(Array(10).fill('stream'));
    fair.push(item('person'));
    expect(work(2)).toContain('person');
  });

  test('gives three desktops equal shares of time, not of turns', () => {
    const { fair, work } = queue();
    for (let i = 0; i < 300; i++) for (const owner of ['small', 'middle', 'large']) fair.push(item(owner));
    const took = { small: 20, middle: 60, large: 240 };
    const served = work(200, ({ owner }) => took[owner as keyof typeof took]);
    const time = Object.entries(took).map(([owner, ms]) => count(served, owner) * ms);
    const most = Math.max(...time);
    for (const spent of time) expect(spent).toBeGreaterThan(most - 2 * 240);
  });

  test('lets nobody save up time by being silent', () => {
    const { fair, work } = queue();
    for (let i = 0; i < 200; i++) fair.push(item('busy'));
    work(100);
    for (let i = 0; i < 100; i++) fair.push(item('late'));
    const served = work(40);
    expect(count(served, 'busy')).toBeGreaterThanOrEqual(19);
    expect(count(served, 'late')).toBeGreaterThanOrEqual(19);
  });

  test('lets batches yield to what a person waits for, and yet come to an end', () => {
    const { fair, work, pass } = queue();
    for (let i = 0; i < 3; i++) fair.push(item('recording', '', true));
    for (let i = 0; i < 60; i++) fair.push(item('person'));
    expect(work(5)).toEqual(Array(5).fill('person'));
    pass(batchPatienceMs);
    expect(count(work(6), 'recording')).toBe(3);
  });

  test('does what a person waits for before the batch of the same desktop', () => {
    const { fair } = queue();
    fair.push(item('a', 'batch', true));
    fair.push(item('a', 'person'));
    expect([1, 2].map(() => fair.take(suits)?.name)).toEqual(['person', 'batch']);
  });

  test('holds one desktop to its share, and takes as many more as workers are free', () => {
    const { fair } = queue({ limit: 10, perOwner: 2 });
    expect(fair.push(item('a')).refused).toBeUndefined();
    expect(fair.push(item('a')).refused).toBeUndefined();
    const third = item('a');
    expect(fair.push(third).refused).toBe(third);
    expect(fair.push(third, 1).refused).toBeUndefined();
    expect(fair.push(item('b')).refused).toBeUndefined();
  });

  test('makes room for a desktop that has nothing waiting at the cost of the one that has most, its newest batch first', () => {
    const { fair } = queue({ limit: 4 });
    const [older, batch, newest] = [item('a', '1'), item('a', '2', true), item('a', '3')];
    for (const one of [older, batch, newest, item('b')]) fair.push(one);
    expect(fair.push(item('c')).refused).toBe(batch);
    expect(fair.size).toBe(4);
    expect(fair.push(item('d')).refused).toBe(newest);
    const another = item('e');
    expect(fair.push(another).refused).toBe(another); // nobody has more than one now
  });

  test('forgets what need not wait any more', () => {
    const { fair } = queue();
    const gone = item('a', 'gone');
    fair.push(gone);
    fair.push(item('a', 'here'));
    expect(fair.remove(gone)).toBe(true);
    expect(fair.remove(gone)).toBe(false);
    expect(fair.take(suits)?.name).toBe('here');
    expect(fair.size).toBe(0);
  });

  test('keeps a frame a while for the worker that knows its desktop, and for ever while that one is free', () => {
    const { fair, pass } = queue();
    fair.push(item('known'));
    fair.push(item('new'));
    const elsewhere = (owner: string): Acquaintance => (owner === 'known' ? 'elsewhere' : 'suits');
    expect(fair.take(elsewhere)?.owner).toBe('new');
    expect(fair.take(elsewhere)).toBeUndefined();
    pass(homePatienceMs);
    expect(fair.take(() => 'left')).toBeUndefined();
    expect(fair.take(elsewhere)?.owner).toBe('known');
  });

  test('empties', () => {
    const { fair } = queue();
    for (const owner of ['a', 'b', 'a']) fair.push(item(owner));
    expect(fair.clear()).toHaveLength(3);
    expect(fair.size).toBe(0);
    expect(fair.take(suits)).toBeUndefined();
  });
});

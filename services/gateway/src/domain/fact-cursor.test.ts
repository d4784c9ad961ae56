import { DomainError } from '@karna/common/errors';
import { afterEach, expect, test } from 'vitest';
import { FactCursor, type FactSource } from './fact-cursor.ts';
import { FactSequence } from './fact-sequence.ts';

type Fact = { sequence: number };
const settle = () => new Promise((resolve) => setImmediate(resolve));
const upTo = (last: number, first = 1): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

/** A store with `kept` facts, the newest `inMemory` of them in memory, and one reader of them. */
class World implements FactSource<Fact> {
  readonly sequence: FactSequence<Fact>;
  readonly got: number[] = [];
  overruns = 0;
  /** Facts the reader takes before it stops reading. */
  appetite = Number.POSITIVE_INFINITY;
  oldest = 1;
  broken = false;
  readonly cursor: FactCursor<Fact>;
  #hungry: () => void = () => {};

  constructor(newest: number, inMemory = 5) {
    this.sequence = new FactSequence<Fact>(newest, inMemory);
    this.cursor = new FactCursor<Fact>(this, {
      room: async () => {
        while (this.got.length >= this.appetite) {
          await new Promise<void>((resolve) => {
            this.#hungry = resolve;
          });
        }
      },
      fact: ({ sequence }) => this.got.push(sequence),
      overrun: () => {
        this.overruns += 1;
      },
    });
  }

  get newest() {
    return this.sequence.newest;
  }
  at(sequence: number) {
    return this.sequence.at(sequence);
  }
  async page(after: number) {
    if (this.broken) throw new DomainError('service.unavailable', 'the store does not answer');
    if (after + 1 < this.oldest) throw new DomainError('task.facts_gone', 'gone');
    return upTo(Math.min(after + 3, this.newest), after + 1).map((sequence) => ({ sequence }));
  }
  async refresh() {}

  happen(count: number) {
    for (let fact = 0; fact < count; fact += 1) {
      this.sequence.take({ sequence: this.newest + 1 });
      this.cursor.moved();
    }
  }
  feed(appetite: number) {
    this.appetite = appetite;
    this.#hungry();
  }
}

const worlds: World[] = [];
function start(newest: number, inMemory?: number): World {
  const world = new World(newest, inMemory);
  worlds.push(world);
  void world.cursor.run();
  return world;
}
afterEach(() => {
  for (const world of worlds.splice(0)) world.cursor.close();
});

test('hands over what happens after it came, in order', async () => {
  const world = start(7);
  world.happen(3);
  await settle();
  expect(world.got).toEqual([8, 9, 10]);
});

test('replays from the store and goes on live without a gap or a double', async () => {
  const world = start(10);
  const reached = world.cursor.resume(2);
  world.happen(2);
  expect(await reached).toBe(10);
  world.happen(1);
  await settle();
  expect(world.got).toEqual(upTo(13, 3));
});

test('answers a resume at the newest fact at once', async () => {
  const world = start(10);
  expect(await world.cursor.resume(10)).toBe(10);
});

test('refuses to resume from a fact that there never was', async () => {
  const world = start(10);
  await expect(world.cursor.resume(11)).rejects.toMatchObject({ code: 'task.facts_gone' });
});

test.each([
  ['facts were removed', (world: World) => Object.assign(world, { oldest: 5 }), 'task.facts_gone'],
  ['the store does not answer', (world: World) => Object.assign(world, { broken: true }), 'service.unavailable'],
])('goes on live from where it was when %s', async (_, harm, code) => {
  const world = start(10);
  harm(world);
  await expect(world.cursor.resume(1)).rejects.toMatchObject({ code });
  world.happen(2);
  await settle();
  expect(world.got).toEqual([11, 12]);
});

test('says so when a live reader falls further behind than memory holds', async () => {
  const world = start(0, 5);
  world.appetite = 0;
  await settle();
  world.happen(5);
  await settle();
  expect(world.overruns).toBe(0);
  world.happen(1);
  expect(world.overruns).toBe(1);
});

test('lets a slow reader catch up while memory still holds what it lacks', async () => {
  const world = start(0, 5);
  world.appetite = 0;
  await settle();
  world.happen(5);
  world.feed(100);
  await settle();
  expect(world.got).toEqual(upTo(5));
});

test('waits for a slow reader during a replay, however far behind it is', async () => {
  const world = start(50, 5);
  world.appetite = 2;
  const reached = world.cursor.resume(0);
  await settle();
  world.happen(20);
  expect(world.got).toEqual([1, 2]);
  world.feed(1_000);
  expect(await reached).toBe(50);
  await settle();
  expect(world.got).toEqual(upTo(70));
  expect(world.overruns).toBe(0);
});

test('takes one replay at a time', async () => {
  const world = start(50, 5);
  world.appetite = 1;
  const first = world.cursor.resume(0);
  await expect(world.cursor.resume(0)).rejects.toMatchObject({ code: 'rate.limited' });
  world.cursor.close();
  await expect(first).rejects.toMatchObject({ code: 'request.cancelled' });
});

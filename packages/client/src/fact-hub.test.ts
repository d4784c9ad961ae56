import { TaskChanged } from '@karna/proto/gen/task/v1/task';
import { expect, test } from 'vitest';
import { KarnaError } from './errors.ts';
import { FactHub, type FactReader } from './fact-hub.ts';

const fact = (sequence: number) => TaskChanged.create({ sequence });
const gone = new KarnaError('task.facts_gone', 'gone');

async function read(reader: FactReader, count: number): Promise<number[]> {
  const got: number[] = [];
  for await (const { sequence } of reader.read()) {
    got.push(sequence);
    if (got.length === count) break;
  }
  return got;
}

test('hands each fact to every reader once, also when some are replayed', async () => {
  const hub = new FactHub();
  hub.startAt(3);
  const readers = [hub.open(), hub.open()];
  for (const sequence of [4, 5, 4, 5, 6]) hub.take(fact(sequence));
  expect(await Promise.all(readers.map((reader) => read(reader, 3)))).toEqual([
    [4, 5, 6],
    [4, 5, 6],
  ]);
});

test('tells when a fact is missing, and takes it when it comes', () => {
  const hub = new FactHub();
  hub.startAt(3);
  expect(hub.take(fact(5))).toBe(false);
  expect(hub.seen).toBe(3);
  expect([hub.take(fact(4)), hub.take(fact(5))]).toEqual([true, true]);
  expect(hub.seen).toBe(5);
});

test('stands as low as the reader that is furthest back', async () => {
  const hub = new FactHub();
  hub.startAt(9);
  const reader = hub.open(7);
  expect(hub.lowest).toBe(7);
  for (const sequence of [8, 9, 10]) hub.take(fact(sequence));
  expect(hub.lowest).toBe(10);
  expect(await read(reader, 3)).toEqual([8, 9, 10]);
});

test('ends only the readers whose facts are gone', async () => {
  const hub = new FactHub();
  hub.startAt(9);
  const old = hub.open(2);
  const recent = hub.open();
  hub.gone(gone, 9);
  await expect(read(old, 1)).rejects.toBe(gone);
  hub.take(fact(10));
  expect(await read(recent, 1)).toEqual([10]);
});

test('goes on from the newest when the facts of everybody are gone', async () => {
  const hub = new FactHub();
  hub.startAt(9);
  const reader = hub.open();
  hub.gone(gone, 50);
  await expect(read(reader, 1)).rejects.toBe(gone);
  expect(hub.lowest).toBe(50);
});

test('lets a reader have what came before the end', async () => {
  const hub = new FactHub();
  const reader = hub.open();
  hub.take(fact(1));
  hub.failAll(gone);
  expect(await read(reader, 1)).toEqual([1]);
  await expect(read(reader, 1)).rejects.toBe(gone);
});

test('is bounded for a reader that does not read', async () => {
  const hub = new FactHub();
  const reader = hub.open();
  for (let sequence = 1; sequence <= 10_001; sequence += 1) hub.take(fact(sequence));
  await expect(read(reader, 10_001)).rejects.toMatchObject({ code: 'channel.overrun' });
});

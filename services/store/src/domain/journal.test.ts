import type { JournalEntry } from '@karna/proto/gen/task/v1/task';
import { describe, expect, it } from 'vitest';
import { chained, emptyJournal, verifyJournal } from './journal.ts';

const now = new Date('2026-01-01T00:00:00Z');
const entry = (event: string, details: Record<string, string> = {}): JournalEntry => ({
  id: 99,
  taskId: 'wrong',
  stepId: 's1',
  event,
  actor: 'ada',
  details,
  hash: 'wrong',
});
const journal = chained(
  emptyJournal,
  'task_1',
  [entry('acting', { a: '1', b: '2' }), entry('acted'), entry('verified')],
  now,
);

describe('the journal', () => {
  it('numbers and dates its lines itself', () => {
    expect(journal.map(({ id, taskId, at }) => [id, taskId, at])).toEqual([
      [1, 'task_1', now],
      [2, 'task_1', now],
      [3, 'task_1', now],
    ]);
  });

  it('continues a chain as if it had been written at once', () => {
    const first = chained(emptyJournal, 'task_1', [entry('acting', { b: '2', a: '1' })], now);
    const rest = chained(first[0]!, 'task_1', [entry('acted'), entry('verified')], now);
    expect([...first, ...rest].map(({ hash }) => hash)).toEqual(journal.map(({ hash }) => hash));
  });

  it('is whole as it was written', () => {
    expect(verifyJournal(journal)).toBeUndefined();
    expect(verifyJournal([])).toBeUndefined();
  });

  it.each<[string, number, (lines: JournalEntry[]) => JournalEntry[]]>([
    ['an event', 2, ([a, b, c]) => [a!, { ...b!, event: 'verified' }, c!]],
    ['an actor', 2, ([a, b, c]) => [a!, { ...b!, actor: 'mallory' }, c!]],
    ['a detail', 1, ([a, b, c]) => [{ ...a!, details: { a: '1', b: '3' } }, b!, c!]],
    ['a time', 3, ([a, b, c]) => [a!, b!, { ...c!, at: new Date(1) }]],
    ['a hash', 1, ([a, b, c]) => [{ ...a!, hash: b!.hash }, b!, c!]],
    ['the task', 1, (lines) => lines.map((line) => ({ ...line, taskId: 'task_2' }))],
    ['the order', 3, ([a, b, c]) => [a!, c!, b!]],
    ['a missing line', 3, ([a, , c]) => [a!, c!]],
    ['a missing beginning', 2, ([, b, c]) => [b!, c!]],
  ])('shows a change of %s', (_, line, change) => {
    expect(verifyJournal(change([...journal]))).toBe(line);
  });
});

import { expect, test } from 'vitest';
import { Pending } from './pending.ts';

test('matches answers to questions by id', async () => {
  const pending = new Pending<string>();
  const sent: string[] = [];
  const answers = ['a', 'b'].map((id) => pending.ask(id, 1_000, () => sent.push(id)));
  expect(pending.answer('b', 'for b')).toBe(true);
  expect(pending.answer('a', 'for a')).toBe(true);
  expect(await Promise.all(answers)).toEqual(['for a', 'for b']);
  expect(sent).toEqual(['a', 'b']);
  expect(pending.size).toBe(0);
});

test('sends a question once when it is asked twice', async () => {
  const pending = new Pending<string>();
  const sent: string[] = [];
  const answers = [1, 2].map(() => pending.ask('a', 1_000, () => sent.push('a')));
  pending.answer('a', 'once');
  expect(await Promise.all(answers)).toEqual(['once', 'once']);
  expect(sent).toEqual(['a']);
});

test('gives up after the limit, and has no use for a late answer', async () => {
  const pending = new Pending<string>();
  await expect(pending.ask('a', 5, () => {})).rejects.toMatchObject({ code: 'request.deadline' });
  expect(pending.answer('a', 'late')).toBe(false);
});

test('fails everything at once', async () => {
  const pending = new Pending<string>();
  const answers = ['a', 'b'].map((id) => pending.ask(id, 1_000, () => {}));
  pending.failAll(new Error('gone'));
  expect((await Promise.allSettled(answers)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

test('does not wait for what could not be sent', async () => {
  const pending = new Pending<string>();
  const unsendable = () => {
    throw new Error('no way out');
  };
  await expect(pending.ask('a', 1_000, unsendable)).rejects.toThrow('no way out');
  expect(pending.size).toBe(0);
});

import { expect, test } from 'vitest';
import { Lifecycle } from './lifecycle.ts';

test('closes the newest first and tells every failure', async () => {
  const closed: string[] = [];
  const life = new Lifecycle();
  const open = (name: string, fails = false) =>
    life.own(name, name, (it) => {
      closed.push(it);
      if (fails) throw new Error(`${it} is stuck`);
    });
  open('pool');
  open('bus', true);
  open('server', true);
  const failure = await life[Symbol.asyncDispose]().catch((error: unknown) => error);
  expect(closed).toEqual(['server', 'bus', 'pool']);
  expect(failure).toBeInstanceOf(AggregateError);
  expect((failure as AggregateError).errors.map(String)).toEqual([
    'Error: could not close server',
    'Error: could not close bus',
  ]);
});

test('stops when a loop dies, and says which', async () => {
  await using life = new Lifecycle();
  life.loop('relay', () => Promise.reject(new Error('no table')));
  await new Promise((resolve) => life.stopping.addEventListener('abort', resolve));
  expect(life.stopping.reason).toMatchObject({ message: 'relay died', cause: { message: 'no table' } });
});

test('waits for its loops when it stops', async () => {
  let ended = false;
  const life = new Lifecycle();
  life.loop('slow', async (stopping) => {
    await new Promise((resolve) => stopping.addEventListener('abort', resolve));
    await new Promise((resolve) => setTimeout(resolve, 20));
    ended = true;
  });
  await life[Symbol.asyncDispose]();
  expect(ended).toBe(true);
});

import { expect, test } from 'vitest';
import { replayOptions } from './options.ts';

const known = { apps: ['shop', 'form'], changes: ['same', 'dark'] };
const options = (...args: string[]) => replayOptions(args, known);

test('says which replays, how often, and which part of them', () => {
  expect(options('--apps', 'form', '--rounds', '3', '--shard', '2/4', '--into', 'runs.jsonl')).toMatchObject({
    apps: ['form'],
    rounds: 3,
    shard: { number: 2, of: 4 },
    into: 'runs.jsonl',
    peers: true,
  });
  expect(options()).toMatchObject({ rounds: 1, shard: undefined, into: undefined });
});

test.each([
  ['--shard', '0/4'],
  ['--shard', '5/4'],
  ['--shard', 'half'],
  ['--rounds', '0'],
  ['--apps', 'shop,shed'],
])('refuses %s %s', (...args) => {
  expect(() => options(...args)).toThrow(expect.objectContaining({ code: 'input.invalid' }));
});

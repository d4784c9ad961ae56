import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { visionOptions } from './options.ts';

const sets = ['gate', 'terminals'];

describe('the options of the vision bench', () => {
  test('are all sets, as a table, unless told otherwise', () => {
    expect(visionOptions([], sets)).toEqual({ json: false, times: true, setGate: false });
  });

  test('name sets, a limit, models and the way to print', () => {
    const args = ['--sets', 'gate,terminals', '--limit', '5', '--models', 'pack', '--no-times', '--json'];
    expect(visionOptions(args, sets)).toMatchObject({ sets, limit: 5, models: 'pack', times: false, json: true });
  });

  test.each([
    [['--sets', 'gates'], 'no such set: gates'],
    [['--limit', 'many'], 'a number of pictures'],
    [['--limit', '0'], 'a number of pictures'],
    [['--seed', 'lucky'], 'a whole number'],
    [['--data', '/nowhere/at/all'], 'there is no folder'],
    [['--data', tmpdir(), '--sets', 'gate'], 'exclude each other'],
    [['--speed'], 'Unknown option'],
    [['calculator'], 'Unexpected argument'],
  ])('refuse %j', (args, why) => {
    expect(() => visionOptions(args, sets)).toThrow(why);
  });
});

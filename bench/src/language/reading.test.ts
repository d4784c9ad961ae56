import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readIntentSets, someOfEach } from './clinc.ts';
import { onScreen, readSaid, verdictOn } from './commands.ts';
import { trainTestOptions } from './options.ts';
import { screenFrom } from './screens.ts';
import { readMarked } from './snips.ts';
import { targetFrom } from './target-notation.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'karna-bench-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}
const pairs = (text: string, count: number) => Array.from({ length: count }, (_, n) => [`${text} ${n}`, 'a']);

test('takes val for the test where there is no test, and never chooses the threshold on what is tested', () => {
  const both = file('both.json', {
    train: pairs('t', 5),
    val: pairs('v', 5),
    oos_train: [['x', 'oos']],
    oos_val: [['y', 'oos']],
  });
  const tested = file('test.json', { test: pairs('new', 3), oos_test: [['z', 'oos']] });
  expect(readIntentSets(both, both)).toMatchObject({
    test: { examples: { length: 5 }, outside: ['y'] },
    trials: undefined,
  });
  expect(readIntentSets(both, tested)).toMatchObject({
    train: { examples: { length: 5 }, outside: ['x'] },
    trials: { examples: { length: 5 }, outside: ['y'] },
    test: { examples: { length: 3 }, outside: ['z'] },
  });
});

test('says what is wrong with a file', () => {
  const odd = file('odd.json', { train: [['only a text']] });
  expect(() => readIntentSets(odd, odd)).toThrow('is not in the layout of CLINC150');
  const empty = file('empty.json', {});
  expect(() => readIntentSets(empty, empty)).toThrow('has no "train"');
  expect(() => trainTestOptions('intents', ['--train', '/nowhere', '--test', '/nowhere'])).toThrow('there is no file');
  expect(() => trainTestOptions('slots', [])).toThrow('npm run bench -- slots --train FILE --test FILE');
});

test('takes as many of each label as asked for, from all over the file', () => {
  const examples = Array.from({ length: 10 }, (_, n) => ({ text: String(n), label: n % 2 === 0 ? 'even' : 'odd' }));
  expect(someOfEach(examples, 2).map(({ text }) => text)).toEqual(['0', '4', '1', '5']);
  expect(someOfEach(examples, 100)).toHaveLength(10);
});

test('marks values where they stand in the text, without the spaces around them', () => {
  const marked = file('marked.json', {
    Weather: [{ data: [{ text: 'in ' }, { text: ' Rome ', entity: 'city' }, { text: 'now' }] }],
  });
  expect(readMarked(marked)).toEqual([
    { label: 'Weather', text: 'in  Rome now', spans: [{ slot: 'city', start: 4, end: 8 }] },
  ]);
});

test.each(['held-out.txt', 'held-out-2.txt'])(
  'has more than six hundred commands that no rule was written by in %s',
  (name) => {
    const held = readSaid(name);
    expect(held.length).toBeGreaterThanOrEqual(600);
    expect(new Set(held.map(({ command }) => command)).size).toBe(held.length);
    const developed = new Set(readSaid('development.txt').map(({ command }) => command.toLowerCase()));
    expect(held.filter(({ command }) => developed.has(command.toLowerCase())).length).toBeLessThan(20);
  },
);

test('puts what shares a row side by side', () => {
  const { elements } = screenFrom('button New; row Ada | text 12 May | button Edit; row Ben | button Edit');
  const [ada, day, edit] = elements.filter(({ box }) => box.y > 40 && box.y < 90 && box.height < 36);
  expect([ada?.text, day?.text, edit?.text]).toEqual(['Ada', '12 May', 'Edit']);
  expect(ada?.box.x).toBeLessThan(day?.box.x ?? 0);
  expect(day?.box.x).toBeLessThan(edit?.box.x ?? 0);
  expect(elements.filter(({ role }) => role === 'ROLE_ROW').map(({ box }) => box.y)).toEqual([56, 96]);
});

test('counts as right what is done to the same thing, however it was found', () => {
  const screen = screenFrom('row Ada Lovelace | button Edit; row Ben Novak | button Edit');
  const said = { command: 'click Edit next to Ada Lovelace', screen };
  const verdict = (...meanings: string[]) => verdictOn({ ...said, meanings }, onScreen);
  expect(verdict('click Edit inside(Ada Lovelace:row)')).toBe('right');
  expect(verdict('click Edit inside(Ben Novak:row)')).toBe('wrong');
  expect(verdict('click right Edit inside(Ada Lovelace:row)')).toBe('wrong');
});

test('reads how summaries write targets', () => {
  expect(targetFrom('the time: now:button#-1 near(Ada:row)')).toMatchObject({
    text: 'the time: now',
    role: 'ROLE_BUTTON',
    ordinal: -1,
    relation: { kind: 'RELATION_KIND_NEAR', anchor: { text: 'Ada', role: 'ROLE_ROW' } },
  });
});

test('calls right what is meant, asked what is asked, wrong what is done and was not meant', () => {
  expect(verdictOn({ command: 'click Save', meanings: ['click Save'] })).toBe('right');
  expect(verdictOn({ command: 'click', meanings: ['click Save'] })).toBe('asked');
  expect(verdictOn({ command: 'click Save', meanings: ['unknown'] })).toBe('wrong');
  expect(verdictOn({ command: 'order a pizza', meanings: ['unknown'] })).toBe('right');
});

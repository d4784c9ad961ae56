import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseTruth, readTruths, type Truth } from './truth.ts';
import { roleCalled } from './truth-roles.ts';

const parsed = (content: unknown) => parseTruth('page', 'page.png', JSON.stringify(content)) as Truth;

describe('a truth', () => {
  test.each([
    ['push button', 'ROLE_BUTTON'],
    ['ToggleButton', 'ROLE_BUTTON'],
    ['field', 'ROLE_TEXT_FIELD'],
    ['entry', 'ROLE_TEXT_FIELD'],
    ['spin button', 'ROLE_TEXT_FIELD'],
    ['check box', 'ROLE_CHECKBOX'],
    ['radio_button', 'ROLE_RADIO'],
    ['toggle', 'ROLE_SWITCH'],
    ['combobox', 'ROLE_SELECT'],
    ['combo box', 'ROLE_SELECT'],
    ['page tab', 'ROLE_TAB'],
    ['menuitem', 'ROLE_MENU_ITEM'],
    ['menu-item', 'ROLE_MENU_ITEM'],
    ['text field', 'ROLE_TEXT_FIELD'],
    ['textbox', 'ROLE_TEXT_FIELD'],
    ['listitem', 'ROLE_ROW'],
    ['list item', 'ROLE_ROW'],
    ['table row', 'ROLE_ROW'],
    ['table cell', 'ROLE_CELL'],
    ['label', 'ROLE_TEXT'],
    ['scale', 'ROLE_SLIDER'],
    ['ROLE_MENU_ITEM', 'ROLE_MENU_ITEM'],
    ['h2', 'ROLE_HEADING'],
  ])('it knows "%s"', (name, role) => {
    expect(roleCalled(name)).toBe(role);
  });

  test('knows no role for what the contract has none for', () => {
    expect(roleCalled('tool bar')).toBeUndefined();
    expect(roleCalled('')).toBeUndefined();
  });

  test('does without names, words, lines, states, scale and places to ignore', () => {
    expect(parsed({ elements: [{ box: [1, 2, 3, 4], role: 'button' }] })).toMatchObject({
      scale: 1,
      source: '',
      elements: [{ box: { x: 1, y: 2, width: 3, height: 4 }, role: 'ROLE_BUTTON', name: '', states: [] }],
      words: undefined,
      lines: [],
      ignore: [],
      ignoreText: [],
    });
    expect(parsed({ words: [] }).elements).toBeUndefined();
  });

  test('takes boxes as objects too, and drops empty ones', () => {
    const truth = parsed({
      elements: [{ box: { x: 1, y: 2, width: 3, height: 4 }, role: 'button' }, { box: [5, 5, 0, 4] }],
    });
    expect(truth.elements?.map(({ box }) => box)).toEqual([{ x: 1, y: 2, width: 3, height: 4 }]);
  });

  test('takes several words in one box apart', () => {
    expect(parsed({ words: [{ text: 'Save as', box: [0, 0, 70, 14] }] }).words).toEqual([
      { text: 'Save', box: { x: 0, y: 0, width: 40, height: 14 } },
      { text: 'as', box: { x: 50, y: 0, width: 20, height: 14 } },
    ]);
  });

  test.each([
    ['no JSON', '{', 'is no JSON'],
    ['a list', '[]', 'is not an object'],
  ])('it says what is wrong with %s', (_, json, why) => {
    expect(parseTruth('page', 'page.png', json)).toEqual({ why: expect.stringContaining(why) });
  });

  const good = { box: [1, 2, 3, 4], role: 'button', text: 'a' };
  test.each([
    ['a box of three', { elements: [{ box: [1, 2, 3] }, good], words: [good] }, 'elements.0.box: '],
    ['a box of words', { elements: [good], words: [good, { text: 'a', box: ['1', 2, 3, 4] }] }, 'words.1.box: '],
    ['a word without text', { elements: [good], words: [{ box: [1, 2, 3, 4] }, good] }, 'words.0.text: '],
    ['an element without a box', { elements: [{ role: 'button' }, good], words: [good] }, 'elements.0.box: '],
    ['an impossible scale', { scale: 0, elements: [good], words: [good] }, 'scale: '],
    ['lines that are no list', { lines: {}, elements: [good], words: [good] }, 'lines: '],
  ])('it says what is wrong with %s, and takes the rest', (_, content, why) => {
    const { elements, words, scale, faults } = parsed(content);
    expect([elements?.length, words?.length, scale]).toEqual([1, 1, 1]);
    expect(faults).toEqual([expect.stringContaining(why)]);
  });
});

test('a folder of truths gives what can be understood and names the rest', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'karna-truth-'));
  try {
    const files = { 'b.png': '', 'b.json': '{"elements":[]}', 'a.png': '', 'a.json': '?', 'c.png': '', 'd.json': '{}' };
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    const { truths, faults } = await readTruths(folder);
    expect(truths.map(({ name, image }) => [name, image])).toEqual([['b', join(folder, 'b.png')]]);
    expect(faults.map(({ file }) => file)).toEqual(['a.json', 'c.png']);
  } finally {
    await rm(folder, { recursive: true });
  }
});

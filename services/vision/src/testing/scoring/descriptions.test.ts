import { describe, expect, test } from 'vitest';
import { absentFrom, descriptionsOf } from './descriptions.ts';
import { parseTruth, type Truth } from './truth.ts';

type Place = readonly [x: number, y: number, width: number, height: number];

const page = (
  elements: readonly (readonly [string, string, Place])[],
  texts: readonly (readonly [string, Place])[] = [],
): Truth => {
  const lines = [...texts, ...elements.map(([, name, box]) => [name, box] as const)].map(([text, box]) => ({
    text,
    box,
  }));
  return parseTruth(
    'page',
    'page.png',
    JSON.stringify({ elements: elements.map(([role, name, box]) => ({ role, name, box })), words: lines, lines }),
  ) as Truth;
};
const said = (truth: Truth) =>
  descriptionsOf(truth).map(({ kind, query }) => {
    const { kind: side, anchor } = query.relation ?? {};
    return [kind, query.role, query.text, query.ordinal, side, anchor?.text].filter(Boolean).join(' ');
  });

describe('descriptions', () => {
  test('names what is called so alone, in its kind', () => {
    const form = page([
      ['button', 'Save', [0, 0, 60, 30]],
      ['link', 'Save', [100, 0, 60, 30]],
      ['text field', 'Email address', [0, 50, 200, 30]],
    ]);
    expect(said(form)).toEqual(['name ROLE_BUTTON Save', 'name ROLE_LINK Save', 'name ROLE_TEXT_FIELD Email address']);
  });

  test('counts equals in reading order, and says beside what each stands', () => {
    const rows = page(
      [
        ['button', 'Edit', [300, 100, 60, 30]],
        ['button', 'Edit', [300, 50, 60, 30]],
      ],
      [
        ['Ada Lovelace', [10, 58, 100, 14]],
        ['Grace Hopper', [10, 108, 100, 14]],
      ],
    );
    expect(said(rows)).toEqual([
      'ordinal ROLE_BUTTON Edit 1',
      'beside ROLE_BUTTON Edit RELATION_KIND_RIGHT_OF Ada Lovelace',
      'ordinal ROLE_BUTTON Edit 2',
      'beside ROLE_BUTTON Edit RELATION_KIND_RIGHT_OF Grace Hopper',
    ]);
  });

  test('says beside nothing when two equals share the level, or the text stands there twice', () => {
    const level = page(
      [
        ['button', 'Edit', [300, 50, 60, 30]],
        ['button', 'Edit', [400, 50, 60, 30]],
      ],
      [['Ada Lovelace', [10, 58, 100, 14]]],
    );
    const twice = page(
      [
        ['button', 'Edit', [300, 50, 60, 30]],
        ['button', 'Edit', [300, 100, 60, 30]],
      ],
      [
        ['Draft', [10, 58, 100, 14]],
        ['Draft', [10, 108, 100, 14]],
      ],
    );
    for (const screen of [level, twice]) {
      expect(said(screen)).toEqual(['ordinal ROLE_BUTTON Edit 1', 'ordinal ROLE_BUTTON Edit 2']);
    }
  });

  test('does not ask for names that nobody can see, nor for rows, texts and windows', () => {
    const hidden = parseTruth(
      'page',
      'page.png',
      JSON.stringify({ elements: [{ role: 'button', name: 'Settings', box: [0, 0, 30, 30] }], words: [] }),
    ) as Truth;
    expect(said(hidden)).toEqual([]);
    expect(said(page([['row', 'Ada', [0, 0, 300, 30]]]))).toEqual([]);
  });

  test('asks for names of other screens that stand nowhere here', () => {
    const here = page([['button', 'Save as', [0, 0, 60, 30]]]);
    const there = page([
      ['button', 'Save', [0, 0, 60, 30]],
      ['button', 'Print', [100, 0, 60, 30]],
    ]);
    expect(absentFrom(here, [there], 5).map(({ text }) => text)).toEqual(['Print']);
  });
});

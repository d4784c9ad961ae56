import type { Window } from '@karna/proto/gen/agent/v1/agent';
import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { Element, type Line } from '@karna/proto/gen/vision/v1/element';
import { describe, expect, test } from 'vitest';
import {
  caretSeen,
  changeVerdict,
  checkedVerdict,
  effectsOf,
  emptiedVerdict,
  isSecret,
  showsOption,
  type Typed,
  typedVerdict,
  windowsChanged,
} from './verification.ts';

const box = (x: number, y: number, width = 100, height = 24): Box => ({ x, y, width, height });
const line = (text: string, at: Box = box(100, 100)): Line => ({ text, box: at, words: [] });
const window = (id: string, more: Partial<Window> = {}): Window => ({
  id,
  title: 'a',
  application: 'app',
  pid: 1,
  box: undefined,
  active: false,
  minimized: false,
  ...more,
});
const seen = { target: box(100, 100), windowsBefore: [], windowsAfter: [], hover: [], changes: [] };

describe('a change', () => {
  test('counts anywhere on the screen', () => {
    expect(changeVerdict({ ...seen, changes: [box(800, 500)] }).kind).toBe('confirmed');
    expect(changeVerdict(seen).kind).toBe('missing');
  });

  test('does not count where something moved by itself before, but does at the target', () => {
    const spinner = box(800, 500, 32, 32);
    const hover = [spinner, box(96, 96, 112, 32)];
    expect(effectsOf({ ...seen, hover, changes: [spinner] })).toEqual([]);
    expect(effectsOf({ ...seen, hover, changes: [box(96, 96, 112, 32)] })).toHaveLength(1);
  });

  test('counts when it is larger than what moved by itself', () => {
    const dialog = box(600, 400, 400, 300);
    expect(effectsOf({ ...seen, hover: [box(800, 500, 32, 32)], changes: [dialog] })).toEqual([dialog]);
  });

  test.each([
    ['opens', [], [window('1')]],
    ['closes', [window('1')], []],
    ['is renamed', [window('1')], [window('1', { title: 'b' })]],
    ['becomes active', [window('1')], [window('1', { active: true })]],
    ['is another one', [window('1')], [window('2')]],
  ])('counts when a window %s', (_, before, after) => {
    expect(windowsChanged(before, after)).toBe(true);
    expect(windowsChanged(after, after)).toBe(false);
  });
});

describe('typed text', () => {
  const typed: Typed = {
    text: 'Ada Lovelace',
    replace: false,
    lines: [],
    field: box(100, 100, 200),
    secret: false,
    changed: true,
  };

  test.each<[string, Partial<Typed>, string]>([
    ['read back', { lines: [line('Ada Lovelace')] }, 'confirmed'],
    ['read back behind what was there', { lines: [line('Dr. Ada Love1ace')] }, 'confirmed'],
    ['read back under a floating label', { replace: true, lines: [line('Name'), line('Ada Lovelace')] }, 'confirmed'],
    ['not the only text when it should be', { replace: true, lines: [line('Grace HopperAda Lovelace')] }, 'refuted'],
    ['other text', { lines: [line('Grace Hopper')] }, 'refuted'],
    ['no text that can be read', { lines: [] }, 'refuted'],
    ['the same text as before, and nothing changed', { lines: [line('Ada Lovelace')], changed: false }, 'missing'],
    ['nothing', { changed: false }, 'missing'],
    ['bullets', { lines: [line('••••••••••••')] }, 'unseen'],
    ['a secret', { secret: true, lines: [line('Ada Lovelace')] }, 'unseen'],
    ['a secret that did not arrive', { secret: true, changed: false }, 'missing'],
    ['characters that the reader does not know', { text: '漢字テスト', lines: [line('W#')] }, 'unseen'],
    ['accents', { text: 'José Núñez', lines: [line('Jose Nunez')] }, 'confirmed'],
    ['only spaces', { text: '  ', changed: false }, 'unseen'],
    ['wrong letter case', { lines: [line('ADA LOVELACE')] }, 'refuted'],
  ])('that shows as %s', (_, more, kind) => {
    expect(typedVerdict({ ...typed, ...more }).kind).toBe(kind);
  });

  test('that is too long for its field is compared with what is visible of its end', () => {
    const text = 'The quick brown fox jumps over the lazy dog';
    const full = { ...typed, text, lines: [line('over the lazy dog', box(104, 104, 180, 16))] };
    expect(typedVerdict(full).kind).toBe('confirmed');
    // Half empty: the rest did not arrive.
    const short = { ...typed, text, lines: [line('over the lazy dog', box(104, 104, 90, 16))] };
    expect(typedVerdict(short).kind).toBe('refuted');
    // Full, but of its beginning.
    const head = { ...typed, text, lines: [line('The quick brown', box(104, 104, 180, 16))] };
    expect(typedVerdict(head).kind).toBe('refuted');
  });

  test('is a secret by the name of its field', () => {
    expect(isSecret('Password')).toBe(true);
    expect(isSecret('New passphrase')).toBe(true);
    expect(isSecret('Spinning')).toBe(false);
  });
});

test.each([
  ['Ada', '', true, 'confirmed'],
  ['', '', false, 'confirmed'],
  ['Ada', 'Ada', false, 'missing'],
  ['Ada Lovelace', 'Ada Lovelac', true, 'refuted'],
  ['Ada Lovelace', 'Lovelace', true, 'refuted'],
  ['Ada', 'Your name', true, 'confirmed'],
])('judges a field emptied from %j that shows %j', (before, after, changed, kind) => {
  expect(emptiedVerdict(before, after, changed).kind).toBe(kind);
});

test('takes a control for what it shows, not for a name like it', () => {
  expect(showsOption('Option 1', 'Option 1')).toBe(true);
  expect(showsOption('Option 2', 'Option 1')).toBe(false);
  expect(showsOption('Option 2', 'Option 1', ['Option 2'])).toBe(false);
  expect(showsOption('United Kingdorn', 'United Kingdom')).toBe(true);
  expect(showsOption('Unlted Klngdon', 'United Kingdom')).toBe(false);
  expect(showsOption('Unlted Klngdon', 'United Kingdom', ['United States', 'France'])).toBe(true);
});

test('judges a mark by its state, and by a change where the state cannot be read', () => {
  const mark = (checked: Element['checked']): Element =>
    Element.create({ id: '1', role: 'ROLE_CHECKBOX', score: 1, checked });
  expect(checkedVerdict(mark('CHECKED_STATE_ON'), true, true).kind).toBe('confirmed');
  expect(checkedVerdict(mark('CHECKED_STATE_ON'), false, true).kind).toBe('refuted');
  expect(checkedVerdict(mark('CHECKED_STATE_OFF'), true, false).kind).toBe('missing');
  expect(checkedVerdict(mark('CHECKED_STATE_UNSPECIFIED'), true, true).kind).toBe('unseen');
  expect(checkedVerdict(undefined, true, false).kind).toBe('missing');
});

test('tells a caret from a field that lights up', () => {
  const field = box(100, 100, 300, 30);
  expect(caretSeen([box(112, 96, 16, 32)], field)).toBe(true);
  expect(caretSeen([box(96, 96, 320, 48)], field)).toBe(false);
  expect(caretSeen([box(800, 96, 16, 32)], field)).toBe(false);
});

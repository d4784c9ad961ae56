import { expect, test } from 'vitest';
import { chosen } from './choosing.ts';

const saves = ['Click Save', 'Click Save as', 'Click Save and close'];
const places = ['"Edit" button, top left (right of Ada)', '"Edit" button, bottom left (right of Grace)'];

test.each([
  ['2', 1],
  ['#3', 2],
  ['the second', 1],
  ['The second one, please', 1],
  ['number two', 1],
  ['option 1', 0],
  ['one', 0],
  ['the last one', 2],
  ['Click Save as', 1],
  ['"click save"', 0],
  ['close', 2],
])('%s of the saves is %i', (text, index) => {
  expect(chosen(saves, text)).toBe(index);
});

test.each([
  ['the one right of Grace', 1],
  ['top', 0],
  ['the bottom one', 1],
  ['ADA', 0],
])('%s of the places is %i', (text, index) => {
  expect(chosen(places, text)).toBe(index);
});

test.each(['save', 'the fourth', '0', '99', 'the one', 'Edit', 'hmm', '', '   ', 'second third', 'click', '\u202e2'])(
  '%j is none of them for certain',
  (text) => {
    expect(chosen(text === 'Edit' ? places : saves, text)).toBeUndefined();
  },
);

test('a choice that has just that name goes before those that have more', () => {
  expect(chosen(['Save', 'Save as'], 'save')).toBe(0);
});

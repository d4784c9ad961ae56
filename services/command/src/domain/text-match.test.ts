import { expect, test } from 'vitest';
import {
  isCutOff,
  isReadable,
  isSameName,
  looksMasked,
  sameTextThreshold,
  similarity,
  similarityWithin,
} from './text-match.ts';

test.each([
  ['Ada Lovelace', 'Ada Lovelace'],
  ['Ada Lovelace', 'AdaLove1ace'],
  ['order 10', 'order lO'],
  ['José Núñez', 'Jose Nunez'],
  ['it\'s "fine"', 'it’s “fine”'],
])('takes %j read as %j for the same text', (typed, read) => {
  expect(similarity(typed, read)).toBeGreaterThanOrEqual(sameTextThreshold);
});

test.each([
  ['Ada', 'ADA'],
  ['12', '17'],
  ['Ada Lovelace', 'Grace Hopper'],
  ['Ada Lovelace', 'Ada'],
  ['Ada', ''],
])('tells %j from %j', (typed, read) => {
  expect(similarity(typed, read)).toBeLessThan(sameTextThreshold);
});

test('finds a text inside a longer one', () => {
  expect(similarityWithin('world', 'hello world again')).toBe(1);
  expect(similarityWithin('wor1d', 'hello world again')).toBe(1);
  expect(similarityWithin('Grace', 'hello world again')).toBeLessThan(sameTextThreshold);
});

test('compares names regardless of case and spaces', () => {
  expect(isSameName('Sign in', 'SIGN IN')).toBe(true);
  expect(isSameName('Sign in', 'Sign up')).toBe(false);
});

test('knows which text the reader has no characters for', () => {
  expect(isReadable('José 12 €'.slice(0, 7))).toBe(true);
  expect(isReadable('漢字')).toBe(false);
});

test('recognises a masked field, but not a text of one repeated character', () => {
  expect(looksMasked('••••••', 'secret')).toBe(true);
  expect(looksMasked('ooooo', 'secret')).toBe(true);
  expect(looksMasked('secret', 'secret')).toBe(false);
  expect(looksMasked('aaaa', 'aaaa')).toBe(false);
});

test('tells a text of which a field took only the beginning', () => {
  expect(isCutOff('Initech Ltd', 'Initech')).toBe(true);
  expect(isCutOff('Initech Ltd', 'lnitech')).toBe(true);
  expect(isCutOff('Initech Ltd', 'Initech Lt')).toBe(false); // the reader may have missed it
  expect(isCutOff('Initech Ltd', 'tech Ltd')).toBe(false); // the end of a text that is too wide
  expect(isCutOff('Initech Ltd', 'Customer')).toBe(false);
  expect(isCutOff('Initech Ltd', '')).toBe(false);
});

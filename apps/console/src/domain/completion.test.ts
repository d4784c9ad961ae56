import { Skill } from '@karna/proto/gen/skill/v1/skill';
import { expect, test } from 'vitest';
import { firstSlot, partsOf, suggestionsFor } from './completion.ts';

const skills = [
  Skill.fromPartial({ name: 'Search', phrases: ['search {query} on youtube', 'find {query}'] }),
  Skill.fromPartial({ name: 'Send invoice' }),
];
const texts = (typed: string, before: string[] = []) => suggestionsFor(typed, skills, before).map(({ text }) => text);

test('what begins with the words comes first, then what has a word that does, then what has all of them', () => {
  expect(texts('se', ['open search', 'send mail', 'use it'])).toEqual([
    'search {query} on youtube',
    'Send invoice',
    'send mail',
    'open search',
    'use it',
  ]);
  expect(texts('youtube search')).toEqual(['search {query} on youtube']);
  expect(texts('xyz', ['send mail'])).toEqual([]);
});

test('nothing is offered twice, or that stands there already', () => {
  expect(texts('send mail', ['Send mail', 'send mail now', 'Send Mail now'])).toEqual(['send mail now']);
});

test('slots are found, to be typed over and to be shown', () => {
  expect(firstSlot('find {query} in {place}')).toEqual([5, 12]);
  expect(firstSlot('open it')).toBeUndefined();
  expect(partsOf('find {query} now')).toEqual([
    { text: 'find ', isSlot: false },
    { text: '{query}', isSlot: true },
    { text: ' now', isSlot: false },
  ]);
});

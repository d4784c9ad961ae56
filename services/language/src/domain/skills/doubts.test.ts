import { expect, test } from 'vitest';
import { skillOf } from '../../testing/skills.ts';
import { isDoubtful, isForAnother, isRival } from './doubts.ts';
import { type Likeness, Wordings } from './likeness.ts';

const parcels = new Wordings([
  skillOf('trace', 'Trace parcel', ['trace parcel {number}', 'where is parcel {number}']),
  skillOf('redirect', 'Redirect parcel', ['redirect parcel {number}', 'change where parcel {number} is delivered']),
  skillOf('merge', 'Merge branch', ['merge the branch {branch}']),
  skillOf('veto', 'Reject request', ['reject the request of {person}', 'refuse the request of {person}']),
  skillOf('fit', 'Fit part', ['put {part} in {machine}']),
]);

function likeness(text: string, id: string): Likeness {
  const found = parcels.of(text).bySkill.get(id);
  if (!found) throw new Error(`${id} shares nothing with it`);
  return found;
}

test('a skill of the same matter that has what the other leaves unexplained is its rival', () => {
  const text = 'alter where parcel 12 is delivered';
  expect(isRival(likeness(text, 'trace'), likeness(text, 'redirect'))).toBe(true);
  expect(isRival(likeness(text, 'redirect'), likeness(text, 'trace'))).toBe(false);
});

test('one that nothing speaks for alone is none', () => {
  const text = 'where is parcel 12';
  expect(isRival(likeness(text, 'trace'), likeness(text, 'redirect'))).toBe(false);
  expect(isRival(likeness('merge parcel', 'merge'), likeness('merge parcel', 'trace'))).toBe(false);
});

test.each([
  ["don't merge the branch main", 'merge', true],
  ['close the branch main without merging', 'merge', true],
  ['delete the branch main instead of merging it', 'merge', true],
  ['the branch main has had enough merging', 'merge', true],
  ['merge the branch main', 'merge', false],
  // What was said "not" about is not what is done.
  ["I don't like this one, merge the branch main", 'merge', false],
  // To refuse it and not to grant it are one.
  ["Ada can't have her request", 'veto', false],
])('%j is not what %s is for: %s', (text, id, isNot) => {
  expect(isDoubtful(likeness(text, id))).toBe(isNot);
});

test.each([
  ['put seal 7 in pump 2', false],
  ['put Grace in the address book', true],
])('%j has next to nothing of a skill whose only word is "put": %s', (text, isHollow) => {
  expect(likeness(text, 'fit').hollow).toBe(isHollow);
});

test.each([
  ['have Nina sign the contract', ['sign {document}'], true],
  ['get Paul to sign the lease', ['sign {document}'], true],
  ['have Nina sign the contract', ['ask {person} to sign {document}'], false],
  ['have the contract signed', ['sign {document}'], false],
  ['get Slack onto laptop 7', ['install {program} on {computer}'], false],
  ['sign the contract', ['sign {document}'], false],
])('somebody else is to do %j, which is no %j: %s', (text, phrases, isFor) => {
  expect(isForAnother(text, phrases)).toBe(isFor);
});

import { expect, test } from 'vitest';
import { skillOf } from '../../testing/skills.ts';
import { hasClause, isDoubtful, isForAnother, isOneSided, isOnlyQuestion, isRival, isWithin } from './doubts.ts';
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

const town = new Wordings([
  skillOf('loan', 'Lend tool', ['lend {tool} to {person}']),
  skillOf('borrow', 'Borrow tool', ['borrow {tool} from {person}']),
  skillOf('take', 'Accept offer', ['accept the offer of {person}']),
  skillOf('refuse', 'Decline offer', ['decline the offer of {person}']),
  skillOf('toll', 'Charge toll', ['charge {person} the toll']),
  skillOf('free', 'Waive toll', ['waive the toll of {person}', '{person} pays no toll']),
  skillOf('boat', 'Hire out boat', ['{count} boats for {person}']),
  skillOf('back', 'Repay boat', ['refund the boats of {person}']),
  skillOf('end', 'Finish trial', ['finish the trial of {person}']),
  skillOf('bin', 'Remove trial', ['remove the trial of {person}']),
]);
const inTown = (text: string, id: string): Likeness => {
  const found = town.of(text).bySkill.get(id);
  if (!found) throw new Error(`${id} shares nothing with it`);
  return found;
};

test('not to do it is to do the contrary', () => {
  expect(inTown("we don't accept the offer of Ada", 'refuse').said).toBeGreaterThan(0.8);
  expect(inTown("we don't accept the offer of Ada", 'refuse').negated).toBe(false);
  expect(inTown("we don't accept the offer of Ada", 'take').negated).toBe(true);
});

test('a phrase that says "not" is for wishes that do', () => {
  expect(inTown('Ada has to pay the toll', 'free').said).toBeLessThan(0.6);
  expect(inTown('Ada has to pay no toll', 'free').said).toBe(1);
});

test('"no" and "not" are words for ending it', () => {
  expect(inTown('no trial of Ada please', 'bin').said).toBeGreaterThan(0.6);
  expect(inTown('the trial of Ada please', 'bin').said).toBeLessThan(0.6);
});

test('what nobody is to do tells nothing of what is to be done', () => {
  expect(inTown('nobody should see the trial of Ada any more', 'bin').negated).toBe(true);
  expect(inTown('the trial of Ada is not needed any more', 'bin').negated).toBe(false);
});

test('a deed that is said of something that is so already is not to be done', () => {
  expect(inTown("continue with Ada's finished trial", 'end').already).toBe(true);
  expect(inTown("that is Ada's trial finished", 'end').already).toBe(false);
});

test('what is too much so is not to be made more so', () => {
  const stands = new Wordings([skillOf('sink', 'Lower stand', ['lower stand {number}', 'set stand {number} low'])]);
  expect(stands.of('stand 5 is too low').bySkill.get('sink')?.already).toBe(true);
  expect(stands.of('stand 5 should be low').bySkill.get('sink')?.already).toBe(false);
});

test.each([
  ['let Ada borrow the saw', true],
  ['borrow the saw from Ada', false],
])('%j may as well be lending: %s', (text, is) => {
  expect(isOneSided(text, inTown(text, 'borrow'), inTown(text, 'loan'))).toBe(is);
});

test.each([
  ["what's missing from the shop", ['we need {item} from the shop'], true],
  ["what's missing from the shop", ['show the shopping list'], false],
  ['how many screws are there, order some', ['order {item}'], false],
  ['order some screws', ['order {item}'], false],
])('%j wants to be told something that %j does not tell: %s', (text, phrases, is) => {
  expect(isOnlyQuestion(text, skillOf('s', 'Buy', phrases))).toBe(is);
});

test.each([
  ['Ada are free again, refund them', true],
  ['Smith, Jones', false],
  ['the red one', false],
])('%j as a value has a sentence of its own: %s', (said, has) => {
  expect(hasClause([{ slot: 'person', said }])).toBe(has);
});

test('words of another skill within a value speak for it', () => {
  const text = '3 boats for Ada are free again, refund them';
  expect(isWithin(inTown(text, 'back'), inTown(text, 'boat'))).toBe(true);
  expect(isWithin(inTown(text, 'boat'), inTown(text, 'boat'))).toBe(false);
});

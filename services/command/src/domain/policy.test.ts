import type { DirectAction } from '@karna/proto/gen/intent/v1/intent';
import type { Role } from '@karna/proto/gen/target/v1/target';
import { Element } from '@karna/proto/gen/vision/v1/element';
import { expect, test } from 'vitest';
import { looksIrreversible } from './policy.ts';

const named = (text: string, role: Role = 'ROLE_UNSPECIFIED') => ({
  text,
  role,
  ordinal: 0,
  relation: undefined,
  exact: false,
});
const action = (verb: NonNullable<DirectAction['verb']>): DirectAction => ({ sentence: '', confidence: 1, verb });
const clicks = (text: string, role?: Role, button: 'MOUSE_BUTTON_LEFT' | 'MOUSE_BUTTON_RIGHT' = 'MOUSE_BUTTON_LEFT') =>
  action({ $case: 'click', value: { target: named(text, role), button, count: 1 } });

test.each([
  'Delete',
  'Delete account',
  'Remove item',
  'Erase all data',
  'Format disk',
  'Empty trash',
  'Pay now',
  'Buy',
  'Place order',
  'Submit order',
  'Confirm purchase',
  'Send',
  'Transfer money',
  'Shut down',
  'Close my account',
])('asks before clicking %j', (name) => {
  expect(looksIrreversible(clicks(name))).toBe(true);
});

test.each([
  'Submit',
  'Save',
  'OK',
  'Next',
  'Cancel',
  'Close',
  'Sort order',
  'Payment method',
  'Deleted items',
  'Format',
  'Sender',
  'Buyer details',
  'A long mail whose subject is about how to delete things',
])('does not ask before clicking %j', (name) => {
  expect(looksIrreversible(clicks(name))).toBe(false);
});

test('asks before "Format" where it is a button', () => {
  expect(looksIrreversible(clicks('Format', 'ROLE_BUTTON'))).toBe(true);
});

test('does not ask before clicking into a field, a row, or with the right button', () => {
  expect(looksIrreversible(clicks('Send to', 'ROLE_TEXT_FIELD'))).toBe(false);
  expect(looksIrreversible(clicks('Delete', 'ROLE_ROW'))).toBe(false);
  expect(looksIrreversible(clicks('Delete', undefined, 'MOUSE_BUTTON_RIGHT'))).toBe(false);
});

test('asks by what the screen says of the target', () => {
  const element = Element.create({ id: '1', role: 'ROLE_BUTTON', score: 1, text: 'Erase disk' });
  expect(looksIrreversible(clicks('red'), element)).toBe(true);
  expect(looksIrreversible(clicks('red'), { ...element, text: 'Stop' })).toBe(false);
});

test('asks before keys and drags that destroy, not before typing about it', () => {
  expect(looksIrreversible(action({ $case: 'pressKeys', value: { chords: ['Shift+Delete'] } }))).toBe(true);
  expect(looksIrreversible(action({ $case: 'pressKeys', value: { chords: ['Delete'] } }))).toBe(false);
  const drag = { from: named('report'), to: named('Trash') };
  expect(looksIrreversible(action({ $case: 'drag', value: drag }))).toBe(true);
  const typed = { target: named('Delete reason'), text: 'delete it', replace: false };
  expect(looksIrreversible(action({ $case: 'typeText', value: typed }))).toBe(false);
});

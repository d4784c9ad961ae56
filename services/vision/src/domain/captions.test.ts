import type { Role } from '@karna/proto/gen/target/v1/target';
import { expect, test } from 'vitest';
import { black, canvas, type Place, white } from '../testing/hand-made.ts';
import type { Find } from './assembling.ts';
import { withoutCaptions } from './captions.ts';
import type { Line } from './screen.ts';

const find = (role: Role, [x, y, width, height]: Place, score = 0.4): Find => ({
  role,
  box: { x, y, width, height },
  score,
});
const caption: Place = [14, 24, 46, 12];
const words = ([x, y, width, height]: Place): Line => {
  const box = { x, y, width, height };
  return { text: 'Phone', box, words: [{ text: 'Phone', box, confidence: 1 }] };
};

/** What is left of a "button" around a text, with a field behind it. */
function left({ isDrawn = false, score = 0.4, fieldX = 70 } = {}) {
  const { frame, fill, border } = canvas(400, 60, white);
  fill(caption, black);
  const button: Place = [8, 16, 58, 28];
  if (isDrawn) border(button, black);
  const field: Place = [fieldX, 14, 160, 32];
  border(field, black);
  return withoutCaptions(
    frame,
    [find('ROLE_BUTTON', button, score), find('ROLE_TEXT_FIELD', field)],
    [words(caption)],
  ).map(({ role }) => role);
}

test('words on plain ground before a field are its caption, whatever the network takes them for', () => {
  expect(left()).toEqual(['ROLE_TEXT_FIELD']);
});

test.each([
  ['drawn', { isDrawn: true }],
  ['beyond doubt', { score: 0.8 }],
  ['far from any field', { fieldX: 200 }],
])('a button that is %s stays one', (_, more) => {
  expect(left(more)).toEqual(['ROLE_BUTTON', 'ROLE_TEXT_FIELD']);
});

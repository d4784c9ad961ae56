import { RememberedTarget } from '@karna/proto/gen/target/v1/target';
import { expect, test } from 'vitest';
import { generalised } from './lesson.ts';

const seen = RememberedTarget.fromPartial({
  text: 'Edit',
  row: { texts: ['Hanna Schmidt 1965', 'London'] },
  neighbours: [{ text: 'Mail to Hanna Schmidt' }, { text: 'Johanna Schmidts' }],
});

test('the values of one run become slots again, also where they stand in a longer text', () => {
  const general = generalised(seen, { person: 'Hanna Schmidt', born: '1965' });
  expect(general.row?.texts).toEqual(['{person} {born}']);
  expect(general.neighbours.map(({ text }) => text)).toEqual(['Mail to {person}', 'Johanna Schmidts']);
});

test('a row without any of the values stays as it is', () => {
  expect(generalised(seen, { person: 'Hanna Schmid', born: '' }).row?.texts).toEqual(['Hanna Schmidt 1965', 'London']);
});

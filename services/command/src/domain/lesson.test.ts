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

test('figures beside a value tell of one record, words do not', () => {
  const rowOf = (...texts: string[]) => RememberedTarget.fromPartial({ ...seen, row: { texts } });
  const values = { product: 'Red kettle', number: '17' };
  const general = (...texts: string[]) => generalised(rowOf(...texts), values).row?.texts;
  expect(general('Red kettle 22.00')).toEqual(['{product}']);
  expect(general('3 x Red kettle $22')).toEqual(['x {product}']);
  expect(general('Order 17 of 20', 'London')).toEqual(['Order {number} of']);
  expect(general('Red kettle 17')).toEqual(['{product} {number}']);
});

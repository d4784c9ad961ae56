import { expect, test } from 'vitest';
import { rowsIn, saidFor } from './csv.ts';

test('a table is read by the names of its columns', () => {
  expect(rowsIn('\uFEFFname,city\r\nAda,London\r\n\r\n"Hopper, Grace","New ""York"""\n')).toEqual([
    { name: 'Ada', city: 'London' },
    { name: 'Hopper, Grace', city: 'New "York"' },
  ]);
  expect(rowsIn('name;city\nAda;"a\nb"')).toEqual([{ name: 'Ada', city: 'a\nb' }]);
  expect(rowsIn('name\nAda')).toEqual([{ name: 'Ada' }]);
  expect(rowsIn('name,city\n')).toEqual([]);
});

test.each([
  ['', 'the first line'],
  ['name,\nAda,x', 'every column'],
  ['name,name\nAda,x', 'one name'],
  ['name,city\nAda,London\nGrace', 'line 3 has 1 values'],
  ['name,city\n"x\ny",London\nGrace', 'line 4 has 1 values'],
  ['name\n"Ada', 'line 2 never ends'],
])('%j is refused, and it is said why', (text, why) => {
  expect(() => rowsIn(text)).toThrow(why);
});

test('columns stand in the words for their values', () => {
  expect(saidFor('write {what} to {name}', { name: 'Ada' })).toBe('write {what} to Ada');
});

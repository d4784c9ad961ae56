import { expect, test } from 'vitest';
import { ago, table } from './table.ts';

test('aligns columns, also with wide characters', () => {
  expect(
    table(
      ['name', 'state'],
      [
        ['漢字', 'on'],
        ['a', 'off'],
      ],
    ),
  ).toBe('name  state\n漢字  on\na     off');
});

test.each([
  [5_000, '5 s ago'],
  [125_000, '2 min ago'],
  [7_300_000, '2 h ago'],
  [200_000_000, '2025-12-29'],
])('says %i ms as %s', (ms, said) => {
  const now = new Date('2026-01-01T00:00:00Z');
  expect(ago(new Date(now.getTime() - ms), now)).toBe(said);
});

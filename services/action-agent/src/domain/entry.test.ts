import type { EntryMethod } from '@karna/proto/gen/agent/v1/agent';
import { expect, test } from 'vitest';
import { entryRoad } from './entry.ts';

test.each<[EntryMethod, number, string, string]>([
  ['ENTRY_METHOD_UNSPECIFIED', 200, 'Mousepad', 'keys'],
  ['ENTRY_METHOD_UNSPECIFIED', 201, 'Mousepad', 'clipboard'],
  ['ENTRY_METHOD_UNSPECIFIED', 201, 'XTerm', 'keys'],
  ['ENTRY_METHOD_UNSPECIFIED', 201, 'Xfce4-terminal', 'keys'],
  ['ENTRY_METHOD_UNSPECIFIED', 201, 'Terraform', 'clipboard'],
  ['ENTRY_METHOD_KEYS', 5000, 'Chromium', 'keys'],
  ['ENTRY_METHOD_CLIPBOARD', 1, 'Chromium', 'clipboard'],
  ['ENTRY_METHOD_CLIPBOARD', 1, 'Steam', 'clipboard'],
])('takes %s of %i characters into %s by %s', (method, length, application, road) => {
  expect(entryRoad({ text: 'x'.repeat(length), method }, application)).toBe(road);
});

test('refuses to lose a text by pasting it into a terminal', () => {
  const asked = { text: 'x', method: 'ENTRY_METHOD_CLIPBOARD' } as const;
  expect(() => entryRoad(asked, 'Alacritty')).toThrow('does not paste');
});

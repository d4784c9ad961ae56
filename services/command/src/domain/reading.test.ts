import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Role, TargetQuery } from '@karna/proto/gen/target/v1/target';
import { Element, type Line } from '@karna/proto/gen/vision/v1/element';
import { expect, test } from 'vitest';
import { readOut } from './reading.ts';

const at = (x: number, y: number, width: number, height = 20): Box => ({ x, y, width, height });
const element = (role: Role): Element => Element.create({ id: '1', role, score: 1 });
const query = (text: string, role: Role = 'ROLE_UNSPECIFIED'): TargetQuery => ({
  text,
  role,
  ordinal: 0,
  relation: undefined,
  exact: false,
});
const line = (text: string, box: Box): Line => ({ text, box, words: [] });
/** One line whose words stand 10 px per character apart. */
const worded = (x: number, y: number, ...texts: string[]): Line => {
  let left = x;
  const words = texts.map((text) => {
    const box = at(left, y, text.length * 10);
    left += text.length * 10 + 8;
    return { text, box, confidence: 1 };
  });
  return { text: texts.join(' '), box: at(x, y, left - x), words };
};

test('reads what is in a field', () => {
  const field = at(200, 100, 300, 30);
  const lines = [line('Name', at(100, 105, 60)), line('Ada Lovelace', at(206, 105, 120))];
  expect(readOut(query('Name'), element('ROLE_TEXT_FIELD'), field, lines)).toBe('Ada Lovelace');
});

test('reads the rest of the line after the name', () => {
  const lines = [worded(100, 100, 'Grand', 'total:', '42.00', 'EUR')];
  expect(readOut(query('grand total'), element('ROLE_TEXT'), at(100, 100, 118), lines)).toBe('42.00 EUR');
});

test('reads the text to the right, not the one of the next column', () => {
  const lines = [
    line('Total', at(100, 100, 60)),
    line('42.00', at(220, 101, 60)),
    line('Tax', at(500, 100, 40)),
    line('below', at(100, 130, 60)),
  ];
  expect(readOut(query('Total'), element('ROLE_TEXT'), at(100, 100, 60), lines)).toBe('42.00');
});

test('reads the text below when there is none to the right', () => {
  const lines = [
    line('Balance', at(100, 100, 80)),
    line('1,234.50', at(100, 126, 90)),
    line('Footer', at(100, 400, 80)),
  ];
  expect(readOut(query('Balance'), element('ROLE_TEXT'), at(100, 100, 80), lines)).toBe('1,234.50');
});

test('reads the thing itself when it stands alone, or was asked for by kind', () => {
  const lines = [line('Order sent', at(100, 100, 110)), line('next', at(230, 100, 40))];
  expect(readOut(query('Order sent', 'ROLE_HEADING'), element('ROLE_HEADING'), at(100, 100, 110), lines)).toBe(
    'Order sent',
  );
  expect(readOut(query('Order sent'), element('ROLE_TEXT'), at(100, 100, 110), lines.slice(0, 1))).toBe('Order sent');
});

test('reads nothing where there is nothing', () => {
  expect(readOut(query('', 'ROLE_TEXT_FIELD'), element('ROLE_TEXT_FIELD'), at(100, 100, 100), [])).toBe('');
});

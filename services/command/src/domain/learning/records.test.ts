import { RememberedTarget, type Role } from '@karna/proto/gen/target/v1/target';
import { Element } from '@karna/proto/gen/vision/v1/element';
import { expect, it } from 'vitest';
import { withRecord } from './records.ts';

const at = (text: string, x: number, y: number, role: Role = 'ROLE_TEXT'): Element =>
  Element.fromPartial({ role, text, box: { x, y, width: 100, height: 20 } });
const open = RememberedTarget.fromPartial({
  role: 'ROLE_BUTTON',
  text: 'Open',
  equals: 3,
  box: { x: 400, y: 60, width: 60, height: 36 },
});
const people = [
  at('Ada Lovelace', 60, 8),
  at('London', 220, 8),
  at('New York', 220, 68),
  at('Grace Hopper', 60, 68),
  at('Open', 400, 60, 'ROLE_BUTTON'),
  at('Alan Turing', 60, 128),
];

it('says to which record one of several equals belongs, by what stands on its line', () => {
  expect(withRecord(open, people).row).toEqual({ texts: ['Grace Hopper', 'New York'] });
});

it('leaves out what the other lines say too', () => {
  expect(withRecord(open, [...people, at('New York', 220, 128)]).row).toEqual({ texts: ['Grace Hopper'] });
});

it('does not touch what is the only one, or has its record, or stands alone', () => {
  expect(withRecord({ ...open, equals: 1 }, people).row).toBeUndefined();
  expect(withRecord({ ...open, row: { texts: ['x'] } }, people).row).toEqual({ texts: ['x'] });
  expect(withRecord(open, people.slice(0, 2)).row).toBeUndefined();
});

it('forgets as neighbours what is written on the lines of records', () => {
  const neighbours = [
    { role: 'ROLE_TEXT' as const, text: 'Grace Hopper', right: -17, down: 0 },
    { role: 'ROLE_TEXT' as const, text: 'Alan Turing', right: -17, down: 3 },
    { role: 'ROLE_BUTTON' as const, text: 'Open', right: 0, down: 3 },
    { role: 'ROLE_HEADING' as const, text: 'People', right: -17, down: -4 },
  ];
  const others = [...people, at('Open', 400, 120, 'ROLE_BUTTON')];
  const kept = withRecord({ ...open, lineHeight: 20, neighbours }, others).neighbours;
  expect(kept.map(({ text }) => text)).toEqual(['Open', 'People']);
});

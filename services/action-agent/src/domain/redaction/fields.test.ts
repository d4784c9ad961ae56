import { describe, expect, test } from 'vitest';
import { writtenLine } from '../../adapters/memory/reader.ts';
import type { Box, ReadLine } from '../../ports.ts';
import { Sheet } from '../../testing/drawing.ts';
import { namedPlaces } from './fields.ts';

const grey = 0x90a0b0;
const named = (sheet: Sheet, ...lines: ReadLine[]) => namedPlaces(sheet, lines, ['card', 'iban']);
const inside = ({ x, y, width, height }: Box): Box => ({ x: x + 2, y: y + 2, width: width - 4, height: height - 4 });
const field = { x: 100, y: 100, width: 300, height: 32 };
const framed = () => new Sheet(640, 480).frame(field, grey);
const label = (text: string) => writtenLine(text, 100, 78);

describe('the field of a label', () => {
  test('is found below it', () => {
    expect(named(framed(), label('Password'))).toEqual({ fields: [inside(field)], values: [] });
  });

  test('is found beside it, whatever is written in it', () => {
    const value = writtenLine('hunter2', 108, 108);
    expect(named(framed(), writtenLine('PIN', 40, 108), value).fields).toEqual([inside(field)]);
  });

  test('is found around a placeholder', () => {
    expect(named(framed(), writtenLine('Password', 110, 108)).fields).toEqual([inside(field)]);
  });

  test('is found when nothing but a line is drawn', () => {
    const sheet = new Sheet(640, 480).fill({ x: 100, y: 130, width: 300, height: 1 }, grey);
    const [found] = named(sheet, label('Passphrase')).fields;
    expect(found).toMatchObject({ x: 100, width: 300 });
    expect(found?.y).toBeGreaterThanOrEqual(94);
  });

  test('is not that of another label', () => {
    const other = { x: 420, y: 100, width: 180, height: 32 };
    const sheet = framed().frame(other, grey);
    expect(named(sheet, label('Password'), writtenLine('City', 420, 78)).fields).toEqual([inside(field)]);
  });

  test('is found below it, though level with it a box seems to be between two fields of the next column', () => {
    const sheet = framed()
      .frame({ x: 420, y: 30, width: 180, height: 32 }, grey)
      .frame({ x: 420, y: 100, width: 180, height: 32 }, grey);
    const gap = { x: 420, y: 60, width: 180, height: 41 };
    sheet.frame(gap, grey);
    expect(named(sheet, label('Password')).fields).toContainEqual(inside(field));
  });

  test('is hidden down to the edge of the screen that cuts it', () => {
    const sheet = new Sheet(640, 480).frame({ x: 100, y: 462, width: 300, height: 40 }, grey);
    const [found] = named(sheet, writtenLine('CVC', 100, 440)).fields;
    expect(found).toMatchObject({ y: 457, height: 23 });
  });

  test('is left alone when the label names no secret', () => {
    expect(named(framed(), label('User name'))).toEqual({ fields: [], values: [] });
  });

  test('for a card number is hidden while the number is not complete', () => {
    const value = writtenLine('4111 11', 108, 108);
    expect(named(framed(), label('Card number'), value).fields).toEqual([inside(field)]);
    expect(namedPlaces(framed(), [label('Card number'), value], []).fields).toEqual([]);
  });
});

describe('a field that shows bullets', () => {
  const bullets = (text: string): ReadLine => writtenLine(text, 110, 108);

  test('is hidden without any label', () => {
    expect(named(framed(), bullets('••••••')).fields).toEqual([inside(field)]);
    expect(named(framed(), bullets('* * * * *')).fields).toEqual([inside(field)]);
    expect(named(framed(), bullets('****-***')).fields).toEqual([inside(field)]);
  });

  test('is hidden when the bullets were read badly', () => {
    expect(named(framed(), writtenLine('.o..o..e-', 110, 108, 16, 0.3)).fields).toEqual([inside(field)]);
    expect(named(framed(), writtenLine('.o..o..e-', 110, 108, 16, 0.9)).fields).toEqual([]);
  });

  test('is hidden as far as the bullets go when no field is drawn', () => {
    const [found] = named(new Sheet(640, 480), bullets('••••••')).fields;
    expect(found?.x).toBeLessThan(110);
    expect(found?.width).toBeGreaterThan(48);
  });

  test('is not a sentence that trails off', () => {
    expect(named(framed(), bullets('and so on...'), bullets('---'), bullets('1.2.3')).fields).toEqual([]);
  });
});

describe('without a field', () => {
  const blank = () => new Sheet(640, 480);

  test('the value beside its name in a table is hidden', () => {
    const { values } = named(blank(), writtenLine('Password', 20, 50), writtenLine('w4Pnx5dG', 200, 50));
    expect(values.map(({ box }) => box.x)).toEqual([200]);
  });

  test('a table with lines between its rows has no fields', () => {
    const sheet = blank();
    for (const y of [44, 72, 100]) sheet.fill({ x: 10, y, width: 500, height: 1 }, grey);
    const rows = [writtenLine('Password', 20, 50), writtenLine('w4Pnx5dG', 200, 50), writtenLine('Host', 20, 78)];
    const { fields, values } = named(sheet, ...rows);
    expect(fields).toEqual([]);
    expect(values.map(({ box }) => box.x)).toEqual([200]);
  });

  test('the values under the head of a column are hidden, as far as they go', () => {
    const column = ['a1b2c3', 'd4e5f6', 'in all'].map((text, index) => writtenLine(text, 300, 80 + index * 24));
    const head = [writtenLine('Name', 20, 50), writtenLine('PIN', 300, 50)];
    const { values } = named(blank(), ...head, ...column);
    expect(values.map(({ box }) => box.y)).toEqual([80, 104]);
  });

  test('a word of a menu beside it is not a value', () => {
    const menu = ['Profile', 'Password', 'Billing'].map((text, index) => writtenLine(text, 20 + index * 100, 50));
    expect(named(blank(), ...menu).values).toEqual([]);
  });

  test('a sentence about passwords is not a label', () => {
    const sentence = writtenLine('Your password must have at least 12 characters and one digit', 20, 50);
    expect(named(blank(), sentence)).toEqual({ fields: [], values: [] });
  });
});

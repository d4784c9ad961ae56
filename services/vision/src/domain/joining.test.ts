// From finds and lines to elements with texts and labels.
import type { Role } from '@karna/proto/gen/target/v1/target';
import { joinedBoxes, lineOf, linesOf, tallLines } from '@karna/sight/text-lines';
import { describe, expect, test } from 'vitest';
import { canvas, element, type Place } from '../testing/hand-made.ts';
import { assembled, type Find } from './assembling.ts';
import { type Described, joined } from './joining.ts';
import { labelsOf } from './labelling.ts';
import { besideMarks } from './marks.ts';
import { inReadingOrder } from './reading-order.ts';
import type { Line } from './screen.ts';

const box = ([x, y, width, height]: Place) => ({ x, y, width, height });
const word = (text: string, place: Place, confidence = 0.9) => ({ text, box: box(place), confidence });
const find = (role: string, place: Place, more: Partial<Described> = {}): Described => ({
  role: `ROLE_${role.toUpperCase()}` as Role,
  box: box(place),
  score: 0.8,
  checked: 'CHECKED_STATE_UNSPECIFIED',
  selected: false,
  disabled: false,
  focused: false,
  ...more,
});
const size = { width: 640, height: 480 };

describe('lines', () => {
  test('found in pieces become whole', () => {
    const pieces = [box([10, 10, 60, 12]), box([65, 11, 60, 11]), box([300, 10, 40, 12]), box([10, 40, 60, 12])];
    expect(joinedBoxes(pieces, 0)).toHaveLength(3);
  });

  test('are words one blank apart, not columns', () => {
    const words = [word('Ada', [10, 10, 30, 12]), word('Lovelace', [46, 10, 70, 12]), word('Edit', [180, 10, 30, 12])];
    expect(
      linesOf(words)
        .map(({ text }) => text)
        .sort(),
    ).toEqual(['Ada Lovelace', 'Edit']);
  });

  test('end where a checkbox begins', () => {
    const mark = box([10, 9, 16, 16]);
    expect(besideMarks(box([8, 10, 120, 14]), [mark])).toEqual(box([27, 10, 101, 14]));
    expect(besideMarks(box([8, 10, 60, 14]), [box([60, 9, 16, 16])])).toEqual(box([8, 10, 51, 14]));
    expect(besideMarks(box([8, 40, 120, 14]), [mark])).toEqual(box([8, 40, 120, 14]));
  });

  test('of large type come from the halved frame, unless they are known', () => {
    const at = (...place: Place) => ({ box: box(place) });
    expect(tallLines([at(20, 20, 80, 32)], [])).toEqual([at(20, 20, 80, 32)]);
    expect(tallLines([at(20, 20, 80, 32)], [at(20, 20, 70, 30)])).toEqual([]);
    expect(tallLines([at(20, 20, 80, 14)], [])).toEqual([]); // small type: the full frame knows better
  });
});

describe('reading order', () => {
  const order = (places: Place[]) =>
    inReadingOrder(places.map((place) => ({ box: box(place) }))).map((thing) => thing.box.x);

  test('goes row by row, from left to right, whatever the order they came in', () => {
    const places: Place[] = [
      [200, 12, 20, 10],
      [10, 50, 20, 10],
      [10, 10, 20, 14],
      [100, 8, 20, 20],
    ];
    expect(order(places)).toEqual([10, 100, 200, 10]);
    expect(order(places.toReversed())).toEqual([10, 100, 200, 10]);
  });
});

describe('a screen', () => {
  test('gives words to the smallest element around them, and makes elements of the rest', () => {
    const line = lineOf([
      word('See', [20, 22, 30, 12]),
      word('Export', [60, 22, 50, 12]),
      word('all', [114, 22, 20, 12]),
      word('now', [150, 22, 30, 12]),
    ]);
    const { elements } = joined(size, [find('link', [58, 20, 80, 16]), find('text_field', [10, 10, 300, 40])], [line]);
    expect(elements.map(({ role, text }) => [role, text])).toEqual([
      ['ROLE_TEXT_FIELD', 'See now'],
      ['ROLE_LINK', 'Export all'],
    ]);
  });

  test('splits a line where an element takes words out of its middle', () => {
    const line = lineOf([
      word('See', [20, 22, 30, 12]),
      word('this', [60, 22, 30, 12]),
      word('now', [100, 22, 30, 12]),
    ]);
    const { elements } = joined(size, [find('link', [58, 20, 36, 16])], [line]);
    expect(elements.map(({ text }) => text)).toEqual(['See', 'this', 'now']);
  });

  test('keeps the lines of a text area findable', () => {
    const lines = [lineOf([word('Dear', [20, 20, 30, 12])]), lineOf([word('Ada', [20, 40, 30, 12])])];
    const { elements } = joined(size, [find('text_area', [10, 10, 300, 200])], lines);
    expect(elements.map(({ role, text }) => [role, text])).toEqual([
      ['ROLE_TEXT_AREA', 'Dear\nAda'],
      ['ROLE_TEXT', 'Dear'],
      ['ROLE_TEXT', 'Ada'],
    ]);
  });

  test('drops the arrow of a drop-down, and what a mark reads as', () => {
    const lines = [
      lineOf([word('MS', [20, 20, 20, 12]), word('v', [48, 22, 8, 8])]),
      lineOf([word('O', [101, 20, 12, 12])]),
    ];
    const { elements } = joined(size, [find('button', [10, 10, 60, 30]), find('radio', [100, 19, 14, 14])], lines);
    expect(elements.map(({ text }) => text)).toEqual(['MS', '']);
  });

  test('has ids in reading order and headings where type is large', () => {
    const lines = [...Array(3).keys()].map((row) => lineOf([word('small', [20, 60 + row * 30, 40, 12])]));
    const { elements } = joined(size, [], [...lines, lineOf([word('Large', [20, 10, 90, 22])])]);
    expect(elements.map(({ id, role }) => [id, role])).toEqual([
      ['e1', 'ROLE_HEADING'],
      ['e2', 'ROLE_TEXT'],
      ['e3', 'ROLE_TEXT'],
      ['e4', 'ROLE_TEXT'],
    ]);
  });
});

describe('an element', () => {
  test('has the states it was found in', () => {
    const { elements } = joined(size, [find('tab', [10, 10, 80, 30], { selected: true, focused: true })], []);
    expect(elements[0]).toMatchObject({ selected: true, focused: true, disabled: false, witnesses: ['pixels'] });
  });

  test('is a heading where one was seen, however small its type, unless something holds the text', () => {
    const lines = ['Orders', 'Ada', 'Save'].map((text, row) => lineOf([word(text, [20, 20 + row * 40, 50, 12])]));
    const headings = [find('heading', [18, 18, 60, 16]), find('heading', [18, 98, 60, 16])];
    const { elements } = joined(size, [find('button', [10, 92, 80, 28])], lines, headings);
    expect(elements.map(({ role, text }) => [role, text])).toEqual([
      ['ROLE_HEADING', 'Orders'],
      ['ROLE_TEXT', 'Ada'],
      ['ROLE_BUTTON', 'Save'],
    ]);
  });

  test('may lie in a row, cell, window or dialog, which take no text', () => {
    const lines = [lineOf([word('Ada', [20, 20, 30, 12])])];
    for (const holder of ['row', 'cell', 'window', 'dialog']) {
      const { elements } = joined(size, [find(holder, [10, 10, 300, 34])], lines);
      expect(elements.map(({ text }) => text).toSorted(), holder).toEqual(['', 'Ada']);
    }
  });
});

describe('labels', () => {
  const pairs = (elements: Parameters<typeof labelsOf>[0]) =>
    Object.fromEntries(
      [...labelsOf(elements)].map(([control, text]) => [control.id.split(':').slice(2).join(), text.text]),
    );

  test('stand above their field or left of it', () => {
    const elements = [
      element('text', 'Name', [40, 20, 40, 14]),
      element('text_field', '', [40, 40, 200, 30]),
      element('text', 'Amount', [40, 90, 60, 14]),
      element('text_field', '', [140, 82, 100, 30]),
    ];
    expect(pairs(elements)).toEqual({ '40,40': 'Name', '140,82': 'Amount' });
  });

  test('that end in a colon are labels, though they were seen as buttons', () => {
    const elements = [
      element('text', 'Save As', [300, 4, 44, 13]),
      element('button', 'Name:', [0, 26, 77, 42]),
      element('text_field', '', [79, 30, 600, 34]),
    ];
    expect(pairs(elements)).toEqual({ '79,30': 'Name:' });
  });

  test('stand right of a checkbox', () => {
    const elements = [
      element('checkbox', '', [40, 20, 14, 14]),
      element('text', 'Standard', [60, 20, 60, 14]),
      element('radio', '', [130, 20, 14, 14]),
      element('text', 'Express', [150, 20, 60, 14]),
    ];
    expect(pairs(elements)).toEqual({ '40,20': 'Standard', '130,20': 'Express' });
  });

  test('may stand at the far end of a row, as its first text', () => {
    const row = [element('text', 'Language', [40, 20, 60, 14]), element('select', 'English', [700, 12, 100, 30])];
    expect(pairs(row)).toEqual({ '700,12': 'Language' });
    const table = [element('text', 'Ada', [40, 20, 40, 14]), element('text', '09:41', [400, 20, 40, 14]), row[1]!];
    expect(pairs(table)['700,12']).not.toBe('09:41');
  });

  test('do not reach over other elements', () => {
    const elements = [
      element('text', 'Name', [40, 20, 40, 14]),
      element('text_field', '', [100, 12, 80, 30]),
      element('text_field', '', [190, 12, 80, 30]),
    ];
    expect(pairs(elements)).toEqual({ '100,12': 'Name' });
  });

  test('are not entries of a menu bar above the field', () => {
    const elements = [
      element('text', 'File', [40, 20, 30, 12]),
      element('text', 'Edit', [85, 20, 30, 12]),
      element('text_field', '', [40, 44, 300, 50]),
    ];
    expect(pairs(elements)).toEqual({});
  });

  test('prefer what begins where the field begins to a heading that does not', () => {
    const elements = [
      element('text', 'message', [190, 8, 60, 14]),
      element('text', 'To', [40, 34, 16, 14]),
      element('text_field', '', [110, 26, 240, 28]),
    ];
    expect(pairs(elements)).toEqual({ '110,26': 'To' });
  });
});

describe('assembling', () => {
  const { frame } = canvas(640, 480);
  const line = (text: string, place: Place): Line => lineOf([word(text, place)]);
  const assemble = (others: Find[], boxes: Place[], lines: Line[] = [], rules: Place[] = [], holders: Find[] = []) =>
    assembled(frame, { others, holders }, { boxes: boxes.map(box), rules: rules.map(box) }, lines).map((each) => [
      each.role,
      [each.box.x, each.box.y, each.box.width, each.box.height],
    ]);

  test('takes exact edges from an outline that a find lives in alone', () => {
    expect(assemble([find('button', [23, 22, 70, 26])], [[20, 20, 80, 30]])).toEqual([
      ['ROLE_BUTTON', [20, 20, 80, 30]],
    ]);
  });

  test('leaves finds alone that share an outline', () => {
    const finds = [find('button', [30, 30, 60, 26]), find('button', [120, 30, 60, 26])];
    expect(assemble(finds, [[20, 20, 200, 60]])).toHaveLength(2);
    expect(assemble(finds, [[20, 20, 200, 60]])[0]).toEqual(['ROLE_BUTTON', [30, 30, 60, 26]]);
  });

  test('makes a field of an empty outline, an area of a tall one', () => {
    expect(
      assemble(
        [],
        [
          [20, 20, 300, 30],
          [20, 100, 300, 120],
        ],
      ),
    ).toEqual([
      ['ROLE_TEXT_FIELD', [20, 20, 300, 30]],
      ['ROLE_TEXT_AREA', [20, 100, 300, 120]],
    ]);
  });

  test('makes a button of a centred caption and a field of text at one end', () => {
    const lines = [line('Cancel', [75, 28, 50, 14]), line('Oslo', [28, 88, 30, 14])];
    expect(
      assemble(
        [],
        [
          [20, 20, 160, 30],
          [20, 80, 160, 30],
        ],
        lines,
      ),
    ).toEqual([
      ['ROLE_BUTTON', [20, 20, 160, 30]],
      ['ROLE_TEXT_FIELD', [20, 80, 160, 30]],
    ]);
  });

  test('makes nothing of table cells, title bars and frames around other things', () => {
    const cells: Place[] = [
      [20, 20, 100, 30],
      [120, 20, 100, 30],
      [20, 50, 100, 30],
      [120, 50, 100, 30],
    ];
    expect(assemble([], cells)).toEqual([]);
    expect(assemble([], [[20, 200, 400, 20]], [line('Title', [200, 204, 40, 12])])).toEqual([]);
    expect(
      assemble([find('button', [40, 320, 60, 30]), find('button', [140, 320, 60, 30])], [[20, 300, 300, 80]]),
    ).toHaveLength(2);
  });

  test('makes a field of text on a long line of its own', () => {
    const lines = [line('Username', [42, 100, 70, 14])];
    expect(assemble([], [], lines, [[40, 120, 300, 2]])).toEqual([['ROLE_TEXT_FIELD', [40, 94, 300, 28]]]);
    expect(assemble([], [], [...lines, line('09:41', [280, 100, 40, 14])], [[40, 120, 300, 2]])).toEqual([]);
  });

  test('drops what is the row of a field, and the room between two fields', () => {
    const row = [find('button', [10, 60, 700, 50]), { ...find('text_area', [560, 70, 140, 30]), score: 0.95 }];
    expect(assemble(row, [])).toEqual([['ROLE_TEXT_AREA', [560, 70, 140, 30]]]);
    const between = { ...find('text_field', [40, 245, 456, 32]), score: 0.4 };
    const fields = [find('text_field', [40, 214, 446, 32]), between, find('text_field', [40, 276, 446, 32])];
    expect(assemble(fields, [])).toHaveLength(2);
    expect(assemble([fields[0] ?? between, between], [])).toHaveLength(2);
  });

  test('takes what holds nothing, not even an arrow, for no list to choose from', () => {
    expect(assemble([find('select', [40, 70, 140, 30])], [])).toEqual([['ROLE_TEXT_FIELD', [40, 70, 140, 30]]]);
  });

  test('takes a line of text with nothing beside it for no list to choose from, where an arrow would have room', () => {
    const turin = line('Turin', [46, 78, 40, 14]);
    expect(assemble([find('select', [40, 70, 140, 30])], [], [turin])[0]?.[0]).toBe('ROLE_TEXT_FIELD');
    expect(assemble([find('select', [40, 70, 60, 30])], [], [turin])[0]?.[0]).toBe('ROLE_SELECT');
    const open = [turin, line('Rome', [46, 98, 40, 14]), line('Oslo', [46, 118, 40, 14])];
    expect(assemble([find('select', [40, 70, 140, 70])], [], open)[0]?.[0]).toBe('ROLE_SELECT');
  });

  test('drops a field where a cell is seen far more surely, and keeps one that fills a cell', () => {
    const cell = { ...find('cell', [44, 70, 150, 50]), score: 0.83 };
    const field = (score: number) => ({ ...find('text_field', [40, 71, 156, 48]), score });
    expect(assemble([field(0.34)], [], [], [], [cell])).toEqual([]);
    expect(assemble([field(0.7)], [], [], [], [cell])).toHaveLength(1);
  });

  test('drops fields that are the row of a checkbox', () => {
    const finds = [find('text_field', [10, 60, 300, 40]), find('checkbox', [20, 72, 14, 14])];
    expect(assemble(finds, [])).toEqual([['ROLE_CHECKBOX', [20, 72, 14, 14]]]);
  });
});

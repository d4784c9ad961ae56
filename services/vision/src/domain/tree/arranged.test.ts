import { holdsCentre } from '@karna/sight/boxes';
import { describe, expect, test } from 'vitest';
import { element, screenOf } from '../../testing/hand-made.ts';
import type { Element, Screen } from '../screen.ts';
import { arranged } from './arranged.ts';

const people = ['Ada Lovelace', 'Alan Turing', 'Grace Hopper', 'Edsger Dijkstra'];

/** A table without lines: names, amounts flush right, a button. */
const table = (x: number, y: number, pitch = 40): Element[] =>
  people.flatMap((name, row) => [
    element('text', name, [x, y + row * pitch, name.length * 8, 15]),
    element('text', `${row}1.50`, [x + 320 - (row % 2) * 8, y + row * pitch, 40 + (row % 2) * 8, 15]),
    element('button', 'Edit', [x + 420, y - 7 + row * pitch, 60, 29]),
  ]);
const sidebar = ['Home', 'Orders', 'Customers', 'Reports', 'Invoices', 'Settings', 'Help', 'About'].map((name, index) =>
  element('link', name, [20, 90 + index * 31, name.length * 8, 15]),
);
const form = ['Full name', 'Street', 'City', 'Country'].flatMap((name, row) => [
  element('text', name, [40, 107 + row * 45, name.length * 8, 15]),
  element('text_field', '', [200, 100 + row * 45, 300, 30]),
]);

const named = (screen: Screen, text: string, role?: string) => {
  const found = screen.elements.find(
    (each) => each.text === text && (!role || each.role === `ROLE_${role.toUpperCase()}`),
  );
  if (!found) throw new Error(`no such element: ${text}`);
  return found;
};
const parentOf = (screen: Screen, { parentId }: Element) => screen.elements.find(({ id }) => id === parentId);
const rowsOf = (screen: Screen) => screen.elements.filter(({ role }) => role === 'ROLE_ROW');

describe('rows', () => {
  test('are seen where text and buttons repeat at one pitch, without any lines', () => {
    const screen = arranged(screenOf(table(60, 100)));
    expect(rowsOf(screen).map(({ row }) => row)).toEqual([1, 2, 3, 4]);
    const ada = parentOf(screen, named(screen, 'Ada Lovelace'));
    expect(screen.elements.filter(({ parentId }) => parentId === ada?.id).map(({ text }) => text)).toEqual([
      'Ada Lovelace',
      '01.50',
      'Edit',
    ]);
  });

  test('of two lines each are cut between the records, not between the lines', () => {
    const screen = arranged(
      screenOf(
        people.flatMap((name, row) => [
          element('image', '', [40, 100 + row * 64, 40, 40]),
          element('text', name, [96, 101 + row * 64, name.length * 8, 15]),
          element('text', `note number ${row}`, [96, 123 + row * 64, 100, 13]),
          element('button', 'Open', [500, 104 + row * 64, 70, 32]),
        ]),
      ),
    );
    expect(rowsOf(screen)).toHaveLength(4);
    const row = parentOf(screen, named(screen, 'note number 2'));
    expect(row).toBeDefined();
    expect(parentOf(screen, named(screen, 'Grace Hopper'))).toBe(row);
  });

  test('do not take in a menu beside the table', () => {
    const screen = arranged(screenOf([...sidebar, ...table(260, 100)]));
    expect(rowsOf(screen)).toHaveLength(4);
    expect(named(screen, 'Orders').parentId).toBe('');
  });

  test.each([
    ['a form', form],
    ['a menu', sidebar],
    [
      'a keypad',
      Array.from({ length: 16 }, (_, key) =>
        element('button', `${key}`, [40 + (key % 4) * 70, 100 + Math.floor(key / 4) * 50, 64, 44]),
      ),
    ],
    [
      'pictures with their names below',
      Array.from({ length: 12 }, (_, place) => [
        element('icon', '', [60 + (place % 4) * 160, 100 + Math.floor(place / 4) * 110, 48, 48]),
        element('text', `Folder ${place}`, [50 + (place % 4) * 160, 154 + Math.floor(place / 4) * 110, 68, 15]),
      ]).flat(),
    ],
    [
      'checkboxes with their captions',
      people.flatMap((name, index) => [
        element('checkbox', '', [40, 100 + index * 30, 16, 16]),
        element('text', name, [64, 100 + index * 30, name.length * 8, 15]),
      ]),
    ],
    [
      'two columns of prose',
      Array.from({ length: 8 }, (_, line) => [
        element('text', 'Whatever stands here goes on for a whole line.', [40, 100 + line * 20, 360, 15]),
        element('text', 'And beside it there is quite as much to read.', [440, 100 + line * 20, 360, 15]),
      ]).flat(),
    ],
  ])('are not seen in %s', (_, elements) => {
    expect(rowsOf(arranged(screenOf(elements)))).toEqual([]);
  });

  test('that the detector missed between two others are added', () => {
    const seen = [0, 1, 3].map((row) => element('row', '', [50, 88 + row * 40, 500, 40]));
    const screen = arranged(screenOf([...seen, ...table(60, 100)]));
    expect(rowsOf(screen).map(({ box }) => box.y)).toEqual([88, 128, 168, 208]);
    expect(named(screen, 'Grace Hopper').row).toBe(3);
  });

  test('number their cells, a header above them being row 0', () => {
    const cells = ['Name', 'Paid', ...people.flatMap((name, row) => [name, `${row}1.50`])].map((text, index) =>
      element('cell', text, [50 + (index % 2) * 250, 60 + Math.floor(index / 2) * 40, 250, 40]),
    );
    const rows = people.map((_, row) => element('row', '', [50, 100 + row * 40, 500, 40]));
    const screen = arranged(screenOf([...rows, ...cells]));
    expect([named(screen, 'Paid').row, named(screen, 'Paid').column]).toEqual([0, 2]);
    expect([named(screen, 'Alan Turing').row, named(screen, 'Alan Turing').column]).toEqual([2, 1]);
    expect(named(screen, '31.50')).toMatchObject({ row: 4, column: 2 });
  });
});

describe('a dialog', () => {
  const over = element('dialog', '', [300, 260, 420, 180]);
  const page = [...table(60, 300).filter(({ box }) => !holdsCentre(over.box, box)), over];
  const inside = [
    element('text', 'Delete order', [320, 276, 100, 16]),
    element('button', 'Delete', [500, 390, 90, 32]),
    element('button', 'Cancel', [604, 390, 90, 32]),
  ];

  test('holds what stands on it, and its title names the group', () => {
    const screen = arranged(screenOf([...page, ...inside]));
    const dialog = screen.elements.find(({ role }) => role === 'ROLE_DIALOG');
    expect(named(screen, 'Cancel').parentId).toBe(dialog?.id);
    expect(named(screen, 'Cancel').headingId).toBe(named(screen, 'Delete order').id);
    expect(named(screen, 'Ada Lovelace').parentId).not.toBe(dialog?.id);
  });

  test('comes before its contents, and they stay together', () => {
    const screen = arranged(screenOf([...page, ...inside]));
    const at = screen.elements.findIndex(({ role }) => role === 'ROLE_DIALOG');
    const contents = screen.elements.slice(at + 1).map(({ text }) => text);
    expect(contents.slice(0, 3)).toEqual(['Delete order', 'Delete', 'Cancel']);
  });
});

describe('headings', () => {
  test('rule what stands below them, up to the next one beside or below', () => {
    const screen = arranged(
      screenOf([
        element('heading', 'Billing', [40, 40, 90, 22]),
        element('button', 'Pay', [40, 80, 60, 30]),
        element('heading', 'Delivery', [500, 40, 100, 22]),
        element('button', 'Track', [500, 80, 60, 30]),
        element('heading', 'History', [40, 200, 100, 22]),
        element('button', 'Show', [40, 240, 60, 30]),
      ]),
    );
    for (const [text, heading] of [
      ['Pay', 'Billing'],
      ['Track', 'Delivery'],
      ['Show', 'History'],
    ] as const) {
      expect(named(screen, text).headingId).toBe(named(screen, heading).id);
    }
  });
});

describe('labels', () => {
  test('are known by their element', () => {
    const screen = arranged(screenOf(form));
    const fields = screen.elements.filter(({ role }) => role === 'ROLE_TEXT_FIELD');
    expect(fields.map(({ label }) => label)).toEqual(['Full name', 'Street', 'City', 'Country']);
    expect(fields.map(({ labelId }) => labelId)).toEqual(
      ['Full name', 'Street', 'City', 'Country'].map((text) => named(screen, text).id),
    );
  });
});

describe('the order', () => {
  test('reads a menu at the side before the page, and the page row by row', () => {
    const screen = arranged(screenOf([...table(260, 100), ...sidebar]));
    const texts = screen.elements.filter(({ role }) => role !== 'ROLE_ROW').map(({ text }) => text);
    expect(texts.slice(0, 8)).toEqual(sidebar.map(({ text }) => text));
    expect(texts.slice(8, 11)).toEqual(['Ada Lovelace', '01.50', 'Edit']);
  });

  test('reads a form field by field', () => {
    const roles = arranged(screenOf(form)).elements.map(({ role }) => role);
    expect(roles).toEqual(form.map(({ role }) => role));
  });

  test('stays as it is when everything moves by a pixel', () => {
    const flat = [
      ...sidebar,
      ...table(260, 100),
      ...form.map((each) => ({ ...each, box: { ...each.box, x: each.box.x + 800 } })),
    ];
    const keys = (elements: readonly Element[]) =>
      arranged(screenOf(elements)).elements.map(({ role, text, label, row, column }) =>
        [role, text, label, row, column].join('|'),
      );
    const still = keys(flat);
    for (let seed = 1; seed <= 25; seed++) {
      const random = randomFrom(seed);
      const jitter = () => Math.floor(random() * 3) - 1;
      const moved = flat.map((each) => ({
        ...each,
        box: {
          x: each.box.x + jitter(),
          y: each.box.y + jitter(),
          width: each.box.width + jitter(),
          height: each.box.height + jitter(),
        },
      }));
      expect(keys(moved)).toEqual(still);
    }
  });
});

describe('whatever stands on a screen', () => {
  const roles = [
    'button',
    'text',
    'row',
    'cell',
    'dialog',
    'window',
    'checkbox',
    'heading',
    'text_field',
    'icon',
    'text_area',
  ];
  const chaos = (seed: number, count: number): Screen => {
    const random = randomFrom(seed);
    const pick = (from: number, to: number) => Math.floor(from + random() * (to - from));
    return screenOf(
      Array.from({ length: count }, (_, index) =>
        element(roles[pick(0, roles.length)] ?? 'text', `t${index}`, [
          pick(0, 1200),
          pick(0, 700),
          pick(4, 500),
          pick(4, 200),
        ]),
      ),
    );
  };

  test('has ids of its own, parents before their parts and around them, and no circles', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const { elements } = arranged(chaos(seed, 120));
      const places = new Map(elements.map(({ id }, index) => [id, index]));
      expect(places.size).toBe(elements.length);
      for (const [index, each] of elements.entries()) {
        if (each.parentId === '') continue;
        const above = places.get(each.parentId) ?? Number.POSITIVE_INFINITY;
        expect(above).toBeLessThan(index);
        expect(holdsCentre(elements[above]?.box ?? each.box, each.box)).toBe(true);
      }
    }
  });

  test('is the same when it is arranged twice', () => {
    const once = arranged(screenOf([...sidebar, ...table(260, 100)]));
    expect(arranged(once)).toEqual(once);
  });

  test('is arranged in a few milliseconds', () => {
    const screens = [
      chaos(7, 400),
      screenOf([
        ...sidebar,
        ...Array.from({ length: 30 }, (_, k) => table(200 + (k % 2) * 520, 80 + Math.floor(k / 2) * 200)).flat(),
      ]),
    ];
    for (const screen of screens) {
      arranged(screen);
      const times = Array.from({ length: 5 }, () => {
        // Time on the processor: beside other work the clock says little.
        const began = process.cpuUsage();
        arranged(screen);
        const { user, system } = process.cpuUsage(began);
        return (user + system) / 1000;
      });
      expect(Math.min(...times)).toBeLessThan(60);
    }
  });
});

/** A small generator of random numbers (mulberry32): the same screens every time. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

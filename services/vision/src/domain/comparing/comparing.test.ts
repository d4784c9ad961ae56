import type { Frame } from '@karna/sight/frame';
import { describe, expect, test } from 'vitest';
import { black, canvas, element, type Place, screenOf } from '../../testing/hand-made.ts';
import type { Element } from '../screen.ts';
import { compared, type View } from './comparing.ts';

const size = { width: 640, height: 480 };

/** Each element as a box with a bar per letter, as high as the letter comes late in the alphabet. */
function view(elements: readonly Element[], draw: (picture: ReturnType<typeof canvas>) => void = () => {}): View {
  const picture = canvas(size.width, size.height);
  for (const { box, role, text, checked, disabled } of elements) {
    const place: Place = [box.x, box.y, box.width, box.height];
    if (role !== 'ROLE_TEXT') picture.border(place, [120, 120, 120]);
    if (checked === 'CHECKED_STATE_ON') picture.fill([box.x + 3, box.y + 3, box.width - 6, box.height - 6], black);
    if (disabled) picture.fill(place, [200, 200, 200]);
    for (const [index, letter] of [...text].entries()) {
      const high = 3 + (letter.charCodeAt(0) % 10);
      picture.fill([box.x + 4 + index * 6, box.y + box.height - 3 - high, 3, high], black);
    }
  }
  draw(picture);
  return { frame: picture.frame, screen: screenOf(elements, size) };
}

const told = (before: View, after: View, ignore: Parameters<typeof compared>[2] = []) =>
  compared(before, after, ignore).changes.map(({ kind, before: was, after: is }) => [
    kind.replace('CHANGE_KIND_', ''),
    was?.text ?? '-',
    is?.text ?? '-',
  ]);

const form = [
  element('text', 'Name', [20, 20, 60, 16]),
  element('text_field', 'Ada', [100, 14, 200, 28]),
  element('checkbox', '', [20, 60, 16, 16], { label: 'Keep', checked: 'CHECKED_STATE_OFF' }),
  element('text', 'Keep', [44, 60, 40, 16]),
  element('button', 'Save', [20, 100, 80, 30]),
];
const changed = (index: number, more: Partial<Element>) =>
  form.map((each, place) => (place === index ? { ...each, ...more } : each));

describe('between two frames', () => {
  test('that are equal, nothing changed', () => {
    expect(compared(view(form), view(form))).toEqual({ changes: [], regions: [], changed: 0 });
  });

  test('a text that was typed is told, and where', () => {
    const { changes, regions, changed: share } = compared(view(form), view(changed(1, { text: 'Adam' })));
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({
      kind: 'CHANGE_KIND_TEXT',
      before: { text: 'Ada' },
      after: { text: 'Adam', role: 'ROLE_TEXT_FIELD' },
    });
    expect(regions).toHaveLength(1);
    expect(regions[0]?.x).toBe(122); // the fourth letter and nothing else
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThan(0.001);
  });

  test('a state is told', () => {
    expect(told(view(form), view(changed(2, { checked: 'CHECKED_STATE_ON' })))).toEqual([['STATE', '', '']]);
    expect(told(view(form), view(changed(4, { disabled: true })))).toEqual([['STATE', 'Save', 'Save']]);
  });

  test('what came and what went is told, in reading order', () => {
    const menu = ['Open', 'Close'].map((text, row) => element('menu_item', text, [300, 60 + row * 30, 120, 28]));
    expect(told(view(form), view([...form, ...menu]))).toEqual([
      ['APPEARED', '-', 'Open'],
      ['APPEARED', '-', 'Close'],
    ]);
    expect(told(view([...form, ...menu]), view(form))).toEqual([
      ['DISAPPEARED', 'Open', '-'],
      ['DISAPPEARED', 'Close', '-'],
    ]);
  });

  test('a single thing that went elsewhere has moved', () => {
    expect(told(view(form), view(changed(4, { box: { x: 300, y: 200, width: 80, height: 30 } })))).toEqual([
      ['MOVED', 'Save', 'Save'],
    ]);
  });

  test('a drawing that is no element is told as pixels', () => {
    const { changes } = compared(
      view(form),
      view(form, ({ fill }) => fill([400, 300, 60, 40], [200, 30, 30])),
    );
    expect(changes).toEqual([
      expect.objectContaining({
        kind: 'CHANGE_KIND_PIXELS',
        before: undefined,
        after: expect.objectContaining({ box: { x: 400, y: 300, width: 60, height: 40 } }),
      }),
    ]);
  });

  test('differences in ignored parts do not count', () => {
    const clock = (time: string) => view([...form, element('text', time, [580, 4, 50, 16])]);
    expect(told(clock('10:41'), clock('10:42'))).toEqual([['TEXT', '10:41', '10:42']]);
    const ignore = [{ x: 570, y: 0, width: 70, height: 24 }];
    expect(compared(clock('10:41'), clock('10:42'), ignore)).toEqual({ changes: [], regions: [], changed: 0 });
  });

  test('of different sizes nothing can be told', () => {
    const small = canvas(10, 10).frame;
    expect(() => compared(view(form), { frame: small, screen: screenOf([]) })).toThrowError(
      expect.objectContaining({ code: 'input.invalid' }),
    );
  });
});

describe('a list that is scrolled', () => {
  const names = ['Grace', 'Alan', 'Edith', 'Barbara', 'Donald', 'Frances', 'Niklaus', 'Radia', 'Tony', 'Adele'];
  const list = (from: number) =>
    view(
      names.slice(from, from + 6).flatMap((name, row) => [
        element('text', name, [60, 100 + row * 40, 90, 16]),
        element('button', 'Edit', [300, 94 + row * 40, 60, 28]),
        element('checkbox', '', [20, 100 + row * 40, 16, 16], {
          label: name,
          checked: name === 'Edith' ? 'CHECKED_STATE_ON' : 'CHECKED_STATE_OFF',
        }),
      ]),
    );

  test('has moved: what stays in view moved, the rest came or went', () => {
    const changes = told(list(0), list(2)).filter(([, was, is]) => was !== '' && is !== '');
    expect(changes.toSorted()).toEqual([
      ['APPEARED', '-', 'Niklaus'],
      ['APPEARED', '-', 'Radia'],
      ['DISAPPEARED', 'Alan', '-'],
      ['DISAPPEARED', 'Grace', '-'],
      ['MOVED', 'Barbara', 'Barbara'],
      ['MOVED', 'Donald', 'Donald'],
      ['MOVED', 'Edith', 'Edith'],
      ['MOVED', 'Frances', 'Frances'],
    ]);
  });

  test('takes its marks along: no state has changed', () => {
    const kinds = compared(list(0), list(2)).changes.map(({ kind }) => kind);
    expect(kinds).not.toContain('CHANGE_KIND_STATE');
    expect(kinds).not.toContain('CHANGE_KIND_PIXELS');
  });
});

describe('what nobody notices', () => {
  test('is a caret that blinks', () => {
    const caret = view(form, ({ fill }) => fill([130, 18, 1, 20], black));
    expect(compared(view(form), caret)).toEqual({ changes: [], regions: [], changed: 0 });
  });

  test('is an edge that is smoothed otherwise', () => {
    const soft = view(form);
    const hard = view(form);
    blur(soft.frame, [100, 14, 200, 28]);
    expect(compared(hard, soft).changes).toEqual([]);
  });

  test('is noise as of a compressed picture', () => {
    const noisy = view(form);
    for (let i = 0; i < noisy.frame.rgb.length; i++) {
      noisy.frame.rgb[i] = Math.max(0, Math.min(255, (noisy.frame.rgb[i] ?? 0) + ((i * 7919) % 17) - 8));
    }
    expect(compared(view(form), noisy)).toEqual({ changes: [], regions: [], changed: 0 });
  });

  test('is what a second look calls otherwise where no pixel changed', () => {
    const again = { ...view(form), screen: screenOf(changed(4, { role: 'ROLE_LINK', text: 'Sove' }), size) };
    const moved = view(changed(1, { text: 'Adam' }));
    expect(told(view(form), again)).toEqual([]);
    const both = {
      ...moved,
      screen: screenOf(
        [...again.screen.elements.filter(({ text }) => text !== 'Ada'), ...moved.screen.elements.slice(1, 2)],
        size,
      ),
    };
    expect(told(view(form), both).filter(([, was]) => was === 'Save')).toEqual([]);
  });
});

test('behind a dialog the screen is dimmed, and only the dialog is told', () => {
  const dialog = [
    element('dialog', '', [200, 180, 240, 120]),
    element('heading', 'Delete?', [216, 196, 80, 20]),
    element('button', 'Cancel', [216, 250, 90, 30]),
  ];
  const before = view(form);
  const dimmed = view(form);
  for (let i = 0; i < dimmed.frame.rgb.length; i++) dimmed.frame.rgb[i] = Math.round((dimmed.frame.rgb[i] ?? 0) * 0.55);
  const after = view([...form, ...dialog]);
  copy(after.frame, dimmed.frame, [200, 180, 240, 120]);
  const both: View = { frame: dimmed.frame, screen: after.screen };
  expect(told(before, both).toSorted()).toEqual([
    ['APPEARED', '-', ''],
    ['APPEARED', '-', 'Cancel'],
    ['APPEARED', '-', 'Delete?'],
  ]);
  expect(compared(before, both).changed).toBeGreaterThan(0.9);
});

/** Each pixel becomes the mean of itself and its right neighbour. */
function blur({ rgb, width }: Frame, [x, y, w, h]: Place): void {
  for (let row = y; row < y + h; row++) {
    for (let i = (row * width + x) * 3; i < (row * width + x + w) * 3; i++) {
      rgb[i] = Math.round(((rgb[i] ?? 0) + (rgb[i + 3] ?? 0)) / 2);
    }
  }
}

function copy(from: Frame, to: Frame, [x, y, w, h]: Place): void {
  for (let row = y; row < y + h; row++) {
    const start = (row * from.width + x) * 3;
    to.rgb.set(from.rgb.subarray(start, start + w * 3), start);
  }
}

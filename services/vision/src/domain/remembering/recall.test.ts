import { describe, expect, test } from 'vitest';
import { element } from '../../testing/hand-made.ts';
import { dark, light, scenery } from '../../testing/scenery.ts';
import type { Element } from '../screen.ts';
import { recall } from './recall.ts';
import { type Pointed, remember } from './remember.ts';

const people = ['Ada Lovelace', 'Alan Turing', 'Grace Hopper', 'Edsger Dijkstra'];
const table = (names: readonly string[]): Element[] =>
  names.flatMap((name, row) => [
    element('text', name, [60, 160 + row * 44, name.length * 8, 14]),
    element('text', `${name.split(' ')[0]?.toLowerCase()}@acme.test`, [260, 160 + row * 44, 130, 14]),
    element('button', 'Edit', [620, 152 + row * 44, 60, 30]),
    element('icon', 'bin', [700, 158 + row * 44, 18, 18]),
  ]);
const bar: Element[] = [
  element('icon', 'pen', [560, 20, 20, 20]),
  element('icon', 'lens', [600, 20, 20, 20]),
  element('icon', 'plus', [640, 20, 20, 20]),
];
const pageWith = (deed: string): Element[] => [
  element('heading', 'Customers', [40, 20, 150, 26]),
  ...bar,
  element('button', 'New customer', [40, 80, 130, 32]),
  element('button', deed, [190, 80, 90, 32]),
  element('text', 'Search', [420, 88, 50, 14]),
  element('text_field', '', [480, 82, 200, 30]),
  ...table(people),
];
const page = pageWith('Import');

type Place = ReturnType<typeof scenery>;

/** Remembers on one screen and looks on another. */
function again(before: Place, at: Pointed, after: Place) {
  const kept = remember(before.frame, before.screen, at);
  if (!kept?.target.patchBox) throw new Error('nothing remembered');
  const target = { ...kept.target, patch: new Uint8Array() };
  return {
    target,
    ...recall(after.frame, after.screen, target, { frame: kept.patch, box: kept.target.patchBox }, { limit: 5 }),
  };
}
const shown = scenery(page);
const at = (x: number, y: number): Pointed => ({ point: { x, y } });
const places: readonly (readonly [string, Pointed])[] = [
  ['a button', at(60, 90)],
  ['an icon without a text', at(611, 30)],
  ['a field by its label', at(500, 95)],
  ['a button in a row', at(630, 250)],
  ['an icon in a row', at(705, 210)],
];

describe('what was remembered', () => {
  test.each(places)('is found again where it was: %s', (_, place) => {
    const { unique, candidates, target } = again(shown, place, shown);
    expect(unique).toBe(true);
    expect(candidates[0]?.element.box).toEqual(target.box);
  });

  test.each(places)('is found again in other colours and half as large again: %s', (_, place) => {
    const other = scenery(page, { ...dark, scale: 1.5 });
    const { unique, candidates, target } = again(shown, place, other);
    expect(unique).toBe(true);
    expect(candidates[0]?.point.x).toBeCloseTo(((target.box?.x ?? 0) + (target.box?.width ?? 0) / 2) * 1.5, -1);
    expect(candidates[0]?.point.y).toBeCloseTo(((target.box?.y ?? 0) + (target.box?.height ?? 0) / 2) * 1.5, -1);
  });

  test('is found again after everything has moved', () => {
    const moved = scenery(
      page.map((each) => ({ ...each, box: { ...each.box, x: each.box.x + 90, y: each.box.y + 60 } })),
    );
    const { unique, candidates } = again(shown, at(611, 30), moved);
    expect(unique).toBe(true);
    expect(candidates[0]?.point).toEqual({ x: 700, y: 90 });
  });

  test('is missing when it is gone, whatever else is there', () => {
    const without = scenery(page.filter(({ text }) => text !== 'Import'));
    expect(again(shown, at(200, 95), without)).toMatchObject({ unique: false, doubt: 'DOUBT_MISSING' });
  });

  test('is found in a page that is larger, though the bars around it stayed as they were', () => {
    const bars = Array.from({ length: 9 }, (_, index) => element('icon', 'pen', [20 + index * 90, 8, 18, 18]));
    const tabs = ['Inbox', 'Calendar', 'Contacts'].map((name, index) =>
      element('text', name, [60 + index * 180, 36, name.length * 8, 14]),
    );
    const shop = (value: string, scale: number) =>
      [
        element('heading', 'Kitchen shop', [20, 80, 150, 26]),
        element('text_field', value, [20, 130, 180, 30]),
        element('button', 'Search', [210, 130, 90, 30]),
      ].map(({ box: { x, y, width, height }, ...rest }) => ({
        ...rest,
        box: { x: x * scale, y: y * scale, width: width * scale, height: height * scale },
      }));
    const before = scenery([...bars, ...tabs, ...shop('kettle', 1)]);
    const after = scenery([...bars, ...tabs, ...shop('teapot', 2)]);
    const found = again(before, at(250, 145), after);
    expect([found.unique, found.candidates[0]?.element.box.x]).toEqual([true, 420]);
    const others = shop('teapot', 2).filter(({ role }) => role !== 'ROLE_HEADING' && role !== 'ROLE_TEXT_FIELD');
    expect(again(before, at(250, 145), scenery([...bars, ...tabs, ...others])).unique).toBe(false);
  });

  test('remembers no value of a field beside it', () => {
    const form = [element('text_field', 'secret plan', [40, 80, 180, 30]), element('button', 'Go', [240, 80, 60, 30])];
    const { target } = again(scenery(form), at(270, 95), scenery(form));
    expect(target.neighbours.map(({ role, text }) => [role, text])).toEqual([['ROLE_TEXT_FIELD', '']]);
  });

  test('cannot be used when it is greyed out, whatever the network saw', () => {
    const pale = scenery(page, { ...light, ink: [176, 176, 180] });
    const box = { x: 190, y: 80, width: 90, height: 32 };
    const rgb = Uint8Array.from(shown.frame.rgb);
    for (let y = box.y; y < box.y + box.height; y++) {
      const from = (y * shown.frame.width + box.x) * 3;
      rgb.set(pale.frame.rgb.subarray(from, from + box.width * 3), from);
    }
    const one = { ...shown, frame: { ...shown.frame, rgb } };
    expect(again(shown, at(200, 95), one)).toMatchObject({ unique: false, doubt: 'DOUBT_DISABLED' });
    // In a paler design everything is.
    expect(again(shown, at(200, 95), pale).unique).toBe(true);
  });

  test('cannot be used under the veil of a dialog that it is no part of', () => {
    const dialog = element('dialog', '', [500, 260, 280, 160]);
    const { frame, screen } = scenery([...page, dialog]);
    const dimmed = (share: number) => {
      const rgb = frame.rgb.map((level, index) => {
        const [x, y] = [Math.floor(index / 3) % frame.width, Math.floor(index / 3 / frame.width)];
        const isInside = x >= 500 && x < 780 && y >= 260 && y < 420;
        return isInside ? level : level * share;
      });
      return again(shown, at(200, 95), { frame: { ...frame, rgb }, screen });
    };
    expect(dimmed(0.5)).toMatchObject({ unique: false, doubt: 'DOUBT_DISABLED' });
    // One that lies beside it veils nothing.
    expect(dimmed(1).unique).toBe(true);
  });

  describe('with another name', () => {
    const renamed = (name: string, y = 80) =>
      scenery(page.map((each) => (each.text === 'Save' ? element('button', name, [190, y, 90, 32]) : each)));
    const page = pageWith('Save');
    const save = scenery(page);

    test('is found when that is another word for the same deed, and all else is as it was', () => {
      const { unique, candidates } = again(save, at(200, 95), renamed('Store'));
      expect([unique, candidates[0]?.element.text]).toEqual([true, 'Store']);
    });

    test.each(['Cancel', 'Delete', 'Export'])('is not taken for "%s" at its place', (name) => {
      expect(again(save, at(200, 95), renamed(name)).unique).toBe(false);
    });

    test('is not taken for another word while its own name is still there', () => {
      const both = [...pageWith('Store'), element('button', 'Save', [640, 400, 90, 32])];
      const { unique, candidates } = again(save, at(200, 95), scenery(both));
      expect(unique && candidates[0]?.element.text === 'Store').toBe(false);
    });

    test('is not taken for one of the same deed elsewhere', () => {
      expect(again(save, at(200, 95), renamed('Store', 420)).unique).toBe(false);
    });
  });

  test('is found though it is an empty field without a name, pulled wider and in another size', () => {
    const dialog = (width: number, scale: number, more: readonly Element[] = []) =>
      scenery(
        [
          element('heading', 'Save as', [780, 4, 60, 20]),
          // Not taken for the label that it is.
          element('button', 'Name', [10, 46, 44, 16]),
          element('text_field', '', [70, 40, width, 32]),
          element('button', 'work', [30, 130, 60, 30]),
          element('button', 'Cancel', [560, 400, 80, 32]),
          ...more,
        ],
        { ...light, scale },
      );
    const [before, after] = [dialog(600, 1), dialog(450, 1.4)];
    const found = again(before, at(300, 55), after);
    expect([found.unique, found.candidates[0]?.element.role]).toEqual([true, 'ROLE_TEXT_FIELD']);
    const two = dialog(450, 1.4, [element('text_field', '', [70, 84, 450, 32])]);
    expect(again(before, at(300, 55), two).unique).toBe(false);
  });

  test('is missing on another page', () => {
    const other = scenery([
      element('heading', 'Sign in', [40, 20, 120, 26]),
      element('button', 'Go', [40, 80, 60, 32]),
    ]);
    for (const [, place] of places) expect(again(shown, place, other).unique).toBe(false);
  });

  test('is in doubt when there are two of its name now', () => {
    const twice = scenery([...page, element('button', 'Import', [300, 80, 90, 32])]);
    expect(again(shown, at(200, 95), twice)).toMatchObject({ unique: false, doubt: 'DOUBT_DOUBLED' });
  });

  test('is in doubt when only its namesake from elsewhere is left', () => {
    const open = [element('button', 'Open', [40, 350, 80, 32]), element('button', 'Open', [640, 350, 80, 32])];
    const [left] = open;
    const before = scenery([...page, ...open]);
    const after = scenery([...page, ...(left ? [left] : [])]);
    expect(again(before, at(660, 365), before).unique).toBe(true);
    expect(again(before, at(660, 365), after).unique).toBe(false);
  });

  test('is in doubt when it cannot be used now', () => {
    const off = scenery(page.map((each) => (each.text === 'Import' ? { ...each, disabled: true } : each)));
    const { unique, doubt, candidates } = again(shown, at(200, 95), off);
    expect([unique, doubt, candidates[0]?.element.text]).toEqual([false, 'DOUBT_DISABLED', 'Import']);
  });

  test('is not taken for another icon at its place', () => {
    const swapped = scenery(
      page.map((each) => (each.id.startsWith('icon:lens') ? { ...each, id: 'icon:pen:x', text: 'pen' } : each)),
    );
    expect(again(shown, at(611, 30), swapped).unique).toBe(false);
  });

  test('is found where its neighbours and its looks say, though the detector saw nothing there', () => {
    const other = scenery(page, { ...dark, scale: 1.25 });
    const without = other.screen.elements.filter(({ box }) => Math.abs(box.x - 750) > 3 || box.y > 40);
    expect(other.screen.elements.length - without.length).toBe(1);
    const found = again(shown, at(611, 30), { ...other, screen: { ...other.screen, elements: without } });
    expect(found.candidates[0]?.point.x).toBeCloseTo(762, -1);
    expect(found.candidates[0]?.point.y).toBeCloseTo(38, -1);
  });

  test('is looked for only inside the part that is told', () => {
    const kept = remember(shown.frame, shown.screen, at(200, 95));
    if (!kept) throw new Error('nothing remembered');
    const target = { ...kept.target, patch: new Uint8Array() };
    const within = { x: 400, y: 0, width: 400, height: 500 };
    expect(recall(shown.frame, shown.screen, target, undefined, { within, limit: 5 }).unique).toBe(false);
  });
});

describe('what belongs to a record', () => {
  const gracesEdit = at(630, 252);

  test('keeps the texts that tell the record from the others', () => {
    expect(again(shown, gracesEdit, shown).target.row?.texts).toEqual(['Grace Hopper', 'grace@acme.test']);
  });

  test('is found in its record wherever that went', () => {
    const turned = scenery([...page.slice(0, -16), ...table([...people].reverse())]);
    const { unique, candidates } = again(shown, gracesEdit, turned);
    expect(unique).toBe(true);
    expect(candidates[0]?.element.box.y).toBe(152 + 44);
  });

  test('is found by another word for the same deed, far from where its record stood', () => {
    const changed = table([...people].reverse()).map((each) =>
      each.text === 'Edit' ? { ...each, text: 'Change' } : each,
    );
    const scrolled = changed.map((each) => ({ ...each, box: { ...each.box, y: each.box.y + 160 } }));
    const { unique, candidates } = again(shown, gracesEdit, scenery([...page.slice(0, -16), ...scrolled]));
    expect([unique, candidates[0]?.element.box.y]).toEqual([true, 152 + 44 + 160]);
  });

  test('is never found in another record, however alike', () => {
    const others = scenery([
      ...page.slice(0, -16),
      ...table(['Ada Lovelace', 'Grace Hoppen', 'Grace Hooper', 'Alan Turing']),
    ]);
    expect(again(shown, gracesEdit, others)).toMatchObject({ unique: false, doubt: 'DOUBT_OTHER_ROW' });
  });

  test('is in doubt when its record has two of it now', () => {
    const twice = scenery([...page, element('button', 'Edit', [540, 152 + 2 * 44, 60, 30])]);
    expect(again(shown, gracesEdit, twice)).toMatchObject({ unique: false, doubt: 'DOUBT_DOUBLED' });
  });

  test('is in doubt when the record is there twice', () => {
    const twice = scenery([...page.slice(0, -16), ...table([...people, 'Grace Hopper'])]);
    expect(again(shown, gracesEdit, twice)).toMatchObject({ unique: false, doubt: 'DOUBT_DOUBLED' });
  });

  test('is found in the record that somebody else asks for', () => {
    const kept = remember(shown.frame, shown.screen, gracesEdit);
    if (!kept?.target.patchBox) throw new Error('nothing remembered');
    const target = { ...kept.target, patch: new Uint8Array(), row: { texts: ['Edsger Dijkstra'] } };
    const { unique, candidates } = recall(
      shown.frame,
      shown.screen,
      target,
      { frame: kept.patch, box: kept.target.patchBox },
      { limit: 5 },
    );
    expect(unique).toBe(true);
    expect(candidates[0]?.element.box.y).toBe(152 + 3 * 44);
  });
});

test('a look at a page of ordinary size takes some milliseconds', () => {
  const kept = remember(shown.frame, shown.screen, at(611, 30));
  if (!kept?.target.patchBox) throw new Error('nothing remembered');
  const target = { ...kept.target, patch: new Uint8Array() };
  const patch = { frame: kept.patch, box: kept.target.patchBox };
  const times = Array.from({ length: 5 }, () => {
    // Time on the processor: beside other work the clock says little.
    const began = process.cpuUsage();
    recall(shown.frame, shown.screen, target, patch, { limit: 5 });
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1000;
  });
  expect(Math.min(...times)).toBeLessThan(200);
});

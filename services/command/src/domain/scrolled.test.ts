import { Element } from '@karna/proto/gen/vision/v1/element';
import { expect, test } from 'vitest';
import { goneBetween, isOther, isUnmoved, mayHideOne, repeatsAfter } from './scrolled.ts';

const screen = { x: 0, y: 0, width: 800, height: 600 };
const at = (text: string, x: number, y: number) =>
  Element.create({ id: `${text}${y}`, text, box: { x, y, width: 80, height: 20 }, role: 'ROLE_TEXT' });
/** Rows with a name and a button that is called the same in each. */
const rows = (names: readonly string[], top: number) =>
  names.flatMap((name, index) => [at(name, 20, top + 40 * index), at('Edit', 300, top + 40 * index)]);
const names = ['Ada', 'Grace', 'Alan', 'Edith', 'Kurt', 'Emmy'];

test('says how far rows went, though what repeats in each could have gone another way', () => {
  expect(goneBetween(rows(names, 200), rows(names, 121), screen)).toEqual({ down: -79, texts: 6 });
});

test('counts only what is in sight both times', () => {
  expect(goneBetween(rows(names.slice(0, 4), 40), rows(names.slice(3), 40), screen)?.down).toBe(-120);
  expect(goneBetween(rows(names.slice(0, 4), 40), rows(names.slice(2), 40), screen)?.down).toBe(-80);
});

test('is not misled by a list that repeats itself, when it is told which way it was turned', () => {
  const twice = [...names, ...names];
  const view = (from: number) => rows(twice.slice(from, from + 7), 40);
  expect(goneBetween(view(0), view(4), screen)?.down).toBe(80);
  expect(goneBetween(view(0), view(4), screen, 1)?.down).toBe(-160);
  // All that is there both times is there twice.
  const full = (from: number) => rows([...twice, ...names].slice(from, from + 9), 40);
  expect(goneBetween(full(0), full(3), screen, 1)?.down).toBe(-120);
  // It did go the other way: nothing else is there both times.
  expect(goneBetween(rows(names, 160), rows(names, 200), screen, 1)?.down).toBe(40);
});

test('counts no button: one that was misread twice would say that nothing moved', () => {
  const button = (text: string, y: number) => Element.create({ ...at(text, 300, y), role: 'ROLE_BUTTON' });
  const before = [...rows(names.slice(0, 3), 40), button('= dit', 80)];
  expect(goneBetween(before, [...rows(names.slice(3), 40), button('= dit', 80)], screen)).toBeUndefined();
});

test('is not misled by a line more or less that stays where it is', () => {
  const bar = [at('Menu', 20, 5), at('Help', 120, 5)];
  expect(goneBetween([...bar, ...rows(names, 200)], [...bar, ...rows(names, 160)], screen)?.down).toBe(-40);
});

test('says nothing where nothing is the same, or only elsewhere', () => {
  expect(goneBetween(rows(['Ada'], 40).slice(0, 1), rows(['Grace'], 40).slice(0, 1), screen)).toBeUndefined();
  expect(goneBetween(rows(['Ada', 'Alan'], 40), rows(['Grace', 'Kurt'], 40), screen)).toBeUndefined();
  expect(goneBetween([at('Ada', 20, 40)], [at('Ada', 400, 40)], screen)).toBeUndefined();
  expect(goneBetween(rows(names, 40), rows(names, 60), { x: 0, y: 400, width: 800, height: 100 })).toBeUndefined();
});

test('is not misled by what lights up under the pointer at the end of a list: all that is written there stands where it stood', () => {
  const button = (text: string, y: number) => Element.create({ ...at(text, 300, y), role: 'ROLE_BUTTON' });
  const within = { x: 290, y: 60, width: 100, height: 60 };
  const list = [...rows(names.slice(0, 3), 40), button('Edit', 80)];
  expect(goneBetween([button('Edit', 80)], [button('Edit', 80)], within)).toBeUndefined();
  expect(isUnmoved(list, list, within)).toBe(true);
  // Whole rows went, though their buttons stand in the same places again.
  const row = { x: 0, y: 60, width: 800, height: 60 };
  expect(isUnmoved(rows(['Ada', 'Alan'], 40), rows(['Kurt', 'Emmy'], 40), row)).toBe(false);
  expect(isUnmoved([], [], within)).toBe(false);
});

test('knows after how far a list repeats itself, under a title of its own', () => {
  const title = [at('People', 20, 10), at('Nobody edited', 20, 40)];
  const list = [...names, ...names.slice(0, 3)];
  expect(repeatsAfter([...title, ...rows(list, 80)], screen)).toBe(240);
  expect(repeatsAfter([...title, ...rows(names, 80)], screen)).toBe(Number.POSITIVE_INFINITY);
  // What stands in each record is no repetition, as far as there is more than a record or two to tell by.
  const many = [...names, ...names.map((name) => `${name} B.`)];
  const cards = many.flatMap((name, index) => [at(name, 20, 80 * index), at('In stock', 20, 80 * index + 30)]);
  expect(repeatsAfter(cards, { ...screen, height: 1_000 })).toBeGreaterThan(600);
});

test('tells a list that turned by as much as it repeats itself after from one that stands still', () => {
  const title = [at('People', 20, 10), at('Nobody edited', 20, 40)];
  expect(isOther([...title, ...rows(names, 80)], rows(names, 80), screen)).toBe(true);
  const lit = rows(names, 80).map((one) => (one.text === 'Ada' ? { ...one, text: 'Ado' } : one));
  expect(isOther(rows(names, 80), lit, screen)).toBe(false);
});

test('is not misled by a list that was turned by as much as it repeats itself after, or nearly, under a title that went', () => {
  const title = [at('People', 20, 10), at('Nobody edited', 20, 40)];
  const twice = [...names, ...names];
  const inSight = (elements: Element[]) => elements.filter(({ box }) => box && box.y >= 0 && box.y <= 300);
  const before = inSight([...title, ...rows(twice, 80)]);
  for (const px of [160, 200, 240]) {
    const after = inSight(rows(twice, 80 - px));
    expect(goneBetween(before, after, screen, 1)?.down).toBe(-px);
    expect(goneBetween(after, before, screen, -1)?.down).toBe(px);
  }
});

test('says whether a record may have been cut off by each look at a list', () => {
  const area = { x: 0, y: 100, width: 800, height: 400 };
  const button = (y: number) =>
    Element.create({ ...at('Edit', 300, y), role: 'ROLE_BUTTON', box: { x: 300, y, width: 80, height: 60 } });
  const listed = (...tops: number[]) => tops.map(button);
  // Looks that share a record show all.
  expect(
    mayHideOne(
      [
        { elements: [], down: 0 },
        { elements: [], down: 200 },
      ],
      area,
      60,
    ),
  ).toBe(false);
  expect(
    mayHideOne(
      [
        { elements: [], down: 0 },
        { elements: [], down: 390 },
      ],
      area,
      60,
    ),
  ).toBe(true);
  // Records 100 px apart: from 120 to 420 in the first look, from 130 on in the second, with 520 cut off by both, or with nothing there.
  const [above, below] = [listed(120, 220, 320, 420), listed(230, 330, 430)];
  expect(
    mayHideOne(
      [
        { elements: above, down: 0 },
        { elements: below, down: 390 },
      ],
      area,
      60,
    ),
  ).toBe(true);
  const next = [
    { elements: above, down: 0 },
    { elements: listed(130, 230, 330, 430), down: 390 },
  ];
  expect(mayHideOne(next, area, 60)).toBe(false);
  // What an edge cuts off is not seen whole, and may be the one.
  const cut = Element.create({ ...button(470), box: { x: 300, y: 470, width: 80, height: 30 } });
  expect(
    mayHideOne(
      [
        { elements: [...above, cut], down: 0 },
        { elements: below, down: 390 },
      ],
      area,
      60,
    ),
  ).toBe(true);
});

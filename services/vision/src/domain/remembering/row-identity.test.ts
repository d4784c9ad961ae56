import { holdsCentre, union } from '@karna/sight/boxes';
import { describe, expect, test } from 'vitest';
import { element, screenOf } from '../../testing/hand-made.ts';
import type { Line, Screen } from '../screen.ts';
import { arranged } from '../tree/arranged.ts';
import { sceneOf } from '../tree/scene.ts';
import { identityOf, isSame, mistakable, recordsWith } from './row-identity.ts';

/** A list with the given texts per row and a button at each row's end. */
function listOf(...rows: readonly (readonly string[])[]): Screen {
  return arranged(
    screenOf(
      rows.flatMap((texts, row) => [
        element('row', '', [40, 90 + row * 40, 860, 40]),
        ...texts.map((text, column) => element('text', text, [60 + column * 220, 102 + row * 40, text.length * 8, 15])),
        element('button', 'Edit', [800, 95 + row * 40, 60, 30]),
      ]),
    ),
  );
}

/** Words of 10 px a letter that begin at these places. */
function lineOf(y: number, ...words: readonly (readonly [text: string, x: number])[]): Line {
  const read = words.map(([text, x]) => ({ text, box: { x, y, width: text.length * 10, height: 20 }, confidence: 1 }));
  return { text: words.map(([text]) => text).join(' '), box: union(read.map(({ box }) => box)), words: read };
}

const written = (lines: readonly Line[]): Screen => ({ width: 1280, height: 720, elements: [], lines });

/** As if the reader had not been sure of words with this in them. */
const unsureOf = (screen: Screen, part: string): Screen => ({
  ...screen,
  lines: screen.lines.map(
    (line): Line => ({
      ...line,
      words: line.words.map((word) => (word.text.includes(part) ? { ...word, confidence: 0.6 } : word)),
    }),
  ),
});

const editIn = (screen: Screen, row: number) => {
  const found = screen.elements.filter(({ text }) => text === 'Edit')[row];
  if (!found) throw new Error('no such row');
  return found;
};
const identity = (screen: Screen, row: number) => identityOf(sceneOf(screen), editIn(screen, row));
const records = (screen: Screen, ...texts: string[]) => recordsWith(sceneOf(screen), texts).map(({ box }) => box.y);

describe('a row is known by', () => {
  test('its names, not by what changes or stands in every row', () => {
    const screen = listOf(
      ['Ada Lovelace', '1,250.00', 'active'],
      ['Alan Turing', '80.10', 'active'],
      ['Grace Hopper', '7.00', 'active'],
    );
    expect(identity(screen, 1)).toEqual(['Alan Turing']);
  });

  test('as many texts as it takes', () => {
    const screen = listOf(['Ada', 'Lovelace'], ['Ada', 'Byron'], ['Alan', 'Lovelace'], ['Alan', 'Byron']);
    expect(identity(screen, 1)).toEqual(['Ada', 'Byron']);
    expect(records(screen, 'Ada', 'Byron')).toEqual([130]);
  });

  test('one text more than it takes, to guard against namesakes that are not there yet', () => {
    const screen = listOf(['Ada Lovelace', 'ada@acme.test', 'on'], ['Alan Turing', 'alan@acme.test', 'on']);
    expect(identity(screen, 0)).toEqual(['Ada Lovelace', 'ada@acme.test']);
  });

  test('what changes too, where nothing else tells it from the others', () => {
    expect(identity(listOf(['open', '12.50'], ['open', '80.10'], ['open', '7.00']), 2)).toEqual(['7.00']);
  });

  test('what is not enough, when another row reads the same: it is never found alone', () => {
    const screen = listOf(['open', 'today'], ['open', 'today'], ['shut', 'today']);
    expect(identity(screen, 0)).toEqual(['open']);
    expect(records(screen, 'open')).toHaveLength(2);
  });

  test('nothing, when all rows read the same', () => {
    expect(identity(listOf(['open', 'today'], ['open', 'today']), 0)).toEqual([]);
  });

  test('nothing that a reader could take for the text of another row', () => {
    const texts = identity(listOf(['Ill', 'red'], ['lll', 'blue'], ['Ada', 'green']), 0);
    expect(texts).toEqual(['red']);
  });

  test('undefined outside of lists', () => {
    const screen = arranged(screenOf([element('button', 'Edit', [40, 40, 60, 30])]));
    expect(identity(screen, 0)).toBeUndefined();
  });
});

describe('a record is found', () => {
  const people = listOf(['Ann', 'a1'], ['Ann Smith', 'b2'], ['Anna', 'c3']);

  test('by its whole text, not by a part of another', () => {
    expect(records(people, 'Ann')).toEqual([90]);
    expect(records(people, 'Ann Smith')).toEqual([130]);
    expect(records(people, 'Smith')).toEqual([]);
  });

  test('by a text that the reader cut in two, within one record', () => {
    const name = element('text', 'Ann Smith', [60, 102, 72, 15]);
    const year = (...place: [number, number]) => element('text', '1967', [...place, 32, 15]);
    const found = (...elements: Parameters<typeof screenOf>[0]) =>
      recordsWith(sceneOf(screenOf(elements)), ['Ann Smith 1967']).length;
    expect(found(name, year(141, 102))).toBe(1);
    // Far away, or on another line, it is another text.
    expect([found(name, year(400, 102)), found(name, year(141, 118))]).toEqual([0, 0]);
    expect(found(name, year(141, 102), element('text', 'Ltd', [178, 102, 24, 15]))).toBe(0);
  });

  test('by a text right beside a button of its row, though they were read as one line', () => {
    const screen = screenOf([
      element('text', 'Ann 1967', [60, 102, 64, 15]),
      element('button', 'Edit', [127, 99, 60, 22]),
    ]);
    const [text, button] = screen.lines;
    if (!text || !button) throw new Error('no lines');
    const line = { ...text, text: 'Ann 1967 Edit', words: [...text.words, ...button.words] };
    expect(recordsWith(sceneOf({ ...screen, lines: [line] }), ['Ann 1967'])).toHaveLength(1);
  });

  test('by a name that all but touches the next column, where that column begins in another row', () => {
    const shop = (name: string, price: number) => {
      const first = element('text', 'Mug', [60, 102, 36, 20]);
      const cost = element('text', '12.00', [price, 102, 50, 20]);
      const second = element('text', name, [60, 142, name.length * 10, 20]);
      const screen = screenOf([first, cost, second, element('text', '23.00', [180, 142, 50, 20])]);
      // As one line each.
      const lines = [screen.lines.slice(0, 2), screen.lines.slice(2)].map(([a, b]) => {
        if (!a || !b) throw new Error('no lines');
        return { text: `${a.text} ${b.text}`, box: { ...a.box, width: 170 }, words: [...a.words, ...b.words] };
      });
      return recordsWith(sceneOf({ ...screen, lines }), [name.split(' Ltd')[0] ?? '']).length;
    };
    expect(shop('Blue kettle', 180)).toBe(1);
    expect(shop('Blue kettle', 240)).toBe(0);
    expect(shop('Acme Ltd', 180)).toBe(0);
  });

  test('by a name that touches its number, where numbers begin right there in three other rows', () => {
    const row = (name: string, at: number) => lineOf(102 + at * 30, [name, 60], [`19${at}4`, 204]);
    const found = (...names: string[]) =>
      recordsWith(sceneOf(written([...names, 'Hanna-Schmied!'].map(row))), ['Hanna-Schmied!']).length;
    expect([found('Ann', 'Bob', 'Cy'), found('Ann', 'Bob')]).toEqual([1, 0]);
  });

  test('by a name whose number is farther from it than words are, but not where words are as far', () => {
    const found = (blank: number) => {
      const heading = lineOf(30, ['Our', 60], ['kitchen', 90 + blank], ['shop', 160 + 2 * blank]);
      const price = 60 + 50 + blank + 30 + 10;
      const row = lineOf(102, ['Steel', 60], ['mug', 110 + blank], ['21.00', price]);
      return recordsWith(sceneOf(written([heading, row])), ['Steel mug']).length;
    };
    expect([found(6), found(10)]).toEqual([1, 0]);
  });

  test('only when every text stands in it', () => {
    expect(records(people, 'Ann', 'b2')).toEqual([]);
    expect(records(people, 'Ann Smith', 'b2')).toEqual([130]);
  });

  test('in the strip of the screen that is level with the text, where no rows were seen', () => {
    const screen = screenOf([
      element('text', 'Ann', [60, 102, 24, 15]),
      element('button', 'Edit', [800, 95, 60, 30]),
      element('text', 'Bob', [60, 302, 24, 15]),
    ]);
    const [record] = recordsWith(sceneOf(screen), ['Ann']);
    expect(record?.box).toMatchObject({ x: 0, width: 1280 });
    expect((record?.box.y ?? 0) < 102 && (record?.box.y ?? 0) + (record?.box.height ?? 0) < 302).toBe(true);
  });

  test.each([
    ['Il0ve', 'll0ve'],
    ['inv-1O5', 'inv-105'],
    ['Smit', 'Srnit'],
  ])('although "%s" was read as "%s", where the reader was not sure', (asked, read) => {
    const screen = listOf([read, 'x'], ['Other', 'y'], ['Third', 'z']);
    expect(records(screen, asked)).toEqual([]);
    expect(records(unsureOf(screen, read), asked)).toEqual([90]);
  });

  test('without what is level with its neighbours, however near they are, where no rows were seen', () => {
    const texts = (y: number, name: string, born: string) => [
      element('text', name, [60, y, name.length * 8, 15]),
      element('text', born, [280, y, 32, 15]),
    ];
    const near = element('button', 'Edit', [500, 116, 60, 19]);
    const screen = screenOf([
      ...texts(98, 'Ann', '1967'),
      near,
      ...texts(118, 'Bob', '1970'),
      ...texts(138, 'Cy', '1971'),
    ]);
    const [record] = recordsWith(sceneOf(screen), ['Ann']);
    expect(record && holdsCentre(record.box, near.box)).toBe(false);
    expect(recordsWith(sceneOf(screen), ['Ann', '1970'])).toEqual([]);
    expect(recordsWith(sceneOf(screen), ['Bob', '1970'])).toHaveLength(1);
  });

  test('as a whole, though its row was seen in two halves', () => {
    const screen = arranged(
      screenOf([
        element('row', '', [20, 90, 240, 40]),
        element('row', '', [60, 91, 840, 38]),
        element('text', 'Ada', [60, 102, 24, 15]),
        element('button', 'Edit', [800, 95, 60, 30]),
      ]),
    );
    expect(recordsWith(sceneOf(screen), ['Ada']).map(({ box }) => box)).toEqual([
      { x: 20, y: 90, width: 880, height: 40 },
    ]);
    expect(identity(screen, 0)).toEqual(['Ada']);
  });

  test('as wide as its list, though only a part of its row was seen', () => {
    const row = (name: string, y: number, width: number) => [
      element('row', '', [20, y, width, 40]),
      element('text', name, [60, y + 12, 24, 15]),
      element('button', 'Edit', [800, y + 5, 60, 30]),
    ];
    const list = [...row('Ada', 90, 880), ...row('Bob', 130, 300), ...row('Cyd', 170, 860)];
    const beside = element('row', '', [940, 131, 300, 38]);
    const [record] = recordsWith(sceneOf(arranged(screenOf([...list, beside]))), ['Bob']);
    const { x = 0, width = 0 } = record?.box ?? {};
    expect([x, x + width >= 880, x + width < 940]).toEqual([20, true, true]);
  });

  test('twice, where a reader who was not sure may have mixed up two', () => {
    const screen = listOf(['INV-1O5', 'x'], ['INV-105', 'y'], ['Third', 'z']);
    expect(records(screen, 'INV-105')).toEqual([130]);
    expect(records(unsureOf(screen, 'INV-1O5'), 'INV-105')).toEqual([90, 130]);
  });
});

test.each([
  ['Ada  Lovelace', 'Ada Lovelace', true],
  ['AdaLovelace', 'Ada Lovelace', true],
  ['12 34', '1234', false],
  ['ada', 'Ada', false],
  ['Row 11', 'Row 1 1', false],
])('"%s" is "%s" character by character: %s', (a, b, same) => {
  expect(isSame(a, b)).toBe(same);
});

test('what can be mistaken includes what is the same', () => {
  expect([mistakable('rn0O', 'm00'), mistakable('Ada', 'Ada'), mistakable('Ada', 'Eda')]).toEqual([true, true, false]);
});

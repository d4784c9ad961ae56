import { describe, expect, test } from 'vitest';
import { parseTruth, type Truth } from './truth.ts';
import { editDistance, judgeWords, type ReadWord, wordFigures } from './word-accuracy.ts';

type Place = readonly [x: number, y: number, width: number, height: number];
type Written = readonly [string, Place];

const read = ([text, [x, y, width, height]]: Written): ReadWord => ({ text, box: { x, y, width, height } });
const truthOf = (words: readonly Written[], more: object = {}): Truth =>
  parseTruth(
    'page',
    'page.png',
    JSON.stringify({ words: words.map(([text, box]) => ({ text, box })), ...more }),
  ) as Truth;
const figures = (truth: Truth, ...words: Written[]) => {
  const judged = judgeWords({ truth, words: words.map(read) });
  return judged && wordFigures([judged]);
};

const place: Place = [10, 10, 40, 14];
const beside: Place = [60, 10, 40, 14];
const saveAs = truthOf([
  ['Save', place],
  ['as', beside],
]);

describe('word figures', () => {
  test('takes the very string at its place', () => {
    expect(figures(saveAs, ['Save', [12, 11, 38, 13]], ['as', beside])).toMatchObject({
      words: 2,
      exact: 1,
      precision: 1,
      cer: 0,
    });
  });

  test.each([
    ['another case', 'save'],
    ['other punctuation', 'Save.'],
    ['another letter', 'Sove'],
  ])('it does not take %s', (_, text) => {
    expect(figures(saveAs, [text, place], ['as', beside])).toMatchObject({ exact: 0.5, precision: 0.5, cer: 1 / 6 });
  });

  test('does not take the string at another place', () => {
    expect(figures(saveAs, ['Save', [10, 200, 40, 14]], ['as', beside])).toMatchObject({ exact: 0.5, cer: 4 / 6 });
  });

  test('lets one read word stand for one true word only', () => {
    const twice = truthOf([
      ['No', place],
      ['No', [12, 10, 40, 14]],
    ]);
    expect(figures(twice, ['No', place])).toMatchObject({ exact: 0.5, precision: 1 });
  });

  test('gives close equal words the read word that lies nearest', () => {
    const columns = truthOf([
      ['0', [10, 10, 8, 14]],
      ['0', [19, 10, 8, 14]],
    ]);
    expect(figures(columns, ['0', [18, 10, 8, 14]], ['0', [11, 10, 8, 14]])).toMatchObject({ exact: 1 });
  });

  test('counts words that are not there against the precision only', () => {
    expect(figures(saveAs, ['Save', place], ['as', beside], ['|', [300, 10, 4, 14]])).toMatchObject({
      exact: 1,
      precision: 2 / 3,
    });
  });

  test('counts nothing where the truth, or its text, is not known', () => {
    const half = truthOf(
      [
        ['Save', place],
        ['cut', [310, 10, 30, 14]],
      ],
      { ignore: [[300, 0, 100, 50]], ignoreText: [[500, 0, 100, 50]] },
    );
    expect(figures(half, ['Save', place], ['cu', [310, 10, 20, 14]], ['o', [520, 10, 8, 14]])).toMatchObject({
      words: 1,
      exact: 1,
      precision: 1,
    });
  });

  test('knows letters written in two ways in Unicode as the same', () => {
    expect(figures(truthOf([['Mu\u0308ller', place]]), ['M\u00fcller', place])?.exact).toBe(1);
  });

  test.each([
    ['\u200e21\u200e\u223617', '21:17'],
    ['Open...', 'Open\u2026'],
  ])('knows %j and %j as drawn alike', (written, seen) => {
    expect(figures(truthOf([[written, place]]), [seen, place])?.exact).toBe(1);
  });

  test('says nothing about pictures without labelled words', () => {
    expect(judgeWords({ truth: parseTruth('page', 'page.png', '{}') as Truth, words: [] })).toBeUndefined();
  });
});

test.each([
  ['', '', 0],
  ['Save', '', 4],
  ['', 'Save', 4],
  ['Save', 'Save', 0],
  ['Cancel', 'ICancel', 1],
  ['kitten', 'sitting', 3],
])('the edit distance from "%s" to "%s" is %i', (from, to, distance) => {
  expect(editDistance(from, to)).toBe(distance);
});

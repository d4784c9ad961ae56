import { expect, test } from 'vitest';
import { edgesAfter, edgesOf, type Span } from './edges.ts';
import { greyAfter, greyOf } from './frame.ts';
import { canvas, type Place } from './testing/canvas.ts';

/** Park and Miller: the same numbers in every run. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 48_271) % 2_147_483_647;
    yield state / 2_147_483_647;
  }
}

const size = { width: 320, height: 200 };
/** In tiles of 16 px, as frames are compared. */
const around = (from: number, length: number): Span => ({
  from: Math.floor(from / 16) * 16,
  to: Math.ceil((from + length) / 16) * 16,
});

test.each([1, 2, 3])('the edges after any change (%i) are those of the whole picture', (seed) => {
  const random = numbers(seed * 7_919);
  const pick = (below: number) => Math.floor(random.next().value * below);
  const { frame, fill, border } = canvas(size.width, size.height);
  const draw = (): Place => {
    const [width, height] = [8 + pick(120), 8 + pick(60)];
    const place: Place = [pick(size.width - width), pick(size.height - height), width, height];
    const level = pick(256);
    (pick(2) === 0 ? fill : border)(place, [level, level, level]);
    return place;
  };
  for (let thing = 0; thing < 30; thing++) draw();
  let grey = greyOf(frame);
  let edges = edgesOf(grey);
  for (let change = 0; change < 25; change++) {
    const [x, y, width, height] = draw();
    const changed = { rows: [around(y, height)], columns: [around(x, width)] };
    grey = greyAfter(grey, frame, changed.rows);
    edges = edgesAfter(edges, grey, changed);
    expect(grey).toEqual(greyOf(frame));
    expect(edges).toEqual(edgesOf(grey));
  }
  expect(Math.min(edges.across.length, edges.down.length)).toBeGreaterThan(10);
});

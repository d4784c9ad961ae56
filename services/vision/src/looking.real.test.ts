// Looking again at what changed, and telling what changed, with the shipped models on recorded frames of one page
// (testing/changes/page.html, frame by frame).
import { readFileSync } from 'node:fs';
import type { ChangeKind } from '@karna/proto/gen/vision/v1/element';
import { likenessOfBoxes } from '@karna/sight/boxes';
import type { Frame } from '@karna/sight/frame';
import { readPack } from '@karna/sight/pack';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decoded } from './adapters/image.ts';
import { OnnxModels } from './adapters/onnx/models.ts';
import { visionConfig } from './config.ts';
import type { Comparison } from './domain/comparing/comparing.ts';
import type { Element } from './domain/screen.ts';
import { Eyes } from './eyes.ts';
import type { Seen } from './ports.ts';

const config = visionConfig.parse({ NATS_URL: 'nats://127.0.0.1:4222' });
/** The menu closes after frame 2 and the dialog after frame 7: the page is as in frames 1 and 6 again. */
const order = [0, 1, 2, 1, 4, 5, 6, 7, 6, 9, 10, 11, 12];
let models: OnnxModels;
let frames: Frame[];

beforeAll(async () => {
  models = await OnnxModels.open(await readPack(config.models.folder), config.models.threads);
  frames = await Promise.all(order.map((number) => decoded(pictureOf(number), config.images)));
});
afterAll(() => models.close());

const pictureOf = (number: number) =>
  readFileSync(new URL(`./testing/changes/${String(number).padStart(2, '0')}.png`, import.meta.url));

const isSame = (a: Element, b: Element) =>
  a.role === b.role &&
  a.text === b.text &&
  a.label === b.label &&
  a.checked === b.checked &&
  likenessOfBoxes(a.box, b.box) > 0.8;

/** The share of elements that both have, of all that one of them has. */
function agreement(a: Seen, b: Seen): number {
  const left = [...b.elements];
  let both = 0;
  for (const element of a.elements) {
    const index = left.findIndex((other) => isSame(element, other));
    if (index < 0) continue;
    left.splice(index, 1);
    both++;
  }
  return both / (a.elements.length + left.length);
}

describe('frame after frame of one desktop', () => {
  const alike: number[] = [];
  const lookedAt: number[] = [];

  beforeAll(async () => {
    const [eyes, strangers] = [new Eyes(models), new Eyes(models)];
    for (const frame of frames) {
      const known = await eyes.look(frame, { desktopId: 'one' });
      alike.push(agreement(known, await strangers.look(frame)));
      lookedAt.push(known.lookedAt);
    }
  }, 300_000);

  test('what is known is what a full look sees', () => {
    // What is doubtful (a score near the floor) may be seen in one and not in the other.
    expect(Math.min(...alike)).toBeGreaterThanOrEqual(0.93);
    expect(alike.reduce((sum, each) => sum + each, 0) / alike.length).toBeGreaterThanOrEqual(0.97);
  });

  test('the cost follows the change', () => {
    const [first, typed, , , checked, , , shaded, , clock] = lookedAt;
    expect([first, shaded]).toEqual([1, 1]);
    for (const small of [typed, checked, clock]) {
      expect(small).toBeGreaterThan(0);
      expect(small).toBeLessThan(0.3);
    }
  });

  test('the same frame is not looked at again, and another desktop knows nothing of it', async () => {
    const eyes = new Eyes(models);
    const [frame] = frames;
    if (!frame) throw new Error('there are no frames');
    const first = await eyes.look(frame, { desktopId: 'one' });
    const second = await eyes.look(frame, { desktopId: 'one' });
    expect([first.lookedAt, second.lookedAt]).toEqual([1, 0]);
    expect({ ...second, lookedAt: 1 }).toEqual(first);
    expect((await eyes.look(frame, { desktopId: 'two' })).lookedAt).toBe(1);
  });
});

describe('what changed', () => {
  const between = async (from: number, to: number): Promise<Comparison> => {
    const [before, after] = [frames[order.indexOf(from)], frames[order.indexOf(to)]];
    if (!before || !after) throw new Error('there is no such frame');
    return new Eyes(models).compare(before, after);
  };
  const texts = ({ changes }: Comparison, kind: ChangeKind) =>
    changes
      .filter((change) => change.kind === kind)
      .map(({ before, after }) => (after ?? before)?.text ?? '')
      .filter((text) => text !== '')
      .toSorted();

  test('is a letter that was typed', async () => {
    const comparison = await between(0, 1);
    expect(texts(comparison, 'CHANGE_KIND_TEXT')).toEqual(['Ada Lovelace']);
    expect(comparison.changes).toHaveLength(1);
    expect(comparison.regions).toHaveLength(1);
    expect(comparison.changed).toBeLessThan(0.001);
  });

  test('is a menu that opened, and closed', async () => {
    const entries = ['Archive', 'Duplicate', 'Move to folder', 'Print label'];
    expect(texts(await between(1, 2), 'CHANGE_KIND_APPEARED')).toEqual(expect.arrayContaining(entries));
    expect(texts(await between(2, 1), 'CHANGE_KIND_DISAPPEARED')).toEqual(expect.arrayContaining(entries));
  });

  test('is a checkbox that was set', async () => {
    const { changes } = await between(1, 4);
    expect(changes.map(({ kind, before, after }) => [kind, before?.checked, after?.checked, after?.label])).toEqual([
      ['CHANGE_KIND_STATE', 'CHECKED_STATE_OFF', 'CHECKED_STATE_ON', 'Edith Clarke'],
    ]);
  });

  test('is a list that was scrolled: what stays in view moved', async () => {
    const comparison = await between(4, 5);
    const stay = ['Barbara Liskov', 'Donald Knuth', 'Frances Allen', 'John Backus', 'Margaret Hamilton'];
    const gone = ['Alan Turing', 'Edith Clarke', 'Grace Hopper'];
    // The detector may miss one of them in one of the frames.
    const moved = new Set(texts(comparison, 'CHANGE_KIND_MOVED'));
    expect(stay.filter((name) => moved.has(name)).length).toBeGreaterThanOrEqual(stay.length - 1);
    expect(texts(comparison, 'CHANGE_KIND_DISAPPEARED')).toEqual(expect.arrayContaining(gone));
    expect(texts(comparison, 'CHANGE_KIND_APPEARED')).toEqual(expect.arrayContaining(['Niklaus Wirth', 'Tony Hoare']));
    expect(texts(comparison, 'CHANGE_KIND_TEXT')).toEqual([]);
    expect(comparison.changes.filter(({ kind }) => kind === 'CHANGE_KIND_STATE')).toEqual([]);
  });

  test('is a window that was moved, with what is in it', async () => {
    const comparison = await between(5, 6);
    const moved = texts(comparison, 'CHANGE_KIND_MOVED');
    expect(moved).toEqual(expect.arrayContaining(['Close note', 'Notes']));
    expect(moved.join(' ')).toContain('Call the warehouse before noon.');
    expect(texts(comparison, 'CHANGE_KIND_TEXT')).toEqual([]);
  });

  test('is a dialog, and not the screen that is dimmed behind it', async () => {
    const comparison = await between(6, 7);
    expect(texts(comparison, 'CHANGE_KIND_APPEARED')).toEqual(
      expect.arrayContaining(['Cancel', 'Delete', 'Delete this order?', 'This cannot be undone.']),
    );
    expect(comparison.changed).toBeGreaterThan(0.8);
    const told = comparison.changes.flatMap(({ before, after }) => [before?.text, after?.text]);
    for (const dimmed of ['Customers', 'Quantity', 'Katherine Johnson', 'Search orders'])
      expect(told).not.toContain(dimmed);
  });

  test('is nothing where a part is ignored', async () => {
    expect(texts(await between(6, 9), 'CHANGE_KIND_TEXT')).toEqual(['10:42']);
    const [before, after] = [frames[order.indexOf(6)], frames[order.indexOf(9)]];
    if (!before || !after) throw new Error('there are no such frames');
    const ignore = [{ x: 940, y: 612, width: 60, height: 28 }];
    const comparison = await new Eyes(models).compare(before, after, { ignore });
    expect(comparison).toEqual({ changes: [], regions: [], changed: 0 });
  });

  test('is something about a tab that was chosen and a button that was greyed out', async () => {
    for (const [from, to, text] of [
      [9, 10, 'Customers'],
      [10, 11, 'Export'],
    ] as const) {
      const { changes } = await between(from, to);
      expect(changes.length, text).toBeGreaterThanOrEqual(1);
      expect(changes.map(({ kind }) => kind)).not.toContain('CHANGE_KIND_TEXT');
    }
  });

  test('is a record that was removed: those below it moved up', async () => {
    const comparison = await between(11, 12);
    expect(texts(comparison, 'CHANGE_KIND_DISAPPEARED')).toContain('Donald Knuth');
    expect(texts(comparison, 'CHANGE_KIND_MOVED')).toEqual(
      expect.arrayContaining(['Frances Allen', 'Margaret Hamilton', 'Niklaus Wirth']),
    );
    expect(texts(comparison, 'CHANGE_KIND_TEXT')).toEqual([]);
  });
});

// A real client, real serialisation, a server in this process; only the seeing is made up.
import { DomainError } from '@karna/common/errors';
import { connectGrpc, serveGrpc } from '@karna/common/grpc';
import { quiet } from '@karna/common/log';
import { TargetQuery } from '@karna/proto/gen/target/v1/target';
import {
  CompareRequest,
  DetectRequest,
  LocateRequest,
  ParseRequest,
  ReadRequest,
  RememberRequest,
  VisionServiceService,
} from '@karna/proto/gen/vision/v1/vision';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Screen } from '../domain/screen.ts';
import { ScreenCache } from '../domain/screen-cache.ts';
import { arranged } from '../domain/tree/arranged.ts';
import type { Events, LookHints, Perception } from '../ports.ts';
import { recollect } from '../recollecting.ts';
import { Vision } from '../service.ts';
import { canvas, element, screenOf } from '../testing/hand-made.ts';
import { visionHandlers } from './grpc.ts';

const drawing = canvas(1280, 720);
drawing.border([40, 60, 80, 30], [0, 0, 0]);
drawing.fill([60, 70, 12, 9], [10, 60, 200]);
const screen = arranged(
  screenOf([
    element('text', 'New order', [40, 20, 90, 14]),
    element('button', 'Submit', [40, 60, 80, 30]),
    element('button', 'Cancel', [140, 60, 80, 30]),
  ]),
);
const image = { data: Uint8Array.of(1, 2, 3) };
const other = { data: Uint8Array.of(4, 5, 6) };

let looked: { signal: AbortSignal; hints: LookHints | undefined }[];
let answer: (signal: AbortSignal) => Promise<Screen>;
/** What is seen when something is known of the desktop already; undefined: nothing is. */
let pieced: Screen | undefined;
let told: string[];
/** Raw pixels stand for PNG here. */
const files = {
  read: async (data: Uint8Array) => ({ width: data[0] ?? 0, height: data[1] ?? 0, rgb: data.slice(2) }),
  write: async ({ width, height, rgb }: { width: number; height: number; rgb: Uint8Array }) =>
    Uint8Array.from([width, height, ...rgb]),
};
const perception: Perception = {
  perceive: async (_, signal, hints) => {
    looked.push({ signal, hints });
    if (pieced && !hints?.anew) return { ...pieced, lookedAt: 0.1, isWhole: false };
    return { ...(await answer(signal)), lookedAt: 1, isWhole: true };
  },
  compare: async (before, after) =>
    before[0] === after[0]
      ? { changes: [], regions: [], changed: 0 }
      : { changes: [], regions: [{ x: 1, y: 2, width: 3, height: 4 }], changed: 0.25 },
  recollect: (_, seen, question) => recollect(drawing.frame, seen, question, files),
};
const events: Events = {
  perceived: ({ outcome }) => told.push(outcome),
  located: ({ outcome }) => told.push(outcome),
  remembered: ({ outcome }) => told.push(outcome),
};

async function open() {
  const vision = new Vision({
    images: { check: async (data) => ({ key: [...data].join() }) },
    perception,
    cache: new ScreenCache(1_000_000),
    events,
  });
  const untested = () => {
    throw new Error('not here');
  };
  const models = { listModels: untested, pullModel: untested, useModel: untested };
  const server = await serveGrpc({
    bind: '127.0.0.1',
    port: 0,
    services: [[VisionServiceService, { ...visionHandlers(vision, quiet), ...models }]],
  });
  const client = connectGrpc(VisionServiceService, `127.0.0.1:${server.port}`, { retry: [], deadlineMs: 5000 });
  return { calls: client.calls, close: () => Promise.all([client.close(), server.stop()]) };
}
let vision: Awaited<ReturnType<typeof open>>;
beforeEach(async () => {
  looked = [];
  told = [];
  answer = async () => screen;
  pieced = undefined;
  vision = await open();
});
afterEach(() => vision.close());

const detect = (more: Parameters<typeof DetectRequest.fromPartial>[0] = {}, options = {}) =>
  vision.calls.detect(DetectRequest.fromPartial({ image, ...more }), options);
const read = (more: Parameters<typeof ReadRequest.fromPartial>[0] = {}) =>
  vision.calls.read(ReadRequest.fromPartial({ image, ...more }));
const locate = (more: Parameters<typeof LocateRequest.fromPartial>[0]) =>
  vision.calls.locate(LocateRequest.fromPartial({ image, ...more }));
const remember = (more: Parameters<typeof RememberRequest.fromPartial>[0]) =>
  vision.calls.remember(RememberRequest.fromPartial({ image, ...more }));

describe('the vision service', () => {
  test('detects elements', async () => {
    const { elements, width, height } = await detect();
    expect([width, height]).toEqual([1280, 720]);
    expect(elements).toEqual(screen.elements);
  });

  test('reads lines, of a part only when asked so', async () => {
    const all = await read();
    expect(all.lines.map(({ text }) => text)).toEqual(['New order', 'Submit', 'Cancel']);
    const part = await read({ within: { x: 0, y: 0, width: 75, height: 100 } });
    expect(part.lines.map(({ text }) => text)).toEqual(['New']);
  });

  test('parses everything at once, and says how much it had to look at', async () => {
    const request = ParseRequest.fromPartial({ image, id: 'frame 7', desktopId: 'desk' });
    const first = await vision.calls.parse(request);
    expect(first).toMatchObject({ id: 'frame 7', width: 1280, lookedAt: 1, fault: undefined });
    expect(first.elements).toEqual(screen.elements);
    expect(first.lines).toHaveLength(3);
    expect((await vision.calls.parse(request)).lookedAt).toBe(0);
    expect(looked.map(({ hints }) => hints?.desktopId)).toEqual(['desk']);
  });

  test('parses many images in their order, each with its own fault', async () => {
    const requests = [image, undefined, other].map((one, index) =>
      ParseRequest.fromPartial({ image: one, id: `${index}` }),
    );
    const replies = [];
    for await (const reply of vision.calls.parseAll(iterated(requests))) replies.push(reply);
    expect(replies.map(({ id, fault }) => [id, fault?.code])).toEqual([
      ['0', undefined],
      ['1', 'image.invalid'],
      ['2', undefined],
    ]);
    expect(looked.map(({ hints }) => hints?.isBatch)).toEqual([true, true]);
  });

  test('looks anew when applications say something of themselves', async () => {
    const accessible = [{ name: 'Submit', role: 'ROLE_BUTTON', box: { x: 40, y: 60, width: 80, height: 30 } }] as const;
    await vision.calls.parse(ParseRequest.fromPartial({ image }));
    await vision.calls.parse(ParseRequest.fromPartial({ image, accessible: [...accessible] }));
    await vision.calls.parse(ParseRequest.fromPartial({ image, accessible: [...accessible] }));
    expect(looked.map(({ hints }) => hints?.accessible?.length)).toEqual([0, 1]);
  });

  test('looks at all of a screen that was pieced together before it says that something is missing or in doubt', async () => {
    const query = { text: 'submit', role: 'ROLE_BUTTON' } as const;
    pieced = arranged(screenOf([element('button', 'Cancel', [140, 60, 80, 30])]));
    expect((await locate({ query })).unique).toBe(true);
    expect(looked.map(({ hints }) => hints?.anew ?? false)).toEqual([false, true]);
    // What was seen so is kept: asked again, nothing is looked at.
    expect((await locate({ query: { ...query, text: 'missing' } })).unique).toBe(false);
    expect(looked).toHaveLength(2);
  });

  test('remembers what it sees in one look at all of a screen', async () => {
    pieced = arranged(screenOf([element('button', 'Submit', [60, 60, 60, 30])]));
    expect((await remember({ point: { x: 80, y: 75 } })).element?.box).toMatchObject({ x: 40, width: 80 });
    expect(looked.map(({ hints }) => hints?.anew ?? false)).toEqual([true]);
  });

  test('takes what is beyond doubt from a screen that was pieced together', async () => {
    pieced = screen;
    expect((await locate({ query: { text: 'submit', role: 'ROLE_BUTTON' } })).unique).toBe(true);
    expect(looked).toHaveLength(1);
  });

  test('locates by words', async () => {
    const { unique, candidates, doubt } = await locate({ query: { text: 'submit', role: 'ROLE_BUTTON' } });
    expect([unique, doubt]).toEqual([true, 'DOUBT_UNSPECIFIED']);
    expect(candidates[0]).toMatchObject({ point: { x: 80, y: 75 }, element: { text: 'Submit' } });
  });

  test('says why it is not sure', async () => {
    expect(await locate({ query: { text: 'Quit' } })).toMatchObject({ unique: false, doubt: 'DOUBT_MISSING' });
    expect(await locate({ query: { role: 'ROLE_BUTTON' } })).toMatchObject({ unique: false, doubt: 'DOUBT_DOUBLED' });
    answer = async () => screenOf([element('button', 'Submit', [40, 60, 80, 30], { disabled: true })]);
    const greyed = await locate({ image: other, query: { text: 'Submit' } });
    expect(greyed).toMatchObject({
      unique: false,
      doubt: 'DOUBT_DISABLED',
      candidates: [{ element: { text: 'Submit' } }],
    });
  });

  test('remembers what is pointed at, and finds it again', async () => {
    const { target, element: seen, unique } = await remember({ point: { x: 50, y: 70 } });
    expect(seen?.text).toBe('Submit');
    expect(target).toMatchObject({ text: 'Submit', role: 'ROLE_BUTTON', screenWidth: 1280, ordinal: 1, equals: 1 });
    expect(target?.patch.length).toBeGreaterThan(100);
    expect(unique).toBe(true);
    const again = await locate({ remembered: target });
    expect(again).toMatchObject({ unique: true, candidates: [{ element: { text: 'Submit' } }] });
  });

  test('remembers what is drawn around', async () => {
    const { element: seen } = await remember({ box: { x: 138, y: 57, width: 85, height: 34 } });
    expect(seen?.text).toBe('Cancel');
  });

  test('refuses to remember nothing', async () => {
    await expect(remember({ point: { x: 900, y: 600 } })).rejects.toMatchObject({ code: 'element.none' });
  });

  test('compares', async () => {
    const compare = (after: typeof image) => vision.calls.compare(CompareRequest.fromPartial({ before: image, after }));
    expect(await compare(image)).toEqual({ changes: [], regions: [], changed: 0 });
    expect(await compare(other)).toMatchObject({ changed: 0.25, regions: [{ width: 3 }] });
  });

  test('looks once at an image that is asked about thrice', async () => {
    await detect();
    await read();
    await locate({ query: { text: 'Quit' } });
    expect(looked).toHaveLength(1);
    expect(told).toEqual(['seen', 'cached', 'cached', 'missing']);
  });

  test('looks once when it is asked thrice at the same time', async () => {
    const { promise, resolve } = Promise.withResolvers<Screen>();
    answer = () => promise;
    const replies = [detect(), detect(), read()];
    await new Promise((done) => setTimeout(done, 50));
    resolve(screen);
    await Promise.all(replies);
    expect(looked).toHaveLength(1);
    expect(told.toSorted()).toEqual(['seen', 'shared', 'shared']);
  });

  test('calls the looking off when the caller hangs up', async () => {
    answer = (signal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
    const hangUp = new AbortController();
    const call = detect({}, { signal: hangUp.signal });
    const refused = expect(call).rejects.toMatchObject({ code: 'request.cancelled' });
    while (looked.length === 0) await new Promise((done) => setTimeout(done, 5));
    hangUp.abort();
    await refused;
    while (!looked[0]?.signal.aborted) await new Promise((done) => setTimeout(done, 5));
    expect(told).toEqual([]); // a caller that leaves is no failure
  });

  test('passes codes on and looks again after a failure', async () => {
    answer = () => Promise.reject(new DomainError('service.overloaded', 'too many'));
    await expect(detect()).rejects.toMatchObject({ code: 'service.overloaded' });
    answer = async () => screen;
    await expect(detect()).resolves.toMatchObject({ width: 1280 });
    expect(told).toEqual(['failed', 'seen']);
  });

  const box = { x: 40, y: 60, width: 80, height: 30 };
  const remembered = {
    role: 'ROLE_BUTTON',
    text: 'Submit',
    box,
    lineHeight: 14,
    screenWidth: 1280,
    screenHeight: 720,
  } as const;
  const long = 'x'.repeat(501);
  test.each([
    ['no image', { image: undefined }, 'image.invalid'],
    ['an empty image', { image: { data: new Uint8Array() } }, 'image.invalid'],
    ['nothing to look for', { query: undefined }, 'input.invalid'],
    ['a query for nothing', { query: {} }, 'input.invalid'],
    ['a name of blanks', { query: { text: '   ' } }, 'input.invalid'],
    ['a name like a book', { query: { text: long } }, 'input.too_large'],
    ['a relation to nothing', { query: { text: 'OK', relation: { kind: 'RELATION_KIND_BELOW' } } }, 'input.invalid'],
    ['too many relations', { query: nested(6) }, 'input.invalid'],
    ['an empty part', { within: { x: 0, y: 0, width: 0, height: 5 } }, 'input.invalid'],
    ['a name and a memory at once', { remembered }, 'input.invalid'],
    ['a memory without a place', { query: undefined, remembered: { ...remembered, box: undefined } }, 'input.invalid'],
    ['a memory without a scale', { query: undefined, remembered: { ...remembered, lineHeight: 0 } }, 'input.invalid'],
    [
      'a picture without a place in it',
      { query: undefined, remembered: { ...remembered, patch: new Uint8Array(9) } },
      'input.invalid',
    ],
    [
      'a huge picture',
      { query: undefined, remembered: { ...remembered, patch: new Uint8Array(300_000), patchBox: box } },
      'input.too_large',
    ],
    [
      'a huge row',
      { query: undefined, remembered: { ...remembered, row: { texts: Array(17).fill('a') } } },
      'input.too_large',
    ],
    ['a row of nothing', { query: undefined, remembered: { ...remembered, row: { texts: [''] } } }, 'input.invalid'],
    ['a memory like a book', { query: undefined, remembered: { ...remembered, headings: [long] } }, 'input.too_large'],
    [
      'a neighbour nowhere',
      { query: undefined, remembered: { ...remembered, neighbours: [{ right: Number.NaN }] } },
      'input.invalid',
    ],
    ['a huge icon', { looksLike: { data: new Uint8Array(1_100_000) } }, 'image.too_large'],
    ['what an application says of nowhere', { accessible: [{ name: 'OK' }] }, 'input.invalid'],
    ['a desktop with a name like a book', { desktopId: long }, 'input.too_large'],
  ] as const)('refuses %s', async (_, fault, code) => {
    const good = { query: { text: 'Submit' } };
    await expect(locate({ ...good, ...fault } as Parameters<typeof locate>[0])).rejects.toMatchObject({ code });
    expect(looked).toHaveLength(0);
  });
});

async function* iterated<T>(things: readonly T[]) {
  yield* things;
}

function nested(depth: number): TargetQuery {
  const anchor = depth > 0 ? nested(depth - 1) : TargetQuery.fromPartial({ text: 'end' });
  return TargetQuery.fromPartial({ text: 'x', relation: { kind: 'RELATION_KIND_NEAR', anchor } });
}

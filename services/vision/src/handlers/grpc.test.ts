// A real client, real serialisation, a server in this process; only the seeing is made up.
import { DomainError } from '@karna/common/errors';
import { connectGrpc, serveGrpc } from '@karna/common/grpc';
import { quiet } from '@karna/common/log';
import { TargetQuery } from '@karna/proto/gen/target/v1/target';
import { VisionServiceService } from '@karna/proto/gen/vision/v1/vision';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Screen } from '../domain/screen.ts';
import { ScreenCache } from '../domain/screen-cache.ts';
import type { Events, Perception } from '../ports.ts';
import { Vision } from '../service.ts';
import { element, screenOf } from '../testing/hand-made.ts';
import { visionHandlers } from './grpc.ts';

const screen = screenOf([
  element('text', 'New order', [40, 20, 90, 14]),
  element('button', 'Submit', [40, 60, 80, 30]),
  element('button', 'Cancel', [140, 60, 80, 30]),
]);
const image = { data: Uint8Array.of(1, 2, 3) };

let looked: AbortSignal[];
let answer: (signal: AbortSignal) => Promise<Screen>;
let told: string[];
const perception: Perception = {
  perceive: (_, signal) => {
    looked.push(signal);
    return answer(signal);
  },
};
const events: Events = {
  perceived: ({ outcome }) => told.push(outcome),
  located: ({ outcome }) => told.push(outcome),
};

async function open() {
  const vision = new Vision({
    images: { check: async (data) => ({ key: [...data].join() }) },
    perception,
    cache: new ScreenCache(1_000_000),
    events,
  });
  const server = await serveGrpc({
    bind: '127.0.0.1',
    port: 0,
    services: [[VisionServiceService, visionHandlers(vision, quiet)]],
  });
  const client = connectGrpc(VisionServiceService, `127.0.0.1:${server.port}`, { retry: [], deadlineMs: 5000 });
  return { calls: client.calls, close: () => Promise.all([client.close(), server.stop()]) };
}
let vision: Awaited<ReturnType<typeof open>>;
beforeEach(async () => {
  looked = [];
  told = [];
  answer = async () => screen;
  vision = await open();
});
afterEach(() => vision.close());

describe('the vision service', () => {
  test('detects elements', async () => {
    const { elements, width, height } = await vision.calls.detect({ image });
    expect([width, height]).toEqual([1280, 720]);
    expect(elements).toEqual(screen.elements);
  });

  test('reads lines, of a part only when asked so', async () => {
    const all = await vision.calls.read({ image });
    expect(all.lines.map(({ text }) => text)).toEqual(['New order', 'Submit', 'Cancel']);
    const part = await vision.calls.read({ image, within: { x: 0, y: 0, width: 75, height: 100 } });
    expect(part.lines.map(({ text }) => text)).toEqual(['New', 'Submit'].slice(0, part.lines.length));
  });

  test('locates', async () => {
    const query = TargetQuery.fromPartial({ text: 'submit', role: 'ROLE_BUTTON' });
    const { unique, candidates } = await vision.calls.locate({ image, query, limit: 0 });
    expect(unique).toBe(true);
    expect(candidates[0]).toMatchObject({ point: { x: 80, y: 75 }, element: { text: 'Submit' } });
    expect(candidates[0]?.signs).toEqual(['text 0.99', 'role']);
  });

  test('looks once at an image that is asked about thrice', async () => {
    await vision.calls.detect({ image });
    await vision.calls.read({ image });
    await vision.calls.locate({ image, query: TargetQuery.fromPartial({ text: 'Quit' }), limit: 0 });
    expect(looked).toHaveLength(1);
    expect(told).toEqual(['seen', 'cached', 'cached', 'missing']);
  });

  test('looks once when it is asked thrice at the same time', async () => {
    const { promise, resolve } = Promise.withResolvers<Screen>();
    answer = () => promise;
    const replies = [vision.calls.detect({ image }), vision.calls.detect({ image }), vision.calls.read({ image })];
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
    const call = vision.calls.detect({ image }, { signal: hangUp.signal });
    const refused = expect(call).rejects.toMatchObject({ code: 'request.cancelled' });
    while (looked.length === 0) await new Promise((done) => setTimeout(done, 5));
    hangUp.abort();
    await refused;
    while (!looked[0]?.aborted) await new Promise((done) => setTimeout(done, 5));
    expect(told).toEqual([]); // a caller that leaves is no failure
  });

  test('passes codes on and looks again after a failure', async () => {
    answer = () => Promise.reject(new DomainError('service.overloaded', 'too many'));
    await expect(vision.calls.detect({ image })).rejects.toMatchObject({ code: 'service.overloaded' });
    answer = async () => screen;
    await expect(vision.calls.detect({ image })).resolves.toMatchObject({ width: 1280 });
    expect(told).toEqual(['failed', 'seen']);
  });

  test.each([
    ['no image', { image: undefined }, 'image.invalid'],
    ['an empty image', { image: { data: new Uint8Array() } }, 'image.invalid'],
    ['no query', { query: undefined }, 'input.invalid'],
    ['a query for nothing', { query: TargetQuery.fromPartial({}) }, 'input.invalid'],
    ['a name of blanks', { query: TargetQuery.fromPartial({ text: '   ' }) }, 'input.invalid'],
    ['a name like a book', { query: TargetQuery.fromPartial({ text: 'x'.repeat(501) }) }, 'input.too_large'],
    [
      'a relation to nothing',
      { query: TargetQuery.fromPartial({ text: 'OK', relation: { kind: 'RELATION_KIND_BELOW' } }) },
      'input.invalid',
    ],
    ['too many relations', { query: nested(6) }, 'input.invalid'],
    ['an empty part', { within: { x: 0, y: 0, width: 0, height: 5 } }, 'input.invalid'],
  ])('refuses %s', async (_, fault, code) => {
    const good = { image, query: TargetQuery.fromPartial({ text: 'Submit' }), limit: 0 };
    await expect(vision.calls.locate({ ...good, ...fault })).rejects.toMatchObject({ code });
    expect(looked).toHaveLength(0);
  });
});

function nested(depth: number): TargetQuery {
  const anchor = depth > 0 ? nested(depth - 1) : TargetQuery.fromPartial({ text: 'end' });
  return TargetQuery.fromPartial({ text: 'x', relation: { kind: 'RELATION_KIND_NEAR', anchor } });
}

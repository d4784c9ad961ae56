// The quality gate: the whole service with the shipped models on real screenshots. The bounds are what was measured,
// less a little; a model or rule that does worse must not pass unseen. A wrong click is never within bounds.
import { MemoryBus } from '@karna/common/bus';
import { connectGrpc } from '@karna/common/grpc';
import { Lifecycle } from '@karna/common/lifecycle';
import { quiet } from '@karna/common/log';
import type { Point } from '@karna/proto/gen/geometry/v1/geometry';
import { TargetQuery } from '@karna/proto/gen/target/v1/target';
import {
  DetectRequest,
  LocateRequest,
  ParseRequest,
  ReadRequest,
  RememberRequest,
  VisionServiceService,
} from '@karna/proto/gen/vision/v1/vision';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startVision } from './app.ts';
import { visionConfig } from './config.ts';
import { type KnownScreen, knownScreen, screenNames } from './testing/screens.ts';

const life = new Lifecycle();
const open = async () => {
  const config = visionConfig.parse({ NATS_URL: 'nats://127.0.0.1:4222', QUEUE_LIMIT: '2' });
  const { grpcPort } = await startVision(config, quiet, life, { bus: new MemoryBus(quiet) });
  const client = connectGrpc(VisionServiceService, `127.0.0.1:${grpcPort}`, { retry: [], deadlineMs: 30_000 });
  return life.own('client', client, (connection) => connection.close()).calls;
};
let vision: Awaited<ReturnType<typeof open>>;
beforeAll(async () => {
  vision = await open();
});
afterAll(() => life[Symbol.asyncDispose]());

type Truth = readonly [number, number, number, number];
const isInside = (point: Point | undefined, [x, y, width, height]: Truth) =>
  point !== undefined && point.x >= x && point.x < x + width && point.y >= y && point.y < y + height;

const locate = (screen: KnownScreen, query: Partial<TargetQuery>) =>
  vision.locate(
    LocateRequest.create({ image: { data: screen.image }, query: TargetQuery.fromPartial(query), limit: 5 }),
  );

/** Elements whose name and role are theirs alone. */
const onlyOnes = (screen: KnownScreen) =>
  screen.elements.filter(
    ({ role, name }) => screen.elements.filter((other) => other.role === role && other.name === name).length === 1,
  );

describe.each(screenNames)('on the screen "%s" vision', (name) => {
  const screen = knownScreen(name);

  test('says how likely it is that what it sees is there, and that guesses hardly are', async () => {
    const image = { data: screen.image };
    const { elements, guesses } = await vision.parse(ParseRequest.fromPartial({ image, withGuesses: true }));
    const likelihoods = (some: typeof elements) =>
      some.flatMap(({ role, likelihood }) => (role === 'ROLE_TEXT' ? [] : [likelihood ?? -1]));
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.min(...likelihoods([...elements, ...guesses]))).toBeGreaterThanOrEqual(0);
    expect(mean(likelihoods(elements))).toBeGreaterThan(0.7);
    expect(mean(likelihoods(guesses))).toBeLessThan(0.2);
  });

  test('reads the words where they are', async () => {
    const { lines } = await vision.read(ReadRequest.create({ image: { data: screen.image } }));
    const read = lines.flatMap((line) => line.words);
    const right = screen.words.filter(({ text, box }) =>
      read.some((word) => {
        const { x = 0, y = 0, width = 0, height = 0 } = word.box ?? {};
        return word.text === text && isInside({ x: x + width / 2, y: y + height / 2 }, box);
      }),
    );
    expect(right.length / screen.words.length).toBeGreaterThanOrEqual(0.85);
  });

  test('finds nearly every element by its name and role, and points at no wrong one', async () => {
    const elements = onlyOnes(screen);
    const answers = await Promise.all(elements.map(({ role, name: text }) => locate(screen, { role, text })));
    const sure = elements.filter((_, index) => answers[index]?.unique);
    const wrong = elements.filter(
      ({ box }, index) => answers[index]?.unique && !isInside(answers[index]?.candidates[0]?.point, box),
    );
    expect(wrong.filter(isNotItsText(answers, elements))).toEqual([]);
    expect(sure.length / elements.length).toBeGreaterThanOrEqual(0.9);
  });

  test('is not sure of anything that is absent', async () => {
    for (const [role, text] of screen.absent) {
      expect(await locate(screen, { role, text }), text).toMatchObject({ unique: false });
    }
  });

  test('is not sure of what is there more than once', async () => {
    for (const [role, text] of screen.twice) {
      const { unique, candidates } = await locate(screen, { role, text });
      expect(unique, text).toBe(false);
      expect(candidates.length, text).toBeGreaterThanOrEqual(2);
    }
  });

  test('claims no wrong state of a checkbox, radio button or switch', async () => {
    const marks = screen.elements.filter((element) => element.checked !== undefined);
    const answers = await Promise.all(marks.map(({ role, name: text }) => locate(screen, { role, text })));
    const states = answers.map(({ candidates }) => candidates[0]?.element?.checked);
    const told = marks.flatMap(({ checked }, index) =>
      states[index] === 'CHECKED_STATE_UNSPECIFIED' ? [] : [[checked, states[index] === 'CHECKED_STATE_ON']],
    );
    expect(told.filter(([truth, seen]) => truth !== seen)).toEqual([]);
    expect(told.length).toBeGreaterThanOrEqual(marks.length * 0.8);
  });
});

/** The text beside a mark stands for the mark: clicking either sets it. */
const isNotItsText =
  (answers: readonly Awaited<ReturnType<typeof locate>>[], elements: KnownScreen['elements']) =>
  (element: KnownScreen['elements'][number]) => {
    const best = answers[elements.indexOf(element)]?.candidates[0];
    return !(
      element.checked !== undefined &&
      best?.element?.role === 'ROLE_TEXT' &&
      best.element.text === element.name
    );
  };

describe('vision', () => {
  const form = knownScreen('order-form');

  test.each([
    ['by its place among equals', { text: 'Edit', role: 'ROLE_BUTTON', ordinal: 2 }, [979, 272, 61, 32]],
    ['from the end', { text: 'Delete', role: 'ROLE_BUTTON', ordinal: -1 }, [1044, 319, 80, 32]],
    [
      'by its row',
      { text: 'Edit', relation: { kind: 'RELATION_KIND_RIGHT_OF', anchor: { text: 'Grace Hopper' } } },
      [979, 319, 61, 32],
    ],
    [
      'without a name, by what it is below',
      { role: 'ROLE_SELECT', relation: { kind: 'RELATION_KIND_BELOW', anchor: { text: 'Country' } } },
      [41, 380, 446, 34],
    ],
    ['by role and place alone', { role: 'ROLE_CHECKBOX', ordinal: 1 }, [45, 521, 13, 13]],
  ] as const)('finds an element %s', async (_, query, box) => {
    const { unique, candidates } = await vision.locate(
      LocateRequest.create({
        image: { data: form.image },
        query: TargetQuery.fromPartial(query),
        limit: 5,
      }),
    );
    expect(unique).toBe(true);
    expect(isInside(candidates[0]?.point, box)).toBe(true);
  });

  test('looks only inside the part it is told', async () => {
    const dialog = knownScreen('save-dialog');
    const { unique, candidates } = await vision.locate(
      LocateRequest.create({
        image: { data: dialog.image },
        query: TargetQuery.fromPartial({ text: 'Cancel', role: 'ROLE_BUTTON' }),
        within: { x: 702, y: 419, width: 516, height: 134 },
        limit: 5,
      }),
    );
    expect(unique).toBe(true);
    expect(isInside(candidates[0]?.point, [703, 518, 173, 34])).toBe(true);
  });

  test('reads the display of a calculator and tells its value from the button', async () => {
    const calculator = knownScreen('calculator');
    const { elements } = await vision.detect(DetectRequest.create({ image: { data: calculator.image } }));
    expect(elements.find((element) => element.role === 'ROLE_TEXT_FIELD' && element.text === '0')).toBeDefined();
    const { lines } = await vision.read(
      ReadRequest.create({
        image: { data: calculator.image },
        within: { x: 480, y: 227, width: 319, height: 54 },
      }),
    );
    expect(lines.map(({ text }) => text)).toEqual(['0']);
    const { unique, candidates } = await locate(calculator, { text: '0' });
    expect(unique).toBe(true);
    expect(candidates[0]?.element?.role).toBe('ROLE_BUTTON');
  });

  test('sees the same in a JPEG and in a picture twice as large', async () => {
    const jpeg = await sharp(form.image).jpeg({ quality: 90 }).toBuffer();
    const large = await sharp(form.image).resize(2560, 1440, { kernel: 'cubic' }).png().toBuffer();
    const query = TargetQuery.fromPartial({ text: 'Submit', role: 'ROLE_BUTTON' });
    const small = await vision.locate(LocateRequest.create({ image: { data: jpeg }, query, limit: 1 }));
    expect(isInside(small.candidates[0]?.point, [41, 573, 84, 32])).toBe(true);
    const big = await vision.locate(LocateRequest.create({ image: { data: large }, query, limit: 1 }));
    expect(isInside(big.candidates[0]?.point, [82, 1146, 168, 64])).toBe(true);
  });

  test.each([
    ['one pixel', 1, 1],
    ['a thin strip', 3, 900],
    ['an odd size', 333, 217],
    ['nothing but one colour', 1280, 720],
  ])('sees nothing in %s, without a fuss', async (_, width, height) => {
    const empty = sharp({ create: { width, height, channels: 3, background: { r: 40, g: 44, b: 52 } } });
    const reply = await vision.detect(DetectRequest.create({ image: { data: await empty.png().toBuffer() } }));
    expect(reply).toEqual({ width, height, elements: [] });
  });

  test('answers more requests than it may queue when they are about one image', async () => {
    const fresh = await sharp(form.image).extract({ left: 0, top: 0, width: 1280, height: 640 }).png().toBuffer();
    const replies = await Promise.all(
      Array.from({ length: 12 }, () => vision.detect(DetectRequest.create({ image: { data: fresh } }))),
    );
    expect(new Set(replies.map(({ elements }) => elements.length)).size).toBe(1);
  });

  test('refuses images beyond its queue, and goes on', async () => {
    const images = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        sharp(form.image).extract({ left: index, top: 0, width: 1000, height: 700 }).png().toBuffer(),
      ),
    );
    const results = await Promise.allSettled(
      images.map((data) => vision.detect(DetectRequest.create({ image: { data } }))),
    );
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []));
    expect(new Set(refused)).toEqual(new Set(['service.overloaded']));
    expect(results.length - refused.length).toBeGreaterThanOrEqual(3); // one in work, two waiting
    await expect(vision.detect(DetectRequest.create({ image: { data: form.image } }))).resolves.toMatchObject({
      width: 1280,
      height: 720,
    });
  });

  test('keeps its event loop free while it looks', async () => {
    const fresh = await sharp(form.image).extract({ left: 0, top: 20, width: 1280, height: 700 }).png().toBuffer();
    let longestMs = 0;
    let last = performance.now();
    const beat = setInterval(() => {
      longestMs = Math.max(longestMs, performance.now() - last);
      last = performance.now();
    }, 5);
    await vision.detect(DetectRequest.create({ image: { data: fresh } }));
    clearInterval(beat);
    expect(longestMs).toBeLessThan(250);
  });

  test.each([
    ['nothing', new Uint8Array(), 'image.invalid'],
    ['text', Buffer.from('no picture at all'), 'image.invalid'],
    ['a GIF', Buffer.from('R0lGODlhAQABAAAAACwAAAAAAQABAAA=', 'base64'), 'image.invalid'],
    ['a picture cut off in the middle', form.image.subarray(0, 20_000), 'image.invalid'],
    ['a header alone', form.image.subarray(0, 33), 'image.invalid'],
  ])('refuses %s', async (_, data, code) => {
    await expect(vision.detect(DetectRequest.create({ image: { data } }))).rejects.toMatchObject({ code });
  });
});

describe('what vision remembered', () => {
  const form = knownScreen('order-form');
  const named = onlyOnes(form).filter(({ role }) => role === 'ROLE_BUTTON' || role === 'ROLE_TEXT_FIELD');
  const middle = ([x, y, width, height]: Truth) => ({ x: Math.round(x + width / 2), y: Math.round(y + height / 2) });
  const rememberAt = async (point: Point) => {
    const { target, unique } = await vision.remember(RememberRequest.create({ image: { data: form.image }, point }));
    expect(unique).toBe(true);
    return target;
  };

  test.each([
    ['where it was', 1, false],
    ['half as large again', 1.5, false],
    ['a fifth smaller', 0.8, false],
    ['dark for light', 1, true],
    ['dark for light and a quarter larger', 1.25, true],
  ])('it finds again %s', async (_, scale, isNegative) => {
    const resized = sharp(form.image).resize(Math.round(1280 * scale), Math.round(720 * scale), { kernel: 'cubic' });
    const data = await (isNegative ? resized.negate({ alpha: false }) : resized).png().toBuffer();
    const outcomes = [];
    for (const { box } of named) {
      const remembered = await rememberAt(middle(box));
      const { unique, candidates } = await vision.locate(LocateRequest.create({ image: { data }, remembered }));
      const [x, y, width, height] = box.map((side) => side * scale) as unknown as Truth;
      outcomes.push({ unique, isRight: isInside(candidates[0]?.point, [x, y, width, height]) });
    }
    expect(outcomes.filter(({ unique, isRight }) => unique && !isRight)).toEqual([]);
    expect(outcomes.filter(({ unique }) => unique).length / named.length).toBeGreaterThanOrEqual(0.9);
  });

  test('it finds in the record that is asked for, and in no other', async () => {
    const [x, y, width, height] = [979, 319, 61, 32]; // the Edit of Grace Hopper
    const remembered = await rememberAt(middle([x, y, width, height]));
    expect(remembered?.row?.texts).toContain('Grace Hopper');
    const find = (texts: string[]) =>
      vision.locate(
        LocateRequest.fromPartial({ image: { data: form.image }, remembered: { ...remembered, row: { texts } } }),
      );
    const own = await find(remembered?.row?.texts ?? []);
    expect([own.unique, isInside(own.candidates[0]?.point, [x, y, width, height])]).toEqual([true, true]);
    expect(await find(['Charles Babbage'])).toMatchObject({ unique: false, doubt: 'DOUBT_OTHER_ROW' });
  });

  test('it does not find on another screen', async () => {
    const other = knownScreen('dark-settings');
    for (const { box } of named) {
      const remembered = await rememberAt(middle(box));
      const { unique } = await vision.locate(LocateRequest.create({ image: { data: other.image }, remembered }));
      expect(unique).toBe(false);
    }
  });
});

test('vision parses a recording in its order, whatever is wrong with one of its images', async () => {
  const images = [knownScreen('calculator').image, Buffer.from('no picture'), knownScreen('save-dialog').image];
  async function* recording() {
    for (const [index, data] of images.entries()) yield ParseRequest.create({ image: { data }, id: `${index}` });
  }
  const replies = [];
  for await (const { id, fault, elements } of vision.parseAll(recording())) {
    replies.push([id, fault?.code, elements.length > 5]);
  }
  expect(replies).toEqual([
    ['0', undefined, true],
    ['1', 'image.invalid', false],
    ['2', undefined, true],
  ]);
});

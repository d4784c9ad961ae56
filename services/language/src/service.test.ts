import { MemoryCache } from '@karna/common/cache';
import { Secret } from '@karna/common/config';
import { createLogger, quiet } from '@karna/common/log';
import { registry } from '@karna/common/telemetry';
import { fakeClock } from '@karna/common/testing';
import { Slot, type SlotType } from '@karna/proto/gen/skill/v1/skill';
import { expect, test } from 'vitest';
import { SealedAnswers } from './adapters/sealed-answers.ts';
import { OwnWordings } from './domain/confirming.ts';
import { Catalogue } from './domain/skills/catalogue.ts';
import { languageEvents } from './events.ts';
import { Interpreter } from './service.ts';
import { Random } from './testing/random.ts';
import { skillOf } from './testing/skills.ts';

const nothing = { catalogue: new Catalogue(0, []), model: undefined, own: new OwnWordings([]), print: '' };
const valueSlot = (name: string, type: SlotType) => Slot.fromPartial({ name, type });
const interpreter = (log = quiet) => {
  const clock = fakeClock();
  const answers = new SealedAnswers(new MemoryCache(clock), new Secret('x'.repeat(32)), 60_000);
  const own = new Interpreter({ characters: 4_000 }, clock, languageEvents(log), () => nothing, answers);
  return {
    interpret: (text: string, domain: string) => own.interpret({ text, domain, locale: '', principal: '' }),
    interpretTarget: (text: string) => own.interpretTarget(text),
  };
};

test.each([
  ['command.empty', ''],
  ['command.empty', ' \t\r\n '],
  ['input.too_large', 'x'.repeat(4_001)],
  ['input.too_large', 'x'.repeat(1_000_000)],
  ['input.invalid', 'click \u0000'],
  ['input.invalid', 'click \u009b'],
  ['input.invalid', 'click \ud83d'],
  ['input.invalid', 'click \ude00\ud83d'],
])('refuses with %s', async (code, text) => {
  await expect(interpreter().interpret(text, '')).rejects.toEqual(expect.objectContaining({ code }));
  await expect(interpreter().interpretTarget(text)).rejects.toEqual(expect.objectContaining({ code }));
});

test('checks the domain too', async () => {
  await expect(interpreter().interpret('click Save', 'x'.repeat(201))).rejects.toEqual(
    expect.objectContaining({ code: 'input.too_large' }),
  );
  await expect(interpreter().interpret('click Save', 'a\u0007')).rejects.toEqual(
    expect.objectContaining({ code: 'input.invalid' }),
  );
  expect((await interpreter().interpret('click Save', 'example.com')).$case).toBe('understood');
});

test('counts characters, not UTF-16 units', async () => {
  expect((await interpreter().interpret(`type "${'😀'.repeat(3_993)}"`, '')).$case).toBe('understood');
  await expect(interpreter().interpret(`type "${'😀'.repeat(3_994)}"`, '')).rejects.toEqual(
    expect.objectContaining({ code: 'input.too_large' }),
  );
});

test('takes every kind of line break', async () => {
  for (const end of ['\n', '\r\n', '\r']) {
    expect(await interpreter().interpret(`click Save${end}press Enter`, '')).toMatchObject({
      value: { actions: { length: 2 } },
    });
  }
});

test('throws nothing but stated codes, whatever it is given', async () => {
  const own = interpreter();
  const random = new Random(5);
  const codes = new Set<unknown>();
  for (let round = 0; round < 2_000; round++) {
    try {
      await own.interpret(random.units(random.integer(20)), '');
    } catch (error) {
      codes.add((error as { code?: unknown }).code);
    }
  }
  expect([...codes].sort()).toEqual(['command.empty', 'input.invalid']);
}, 30_000);

test('counts outcomes by kind and never tells the words', async () => {
  const lines: string[] = [];
  const log = createLogger('language', 'trace', '/dev/null');
  const spy = Object.assign(Object.create(log), { info: (...said: unknown[]) => lines.push(JSON.stringify(said)) });
  const counted = async () => {
    const metric = await registry.getSingleMetric('karna_language_outcomes_total')?.get();
    return Object.fromEntries(
      metric?.values.map(({ labels, value }) => [`${labels.asked} ${labels.outcome}`, value]) ?? [],
    );
  };
  const before = await counted();
  const it = interpreter(spy);
  await it.interpret('type "geheim" into Zimmer', '');
  await it.interpret('order geheim', '');
  await it.interpretTarget('geheim');
  await expect(it.interpret(' ', '')).rejects.toThrow();
  const after = await counted();
  const more = (key: string) => (after[key] ?? 0) - (before[key] ?? 0);
  expect(['command understood', 'command unknown', 'target understood', 'command command.empty'].map(more)).toEqual([
    1, 1, 1, 1,
  ]);
  expect(lines).toHaveLength(4);
  expect(`${lines.join('')}${await registry.metrics()}`).not.toMatch(/geheim|Zimmer/);
});

test('reads numbers and dates as is usual where it is configured for, unless another place is said', async () => {
  const pay = {
    ...skillOf('pay', 'Pay bill', ['pay {amount} on {day}']),
    slots: [valueSlot('amount', 'SLOT_TYPE_NUMBER'), valueSlot('day', 'SLOT_TYPE_DATE')],
  };
  const known = { ...nothing, catalogue: new Catalogue(1, [pay]) };
  const clock = fakeClock();
  const answers = new SealedAnswers(new MemoryCache(clock), new Secret('x'.repeat(32)), 60_000);
  const own = new Interpreter({ characters: 4_000 }, clock, languageEvents(quiet), () => known, answers, 'en-GB');
  const read = async (text: string, locale: string) => {
    const outcome = await own.interpret({ text, domain: '', locale, principal: '' });
    return outcome.$case === 'skill' ? outcome.value.sentence : outcome.$case;
  };
  expect(await read('pay 1,250.5 on 03/04/2027', '')).toBe('Pay bill (amount: 1250.5, day: Sat, 3 April 2027)');
  expect(await read('pay 1,250.5 on 03/04/2027', 'en-US')).toBe('Pay bill (amount: 1250.5, day: Thu, 4 March 2027)');
  expect(await read('pay 1.250,5 on 03.04.2027', 'de-DE')).toBe('Pay bill (amount: 1250.5, day: Sat, 3 April 2027)');
});

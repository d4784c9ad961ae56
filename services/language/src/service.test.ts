import { createLogger, quiet } from '@karna/common/log';
import { registry } from '@karna/common/telemetry';
import { fakeClock } from '@karna/common/testing';
import { expect, test } from 'vitest';
import { Catalogue } from './domain/skills/catalogue.ts';
import { languageEvents } from './events.ts';
import { Interpreter } from './service.ts';
import { Random } from './testing/random.ts';

const nothing = { catalogue: new Catalogue(0, []), model: undefined };
const interpreter = (log = quiet) => {
  const limits = { characters: 4_000, remembered: 10 };
  const own = new Interpreter(limits, fakeClock(), languageEvents(log), () => nothing);
  return {
    interpret: (text: string, domain: string) => own.interpret({ text, domain, locale: '' }),
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
])('refuses with %s', (code, text) => {
  expect(() => interpreter().interpret(text, '')).toThrow(expect.objectContaining({ code }));
  expect(() => interpreter().interpretTarget(text)).toThrow(expect.objectContaining({ code }));
});

test('checks the domain too', () => {
  expect(() => interpreter().interpret('click Save', 'x'.repeat(201))).toThrow(
    expect.objectContaining({ code: 'input.too_large' }),
  );
  expect(() => interpreter().interpret('click Save', 'a\u0007')).toThrow(
    expect.objectContaining({ code: 'input.invalid' }),
  );
  expect(interpreter().interpret('click Save', 'example.com').$case).toBe('understood');
});

test('counts characters, not UTF-16 units', () => {
  expect(interpreter().interpret(`type "${'😀'.repeat(3_993)}"`, '').$case).toBe('understood');
  expect(() => interpreter().interpret(`type "${'😀'.repeat(3_994)}"`, '')).toThrow(
    expect.objectContaining({ code: 'input.too_large' }),
  );
});

test('takes every kind of line break', () => {
  for (const end of ['\n', '\r\n', '\r']) {
    expect(interpreter().interpret(`click Save${end}press Enter`, '')).toMatchObject({
      value: { actions: { length: 2 } },
    });
  }
});

test('throws nothing but stated codes, whatever it is given', () => {
  const random = new Random(5);
  const codes = new Set<unknown>();
  for (let round = 0; round < 2_000; round++) {
    try {
      interpreter().interpret(random.units(random.integer(20)), '');
    } catch (error) {
      codes.add((error as { code?: unknown }).code);
    }
  }
  expect([...codes].sort()).toEqual(['command.empty', 'input.invalid']);
});

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
  it.interpret('type "geheim" into Zimmer', '');
  it.interpret('order geheim', '');
  it.interpretTarget('geheim');
  expect(() => it.interpret(' ', '')).toThrow();
  const after = await counted();
  const more = (key: string) => (after[key] ?? 0) - (before[key] ?? 0);
  expect(['command understood', 'command unknown', 'target understood', 'command command.empty'].map(more)).toEqual([
    1, 1, 1, 1,
  ]);
  expect(lines).toHaveLength(4);
  expect(`${lines.join('')}${await registry.metrics()}`).not.toMatch(/geheim|Zimmer/);
});

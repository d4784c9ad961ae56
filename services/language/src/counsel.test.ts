import { DomainError } from '@karna/common/errors';
import { quiet } from '@karna/common/log';
import { fakeClock } from '@karna/common/testing';
import { beforeEach, expect, test } from 'vitest';
import { ScriptedModel } from './adapters/memory/scripted-model.ts';
import { Counsel } from './counsel.ts';
import { type Allowance, Budget } from './domain/model/budget.ts';
import { Busy } from './domain/model/busy.ts';
import { modelEvents, type Purpose } from './events.ts';

const allowance: Allowance = {
  callsPerDay: 100,
  tokensPerDay: 100_000,
  costPerDay: undefined,
  prices: { prompt: 0, answer: 0 },
};
const never = new AbortController().signal;
const question = { rules: 'r', matter: 'm', tools: [] };

let model: ScriptedModel;
let clock: ReturnType<typeof fakeClock>;
beforeEach(() => {
  model = new ScriptedModel();
  clock = fakeClock();
});
const counselWith = (more: Partial<Allowance> = {}) =>
  new Counsel({
    model,
    budget: new Budget({ ...allowance, ...more }),
    maxTokens: 100,
    clock,
    events: modelEvents(quiet),
  });

async function ask(counsel: Counsel, purpose: Purpose = 'witness', limitMs = 60_000, signal = never) {
  let said = '';
  for await (const piece of counsel.ask(question, { purpose, limitMs, signal }))
    if (piece.is === 'said') said += piece.text;
  return said;
}
const failing = (error: Error) => ({ fails: error });
const coded = (code: string) => expect.objectContaining({ code });

test('leaves a model alone that failed, for a while; whoever asks on purpose may try', async () => {
  const counsel = counselWith();
  model.next(failing(new DomainError('llm.unreachable', 'gone')));
  await expect(ask(counsel)).rejects.toEqual(coded('llm.unreachable'));
  await expect(ask(counsel)).rejects.toEqual(coded('llm.unreachable'));
  expect(model.asked).toHaveLength(1);
  await clock.advance(15_000);
  model.next(failing(new DomainError('llm.unreachable', 'gone')), { pieces: [{ is: 'said', text: 'back' }] });
  await expect(ask(counsel)).rejects.toEqual(coded('llm.unreachable'));
  expect(await ask(counsel, 'plan')).toBe('back');
  await ask(counsel);
  expect(model.asked).toHaveLength(4);
});

test('leaves a busy one alone for as long as it said', async () => {
  const counsel = counselWith();
  model.next(failing(new Busy('too much', 60_000)));
  await expect(ask(counsel)).rejects.toEqual(coded('llm.busy'));
  await clock.advance(59_999);
  await expect(ask(counsel)).rejects.toEqual(coded('llm.busy'));
  await clock.advance(1);
  expect(await ask(counsel)).toBe('');
});

test('goes on after an answer that was none: the next may be one', async () => {
  const counsel = counselWith();
  model.next(failing(new DomainError('llm.cut', 'cut')), { pieces: [{ is: 'said', text: 'whole' }] });
  await expect(ask(counsel)).rejects.toEqual(coded('llm.cut'));
  expect(await ask(counsel)).toBe('whole');
});

test('asks no more than the budget allows, by what calls took', async () => {
  const counsel = counselWith({ tokensPerDay: 500 });
  for (let n = 0; n < 3; n++) {
    model.next({ pieces: [{ is: 'used', prompt: 100, answer: 50 }] });
    await ask(counsel);
  }
  await expect(ask(counsel)).rejects.toEqual(coded('llm.budget'));
  expect(model.asked).toHaveLength(3);
});

test('counts what was said itself where the model does not tell, also when it failed', async () => {
  const counsel = counselWith({ tokensPerDay: 300 });
  model.next({ pieces: [{ is: 'said', text: 'x'.repeat(750) }] });
  await ask(counsel);
  await expect(ask(counsel)).rejects.toEqual(coded('llm.budget'));
});

test('does not count what nobody answered', async () => {
  const counsel = counselWith({ callsPerDay: 1 });
  for (let n = 0; n < 3; n++) {
    model.next(failing(new DomainError('llm.unreachable', 'gone')));
    await expect(ask(counsel, 'plan')).rejects.toEqual(coded('llm.unreachable'));
  }
  model.next({ pieces: [{ is: 'said', text: 'here' }] });
  expect(await ask(counsel, 'plan')).toBe('here');
  await expect(ask(counsel, 'plan')).rejects.toEqual(coded('llm.budget'));
});

test('ends what takes too long, and what does not come to an end', async () => {
  const counsel = counselWith();
  model.next({ forEver: { is: 'said', text: 'and ' } });
  await expect(ask(counsel, 'plan', 50)).rejects.toEqual(coded('llm.slow'));
  model.next({ forEver: { is: 'said', text: 'and '.repeat(1_000) } });
  await expect(ask(counsel, 'plan')).rejects.toEqual(coded('llm.too_long'));
});

test('asks four questions at once and no more', async () => {
  const counsel = counselWith();
  const stop = new AbortController();
  model.next(...Array.from({ length: 4 }, () => ({ forEver: { is: 'said', text: 'a' } as const })));
  const asking = Array.from({ length: 4 }, () => ask(counsel, 'plan', 60_000, stop.signal));
  await new Promise((resolve) => setImmediate(resolve));
  await expect(ask(counsel, 'plan')).rejects.toEqual(coded('llm.busy'));
  stop.abort(new DomainError('request.cancelled', 'enough'));
  for (const one of asking) await expect(one).rejects.toEqual(coded('request.cancelled'));
  expect(await ask(counsel, 'plan')).toBe('');
});

test('a question that is left early gives its place and its tokens back', async () => {
  const counsel = counselWith({ tokensPerDay: 150 });
  for (let n = 0; n < 5; n++) {
    model.next({ forEver: { is: 'said', text: 'a' } });
    for await (const _ of counsel.ask(question, { purpose: 'plan', limitMs: 60_000, signal: never })) break;
  }
  expect(model.asked).toHaveLength(5);
});

import { DomainError } from '@karna/common/errors';
import type { ErrorCode } from '@karna/proto/errors';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LanguageModel, ModelPiece, ModelQuestion } from '../../ports.ts';

/** One model under test, and how it is told what to answer. */
export interface Rig extends AsyncDisposable {
  readonly model: LanguageModel;
  answer(pieces: readonly ModelPiece[]): void;
  fail(code: ErrorCode): void;
  neverEnd(): void;
}

const question: ModelQuestion = {
  rules: 'Do as you are told.',
  matter: '{"command":"grüße 👋"}',
  tools: [{ name: 'click', description: 'Clicks.', parameters: { type: 'object', properties: {} } }],
  maxTokens: 100,
};
const never = new AbortController().signal;

async function all(answer: AsyncIterable<ModelPiece>): Promise<ModelPiece[]> {
  const pieces: ModelPiece[] = [];
  for await (const piece of answer) pieces.push(piece);
  return pieces;
}
const saidIn = (pieces: readonly ModelPiece[]) =>
  pieces.flatMap((one) => (one.is === 'said' ? [one.text] : [])).join('');

/** What every language model promises. */
export function languageModelContract(open: () => Promise<Rig>): void {
  let rig: Rig;
  beforeEach(async () => {
    rig = await open();
  });
  afterEach(() => rig[Symbol.asyncDispose]());

  test('says words and calls tools, the calls in order and complete', async () => {
    const calls: ModelPiece[] = [
      { is: 'called', tool: 'click', given: '{"target":{"name":"Größe 👋"}}' },
      { is: 'called', tool: 'press_keys', given: '{"keys":["Enter"]}' },
    ];
    rig.answer([{ is: 'said', text: 'I click — and press. ' }, ...calls, { is: 'used', prompt: 12, answer: 7 }]);
    const pieces = await all(rig.model.ask(question, never));
    expect(saidIn(pieces)).toBe('I click — and press. ');
    expect(pieces.filter(({ is }) => is === 'called')).toEqual(calls);
    expect(pieces.filter(({ is }) => is === 'used')).toEqual([{ is: 'used', prompt: 12, answer: 7 }]);
  });

  test('gives what is no JSON back as it came', async () => {
    rig.answer([{ is: 'called', tool: 'click', given: '{"target": ' }]);
    expect(await all(rig.model.ask(question, never))).toMatchObject([{ is: 'called', given: '{"target": ' }]);
  });

  test('may have nothing to say', async () => {
    rig.answer([]);
    expect((await all(rig.model.ask(question, never))).filter(({ is }) => is !== 'used')).toEqual([]);
  });

  test.each(['llm.unreachable', 'llm.refused', 'llm.busy', 'llm.cut', 'llm.invalid', 'llm.too_long'] as const)(
    'fails with %s',
    async (code) => {
      rig.fail(code);
      await expect(all(rig.model.ask(question, never))).rejects.toEqual(expect.objectContaining({ code }));
    },
  );

  test('stops in the middle of its answer, with the reason', async () => {
    rig.neverEnd();
    const stop = new AbortController();
    const heard = async () => {
      for await (const _ of rig.model.ask(question, stop.signal))
        stop.abort(new DomainError('request.cancelled', 'enough'));
    };
    await expect(heard()).rejects.toEqual(expect.objectContaining({ code: 'request.cancelled' }));
  });

  test('does not begin when it was stopped before', async () => {
    rig.answer([{ is: 'said', text: 'x' }]);
    const stopped = AbortSignal.abort(new DomainError('request.cancelled', 'enough'));
    await expect(all(rig.model.ask(question, stopped))).rejects.toEqual(
      expect.objectContaining({ code: 'request.cancelled' }),
    );
  });
}

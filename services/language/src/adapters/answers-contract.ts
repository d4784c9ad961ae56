import { Secret } from '@karna/common/config';
import { expect, test } from 'vitest';
import { interpret } from '../domain/interpret.ts';
import type { Answers } from '../ports.ts';

export interface AnswersUnderTest {
  readonly answers: Answers;
  pass(ms: number): Promise<void>;
}

/** What every cache of interpretations promises, opened to forget after a second. */
export function answersContract(open: (key: Secret) => Promise<AnswersUnderTest>): void {
  const key = new Secret('k'.repeat(32));
  const witness = {
    name: 'grammar',
    says: 'Click Save',
    confidence: 0.92,
    because: 'it is a direct command',
    code: '',
  };

  test('knows what it was told for just these words, as it was', async () => {
    const { answers } = await open(key);
    const understood = { outcome: interpret('click Save, then type "Ada" into Name'), witnesses: [witness] };
    await answers.set('click Save', understood);
    expect(await answers.get('click Save')).toEqual(understood);
    expect(await answers.get('click save')).toBeUndefined();
  });

  test('forgets when the time is up', async () => {
    const { answers, pass } = await open(key);
    await answers.set('click Save', { outcome: interpret('click Save'), witnesses: [] });
    await pass(1_200);
    expect(await answers.get('click Save')).toBeUndefined();
  });
}

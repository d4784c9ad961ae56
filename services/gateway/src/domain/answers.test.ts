import { expect, test } from 'vitest';
import { Answers } from './answers.ts';

function make({ maxAnswers = 10, maxBytes = 1_000 } = {}) {
  const asked: string[] = [];
  const answers = new Answers<string>({
    weigh: (answer) => answer.length,
    isFinal: (answer) => answer !== 'later',
    maxAnswers,
    maxBytes,
  });
  const ask = (key: string, answer: string) =>
    answers.once(key, async () => {
      asked.push(key);
      return answer;
    });
  return { ask, asked };
}

test('gives the first answer to a question asked again', async () => {
  const { ask, asked } = make();
  expect([await ask('1', 'first'), await ask('1', 'second')]).toEqual(['first', 'first']);
  expect(asked).toEqual(['1']);
});

test('asks once when the question comes again before there is an answer', async () => {
  const { ask, asked } = make();
  expect(await Promise.all([ask('1', 'first'), ask('1', 'second')])).toEqual(['first', 'first']);
  expect(asked).toEqual(['1']);
});

test('asks again after an answer that was not final', async () => {
  const { ask, asked } = make();
  expect([await ask('1', 'later'), await ask('1', 'now')]).toEqual(['later', 'now']);
  expect(asked).toEqual(['1', '1']);
});

test('forgets the oldest answers when there are too many', async () => {
  const { ask, asked } = make({ maxAnswers: 2 });
  for (const key of ['1', '2', '3']) await ask(key, 'answer');
  await ask('3', 'answer');
  await ask('1', 'answer');
  expect(asked).toEqual(['1', '2', '3', '1']);
});

test('forgets the oldest answers when they weigh too much', async () => {
  const { ask, asked } = make({ maxBytes: 100 });
  await ask('1', 'x'.repeat(60));
  await ask('2', 'x'.repeat(60));
  await ask('2', '');
  await ask('1', '');
  expect(asked).toEqual(['1', '2', '1']);
});

import { expect, it } from 'vitest';
import { Answering } from './answering.ts';

it('tells what was refused from what failed', () => {
  const answering = new Answering();
  expect(answering.sums).toEqual({ answered: 0, failed: 0, answeringMs: 0 });
  answering.take('ok', 2.4);
  answering.take('task.not_found', 1.2);
  answering.take('service.unavailable', 10);
  expect(answering.sums).toEqual({ answered: 3, failed: 1, answeringMs: 14 });
});

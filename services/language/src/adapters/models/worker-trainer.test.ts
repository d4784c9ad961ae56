import { describe, expect, test } from 'vitest';
import { someSkills } from '../../testing/skills.ts';
import { MemoryTrainer } from '../memory/trainer.ts';
import { trainerContract } from './contract.ts';
import { WorkerTrainer } from './worker-trainer.ts';

describe('in a worker', () => {
  trainerContract(() => new WorkerTrainer(60_000));

  const training = {
    version: 1,
    skills: someSkills,
    confirmed: [],
    onProgress: () => {},
    signal: new AbortController().signal,
  };
  const script = (code: string) => new URL(`data:text/javascript,${encodeURIComponent(code)}`);

  test.each([
    ['breaks off', 'throw new Error("no memory")'],
    ['ends without a model', 'process.exit(0)'],
  ])('says so when the worker %s', async (_, code) => {
    const trainer = new WorkerTrainer(60_000, script(code));
    await expect(trainer.train(training)).rejects.toEqual(expect.objectContaining({ code: 'training.failed' }));
  });

  test('ends one that takes too long', async () => {
    const trainer = new WorkerTrainer(50, script('setInterval(() => {}, 1000)'));
    await expect(trainer.train(training)).rejects.toEqual(expect.objectContaining({ code: 'training.failed' }));
  });
});

describe('in this thread', () => trainerContract(() => new MemoryTrainer()));

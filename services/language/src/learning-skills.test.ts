import { DomainError } from '@karna/common/errors';
import { quiet } from '@karna/common/log';
import { fakeClock } from '@karna/common/testing';
import type { TrainProgress } from '@karna/proto/gen/language/v1/language';
import { expect, test } from 'vitest';
import { MemoryModels } from './adapters/memory/models.ts';
import { MemorySkills } from './adapters/memory/skills.ts';
import { MemoryTrainer } from './adapters/memory/trainer.ts';
import { skillEvents } from './events.ts';
import { LearningSkills } from './learning-skills.ts';
import type { Trainer, Training } from './ports.ts';
import { skillOf, someSkills } from './testing/skills.ts';

function world(trainer: Trainer = new MemoryTrainer(), models = new MemoryModels()) {
  const skills = new MemorySkills();
  skills.set(someSkills);
  const stopping = new AbortController();
  const learning = new LearningSkills({
    skills,
    models,
    trainer,
    clock: fakeClock(),
    events: skillEvents(quiet),
    stopping: stopping.signal,
  });
  return { skills, models, learning, stopping };
}
const never = new AbortController().signal;

async function progressOf(training: AsyncGenerator<TrainProgress>): Promise<TrainProgress[]> {
  const told: TrainProgress[] = [];
  for await (const progress of training) told.push(progress);
  return told;
}

test('learns the skills there are, tells how far it is, and changes over', async () => {
  const { learning } = world();
  await learning.refresh();
  const told = await progressOf(learning.train(never));
  expect(told.length).toBeGreaterThan(5);
  expect(told.map(({ progress }) => progress).toSorted((a, b) => a - b)).toEqual(told.map(({ progress }) => progress));
  expect(told.at(-1)?.outcome).toMatchObject({ switched: true, model: { version: 1, skills: 3 }, previousAccuracy: 0 });
  expect(told.at(-1)?.outcome?.accuracy).toBeGreaterThan(0.8);
  expect(learning.knowledge.model?.version).toBe(1);
});

test('notices what was added, renamed and removed, and nothing else', async () => {
  const { learning, skills } = world();
  expect(await learning.refresh()).toBe(true);
  expect(await learning.refresh()).toBe(false);
  skills.set([...someSkills, skillOf('skill_new', 'New', ['something new'])]);
  expect(await learning.refresh()).toBe(true);
  skills.set(someSkills.map((skill) => ({ ...skill, version: 2 })));
  expect(await learning.refresh()).toBe(true);
  expect(learning.knowledge.catalogue.skills).toHaveLength(3);
});

test('keeps the model that serves when the new one understands less', async () => {
  let isGood = true;
  const good = new MemoryTrainer();
  const fickle: Trainer = {
    train: (training: Training) =>
      isGood
        ? good.train(training)
        : good.train({ ...training, skills: [skillOf('other', 'Other', ['quite another'])] }),
  };
  const { learning, models } = world(fickle);
  await learning.refresh();
  await progressOf(learning.train(never));
  isGood = false;
  const told = await progressOf(learning.train(never));
  expect(told.at(-1)?.outcome).toMatchObject({ switched: false, model: { version: 1 }, accuracy: 0 });
  expect(learning.knowledge.model?.version).toBe(1);
  expect(await models.versions()).toEqual([1]);
});

test('goes back to the model before', async () => {
  const { learning } = world();
  await learning.refresh();
  await expect(learning.rollBack()).rejects.toEqual(expect.objectContaining({ code: 'model.not_found' }));
  await progressOf(learning.train(never));
  await progressOf(learning.train(never));
  expect(learning.knowledge.model?.version).toBe(2);
  expect(await learning.rollBack()).toEqual({ version: 1, skills: 3 });
  expect(learning.knowledge.model?.version).toBe(1);
  await expect(learning.rollBack()).rejects.toEqual(expect.objectContaining({ code: 'model.not_found' }));
});

test('starts with the newest model that can be read', async () => {
  const { models, learning } = world();
  await learning.refresh();
  await progressOf(learning.train(never));
  await models.write(2, new Uint8Array(500));
  const { learning: next } = world(new MemoryTrainer(), models);
  await next.open();
  expect(next.knowledge.model?.version).toBe(1);
});

test('goes on with the model that serves when a training breaks off or is stopped', async () => {
  let fails: Error | undefined;
  let hangs = false;
  const good = new MemoryTrainer();
  const trainer: Trainer = {
    train: async (training) => {
      if (fails) throw fails;
      if (hangs)
        await new Promise((_, reject) =>
          training.signal.addEventListener('abort', () => reject(training.signal.reason)),
        );
      return good.train(training);
    },
  };
  const { learning, models } = world(trainer);
  await learning.refresh();
  await progressOf(learning.train(never));
  fails = new DomainError('training.failed', 'no memory');
  await expect(progressOf(learning.train(never))).rejects.toEqual(expect.objectContaining({ code: 'training.failed' }));
  fails = undefined;
  hangs = true;
  const stop = new AbortController();
  const training = learning.train(stop.signal);
  await training.next();
  stop.abort(new DomainError('request.cancelled', 'gone'));
  await expect(progressOf(training)).rejects.toEqual(expect.objectContaining({ code: 'request.cancelled' }));
  expect(learning.knowledge.model?.version).toBe(1);
  expect(await models.versions()).toEqual([1]);
});

test('trains once at a time', async () => {
  const { learning } = world();
  await learning.refresh();
  const first = learning.train(never);
  await first.next();
  await expect(progressOf(learning.train(never))).rejects.toEqual(
    expect.objectContaining({ code: 'training.running' }),
  );
  await progressOf(first);
  await progressOf(learning.train(never));
});

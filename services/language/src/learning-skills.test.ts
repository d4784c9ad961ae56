import { DomainError } from '@karna/common/errors';
import { quiet } from '@karna/common/log';
import { fakeClock } from '@karna/common/testing';
import type { TrainProgress } from '@karna/proto/gen/language/v1/language';
import { Example } from '@karna/proto/gen/skill/v1/example';
import type { SkillsLearned } from '@karna/proto/gen/skill/v1/skill';
import { expect, test } from 'vitest';
import { MemoryModels } from './adapters/memory/models.ts';
import { MemorySkills } from './adapters/memory/skills.ts';
import { MemoryExamples } from './adapters/memory/store.ts';
import { MemoryTrainer } from './adapters/memory/trainer.ts';
import { Bell } from './domain/bell.ts';
import { understand } from './domain/skills/understand.ts';
import { skillEvents } from './events.ts';
import { LearningSkills } from './learning-skills.ts';
import type { Trainer, Training } from './ports.ts';
import { skillOf, someSkills } from './testing/skills.ts';

function world(trainer: Trainer = new MemoryTrainer(), models = new MemoryModels()) {
  const skills = new MemorySkills();
  skills.set(someSkills);
  const stopping = new AbortController();
  const examples = new MemoryExamples();
  const announced: SkillsLearned[] = [];
  const learning = new LearningSkills({
    skills,
    examples,
    trainingLimitMs: 60_000,
    announce: async (learned) => void announced.push(learned),
    models,
    trainer,
    clock: fakeClock(),
    events: skillEvents(quiet),
    stopping: stopping.signal,
  });
  return { skills, examples, models, learning, stopping, announced };
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
  expect((await models.versions()).map(({ version }) => version)).toEqual([1]);
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
  await models.add(new Uint8Array(500), 'spoilt');
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
  expect((await models.versions()).map(({ version }) => version)).toEqual([1]);
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

const settleUp = {
  skillId: 'skill_invoice',
  text: 'settle up with {customer}',
  command: '',
  domain: '',
  principal: 'ada',
};
const example = (change = {}) => Example.fromPartial({ ...settleUp, ...change });

test('understands a wording that was confirmed, with any value, and learns from it', async () => {
  const { learning, examples } = world();
  await learning.refresh();
  await progressOf(learning.train(never));
  const setting = { locale: 'en-US', now: new Date('2026-05-01T12:00:00Z') };
  const meant = (text: string) => understand({ text, domain: '', setting }, learning.knowledge).outcome;
  expect(meant('settle up with Globex').$case).not.toBe('skill');
  await examples.keep(example());
  expect(await learning.refresh()).toBe(true);
  const customer = { skillId: 'skill_invoice', slots: [{ name: 'customer', said: 'Globex' }] };
  expect(meant('settle up with Globex')).toMatchObject({ $case: 'skill', value: customer });
  await progressOf(learning.train(never));
  expect(meant('could you settle up with my friend Globex')).toMatchObject({
    $case: 'skill',
    value: { skillId: 'skill_invoice' },
  });
});

test('leaves a confirmed wording out whose slots the skill has no more, and keeps the skill', async () => {
  const { learning, examples } = world();
  await examples.keep(example({ text: 'settle up with {client}' }));
  await learning.refresh();
  expect(learning.knowledge.catalogue.get('skill_invoice')?.phrases).toHaveLength(2);
});

test('does not learn anew because of the words of one person for a direct command', async () => {
  const { learning, examples } = world();
  await learning.refresh();
  await progressOf(learning.train(never));
  const stopping = new AbortController();
  await examples.keep(example({ skillId: '', text: 'press Home', command: 'click "Home"' }));
  const following = learning.follow(new Bell(), 60_000, stopping.signal);
  await expect.poll(() => learning.knowledge.own.meantBy('ada', '', ' Press  home. ')).toBe('click "Home"');
  stopping.abort();
  await following;
  expect(learning.knowledge.own.meantBy('bob', '', 'press Home')).toBeUndefined();
  expect(learning.knowledge.own.meantBy('ada', 'shop', 'press Home')).toBeUndefined();
  expect(learning.knowledge.model?.version).toBe(1);
});

test('does not learn again what the models at hand were learned from', async () => {
  const { models, learning } = world();
  await learning.refresh();
  await progressOf(learning.train(never));
  const broken: Trainer = { train: () => Promise.reject(new Error('must not be asked')) };
  const { learning: next, stopping } = world(broken, models);
  await next.open();
  const following = next.follow(new Bell(), 60_000, stopping.signal);
  await expect.poll(() => next.knowledge.catalogue.skills.length).toBe(3);
  stopping.abort();
  await following;
  expect(next.knowledge.model?.version).toBe(1);
});

test('replicas that share their models learn once, and all serve it; and go back together', async () => {
  const models = new MemoryModels();
  let trainings = 0;
  const own = new MemoryTrainer();
  const counting: Trainer = {
    train: async (training) => {
      trainings += 1;
      await new Promise((resolve) => setTimeout(resolve, 50));
      return own.train(training);
    },
  };
  const replicas = [world(counting, models), world(counting, models)] as const;
  const bells = replicas.map(() => new Bell());
  // As the bus would: every replica hears what one announces.
  const hear = async () => {
    for (const { announced } of replicas)
      for (const learned of announced.splice(0))
        for (const [index, { learning }] of replicas.entries()) {
          await learning.hear(learned);
          bells[index]?.ring();
        }
  };
  const following = replicas.map(({ learning, stopping }, index) =>
    learning.follow(bells[index] ?? new Bell(), 60_000, stopping.signal),
  );
  const served = () => replicas.map(({ learning }) => learning.knowledge.model?.version);
  await expect.poll(async () => hear().then(served), { timeout: 20_000 }).toEqual([1, 1]);
  expect(trainings).toBe(1);
  await progressOf(replicas[0].learning.train(never));
  await hear();
  expect(served()).toEqual([2, 2]);
  await replicas[1].learning.rollBack();
  await hear();
  expect(served()).toEqual([1, 1]);
  for (const { stopping } of replicas) stopping.abort();
  await Promise.all(following);
}, 30_000);

test('refuses a training that another replica is at', async () => {
  const models = new MemoryModels();
  const [one, other] = [world(new MemoryTrainer(), models), world(new MemoryTrainer(), models)];
  await one.learning.refresh();
  await other.learning.refresh();
  const first = one.learning.train(never);
  await first.next();
  await expect(progressOf(other.learning.train(never))).rejects.toEqual(
    expect.objectContaining({ code: 'training.running' }),
  );
  await progressOf(first);
  await progressOf(other.learning.train(never));
});

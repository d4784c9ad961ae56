import { Skill, SkillStep, StepProposal } from '@karna/proto/gen/skill/v1/skill';
import { describe, expect, it } from 'vitest';
import { fails, type Stage } from './stage.ts';

const invoice = Skill.fromPartial({
  name: 'Send invoice',
  phrases: ['send invoice {number}'],
  slots: [{ name: 'number', type: 'SLOT_TYPE_NUMBER', choices: [] }],
});

const shown = Skill.fromPartial({
  ...invoice,
  steps: [
    {
      id: 'a',
      sentence: 'Type {number} into Number',
      target: { text: '', label: 'Number', patch: Uint8Array.of(1, 2) },
    },
    { id: 'b', sentence: 'Click Send', target: { text: 'Send' } },
  ],
});

const step = SkillStep.fromPartial({ id: 'a', sentence: 'Click Send' });
const manySteps = Array.from({ length: 101 }, (_, index) => ({ ...step, id: `s${index}` }));
const heavy = SkillStep.fromPartial({ ...step, target: { patch: new Uint8Array(5_000_000) } });

export function skillContract(stage: Stage): void {
  describe('skills', () => {
    it('are kept as they were saved, with an id, a version and who did it', async () => {
      const { skills, clock } = stage.world;
      const kept = await skills.save(invoice, 'ada');
      expect(kept).toMatchObject({ name: 'Send invoice', version: 1, updatedBy: 'ada', updatedAt: clock.now() });
      expect(kept.id).toMatch(/^skill_/);
      expect(await skills.list()).toEqual([kept]);
      expect(await skills.get(kept.id, 0)).toEqual(kept);
    });

    it('are changed over the version that was read, and over no other', async () => {
      const { skills } = stage.world;
      const first = await skills.save(invoice, 'ada');
      const second = await skills.save({ ...first, name: 'Mail invoice' }, 'bob');
      expect(second).toMatchObject({ id: first.id, version: 2, updatedBy: 'bob' });
      await expect(skills.save({ ...first, name: 'Lost' }, 'eve')).rejects.toEqual(fails('skill.stale'));
      expect((await skills.list()).map(({ name }) => name)).toEqual(['Mail invoice']);
    });

    it('are forgotten when they are removed', async () => {
      const { skills } = stage.world;
      const { id, version } = await skills.save(invoice, 'ada');
      await skills.remove(id, 'ada');
      expect(await skills.list()).toEqual([]);
      await expect(skills.remove(id, 'ada')).rejects.toEqual(fails('skill.not_found'));
      await expect(skills.save({ ...invoice, id, version }, 'ada')).rejects.toEqual(fails('skill.not_found'));
    });

    it.each([
      ['without a name', { name: '' }, 'input.invalid'],
      ['with a NUL character', { phrases: ['a\0b'] }, 'input.invalid'],
      ['that is too long', { phrases: ['x'.repeat(200_000)] }, 'input.too_large'],
      ['with two steps of one id', { steps: [step, step] }, 'input.invalid'],
      ['with a step without an id', { steps: [{ ...step, id: '' }] }, 'input.invalid'],
      ['with too many steps', { steps: manySteps }, 'input.too_large'],
      ['with too large pictures', { steps: [heavy] }, 'input.too_large'],
    ] as const)('are refused %s', async (_, changes, code) => {
      await expect(
        stage.world.skills.save(Skill.fromPartial({ ...invoice, ...changes } as Skill), 'ada'),
      ).rejects.toEqual(fails(code));
    });

    it('keep their steps, which lists leave out; saved as listed they lose none', async () => {
      const { skills } = stage.world;
      const { id } = await skills.save(shown, 'ada');
      const [listed] = await skills.list();
      expect(listed).toMatchObject({ steps: [], stepCount: 2 });
      const renamed = await skills.save({ ...listed, name: 'Mail invoice' } as Skill, 'ada');
      expect(await skills.get(id, 0)).toMatchObject({ name: 'Mail invoice', steps: shown.steps, stepCount: 2 });
      const emptied = await skills.save({ ...renamed, steps: [], stepCount: 0 }, 'ada');
      expect((await skills.get(id, emptied.version)).steps).toEqual([]);
    });

    it('are kept in every version, and can be as they were', async () => {
      const { skills } = stage.world;
      const first = await skills.save(shown, 'ada');
      await skills.save({ ...first, steps: first.steps.slice(0, 1), change: 'One step less' }, 'bob');
      expect((await skills.get(first.id, 1)).steps).toHaveLength(2);
      expect(
        (await skills.versions(first.id)).map(({ version, stepCount, change }) => [version, stepCount, change]),
      ).toEqual([
        [2, 1, 'One step less'],
        [1, 2, ''],
      ]);
      const again = await skills.restore(first.id, 1, 'eve');
      expect(again).toMatchObject({ version: 3, updatedBy: 'eve', steps: shown.steps, change: 'As in version 1' });
      await expect(skills.restore(first.id, 9, 'eve')).rejects.toEqual(fails('skill.not_found'));
      await expect(skills.get('skill_none', 0)).rejects.toEqual(fails('skill.not_found'));
      await expect(skills.versions('skill_none')).rejects.toEqual(fails('skill.not_found'));
    });

    it('give up their oldest versions when there are very many', async () => {
      const { skills } = stage.world;
      let kept = await skills.save(shown, 'ada');
      while (kept.version < 53) kept = await skills.save(kept, 'ada');
      const versions = await skills.versions(kept.id);
      expect([versions.length, versions[0]?.version, versions.at(-1)?.version]).toEqual([50, 53, 4]);
      await expect(skills.get(kept.id, 3)).rejects.toEqual(fails('skill.not_found'));
    });

    it('learn another way to know an element once somebody says so', async () => {
      const { skills, announced } = stage.world;
      const { id } = await skills.save(shown, 'ada');
      const proposed = { skillId: id, version: 1, stepId: 'b', because: 'It is called Post now', taskId: 'task_1' };
      await skills.propose(StepProposal.fromPartial({ ...proposed, target: { text: 'Mail' } }));
      const newer = await skills.propose(StepProposal.fromPartial({ ...proposed, target: { text: 'Post' } }));
      expect((await skills.proposals('')).map(({ target }) => target?.text)).toEqual(['Post']);
      expect(await skills.decide(newer.id, true, 'bob')).toMatchObject({
        version: 2,
        updatedBy: 'bob',
        change: 'It is called Post now',
        steps: [{ id: 'a' }, { id: 'b', target: { text: 'Post' }, alternatives: [{ text: 'Send' }] }],
      });
      expect(await skills.proposals(id)).toEqual([]);
      expect(announced).toEqual([id, id]);
      await expect(skills.decide(newer.id, true, 'bob')).rejects.toEqual(fails('skill.no_proposal'));
    });

    it('do not learn what is dismissed, or is about a step that is gone', async () => {
      const { skills } = stage.world;
      const kept = await skills.save(shown, 'ada');
      const about = (stepId: string) =>
        skills.propose(StepProposal.fromPartial({ skillId: kept.id, stepId, target: { text: 'Post' } }));
      expect(await skills.decide((await about('a')).id, false, 'bob')).toBeUndefined();
      const { id } = await about('b');
      await skills.save({ ...kept, steps: kept.steps.slice(0, 1) }, 'ada');
      await expect(skills.decide(id, true, 'bob')).rejects.toEqual(fails('skill.stale'));
      expect((await skills.get(kept.id, 0)).version).toBe(2);
      await skills.remove(kept.id, 'ada');
      expect(await skills.proposals('')).toEqual([]);
      await expect(about('a')).rejects.toEqual(fails('skill.not_found'));
    });

    it('are announced when they change', async () => {
      const { skills, announced } = stage.world;
      const { id } = await skills.save(invoice, 'ada');
      await skills.remove(id, 'ada');
      expect(announced).toEqual([id, id]);
    });
  });
}

import { Skill } from '@karna/proto/gen/skill/v1/skill';
import { describe, expect, it } from 'vitest';
import { fails, type Stage } from './stage.ts';

const invoice = Skill.fromPartial({
  name: 'Send invoice',
  phrases: ['send invoice {number}'],
  slots: [{ name: 'number', type: 'SLOT_TYPE_NUMBER', choices: [] }],
});

export function skillContract(stage: Stage): void {
  describe('skills', () => {
    it('are kept as they were saved, with an id, a version and who did it', async () => {
      const { skills, clock } = stage.world;
      const kept = await skills.save(invoice, 'ada');
      expect(kept).toMatchObject({ name: 'Send invoice', version: 1, updatedBy: 'ada', updatedAt: clock.now() });
      expect(kept.id).toMatch(/^skill_/);
      expect(await skills.list()).toEqual([kept]);
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
      await skills.remove(id);
      expect(await skills.list()).toEqual([]);
      await expect(skills.remove(id)).rejects.toEqual(fails('skill.not_found'));
      await expect(skills.save({ ...invoice, id, version }, 'ada')).rejects.toEqual(fails('skill.not_found'));
    });

    it.each([
      ['without a name', { name: '' }, 'input.invalid'],
      ['with a NUL character', { phrases: ['a\0b'] }, 'input.invalid'],
      ['that is too long', { phrases: ['x'.repeat(200_000)] }, 'input.too_large'],
    ] as const)('are refused %s', async (_, changes, code) => {
      const changed = {
        ...invoice,
        ...changes,
        phrases: [...('phrases' in changes ? changes.phrases : invoice.phrases)],
      };
      await expect(stage.world.skills.save(changed, 'ada')).rejects.toEqual(fails(code));
    });

    it('are announced when they change', async () => {
      const { skills, announced } = stage.world;
      const { id } = await skills.save(invoice, 'ada');
      await skills.remove(id);
      expect(announced).toEqual([id, id]);
    });
  });
}

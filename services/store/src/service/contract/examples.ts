import { Example } from '@karna/proto/gen/skill/v1/example';
import { Skill } from '@karna/proto/gen/skill/v1/skill';
import { describe, expect, it } from 'vitest';
import { fails, type Stage } from './stage.ts';

export function exampleContract(stage: Stage): void {
  const skill = () => stage.world.skills.save(Skill.fromPartial({ name: 'Send invoice', phrases: ['bill'] }), 'ada');
  const example = (change: Partial<Example>) =>
    Example.fromPartial({ text: 'settle up with {customer}', principal: 'ada', ...change });
  const texts = async (skillId = '') => (await stage.world.examples.list(skillId)).map(({ text }) => text);

  describe('examples', () => {
    it('are kept with an id and a time, listed of one skill or of all, and announced', async () => {
      const { examples, announced, clock } = stage.world;
      const { id: skillId } = await skill();
      const kept = await examples.keep(example({ skillId }));
      const own = await examples.keep(example({ text: 'press Home', command: 'click "Home"' }));
      expect(kept).toMatchObject({ skillId, at: clock.now() });
      expect(await examples.list(skillId)).toEqual([kept]);
      expect(await examples.list('')).toEqual([kept, own]);
      expect(announced).toEqual([skillId, kept.id, own.id]);
    });

    it('have one meaning for one wording: the one confirmed last', async () => {
      const { examples } = stage.world;
      const [one, other] = [await skill(), await skill()];
      await examples.keep(example({ skillId: one.id }));
      await examples.keep(example({ skillId: other.id, text: ' Settle  up with {customer}' }));
      expect(await texts(one.id)).toEqual([]);
      expect(await texts(other.id)).toHaveLength(1);
    });

    it('of direct commands are one for each who confirmed them, and for each domain', async () => {
      const { examples } = stage.world;
      const home = { text: 'press Home', command: 'click "Home"' };
      for (const change of [{}, { principal: 'bob' }, { domain: 'shop' }, {}])
        await examples.keep(example({ ...home, ...change }));
      expect(await texts()).toHaveLength(3);
    });

    it('are removed by whoever confirmed them, or by whoever may remove any, and with their skill', async () => {
      const { examples, skills } = stage.world;
      const { id: skillId } = await skill();
      const kept = await examples.keep(example({ skillId }));
      await expect(examples.remove(kept.id, 'bob')).rejects.toEqual(fails('example.not_found'));
      await examples.remove(kept.id, 'ada');
      await expect(examples.remove(kept.id, '')).rejects.toEqual(fails('example.not_found'));
      await examples.keep(example({ skillId }));
      await skills.remove(skillId, 'ada');
      expect(await texts()).toEqual([]);
    });

    it('make room: the newest fifty of a skill stay', async () => {
      const { examples } = stage.world;
      const { id: skillId } = await skill();
      for (let count = 1; count <= 52; count += 1) await examples.keep(example({ skillId, text: `wording ${count}` }));
      expect([(await texts(skillId)).length, (await texts(skillId)).at(0)]).toEqual([50, 'wording 3']);
    });

    it.each([
      ['of a skill that there is not', { skillId: 'skill_gone' }, 'skill.not_found'],
      ['that mean nothing', {}, 'input.invalid'],
      ['without words', { command: 'click "Home"', text: ' ' }, 'input.invalid'],
      ['with a NUL character', { command: 'click', text: 'a\0' }, 'input.invalid'],
      ['that are too long', { command: 'x'.repeat(9_000) }, 'input.too_large'],
    ] as const)('are refused %s', async (_, change, code) => {
      await expect(stage.world.examples.keep(example(change))).rejects.toEqual(fails(code));
    });
  });
}

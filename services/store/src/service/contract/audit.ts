import type { Deed } from '@karna/proto/gen/access/v1/access';
import { Skill } from '@karna/proto/gen/skill/v1/skill';
import { describe, expect, it } from 'vitest';
import { dayMs, fails, inState, line, type Stage } from './stage.ts';

export function auditContract(stage: Stage): void {
  const { begin } = stage;
  const deeds = async (...only: Deed[]) =>
    (await stage.world.audit.list(0, 0, '', only)).map(({ deed, actor, subject }) => [deed, actor, subject]).reverse();

  describe('the audit log', () => {
    it('says who let whom in, who took what away, and who decided', async () => {
      const { tokens, desktops, skills } = stage.world;
      const order = { principal: 'bob', scopes: ['observe'], validMs: 0, oneTime: false, issuedBy: 'ada' };
      const { principal } = await tokens.issue(order);
      await tokens.revoke({ tokenId: principal.tokenId, principal: '', revokedBy: 'grace' });
      const skill = await skills.save(Skill.fromPartial({ name: 'Weekly report' }), 'ada');
      await skills.remove(skill.id, 'bob');
      const halted = await stage.world.tasks.advance(inState(await begin('r1'), 'TASK_STATE_AWAITING_APPROVAL'), []);
      const approved = { ...line('approved'), actor: 'ada' };
      const task = await stage.world.tasks.requeue(halted, [
        { ...approved, stepId: 's1' },
        { ...approved, stepId: 's2' },
      ]);
      await stage.world.tasks.advance(inState(task, 'TASK_STATE_CANCELLED'), [{ ...line('refused'), actor: 'bob' }]);
      const yes = await begin('r2', { approved: true });
      await desktops.remove(stage.desktopId, 'ada');
      expect((await deeds()).slice(2)).toEqual([
        ['DEED_TOKEN_ISSUED', 'ada', principal.tokenId],
        ['DEED_TOKEN_REVOKED', 'grace', principal.tokenId],
        ['DEED_SKILL_REMOVED', 'bob', skill.id],
        ['DEED_EFFECT_APPROVED', 'ada', task.id],
        ['DEED_EFFECT_REFUSED', 'bob', task.id],
        ['DEED_EFFECT_APPROVED', 'ada', yes.id],
        ['DEED_DESKTOP_REMOVED', 'ada', stage.desktopId],
      ]);
    });

    it('says who had the hands of a desktop, each change once, and nothing that did not happen', async () => {
      const { audit } = stage.world;
      const change = { desktopId: stage.desktopId, principal: 'ada', reason: '' };
      await audit.noteHands({ ...change, key: 'one', deed: 'DEED_HANDS_TAKEN' });
      await audit.noteHands({ ...change, key: 'one', deed: 'DEED_HANDS_TAKEN' });
      await audit.noteHands({ ...change, key: 'two', deed: 'DEED_HANDS_LOST', reason: 'person' });
      const [lost, taken, ...others] = await audit.list(0, 0, 'ada', ['DEED_HANDS_TAKEN', 'DEED_HANDS_LOST']);
      expect(others).toEqual([]);
      expect(taken).toMatchObject({ subject: stage.desktopId, subjectName: 'office', details: {} });
      expect(lost).toMatchObject({ details: { reason: 'person' }, at: stage.world.clock.now() });
      const other = audit.noteHands({ ...change, key: 'three', deed: 'DEED_TOKEN_ISSUED' });
      await expect(other).rejects.toEqual(fails('input.invalid'));
    });

    it('is read page by page, newest first, of one person or all', async () => {
      for (const key of ['1', '2', '3']) {
        const change = { key, desktopId: stage.desktopId, principal: key === '2' ? 'bob' : 'ada', reason: key };
        await stage.world.audit.noteHands({ ...change, deed: 'DEED_HANDS_TAKEN' });
      }
      const reasons = async (...query: Parameters<typeof stage.world.audit.list>) =>
        (await stage.world.audit.list(...query)).map(({ details }) => details.reason);
      const taken: Deed[] = ['DEED_HANDS_TAKEN'];
      expect(await reasons(2, 0, '', taken)).toEqual(['3', '2']);
      const [, second] = await stage.world.audit.list(2, 0, '', taken);
      expect(await reasons(2, second?.id ?? 0, '', taken)).toEqual(['1']);
      expect(await reasons(0, 0, 'bob', [])).toEqual(['2']);
    });

    it('loses what is older than is kept, and nothing else', async () => {
      expect(await deeds()).not.toEqual([]);
      await stage.world.clock.advance(364 * dayMs);
      await stage.world.desktops.issueCode('late', 0);
      await stage.world.clock.advance(2 * dayMs);
      await stage.world.retention.cleanUp(new AbortController().signal);
      expect(await deeds()).toEqual([['DEED_CODE_ISSUED', 'late', '']]);
    });
  });
}

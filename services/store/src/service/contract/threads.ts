import { Turn } from '@karna/proto/gen/language/v1/conversation';
import { describe, expect, it } from 'vitest';
import { dayMs, fails, type Stage } from './stage.ts';

export function threadContract(stage: Stage): void {
  const thread = () => ({ principal: 'ada', desktopId: stage.desktopId });
  const turn = (id: string, change: Partial<Turn> = {}) =>
    Turn.fromPartial({ id, at: stage.world.clock.now(), said: `said ${id}`, kind: 'TURN_KIND_RAN', ...change });
  const said = async (limit = 0) => (await stage.world.threads.read(thread(), limit)).map((one) => one.said);

  describe('threads', () => {
    it('are read as they were said, the newest turns, oldest first', async () => {
      const { threads } = stage.world;
      for (const id of ['a', 'b', 'c']) await threads.keep(thread(), turn(id));
      expect(await said()).toEqual(['said a', 'said b', 'said c']);
      expect(await said(2)).toEqual(['said b', 'said c']);
    });

    it('belong to one principal and one desktop', async () => {
      const { threads } = stage.world;
      await threads.keep(thread(), turn('a'));
      await threads.keep({ ...thread(), principal: 'bob' }, turn('a', { said: 'hello' }));
      expect(await said()).toEqual(['said a']);
      await threads.forget(thread());
      expect(await said()).toEqual([]);
      expect(await threads.read({ ...thread(), principal: 'bob' }, 0)).toHaveLength(1);
    });

    it('take the same turn again for a change of it', async () => {
      const { threads } = stage.world;
      await threads.keep(thread(), turn('a'));
      await threads.keep(thread(), turn('b'));
      await threads.keep(thread(), turn('a', { said: 'changed' }));
      expect(await said()).toEqual(['changed', 'said b']);
    });

    it('keep their newest two hundred turns, for as long as retention says', async () => {
      const { threads, clock, retention } = stage.world;
      for (let count = 1; count <= 205; count += 1) await threads.keep(thread(), turn(`t${count}`));
      expect((await said(200)).at(0)).toBe('said t6');
      await clock.advance(15 * dayMs);
      await threads.keep(thread(), turn('late'));
      await clock.advance(6 * dayMs);
      await retention.cleanUp(new AbortController().signal);
      expect(await said()).toEqual(['said late']);
    });

    it('say how the task of a turn stands, as long as it is kept', async () => {
      const task = await stage.begin('r1');
      await stage.world.threads.keep(thread(), turn('a', { taskId: task.id }));
      await stage.world.threads.keep(thread(), turn('b', { taskId: 'task_gone' }));
      await stage.end(task);
      const [first, second] = await stage.world.threads.read(thread(), 0);
      expect([first?.taskState, second?.taskState]).toEqual(['TASK_STATE_COMPLETED', 'TASK_STATE_UNSPECIFIED']);
    });

    it.each([
      ['without an id', { id: '' }, 'input.invalid'],
      ['without a time', { at: undefined }, 'input.invalid'],
      ['with a NUL character', { said: 'a\0' }, 'input.invalid'],
      ['that is too long', { said: 'x'.repeat(70_000) }, 'input.too_large'],
    ] as const)('refuse a turn %s', async (_, change, code) => {
      await expect(stage.world.threads.keep(thread(), turn('a', change))).rejects.toEqual(fails(code));
    });
  });
}

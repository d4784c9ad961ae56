import type { TaskState } from '@karna/proto/gen/task/v1/task';
import { describe, expect, it } from 'vitest';
import { enrolled, fails, inState, type Stage } from './stage.ts';

export function lineContract(stage: Stage): void {
  const { begin, end, queued } = stage;

  describe("a desktop's line", () => {
    it('readies the first task at once and the others in the order they came', async () => {
      const first = await begin('r1');
      const second = await begin('r2');
      const third = await begin('r3');
      expect(await queued()).toEqual([first.id]);
      await end(first);
      expect(await queued()).toEqual([second.id]);
      await end(second);
      expect(await queued()).toEqual([third.id]);
      await end(third);
      expect(await queued()).toEqual([]);
    });

    it('does not make one desktop wait for another', async () => {
      const here = await begin('r1');
      const there = await begin('r2', { desktopId: await enrolled(stage.world, 'lab') });
      expect(await queued()).toEqual([here.id, there.id]);
    });

    it.each<TaskState>([
      'TASK_STATE_AWAITING_APPROVAL',
      'TASK_STATE_NEEDS_CLARIFICATION',
      'TASK_STATE_NEEDS_TEACHING',
      'TASK_STATE_HALTED',
      'TASK_STATE_COMPLETED',
      'TASK_STATE_FAILED',
      'TASK_STATE_CANCELLED',
      'TASK_STATE_ROLLED_BACK',
    ])('moves on when the active task comes to %s', async (state) => {
      const first = await begin('r1');
      const second = await begin('r2');
      await queued();
      await stage.world.tasks.advance(inState(first, state), []);
      expect(await queued()).toEqual([second.id]);
    });

    it.each<TaskState>([
      'TASK_STATE_PENDING',
      'TASK_STATE_PLANNING',
      'TASK_STATE_RUNNING',
      'TASK_STATE_PAUSED',
      'TASK_STATE_VERIFYING',
    ])('stays with the active task in %s', async (state) => {
      const first = await begin('r1');
      await begin('r2');
      await queued();
      await stage.world.tasks.advance(inState(first, state), []);
      expect(await queued()).toEqual([]);
    });

    it('lets a waiting task be cancelled, and passes it over', async () => {
      const first = await begin('r1');
      const second = await begin('r2');
      const third = await begin('r3');
      await stage.world.tasks.advance(inState(second, 'TASK_STATE_CANCELLED'), []);
      await queued();
      await end(first);
      expect(await queued()).toEqual([third.id]);
    });

    it('refuses to run a waiting task', async () => {
      await begin('r1');
      const second = await begin('r2');
      const running = stage.world.tasks.advance(inState(second, 'TASK_STATE_RUNNING'), []);
      await expect(running).rejects.toEqual(fails('task.state'));
    });

    it('queues the active tasks again after the queue was lost', async () => {
      const active = await begin('r1');
      await begin('r2');
      await queued();
      await stage.world.tasks.requeueActive();
      expect(await queued()).toEqual([active.id]);
    });
  });
}

import type { TaskChanged } from '@karna/proto/gen/task/v1/task';
import { describe, expect, it } from 'vitest';
import { inState, type Stage } from './stage.ts';

export function mailContract(stage: Stage): void {
  const { begin, end, published } = stage;

  describe('facts', () => {
    it('are numbered without a gap and show the task as it was', async () => {
      const task = await begin('r1');
      const running = await stage.world.tasks.advance(inState(task, 'TASK_STATE_RUNNING'), []);
      expect(await published()).toEqual([
        { sequence: 1, task },
        { sequence: 2, task: running },
      ]);
      const ended = await end(running);
      expect(await published()).toEqual([{ sequence: 3, task: ended }]);
      expect(await stage.world.facts.list(0, 0)).toEqual({
        facts: [
          { sequence: 1, task },
          { sequence: 2, task: running },
          { sequence: 3, task: ended },
        ],
        newest: 3,
      });
      expect((await stage.world.facts.list(1, 1)).facts).toEqual([{ sequence: 2, task: running }]);
      expect(await stage.world.facts.list(3, 0)).toEqual({ facts: [], newest: 3 });
    });

    it('are published again, under the same numbers, when that failed', async () => {
      const first = await begin('r1');
      const seen: TaskChanged[] = [];
      const failing = stage.world.mail.sendFacts(10, async (facts) => {
        seen.push(...facts);
        throw new Error('the broker is away');
      });
      await expect(failing).rejects.toThrow('the broker is away');
      const second = await begin('r2');
      expect(seen).toEqual([{ sequence: 1, task: first }]);
      expect(await published()).toEqual([...seen, { sequence: 2, task: second }]);
    });

    it('stay below a size, but never answer nothing when there is something', async () => {
      for (const request of ['r1', 'r2', 'r3']) await begin(request, { answer: 'x'.repeat(1_000) });
      await published();
      const list = (maxBytes: number) => stage.world.work.read((tx) => tx.facts.list(0, 10, maxBytes));
      expect(await list(1)).toHaveLength(1);
      expect(await list(1_500)).toHaveLength(2);
      expect(await list(100_000)).toHaveLength(3);
    });
  });

  describe('work', () => {
    it('is handed over again when the queue did not take it', async () => {
      const task = await begin('r1');
      const ids: string[] = [];
      const failing = stage.world.mail.sendWork(10, async (id) => {
        ids.push(id);
        throw new Error('the broker is away');
      });
      await expect(failing).rejects.toThrow('the broker is away');
      await stage.world.mail.sendWork(10, async (id, { taskId }) => void ids.push(id, taskId));
      expect(ids).toEqual([ids[0], ids[0], task.id]);
    });
  });
}

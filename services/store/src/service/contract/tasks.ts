import type { ErrorCode } from '@karna/proto/errors';
import type { Task } from '@karna/proto/gen/task/v1/task';
import { describe, expect, it } from 'vitest';
import { verifyJournal } from '../../domain/journal.ts';
import type { TaskRecords } from '../tasks.ts';
import { asked, enrolled, fails, inState, line, type Stage, start } from './stage.ts';

export function taskContract(stage: Stage): void {
  const { begin, end, queued, published } = stage;

  describe('beginning a task', () => {
    it('keeps it pending with an id, a version and its times', async () => {
      const task = await begin('r1', { state: 'TASK_STATE_RUNNING', version: 7, id: 'mine', domain: 'mail' });
      expect(task).toMatchObject({ state: 'TASK_STATE_PENDING', version: 1, domain: 'mail', finishedAt: undefined });
      expect(task.id).toMatch(/^task_/);
      expect(task.createdAt).toEqual(start);
      expect((await stage.world.tasks.get(task.id, false)).task).toEqual(task);
    });

    it('answers the same request with the first task', async () => {
      const task = await begin('r1');
      expect(await stage.world.tasks.begin(asked(stage.desktopId), 'r1')).toEqual({ task, created: false });
      expect(await queued()).toEqual([task.id]);
    });

    it('keeps requests of different principals apart', async () => {
      await begin('r1');
      const other = await stage.world.tasks.begin(asked(stage.desktopId, { requestedBy: 'bob' }), 'r1');
      expect(other.created).toBe(true);
    });

    it('refuses a request id that was used for another command', async () => {
      await begin('r1');
      await expect(begin('r1', { command: 'press Escape' })).rejects.toEqual(fails('input.invalid'));
    });

    it.each<[string, Partial<Task>, ErrorCode]>([
      ['an empty command', { command: ' \n' }, 'command.empty'],
      ['an unknown desktop', { desktopId: 'desktop_none' }, 'desktop.not_found'],
      ['no desktop', { desktopId: '' }, 'input.invalid'],
      ['nobody asking', { requestedBy: '' }, 'input.invalid'],
      ['a NUL character', { command: 'type \0' }, 'input.invalid'],
      ['progress that is no number', { progress: Number.NaN }, 'input.invalid'],
    ])('refuses %s', async (_, changes, code) => {
      await expect(begin('r1', changes)).rejects.toEqual(fails(code));
      expect(await published()).toEqual([]);
    });

    it('keeps any text as it is', async () => {
      const command = 'type "naïve 👩‍💻 \u2028 \\u0000 ‮" into ½';
      const task = await begin('r1', { command });
      expect((await stage.world.tasks.get(task.id, false)).task.command).toBe(command);
    });
  });

  describe('advancing a task', () => {
    it('saves over the version that was read, and keeps what never changes', async () => {
      const task = await begin('r1', { traceparent: '00-a' });
      await stage.world.clock.advance(5_000);
      const wanted = {
        ...inState(task, 'TASK_STATE_RUNNING'),
        progress: 0.5,
        sentence: 'Half way',
        createdAt: undefined,
      };
      const running = await stage.world.tasks.advance(wanted, []);
      expect(running).toMatchObject({ version: 2, progress: 0.5, createdAt: task.createdAt, traceparent: '00-a' });
      expect(running.updatedAt?.getTime()).toBe(start.getTime() + 5_000);
      expect((await stage.world.tasks.get(task.id, false)).task).toEqual(running);
    });

    it('refuses a version that is not the newest', async () => {
      const task = await begin('r1');
      await stage.world.tasks.advance(inState(task, 'TASK_STATE_RUNNING'), []);
      const late = stage.world.tasks.advance(inState(task, 'TASK_STATE_PLANNING'), []);
      await expect(late).rejects.toEqual(fails('task.stale'));
    });

    it('notes when it ended, and lets nothing change afterwards', async () => {
      const ended = await end(await begin('r1'));
      expect(ended.finishedAt).toEqual(stage.world.clock.now());
      const again = stage.world.tasks.advance(inState(ended, 'TASK_STATE_RUNNING'), []);
      await expect(again).rejects.toEqual(fails('task.state'));
    });

    it.each<[string, Partial<Task>]>([
      ['command', { command: 'press Escape' }],
      ['desktop', { desktopId: 'desktop_other' }],
      ['asker', { requestedBy: 'bob' }],
      ['dry run', { dryRun: true }],
      ['state', { state: 'TASK_STATE_UNSPECIFIED' }],
    ])('refuses to change or lose its %s', async (_, changes) => {
      const task = await begin('r1');
      await expect(stage.world.tasks.advance({ ...task, ...changes }, [])).rejects.toEqual(fails('input.invalid'));
    });

    it('knows no task that is not there', async () => {
      const ghost = { ...(await begin('r1')), id: 'task_none' };
      await expect(stage.world.tasks.advance(ghost, [])).rejects.toEqual(fails('task.not_found'));
      await expect(stage.world.tasks.get('task_none', true)).rejects.toEqual(fails('task.not_found'));
    });

    it('leaves no trace when it is refused', async () => {
      const task = await begin('r1');
      await published();
      await stage.world.tasks.advance({ ...task, version: 9 }, [line('acting')]).catch(() => {});
      expect(await published()).toEqual([]);
      expect((await stage.world.tasks.get(task.id, true)).journal).toHaveLength(1);
    });
  });

  describe('queueing a resting task again', () => {
    const halt = (task: Task) => stage.world.tasks.advance(inState(task, 'TASK_STATE_HALTED'), []);

    it('gives it the desktop when that is free', async () => {
      const halted = await halt(await begin('r1'));
      await queued();
      const again = await stage.world.tasks.requeue(halted, [line('resumed')]);
      expect(again).toMatchObject({ state: 'TASK_STATE_PENDING', version: 3 });
      expect(await queued()).toEqual([halted.id]);
    });

    it('puts it in line when the desktop is taken', async () => {
      const halted = await halt(await begin('r1'));
      const second = await begin('r2');
      await queued();
      await stage.world.tasks.requeue(halted, []);
      expect(await queued()).toEqual([]);
      await end(second);
      expect(await queued()).toEqual([halted.id]);
    });

    it('refuses a task that is not resting, or that changed', async () => {
      const task = await begin('r1');
      await expect(stage.world.tasks.requeue(task, [])).rejects.toEqual(fails('task.state'));
      await halt(task);
      await expect(stage.world.tasks.requeue(task, [])).rejects.toEqual(fails('task.stale'));
    });

    it('is the only way back from rest', async () => {
      const halted = await halt(await begin('r1'));
      const running = stage.world.tasks.advance(inState(halted, 'TASK_STATE_RUNNING'), []);
      await expect(running).rejects.toEqual(fails('task.state'));
    });
  });

  describe('listing tasks', () => {
    it('shows the newest first, by desktop, state and page', async () => {
      const first = await begin('r1');
      await nextMillisecond();
      const second = await begin('r2');
      await nextMillisecond();
      const other = await begin('r3', { desktopId: await enrolled(stage.world, 'lab') });
      await end(first);
      const ids = async (query: Partial<Parameters<TaskRecords['list']>[0]>) =>
        (await stage.world.tasks.list({ states: [], limit: 0, ...query })).map(({ id }) => id);
      expect(await ids({})).toEqual([other.id, second.id, first.id]);
      expect(await ids({ limit: 1 })).toEqual([other.id]);
      expect(await ids({ desktopId: stage.desktopId })).toEqual([second.id, first.id]);
      expect(await ids({ states: ['TASK_STATE_COMPLETED', 'TASK_STATE_FAILED'] })).toEqual([first.id]);
      expect(await ids({ beforeTaskId: second.id })).toEqual([first.id]);
    });
  });

  describe('the journal', () => {
    it('begins with the acceptance and goes on as one chain', async () => {
      const task = await begin('r1');
      const at = new Date('2026-01-01T00:00:01.234Z');
      const details = { target: 'button', confidence: '0.9' };
      const running = inState(task, 'TASK_STATE_RUNNING');
      const next = await stage.world.tasks.advance(running, [
        { ...line('acting'), stepId: 's1', details, at },
        line('acted'),
      ]);
      await stage.world.tasks.advance({ ...next, progress: 0.7 }, [line('verified')]);
      const { journal } = await stage.world.tasks.get(task.id, true);
      expect(journal.map(({ id, event }) => [id, event])).toEqual([
        [1, 'accepted'],
        [2, 'acting'],
        [3, 'acted'],
        [4, 'verified'],
      ]);
      expect(journal[0]).toMatchObject({ actor: 'ada', taskId: task.id });
      expect(journal[1]).toMatchObject({ stepId: 's1', details, at, actor: 'command' });
      expect(verifyJournal(journal)).toBeUndefined();
    });

    it('notes a change of state of which the caller says nothing', async () => {
      const task = await begin('r1');
      await stage.world.tasks.advance({ ...task, progress: 0.1 }, []);
      await stage.world.tasks.advance({ ...inState(task, 'TASK_STATE_PLANNING'), version: 2 }, []);
      const { journal } = await stage.world.tasks.get(task.id, true);
      expect(journal.map(({ event, actor }) => `${actor} ${event}`)).toEqual(['ada accepted', 'store planning']);
    });
  });

  describe('a unit of work', () => {
    it('leaves nothing behind when it fails', async () => {
      const failing = stage.world.work.run(async (tx) => {
        await tx.lines.lock('desktop_x');
        await tx.lines.hold('desktop_x', 'task_x');
        throw new Error('changed my mind');
      });
      await expect(failing).rejects.toThrow('changed my mind');
      expect(await stage.world.work.read((tx) => tx.lines.active())).toEqual([]);
    });

    it('saves a task only over the version before its own', async () => {
      const task = await begin('r1');
      const save = stage.world.work.run((tx) => tx.tasks.save({ ...task, version: 3 }));
      await expect(save).rejects.toEqual(fails('task.stale'));
    });
  });
}

// Ids of one millisecond have no order.
const nextMillisecond = () => new Promise((resolve) => setTimeout(resolve, 2));

import { Draft } from '@karna/proto/gen/recording/v1/draft';
import { Act, Recording } from '@karna/proto/gen/recording/v1/recording';
import { describe, expect, it } from 'vitest';
import { dayMs, enrolled, fails, inState, type Stage } from './stage.ts';

const hash = (digit: number): string => String(digit).repeat(64);
const act = (number: number, pictures: { before?: string; after?: string } = {}): Act =>
  Act.fromPartial({ number, ...pictures, what: { $case: 'chord', value: { chord: 'Enter', count: 1 } } });

export function recordingContract(stage: Stage): void {
  const teach = (name = 'search cats', desktopId = stage.desktopId) =>
    stage.world.recordings.begin(Recording.fromPartial({ name, desktopId, startedBy: 'ada' }));
  const cleanUp = async (days: number) => {
    await stage.world.clock.advance(days * dayMs);
    await stage.world.retention.cleanUp(new AbortController().signal);
  };

  describe('recordings', () => {
    it('keep their acts in order, each once', async () => {
      const { recordings } = stage.world;
      const { id, state } = await teach();
      expect(state).toBe('RECORDING_STATE_RUNNING');
      await recordings.keep(id, act(1, { before: hash(1), after: hash(2) }));
      await recordings.keep(id, act(1));
      expect(await recordings.keep(id, act(2))).toMatchObject({ acts: 2 });
      await expect(recordings.keep(id, act(4))).rejects.toEqual(fails('recording.gap'));
      const kept = await recordings.get(id, 0, 200);
      expect(kept.acts).toEqual([act(1, { before: hash(1), after: hash(2) }), act(2)]);
      expect((await recordings.get(id, 1, 1)).acts).toEqual([act(2)]);
      expect((await recordings.get(id, 0, 0)).acts).toEqual([]);
    });

    it('are announced with every change, and not for what was kept already', async () => {
      const { recordings, announced } = stage.world;
      const { id } = await teach();
      await recordings.keep(id, act(1));
      await recordings.keep(id, act(1));
      await recordings.advance(id, 'RECORDING_STATE_STOPPED');
      expect(announced).toEqual([`${id} 0`, `${id} 1`, `${id} 1`]);
    });

    it('teach a desktop one at a time', async () => {
      const { recordings } = stage.world;
      const { id } = await teach();
      await expect(teach('something else')).rejects.toEqual(fails('recording.running'));
      await teach('elsewhere', await enrolled(stage.world, 'lab'));
      await recordings.advance(id, 'RECORDING_STATE_PAUSED');
      await expect(teach('something else')).rejects.toEqual(fails('recording.running'));
      await recordings.advance(id, 'RECORDING_STATE_STOPPED');
      expect(await teach('something else')).toMatchObject({ name: 'something else' });
    });

    it('do not begin while a task holds the desktop, and no task while they go on', async () => {
      const { recordings, tasks } = stage.world;
      const task = await stage.begin('r1');
      await expect(teach()).rejects.toEqual(fails('desktop.busy'));
      const halted = await tasks.advance(inState(task, 'TASK_STATE_HALTED'), []);
      const { id } = await teach();
      await expect(stage.begin('r2')).rejects.toEqual(fails('desktop.busy'));
      await expect(tasks.requeue(halted, [])).rejects.toEqual(fails('desktop.busy'));
      await recordings.advance(id, 'RECORDING_STATE_STOPPED');
      expect((await stage.begin('r2')).id).toMatch(/^task_/);
    });

    it('end once, and take what was seen before that also later', async () => {
      const { recordings } = stage.world;
      const { id } = await teach();
      const ended = await recordings.advance(id, 'RECORDING_STATE_INTERRUPTED');
      expect(ended.endedAt).toEqual(stage.world.clock.now());
      expect(await recordings.advance(id, 'RECORDING_STATE_INTERRUPTED')).toEqual(ended);
      await expect(recordings.advance(id, 'RECORDING_STATE_RUNNING')).rejects.toEqual(fails('recording.state'));
      expect(await recordings.keep(id, act(1))).toMatchObject({ acts: 1, state: 'RECORDING_STATE_INTERRUPTED' });
    });

    it('are listed newest first', async () => {
      const { recordings } = stage.world;
      const first = await teach('first');
      await recordings.advance(first.id, 'RECORDING_STATE_STOPPED');
      await stage.world.clock.advance(1_000);
      const second = await teach('second');
      const names = async (active: boolean, desktopId?: string) =>
        (await recordings.list({ active, desktopId, limit: 0 })).map(({ name }) => name);
      expect(await names(false)).toEqual(['second', 'first']);
      expect(await names(true)).toEqual(['second']);
      expect(await names(false, 'nobody')).toEqual([]);
      await recordings.remove(second.id);
      expect(await names(false)).toEqual(['first']);
      await expect(recordings.get(second.id, 0, 0)).rejects.toEqual(fails('recording.not_found'));
      await expect(recordings.remove(second.id)).rejects.toEqual(fails('recording.not_found'));
    });

    it('are refused without a name or for a desktop that is not there', async () => {
      await expect(teach('')).rejects.toEqual(fails('input.invalid'));
      await expect(teach('x', 'desktop_none')).rejects.toEqual(fails('desktop.not_found'));
    });

    it('take no act that says nothing, names no picture or carries a secret', async () => {
      const { recordings } = stage.world;
      const { id } = await teach();
      const secret = Act.fromPartial({ number: 1, what: { $case: 'typed', value: { secret: true, keys: ['x'] } } });
      await expect(recordings.keep(id, Act.fromPartial({ number: 1 }))).rejects.toEqual(fails('input.invalid'));
      await expect(recordings.keep(id, act(1, { before: '../x' }))).rejects.toEqual(fails('input.invalid'));
      await expect(recordings.keep(id, secret)).rejects.toEqual(fails('input.invalid'));
      await expect(recordings.keep('recording_none', act(1))).rejects.toEqual(fails('recording.not_found'));
    });

    it('hold their pictures until they are old', async () => {
      const { recordings, blobs } = stage.world;
      const exists = (sha256: string) =>
        blobs.get(sha256).then(
          () => true,
          () => false,
        );
      const picture = await blobs.put(new Uint8Array([1, 2, 3]), 'image/png');
      const { id } = await teach();
      await recordings.keep(id, act(1, { before: picture }));
      await cleanUp(31);
      expect(await exists(picture)).toBe(true);
      await recordings.advance(id, 'RECORDING_STATE_STOPPED');
      await cleanUp(29);
      expect(await exists(picture)).toBe(true);
      await cleanUp(62);
      expect(await exists(picture)).toBe(false);
      await expect(recordings.get(id, 0, 0)).rejects.toEqual(fails('recording.not_found'));
    });
  });

  describe('drafts', () => {
    const draft = Draft.fromPartial({
      name: 'Search',
      steps: [{ step: { id: 's1', target: { patch: new Uint8Array([0, 255, 7]) } }, before: hash(1) }],
    });

    it('come back as they went, and can be undone and redone', async () => {
      const { drafts } = stage.world;
      const first = await drafts.save(draft);
      expect(first).toMatchObject({ name: 'Search', version: 1, canUndo: false, canRedo: false });
      const second = await drafts.save({ ...first, name: 'Find', change: 'renamed' });
      expect(second).toMatchObject({ version: 2, canUndo: true, canRedo: false });
      const undone = await drafts.move(first.id, 2, false);
      expect(undone).toMatchObject({ name: 'Search', version: 3, canUndo: false, canRedo: true });
      expect(undone.steps).toEqual(first.steps);
      expect(await drafts.get(first.id)).toEqual(undone);
      expect(await drafts.move(first.id, 3, true)).toMatchObject({ name: 'Find', version: 4, canRedo: false });
    });

    it('forget what was undone once they are changed again', async () => {
      const { drafts } = stage.world;
      const first = await drafts.save(draft);
      await drafts.save({ ...first, name: 'Find' });
      const undone = await drafts.move(first.id, 2, false);
      const other = await drafts.save({ ...undone, name: 'Look up' });
      await expect(drafts.move(first.id, other.version, true)).rejects.toEqual(fails('draft.invalid'));
      expect(await drafts.move(first.id, other.version, false)).toMatchObject({ name: 'Search' });
      await expect(drafts.move(first.id, other.version + 1, false)).rejects.toEqual(fails('draft.invalid'));
    });

    it('are changed over the version that was read, and over no other', async () => {
      const { drafts } = stage.world;
      const first = await drafts.save(draft);
      await drafts.save({ ...first, name: 'Find' });
      await expect(drafts.save({ ...first, name: 'Lost' })).rejects.toEqual(fails('draft.stale'));
      await expect(drafts.move(first.id, 1, false)).rejects.toEqual(fails('draft.stale'));
    });

    it('are listed without their steps, and removed by hand or by age', async () => {
      const { drafts } = stage.world;
      const old = await drafts.save(draft);
      await stage.world.clock.advance(dayMs);
      const removed = await drafts.save(draft);
      expect((await drafts.list()).map(({ id, steps }) => [id, steps])).toEqual([
        [removed.id, []],
        [old.id, []],
      ]);
      await drafts.remove(removed.id);
      await expect(drafts.get(removed.id)).rejects.toEqual(fails('draft.not_found'));
      await cleanUp(91);
      expect(await drafts.list()).toEqual([]);
    });
  });
}

import { Turn } from '@karna/proto/gen/language/v1/conversation';
import { Task } from '@karna/proto/gen/task/v1/task';
import { describe, expect, it } from 'vitest';
import { hashToken } from '../../domain/token.ts';
import { asked, dayMs, enrolled, fails, type Stage } from './stage.ts';

export function retentionContract(stage: Stage): void {
  const { begin, end, published } = stage;

  describe('blobs', () => {
    const picture = new TextEncoder().encode('a picture');

    it('come back as they went, once for the same bytes', async () => {
      const sha256 = await stage.world.blobs.put(picture, 'image/png');
      expect(await stage.world.blobs.put(picture, 'image/webp')).toBe(sha256);
      expect(await stage.world.blobs.get(sha256)).toEqual({ data: picture, mediaType: 'image/png' });
    });

    it('are refused when too large or of no media type, and not found when never put', async () => {
      await expect(stage.world.blobs.put(new Uint8Array(1_001), 'image/png')).rejects.toEqual(fails('input.too_large'));
      await expect(stage.world.blobs.put(picture, 'png')).rejects.toEqual(fails('input.invalid'));
      await expect(stage.world.blobs.get('0'.repeat(64))).rejects.toEqual(fails('blob.not_found'));
      await expect(stage.world.blobs.get('../../etc/passwd')).rejects.toEqual(fails('input.invalid'));
    });
  });

  describe('retention', () => {
    const terms = { tasksDays: 0, turnsDays: 0, picturesDays: 0, recordsDays: 0 };
    const configured = { tasksDays: 90, turnsDays: 20, picturesDays: 30, recordsDays: 365 };

    const cleanUp = async (days: number) => {
      await stage.world.clock.advance(days * dayMs);
      await stage.world.retention.cleanUp(new AbortController().signal);
    };
    const exists = (sha256: string) =>
      stage.world.blobs.get(sha256).then(
        () => true,
        () => false,
      );
    const showing = (task: Task, beforePicture: string): Task =>
      Task.fromPartial({ ...task, steps: [{ id: 's1', beforePicture }] });

    it('removes ended tasks that are old, and only those', async () => {
      const old = await end(await begin('r1'));
      const waiting = await begin('r2');
      await stage.world.clock.advance(60 * dayMs);
      const young = await end(await begin('r3', { desktopId: await enrolled(stage.world, 'lab') }));
      await cleanUp(31);
      const left = await stage.world.tasks.list({ states: [], limit: 0 });
      expect(left.map(({ id }) => id).sort()).toEqual([waiting.id, young.id].sort());
      await expect(stage.world.tasks.get(old.id, true)).rejects.toEqual(fails('task.not_found'));
      expect((await stage.world.tasks.begin(asked(stage.desktopId), 'r1')).created).toBe(true);
    });

    it('keeps things as long as people said, after it told them what that removes', async () => {
      const { retention, tasks, blobs } = stage.world;
      const old = await end(await begin('r1'));
      await blobs.put(picture(1), 'image/png');
      const thread = { principal: 'ada', desktopId: stage.desktopId };
      await stage.world.threads.keep(thread, Turn.fromPartial({ id: 't1', at: stage.world.clock.now() }));
      await stage.world.clock.advance(10 * dayMs);
      const nothing = { tasks: 0, recordings: 0, drafts: 0, turns: 0, pictures: 0, records: 0 };
      expect(await retention.get()).toEqual({
        terms: configured,
        configured,
        changedAt: undefined,
        changedBy: '',
        effect: nothing,
      });
      const wanted = { ...terms, tasksDays: 9, picturesDays: 5, turnsDays: 8 };
      expect(await retention.get(wanted)).toMatchObject({ effect: { ...nothing, tasks: 1, pictures: 1, turns: 1 } });
      expect((await retention.get()).terms).toEqual(configured);
      expect(await retention.set(wanted, 'ada')).toMatchObject({
        terms: { tasksDays: 9, turnsDays: 8, picturesDays: 5, recordsDays: 365 },
        changedAt: stage.world.clock.now(),
        changedBy: 'ada',
      });
      await cleanUp(0);
      await expect(tasks.get(old.id, false)).rejects.toEqual(fails('task.not_found'));
      expect((await retention.get()).effect).toEqual(nothing);
      await retention.set(terms, 'ada');
      expect((await retention.get()).terms).toEqual(configured);
      const [last, first] = await stage.world.audit.list(0, 0, 'ada', ['DEED_RETENTION_CHANGED']);
      expect(first?.details).toEqual({ tasks: '90 to 9 days', turns: '20 to 8 days', pictures: '30 to 5 days' });
      expect(last?.details).toEqual({ tasks: '9 to 90 days', turns: '8 to 20 days', pictures: '5 to 30 days' });
    });

    it.each([
      ['a time that is too long', { tasksDays: 3_651 }],
      ['records for less than a month', { recordsDays: 29 }],
    ])('refuses %s', async (_, wanted) => {
      const { retention } = stage.world;
      await expect(retention.set({ ...terms, ...wanted }, 'ada')).rejects.toEqual(fails('input.invalid'));
      await expect(retention.get({ ...terms, ...wanted })).rejects.toEqual(fails('input.invalid'));
    });

    it('removes old facts from the front, and says so to whoever asks for them', async () => {
      const task = await begin('r1');
      await begin('r2');
      await published();
      await stage.world.clock.advance(5 * dayMs);
      await end(task);
      await published();
      await cleanUp(3);
      await expect(stage.world.facts.list(0, 0)).rejects.toEqual(fails('task.facts_gone'));
      await expect(stage.world.facts.list(1, 0)).rejects.toEqual(fails('task.facts_gone'));
      const { facts, newest } = await stage.world.facts.list(2, 0);
      expect([facts.map(({ sequence }) => sequence), newest]).toEqual([[3], 3]);
      await cleanUp(30);
      expect(await stage.world.facts.list(3, 0)).toEqual({ facts: [], newest: 3 });
      await begin('r3');
      expect((await published()).map(({ sequence }) => sequence)).toEqual([4]);
    });

    it('does not remove facts that were never published', async () => {
      await begin('r1');
      await cleanUp(30);
      expect((await published()).map(({ sequence }) => sequence)).toEqual([1]);
    });

    it('keeps pictures as long as a task shows them that goes on or ended lately', async () => {
      const shown = await stage.world.blobs.put(picture(1), 'image/png');
      const loose = await stage.world.blobs.put(picture(2), 'image/png');
      const task = await stage.world.tasks.advance(showing(await begin('r1'), shown), []);
      await cleanUp(31);
      expect([await exists(shown), await exists(loose)]).toEqual([true, false]);
      await end(task);
      await cleanUp(29);
      expect(await exists(shown)).toBe(true);
      await cleanUp(2);
      expect(await exists(shown)).toBe(false);
    });

    it('keeps a picture that was put again', async () => {
      const sha256 = await stage.world.blobs.put(picture(1), 'image/png');
      await stage.world.clock.advance(20 * dayMs);
      await stage.world.blobs.put(picture(1), 'image/png');
      await cleanUp(20);
      expect(await exists(sha256)).toBe(true);
    });

    it('removes codes and tokens that expired, but remembers used codes', async () => {
      const { token } = await stage.world.tokens.issue({
        principal: 'ada',
        scopes: ['observe'],
        validMs: 1_000,
        oneTime: false,
      });
      const code = 'f00dfeed'.repeat(4);
      await stage.world.desktops.bootstrapCode(code);
      await stage.world.desktops.enrol({
        code,
        name: 'lab',
        platform: 'linux',
        publicKey: new Uint8Array(32).fill(203),
      });
      await cleanUp(30);
      expect(await stage.world.work.read((tx) => tx.tokens.lasting(hashToken(token)))).toBeUndefined();
      await stage.world.desktops.bootstrapCode(code);
      const again = stage.world.desktops.enrol({
        code,
        name: 'x',
        platform: 'linux',
        publicKey: new Uint8Array(32).fill(204),
      });
      await expect(again).rejects.toEqual(fails('enrolment.invalid'));
    });
  });
}

const picture = (seed: number) => new Uint8Array([seed, 1, 2, 3]);

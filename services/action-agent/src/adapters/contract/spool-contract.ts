import { Act } from '@karna/proto/gen/recording/v1/recording';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Spool } from '../../ports.ts';

const act = (number: number, before = '', after = ''): Act =>
  Act.fromPartial({ number, before, after, what: { $case: 'typed', value: { keys: ['é'], secret: false } } });
const picture = (sha256: string, size = 10) => ({ sha256, data: new Uint8Array(size).fill(7) });

/** What every spool promises. `open` twice on the same place: the second one finds what the first one kept. */
export function spoolContract(name: string, place: () => Promise<(maxBytes?: number) => Spool>): void {
  describe(`the ${name} spool`, () => {
    let open: (maxBytes?: number) => Spool;
    beforeEach(async () => {
      open = await place();
    });

    it('keeps acts in order with what they show, also for the next agent', async () => {
      const spool = open();
      await spool.add('rec_1', act(2, 'b', 'c'), [picture('b'), picture('c')]);
      await spool.add('rec_1', act(1, 'a', 'b'), [picture('a'), picture('b')]);
      const next = open();
      expect(await next.recordings()).toEqual(['rec_1']);
      expect(await next.waiting('rec_1')).toEqual([act(1, 'a', 'b'), act(2, 'b', 'c')]);
      expect(await next.picture('rec_1', 'b')).toEqual(expect.objectContaining({ byteLength: 10 }));
    });

    it('lets go of what is kept elsewhere, and of pictures that nothing shows any more', async () => {
      const spool = open();
      await spool.add('rec_1', act(1, 'a', 'b'), [picture('a'), picture('b')]);
      await spool.add('rec_1', act(2, 'b', 'c'), [picture('b'), picture('c')]);
      await spool.drop('rec_1', 1);
      expect((await spool.waiting('rec_1')).map(({ number }) => number)).toEqual([2]);
      expect(await spool.picture('rec_1', 'a')).toBeUndefined();
      expect(await spool.picture('rec_1', 'b')).toBeDefined();
      await spool.drop('rec_1', 2);
      expect(await spool.recordings()).toEqual([]);
      expect(await spool.picture('rec_1', 'c')).toBeUndefined();
    });

    it('keeps an act without its pictures when there is no room for them', async () => {
      const spool = open(400);
      await spool.add('rec_1', act(1, 'a', 'b'), [picture('a', 250), picture('b', 250)]);
      expect(await spool.waiting('rec_1')).toHaveLength(1);
      expect(await spool.picture('rec_1', 'a')).toBeDefined();
      expect(await spool.picture('rec_1', 'b')).toBeUndefined();
    });

    it('knows nothing of what was never begun or is forgotten', async () => {
      const spool = open();
      await spool.add('rec_1', act(1), []);
      await spool.forget('rec_1');
      expect(await spool.recordings()).toEqual([]);
      expect(await spool.waiting('rec_2')).toEqual([]);
      expect(await spool.picture('rec_2', 'a')).toBeUndefined();
      await spool.drop('rec_2', 5);
    });

    it('refuses names that lead elsewhere', async () => {
      await expect(open().add('../up', act(1), [])).rejects.toMatchObject({ code: 'input.invalid' });
    });
  });
}

import { Rules } from '@karna/proto/gen/policy/v1/policy';
import { describe, expect, it } from 'vitest';
import { fails, type Stage } from './stage.ts';

const none = Rules.create({ windows: { only: [], never: [] } });
const morning = { days: [1, 2], from: '08:00', until: '17:30' };
const hours = [morning];

export function policyContract(stage: Stage): void {
  describe('policies', () => {
    it('are empty at first, then what was set, of all desktops and of each', async () => {
      const { policies, clock } = stage.world;
      expect(await policies.get('')).toEqual({ rules: Rules.create(), changedAt: undefined, changedBy: '' });
      const rules = { ...none, hours, timeZone: 'Europe/Berlin', asks: ['publish'], asksAlways: true };
      const set = { rules, changedAt: clock.now(), changedBy: 'ada' };
      expect(await policies.set('', rules, 'ada')).toEqual(set);
      const own = { ...none, windows: { only: [' Editor ', 'Editor'], never: ['*Bank*'] } };
      await policies.set(stage.desktopId, own, 'bob');
      expect(await policies.get('')).toEqual(set);
      expect(await policies.get(stage.desktopId)).toMatchObject({
        rules: { windows: { only: ['Editor'], never: ['*Bank*'] }, hours: [] },
        changedBy: 'bob',
      });
      const [second, first] = await stage.world.audit.list(0, 0, '', ['DEED_POLICY_CHANGED']);
      expect(first).toMatchObject({
        actor: 'ada',
        details: { hours: '1,2 08:00-17:30', time_zone: 'Europe/Berlin', asks: 'publish', asks_always: 'yes' },
      });
      expect(second).toMatchObject({ actor: 'bob', subject: stage.desktopId, details: { never: '*Bank*' } });
    });

    it('go with the desktop that is removed, and no others', async () => {
      const { policies, desktops } = stage.world;
      await policies.set('', { ...none, asks: ['publish'] }, 'ada');
      await policies.set(stage.desktopId, { ...none, asks: ['archive'] }, 'ada');
      await desktops.remove(stage.desktopId, 'ada');
      expect((await policies.get(stage.desktopId)).rules).toEqual(Rules.create());
      expect((await policies.get('')).rules?.asks).toEqual(['publish']);
    });

    it.each<[string, Partial<Rules>]>([
      ['hours without a time zone', { hours }],
      ['a time zone that is none', { timeZone: 'Europe/Atlantis' }],
      ['a day that is none', { hours: [{ ...morning, days: [8] }], timeZone: 'UTC' }],
      ['a time that is none', { hours: [{ ...morning, until: '24:00' }], timeZone: 'UTC' }],
      ['a window without a name', { windows: { only: [' '], never: [] } }],
      ['a window over two lines', { windows: { only: [], never: ['a\nb'] } }],
      ['words that are too long', { asks: ['x'.repeat(121)] }],
      ['words that are too many', { asks: Array.from({ length: 101 }, (_, at) => `word ${at}`) }],
    ])('refuse %s, and stay as they were', async (_, change) => {
      const { policies } = stage.world;
      await policies.set('', { ...none, asks: ['publish'] }, 'ada');
      await expect(policies.set('', { ...none, ...change }, 'ada')).rejects.toEqual(fails('input.invalid'));
      expect((await policies.get('')).rules?.asks).toEqual(['publish']);
    });

    it('are of no desktop that nobody knows', async () => {
      await expect(stage.world.policies.set('desktop_none', none, 'ada')).rejects.toEqual(fails('desktop.not_found'));
    });
  });
}

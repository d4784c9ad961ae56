import { eventually } from '@karna/common/testing';
import { describe, expect, it } from 'vitest';
import { hashToken } from '../../domain/token.ts';
import { dayMs, fails, type Stage } from './stage.ts';

export function identityContract(stage: Stage): void {
  const { begin } = stage;

  describe('enrolling a desktop', () => {
    const agent = { name: 'lab', platform: 'win32', publicKey: new Uint8Array(32).fill(200) };

    it('lets one desktop in per code', async () => {
      const { code, expiresAt } = await stage.world.desktops.issueCode('ada', 60_000);
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
      expect(expiresAt.getTime()).toBe(stage.world.clock.now().getTime() + 60_000);
      const desktop = await stage.world.desktops.enrol({ ...agent, code: code.toLowerCase().replace('-', ' ') });
      expect(desktop).toMatchObject({ name: 'lab', platform: 'win32', enrolledAt: stage.world.clock.now() });
      expect(Buffer.from((await stage.world.desktops.get(desktop.id)).publicKey).equals(agent.publicKey)).toBe(true);
      const second = stage.world.desktops.enrol({ ...agent, code, publicKey: new Uint8Array(32).fill(201) });
      await expect(second).rejects.toEqual(fails('enrolment.invalid'));
    });

    it('answers the agent again whose first answer was lost', async () => {
      const { code } = await stage.world.desktops.issueCode('ada', 0);
      const desktop = await stage.world.desktops.enrol({ ...agent, code });
      expect(await stage.world.desktops.enrol({ ...agent, code })).toEqual(desktop);
    });

    it('knows an agent again by its key', async () => {
      const first = await stage.world.desktops.enrol({
        ...agent,
        code: (await stage.world.desktops.issueCode('ada', 0)).code,
      });
      const again = { ...agent, name: 'new name', code: (await stage.world.desktops.issueCode('ada', 0)).code };
      expect(await stage.world.desktops.enrol(again)).toEqual({ ...first, name: 'new name' });
    });

    it('refuses a code that is unknown or too old', async () => {
      await expect(stage.world.desktops.enrol({ ...agent, code: 'AAAA-AAAA' })).rejects.toEqual(
        fails('enrolment.invalid'),
      );
      const { code } = await stage.world.desktops.issueCode('ada', 1_000);
      await stage.world.clock.advance(1_000);
      await expect(stage.world.desktops.enrol({ ...agent, code })).rejects.toEqual(fails('enrolment.invalid'));
    });

    it.each([
      ['a platform that is none', { platform: 'beos' }],
      ['a key of another size', { publicKey: new Uint8Array(31) }],
      ['no name', { name: '' }],
    ])('refuses %s, and the code stays good', async (_, changes) => {
      const { code } = await stage.world.desktops.issueCode('ada', 0);
      await expect(stage.world.desktops.enrol({ ...agent, code, ...changes })).rejects.toEqual(fails('input.invalid'));
      await stage.world.desktops.enrol({ ...agent, code });
    });

    it('takes the first code from the operator, once', async () => {
      const code = 'f00dfeed'.repeat(4);
      await stage.world.desktops.bootstrapCode(code);
      await stage.world.desktops.enrol({ ...agent, code });
      await stage.world.desktops.bootstrapCode(code);
      const second = stage.world.desktops.enrol({ ...agent, code, publicKey: new Uint8Array(32).fill(202) });
      await expect(second).rejects.toEqual(fails('enrolment.invalid'));
    });
  });

  describe('desktops', () => {
    it('are listed until they are removed', async () => {
      expect((await stage.world.desktops.list()).map(({ id }) => id)).toEqual([stage.desktopId]);
      await stage.world.desktops.remove(stage.desktopId, 'ada');
      expect(await stage.world.desktops.list()).toEqual([]);
      await expect(stage.world.desktops.get(stage.desktopId)).rejects.toEqual(fails('desktop.not_found'));
      await expect(stage.world.desktops.remove(stage.desktopId, 'ada')).rejects.toEqual(fails('desktop.not_found'));
      await expect(begin('r1')).rejects.toEqual(fails('desktop.not_found'));
    });

    it('are put into groups, and stay there when they are enrolled again', async () => {
      const { desktops } = stage.world;
      expect(await desktops.group(stage.desktopId, ' Front office ', 'ada')).toMatchObject({ group: 'Front office' });
      const { publicKey, name, platform } = await desktops.get(stage.desktopId);
      await desktops.enrol({ code: (await desktops.issueCode('ada', 0)).code, name, platform, publicKey });
      expect(await desktops.get(stage.desktopId)).toMatchObject({ group: 'Front office' });
      await desktops.group(stage.desktopId, '', 'ada');
      expect((await desktops.list()).map(({ group }) => group)).toEqual(['']);
      await expect(desktops.group(stage.desktopId, 'x'.repeat(61), 'ada')).rejects.toEqual(fails('input.invalid'));
      await expect(desktops.group('desktop_none', 'x', 'ada')).rejects.toEqual(fails('desktop.not_found'));
    });

    it('have a newest time at which they were seen', async () => {
      const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
      await stage.world.desktops.seen(stage.desktopId, at(5));
      await stage.world.desktops.seen(stage.desktopId, at(3));
      await stage.world.desktops.seen('desktop_none', at(5));
      expect((await stage.world.desktops.get(stage.desktopId)).lastSeenAt).toEqual(at(5));
    });
  });

  describe('tokens', () => {
    const order = { principal: 'ada', scopes: ['observe', 'operate'], validMs: 0, oneTime: false, issuedBy: 'grace' };
    const revoke = (tokenId: string) => stage.world.tokens.revoke({ tokenId, principal: '', revokedBy: 'grace' });

    it('stand for whom they were issued to', async () => {
      const { token, principal } = await stage.world.tokens.issue(order);
      expect(token).toMatch(/^karna_[\w-]{43}$/);
      expect(principal).toMatchObject({ name: 'ada', scopes: ['operate', 'observe'], expiresAt: undefined });
      expect(await stage.world.tokens.authenticate(token)).toEqual(principal);
      expect(await stage.world.tokens.authenticate(token)).toEqual(principal); // from the cache
    });

    it('are kept only as hashes', async () => {
      const { token } = await stage.world.tokens.issue(order);
      const record = await stage.world.work.read((tx) => tx.tokens.lasting(hashToken(token)));
      expect(JSON.stringify(record)).not.toContain(token.slice('karna_'.length));
    });

    it('end when their time is up, also for the cache', async () => {
      const { token } = await stage.world.tokens.issue({ ...order, validMs: 5_000 });
      await stage.world.tokens.authenticate(token);
      await stage.world.clock.advance(5_000);
      await expect(stage.world.tokens.authenticate(token)).rejects.toEqual(fails('auth.invalid'));
    });

    it('end when they are revoked', async () => {
      const { token, principal } = await stage.world.tokens.issue(order);
      await stage.world.tokens.authenticate(token);
      await revoke(principal.tokenId);
      await revoke(principal.tokenId);
      await expect(stage.world.tokens.authenticate(token)).rejects.toEqual(fails('auth.invalid'));
      await stage.world.clock.advance(60_000); // when the cache has forgotten, too
      await expect(stage.world.tokens.authenticate(token)).rejects.toEqual(fails('auth.invalid'));
    });

    it('for one time are traded once, and open nothing themselves', async () => {
      const { token } = await stage.world.tokens.issue({ ...order, oneTime: true, validMs: 60_000 });
      await expect(stage.world.tokens.authenticate(token)).rejects.toEqual(fails('auth.invalid'));
      const tries = await Promise.allSettled([stage.world.tokens.exchange(token), stage.world.tokens.exchange(token)]);
      const lasting = tries.filter((one) => one.status === 'fulfilled').map(({ value }) => value);
      expect(lasting).toHaveLength(1);
      expect(await stage.world.tokens.authenticate(lasting[0]?.token ?? '')).toMatchObject({
        name: 'ada',
        scopes: ['operate', 'observe'],
      });
      expect(lasting[0]?.principal.expiresAt?.getTime()).toBe(stage.world.clock.now().getTime() + dayMs);
    });

    it('for one time are not traded when too old or revoked, nor are lasting ones', async () => {
      const old = await stage.world.tokens.issue({ ...order, oneTime: true, validMs: 1_000 });
      const revoked = await stage.world.tokens.issue({ ...order, oneTime: true });
      const lasting = await stage.world.tokens.issue(order);
      await revoke(revoked.principal.tokenId);
      await stage.world.clock.advance(1_000);
      for (const { token } of [old, revoked, lasting]) {
        await expect(stage.world.tokens.exchange(token)).rejects.toEqual(fails('auth.invalid'));
      }
    });

    it.each([
      ['a scope that is none', ['root']],
      ['no scope', []],
    ])('are refused with %s', async (_, scopes) => {
      await expect(stage.world.tokens.issue({ ...order, scopes })).rejects.toEqual(fails('input.invalid'));
    });

    it('that nobody issued open nothing', async () => {
      await expect(stage.world.tokens.authenticate('karna_nope')).rejects.toEqual(fails('auth.invalid'));
      await expect(stage.world.tokens.authenticate('')).rejects.toEqual(fails('auth.missing'));
      await expect(revoke('token_none')).rejects.toEqual(fails('input.invalid'));
    });

    it('may be named by the operator, and stay revoked after that', async () => {
      const token = 'a'.repeat(32);
      await stage.world.tokens.bootstrap(token);
      await stage.world.tokens.issue({ ...order, scopes: ['administer'] });
      const principal = await stage.world.tokens.authenticate(token);
      expect(principal).toMatchObject({ name: 'operator', scopes: ['operate', 'observe', 'administer'] });
      await revoke(principal.tokenId);
      await stage.world.tokens.bootstrap(token);
      await expect(stage.world.tokens.authenticate(token)).rejects.toEqual(fails('auth.invalid'));
      await expect(stage.world.tokens.bootstrap('short')).rejects.toEqual(fails('input.invalid'));
    });

    it('that still open something are listed by principal, with who gave them and when they were used', async () => {
      const { tokens, clock } = stage.world;
      const used = await tokens.issue(order);
      const unused = await tokens.issue({ ...order, principal: 'Bob', oneTime: true, issuedBy: '' });
      const gone = await tokens.issue(order);
      await tokens.issue({ ...order, validMs: 1_000 });
      await revoke(gone.principal.tokenId);
      await clock.advance(1_000);
      await tokens.authenticate(used.token);
      await eventually(async () => ((await tokens.list())[1]?.lastSeenAt ? undefined : 'the use to be noted'));
      const listed = (await tokens.list()).map(({ principal, id, issuedBy, oneTime, lastSeenAt }) => {
        return { principal, id, issuedBy, oneTime, lastSeenAt };
      });
      expect(listed).toEqual([
        { principal: 'Bob', id: unused.principal.tokenId, issuedBy: 'operator', oneTime: true, lastSeenAt: undefined },
        { principal: 'ada', id: used.principal.tokenId, issuedBy: 'grace', oneTime: false, lastSeenAt: clock.now() },
      ]);
    });

    it('of one principal end together', async () => {
      const { tokens } = stage.world;
      const mine = [await tokens.issue(order), await tokens.issue({ ...order, oneTime: true })];
      const other = await tokens.issue({ ...order, principal: 'bob' });
      const revoked = await tokens.revoke({ tokenId: '', principal: 'ada', revokedBy: 'grace' });
      expect([...revoked].sort()).toEqual(mine.map(({ principal }) => principal.tokenId).sort());
      await expect(tokens.authenticate(mine[0]?.token ?? '')).rejects.toEqual(fails('auth.invalid'));
      await expect(tokens.exchange(mine[1]?.token ?? '')).rejects.toEqual(fails('auth.invalid'));
      expect(await tokens.authenticate(other.token)).toMatchObject({ name: 'bob' });
      const again = tokens.revoke({ tokenId: '', principal: 'ada', revokedBy: 'grace' });
      await expect(again).rejects.toEqual(fails('input.invalid'));
    });

    it('never end so that nobody is left who may administer', async () => {
      const { tokens } = stage.world;
      const all = { ...order, scopes: ['administer'] };
      const [first, second] = [await tokens.issue(all), await tokens.issue({ ...all, principal: 'bob' })];
      await tokens.issue({ ...all, oneTime: true });
      const ends = await Promise.allSettled([revoke(first.principal.tokenId), revoke(second.principal.tokenId)]);
      expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(ends.find((one) => one.status === 'rejected')?.reason).toEqual(fails('token.last'));
    });
  });
}

// What the use cases promise, whatever keeps the data: run on the memory adapters and on real Postgres alike.
import type { ErrorCode } from '@karna/proto/errors';
import { type FakeClock, fakeClock } from '@karna/common/testing';
import { quiet } from '@karna/common/log';
import { Task, type TaskChanged, type TaskReady, type TaskState } from '@karna/proto/gen/task/v1/task';
import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryBytes } from '../adapters/memory/blobs.ts';
import { MemoryCache } from '../adapters/memory/cache.ts';
import { hashToken } from '../domain/token.ts';
import { verifyJournal } from '../domain/journal.ts';
import { storeEvents } from '../events.ts';
import type { Mail, UnitOfWork } from '../ports.ts';
import { BlobRecords } from './blobs.ts';
import { DesktopRecords } from './desktops.ts';
import { FactRecords } from './facts.ts';
import { Retention } from './retention.ts';
import { TaskRecords } from './tasks.ts';
import { TokenRecords } from './tokens.ts';

export interface Kept {
  readonly work: UnitOfWork;
  readonly mail: Mail;
}

const dayMs = 24 * 3_600_000;
const events = storeEvents(quiet);

/** Every use case on one set of adapters, with a clock that is moved by hand. */
export function openUseCases({ work, mail }: Kept, clock: FakeClock) {
  const blobs = new BlobRecords(work, new MemoryBytes(), clock, 1_000);
  const keep = { tasksMs: 90 * dayMs, factsMs: 7 * dayMs, picturesMs: 30 * dayMs, everyMs: 3_600_000 };
  return {
    clock,
    work,
    mail,
    blobs,
    tasks: new TaskRecords(work, clock, events),
    facts: new FactRecords(work),
    desktops: new DesktopRecords(work, clock, events),
    tokens: new TokenRecords(work, new MemoryCache(clock), clock, events, { cacheMs: 30_000, lastingMs: dayMs }),
    retention: new Retention(work, blobs, clock, events, keep),
  };
}

export type World = ReturnType<typeof openUseCases>;

let keys = 0;
/** A desktop that was just enrolled. */
export async function enrolled({ desktops }: Pick<World, 'desktops'>, name = 'office'): Promise<string> {
  const { code } = await desktops.issueCode('ada', 0);
  keys += 1;
  const publicKey = new Uint8Array(32).fill(keys);
  const desktop = await desktops.enrol({ code, name, platform: 'linux', publicKey });
  return desktop.id;
}

export const asked = (desktopId: string, changes: Partial<Task> = {}): Task =>
  Task.fromPartial({ command: 'press Enter', desktopId, requestedBy: 'ada', ...changes });

export const inState = (task: Task, state: TaskState): Task => ({ ...task, state });

const fails = (code: ErrorCode) => expect.objectContaining({ code });

/** What was handed to the queue, taken away. */
async function queued({ mail }: World): Promise<string[]> {
  const ready: TaskReady[] = [];
  await mail.sendWork(100, async (_, work) => void ready.push(work));
  return ready.map(({ taskId }) => taskId);
}

async function published({ mail }: World): Promise<TaskChanged[]> {
  const facts: TaskChanged[] = [];
  await mail.sendFacts(100, async (fact) => void facts.push(fact));
  return facts;
}

export function storeContract(open: () => Promise<Kept>): void {
  let world: World;
  let desktopId: string;
  beforeEach(async () => {
    world = openUseCases(await open(), fakeClock());
    desktopId = await enrolled(world);
  });

  const begin = async (request: string, changes: Partial<Task> = {}) => {
    const { task } = await world.tasks.begin(asked(desktopId, changes), request);
    return task;
  };
  const end = (task: Task) => world.tasks.advance(inState(task, 'TASK_STATE_COMPLETED'), []);

  describe('beginning a task', () => {
    it('keeps it pending with an id, a version and its times', async () => {
      const task = await begin('r1', { state: 'TASK_STATE_RUNNING', version: 7, id: 'mine', domain: 'mail' });
      expect(task).toMatchObject({ state: 'TASK_STATE_PENDING', version: 1, domain: 'mail', finishedAt: undefined });
      expect(task.id).toMatch(/^task_/);
      expect(task.createdAt).toEqual(new Date('2026-01-01T00:00:00Z'));
      expect((await world.tasks.get(task.id, false)).task).toEqual(task);
    });

    it('answers the same request with the first task', async () => {
      const task = await begin('r1');
      expect(await world.tasks.begin(asked(desktopId), 'r1')).toEqual({ task, created: false });
      expect(await queued(world)).toEqual([task.id]);
    });

    it('keeps requests of different principals apart', async () => {
      await begin('r1');
      const other = await world.tasks.begin(asked(desktopId, { requestedBy: 'bob' }), 'r1');
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
      expect(await published(world)).toEqual([]);
    });

    it('keeps any text as it is', async () => {
      const command = 'type "naïve 👩‍💻 \u2028 \\u0000 ‮" into ½';
      const task = await begin('r1', { command });
      expect((await world.tasks.get(task.id, false)).task.command).toBe(command);
    });
  });

  describe("a desktop's line", () => {
    it('readies the first task at once and the others in the order they came', async () => {
      const first = await begin('r1');
      const second = await begin('r2');
      const third = await begin('r3');
      expect(await queued(world)).toEqual([first.id]);
      await end(first);
      expect(await queued(world)).toEqual([second.id]);
      await end(second);
      expect(await queued(world)).toEqual([third.id]);
      await end(third);
      expect(await queued(world)).toEqual([]);
    });

    it('does not make one desktop wait for another', async () => {
      const here = await begin('r1');
      const there = await begin('r2', { desktopId: await enrolled(world, 'lab') });
      expect(await queued(world)).toEqual([here.id, there.id]);
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
      await queued(world);
      await world.tasks.advance(inState(first, state), []);
      expect(await queued(world)).toEqual([second.id]);
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
      await queued(world);
      await world.tasks.advance(inState(first, state), []);
      expect(await queued(world)).toEqual([]);
    });

    it('lets a waiting task be cancelled, and passes it over', async () => {
      const first = await begin('r1');
      const second = await begin('r2');
      const third = await begin('r3');
      await world.tasks.advance(inState(second, 'TASK_STATE_CANCELLED'), []);
      await queued(world);
      await end(first);
      expect(await queued(world)).toEqual([third.id]);
    });

    it('refuses to run a waiting task', async () => {
      await begin('r1');
      const second = await begin('r2');
      const running = world.tasks.advance(inState(second, 'TASK_STATE_RUNNING'), []);
      await expect(running).rejects.toEqual(fails('task.state'));
    });

    it('queues the active tasks again after the queue was lost', async () => {
      const active = await begin('r1');
      await begin('r2');
      await queued(world);
      await world.tasks.requeueActive();
      expect(await queued(world)).toEqual([active.id]);
    });
  });

  describe('advancing a task', () => {
    it('saves over the version that was read, and keeps what never changes', async () => {
      const task = await begin('r1', { traceparent: '00-a' });
      await world.clock.advance(5_000);
      const wanted = { ...inState(task, 'TASK_STATE_RUNNING'), progress: 0.5, sentence: 'Half way', createdAt: undefined };
      const running = await world.tasks.advance(wanted, []);
      expect(running).toMatchObject({ version: 2, progress: 0.5, createdAt: task.createdAt, traceparent: '00-a' });
      expect(running.updatedAt?.getTime()).toBe(task.updatedAt!.getTime() + 5_000);
      expect((await world.tasks.get(task.id, false)).task).toEqual(running);
    });

    it('refuses a version that is not the newest', async () => {
      const task = await begin('r1');
      await world.tasks.advance(inState(task, 'TASK_STATE_RUNNING'), []);
      const late = world.tasks.advance(inState(task, 'TASK_STATE_PLANNING'), []);
      await expect(late).rejects.toEqual(fails('task.stale'));
    });

    it('notes when it ended, and lets nothing change afterwards', async () => {
      const ended = await end(await begin('r1'));
      expect(ended.finishedAt).toEqual(world.clock.now());
      const again = world.tasks.advance(inState(ended, 'TASK_STATE_RUNNING'), []);
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
      await expect(world.tasks.advance({ ...task, ...changes }, [])).rejects.toEqual(fails('input.invalid'));
    });

    it('knows no task that is not there', async () => {
      const ghost = { ...(await begin('r1')), id: 'task_none' };
      await expect(world.tasks.advance(ghost, [])).rejects.toEqual(fails('task.not_found'));
      await expect(world.tasks.get('task_none', true)).rejects.toEqual(fails('task.not_found'));
    });

    it('leaves no trace when it is refused', async () => {
      const task = await begin('r1');
      await published(world);
      await world.tasks.advance({ ...task, version: 9 }, [line('acting')]).catch(() => {});
      expect(await published(world)).toEqual([]);
      expect((await world.tasks.get(task.id, true)).journal).toHaveLength(1);
    });
  });

  describe('queueing a resting task again', () => {
    const halt = (task: Task) => world.tasks.advance(inState(task, 'TASK_STATE_HALTED'), []);

    it('gives it the desktop when that is free', async () => {
      const halted = await halt(await begin('r1'));
      await queued(world);
      const again = await world.tasks.requeue(halted, [line('resumed')]);
      expect(again).toMatchObject({ state: 'TASK_STATE_PENDING', version: 3 });
      expect(await queued(world)).toEqual([halted.id]);
    });

    it('puts it in line when the desktop is taken', async () => {
      const halted = await halt(await begin('r1'));
      const second = await begin('r2');
      await queued(world);
      await world.tasks.requeue(halted, []);
      expect(await queued(world)).toEqual([]);
      await end(second);
      expect(await queued(world)).toEqual([halted.id]);
    });

    it('refuses a task that is not resting, or that changed', async () => {
      const task = await begin('r1');
      await expect(world.tasks.requeue(task, [])).rejects.toEqual(fails('task.state'));
      await halt(task);
      await expect(world.tasks.requeue(task, [])).rejects.toEqual(fails('task.stale'));
    });

    it('is the only way back from rest', async () => {
      const halted = await halt(await begin('r1'));
      const running = world.tasks.advance(inState(halted, 'TASK_STATE_RUNNING'), []);
      await expect(running).rejects.toEqual(fails('task.state'));
    });
  });

  describe('listing tasks', () => {
    it('shows the newest first, by desktop, state and page', async () => {
      const first = await begin('r1');
      await nextMillisecond();
      const second = await begin('r2');
      await nextMillisecond();
      const other = await begin('r3', { desktopId: await enrolled(world, 'lab') });
      await end(first);
      const ids = async (query: Partial<Parameters<TaskRecords['list']>[0]>) =>
        (await world.tasks.list({ states: [], limit: 0, ...query })).map(({ id }) => id);
      expect(await ids({})).toEqual([other.id, second.id, first.id]);
      expect(await ids({ limit: 1 })).toEqual([other.id]);
      expect(await ids({ desktopId })).toEqual([second.id, first.id]);
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
      const next = await world.tasks.advance(running, [{ ...line('acting'), stepId: 's1', details, at }, line('acted')]);
      await world.tasks.advance({ ...next, progress: 0.7 }, [line('verified')]);
      const { journal } = await world.tasks.get(task.id, true);
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
      await world.tasks.advance({ ...task, progress: 0.1 }, []);
      await world.tasks.advance({ ...inState(task, 'TASK_STATE_PLANNING'), version: 2 }, []);
      const { journal } = await world.tasks.get(task.id, true);
      expect(journal.map(({ event, actor }) => `${actor} ${event}`)).toEqual(['ada accepted', 'store planning']);
    });
  });

  describe('facts', () => {
    it('are numbered without a gap and show the task as it was', async () => {
      const task = await begin('r1');
      const running = await world.tasks.advance(inState(task, 'TASK_STATE_RUNNING'), []);
      expect(await published(world)).toEqual([
        { sequence: 1, task },
        { sequence: 2, task: running },
      ]);
      const ended = await end(running);
      expect(await published(world)).toEqual([{ sequence: 3, task: ended }]);
      expect(await world.facts.list(0, 0)).toEqual({
        facts: [
          { sequence: 1, task },
          { sequence: 2, task: running },
          { sequence: 3, task: ended },
        ],
        newest: 3,
      });
      expect((await world.facts.list(1, 1)).facts).toEqual([{ sequence: 2, task: running }]);
      expect(await world.facts.list(3, 0)).toEqual({ facts: [], newest: 3 });
    });

    it('are published again from the one that failed', async () => {
      await begin('r1');
      await begin('r2');
      const seen: number[] = [];
      const failing = world.mail.sendFacts(10, async ({ sequence }) => {
        if (sequence === 2) throw new Error('the broker is away');
        seen.push(sequence);
      });
      await expect(failing).rejects.toThrow('the broker is away');
      const rest = await published(world);
      expect([...seen, ...rest.map(({ sequence }) => sequence)]).toEqual([1, 2]);
    });

    it('stay below a size, but never answer nothing when there is something', async () => {
      for (const request of ['r1', 'r2', 'r3']) await begin(request, { answer: 'x'.repeat(1_000) });
      await published(world);
      const list = (maxBytes: number) => world.work.read((tx) => tx.facts.list(0, 10, maxBytes));
      expect(await list(1)).toHaveLength(1);
      expect(await list(1_500)).toHaveLength(2);
      expect(await list(100_000)).toHaveLength(3);
    });
  });

  describe('work', () => {
    it('is handed over again when the queue did not take it', async () => {
      const task = await begin('r1');
      const ids: string[] = [];
      const failing = world.mail.sendWork(10, async (id) => {
        ids.push(id);
        throw new Error('the broker is away');
      });
      await expect(failing).rejects.toThrow('the broker is away');
      await world.mail.sendWork(10, async (id, { taskId }) => void ids.push(id, taskId));
      expect(ids).toEqual([ids[0], ids[0], task.id]);
    });
  });

  describe('a unit of work', () => {
    it('leaves nothing behind when it fails', async () => {
      const failing = world.work.run(async (tx) => {
        await tx.lines.lock('desktop_x');
        await tx.lines.hold('desktop_x', 'task_x');
        throw new Error('changed my mind');
      });
      await expect(failing).rejects.toThrow('changed my mind');
      expect(await world.work.read((tx) => tx.lines.active())).toEqual([]);
    });

    it('saves a task only over the version before its own', async () => {
      const task = await begin('r1');
      const save = world.work.run((tx) => tx.tasks.save({ ...task, version: 3 }));
      await expect(save).rejects.toEqual(fails('task.stale'));
    });
  });

  describe('enrolling a desktop', () => {
    const agent = { name: 'lab', platform: 'win32', publicKey: new Uint8Array(32).fill(200) };

    it('lets one desktop in per code', async () => {
      const { code, expiresAt } = await world.desktops.issueCode('ada', 60_000);
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
      expect(expiresAt.getTime()).toBe(world.clock.now().getTime() + 60_000);
      const desktop = await world.desktops.enrol({ ...agent, code: code.toLowerCase().replace('-', ' ') });
      expect(desktop).toMatchObject({ name: 'lab', platform: 'win32', enrolledAt: world.clock.now() });
      expect(Buffer.from((await world.desktops.get(desktop.id)).publicKey).equals(agent.publicKey)).toBe(true);
      const second = world.desktops.enrol({ ...agent, code, publicKey: new Uint8Array(32).fill(201) });
      await expect(second).rejects.toEqual(fails('enrolment.invalid'));
    });

    it('answers the agent again whose first answer was lost', async () => {
      const { code } = await world.desktops.issueCode('ada', 0);
      const desktop = await world.desktops.enrol({ ...agent, code });
      expect(await world.desktops.enrol({ ...agent, code })).toEqual(desktop);
    });

    it('knows an agent again by its key', async () => {
      const first = await world.desktops.enrol({ ...agent, code: (await world.desktops.issueCode('ada', 0)).code });
      const again = { ...agent, name: 'new name', code: (await world.desktops.issueCode('ada', 0)).code };
      expect(await world.desktops.enrol(again)).toEqual({ ...first, name: 'new name' });
    });

    it('refuses a code that is unknown or too old', async () => {
      await expect(world.desktops.enrol({ ...agent, code: 'AAAA-AAAA' })).rejects.toEqual(fails('enrolment.invalid'));
      const { code } = await world.desktops.issueCode('ada', 1_000);
      await world.clock.advance(1_000);
      await expect(world.desktops.enrol({ ...agent, code })).rejects.toEqual(fails('enrolment.invalid'));
    });

    it.each([
      ['a platform that is none', { platform: 'beos' }],
      ['a key of another size', { publicKey: new Uint8Array(31) }],
      ['no name', { name: '' }],
    ])('refuses %s, and the code stays good', async (_, changes) => {
      const { code } = await world.desktops.issueCode('ada', 0);
      await expect(world.desktops.enrol({ ...agent, code, ...changes })).rejects.toEqual(fails('input.invalid'));
      await world.desktops.enrol({ ...agent, code });
    });

    it('takes the first code from the operator, once', async () => {
      const code = 'f00dfeed'.repeat(4);
      await world.desktops.bootstrapCode(code);
      await world.desktops.enrol({ ...agent, code });
      await world.desktops.bootstrapCode(code);
      const second = world.desktops.enrol({ ...agent, code, publicKey: new Uint8Array(32).fill(202) });
      await expect(second).rejects.toEqual(fails('enrolment.invalid'));
    });
  });

  describe('desktops', () => {
    it('are listed until they are removed', async () => {
      expect((await world.desktops.list()).map(({ id }) => id)).toEqual([desktopId]);
      await world.desktops.remove(desktopId);
      expect(await world.desktops.list()).toEqual([]);
      await expect(world.desktops.get(desktopId)).rejects.toEqual(fails('desktop.not_found'));
      await expect(world.desktops.remove(desktopId)).rejects.toEqual(fails('desktop.not_found'));
      await expect(begin('r1')).rejects.toEqual(fails('desktop.not_found'));
    });

    it('have a newest time at which they were seen', async () => {
      const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
      await world.desktops.seen(desktopId, at(5));
      await world.desktops.seen(desktopId, at(3));
      await world.desktops.seen('desktop_none', at(5));
      expect((await world.desktops.get(desktopId)).lastSeenAt).toEqual(at(5));
    });
  });

  describe('tokens', () => {
    const order = { principal: 'ada', scopes: ['observe', 'operate'], validMs: 0, oneTime: false };

    it('stand for whom they were issued to', async () => {
      const { token, principal } = await world.tokens.issue(order);
      expect(token).toMatch(/^karna_[\w-]{43}$/);
      expect(principal).toMatchObject({ name: 'ada', scopes: ['operate', 'observe'], expiresAt: undefined });
      expect(await world.tokens.authenticate(token)).toEqual(principal);
      expect(await world.tokens.authenticate(token)).toEqual(principal); // from the cache
    });

    it('are kept only as hashes', async () => {
      const { token } = await world.tokens.issue(order);
      const record = await world.work.read((tx) => tx.tokens.lasting(hashToken(token)));
      expect(JSON.stringify(record)).not.toContain(token.slice('karna_'.length));
    });

    it('end when their time is up, also for the cache', async () => {
      const { token } = await world.tokens.issue({ ...order, validMs: 5_000 });
      await world.tokens.authenticate(token);
      await world.clock.advance(5_000);
      await expect(world.tokens.authenticate(token)).rejects.toEqual(fails('auth.invalid'));
    });

    it('end when they are revoked', async () => {
      const { token, principal } = await world.tokens.issue(order);
      await world.tokens.authenticate(token);
      await world.tokens.revoke(principal.tokenId);
      await world.tokens.revoke(principal.tokenId);
      await expect(world.tokens.authenticate(token)).rejects.toEqual(fails('auth.invalid'));
      await world.clock.advance(60_000); // when the cache has forgotten, too
      await expect(world.tokens.authenticate(token)).rejects.toEqual(fails('auth.invalid'));
    });

    it('for one time are traded once, and open nothing themselves', async () => {
      const { token } = await world.tokens.issue({ ...order, oneTime: true, validMs: 60_000 });
      await expect(world.tokens.authenticate(token)).rejects.toEqual(fails('auth.invalid'));
      const tries = await Promise.allSettled([world.tokens.exchange(token), world.tokens.exchange(token)]);
      const lasting = tries.filter((one) => one.status === 'fulfilled').map(({ value }) => value);
      expect(lasting).toHaveLength(1);
      expect(await world.tokens.authenticate(lasting[0]!.token)).toMatchObject({ name: 'ada', scopes: ['operate', 'observe'] });
      expect(lasting[0]!.principal.expiresAt?.getTime()).toBe(world.clock.now().getTime() + dayMs);
    });

    it('for one time are not traded when too old or revoked, nor are lasting ones', async () => {
      const old = await world.tokens.issue({ ...order, oneTime: true, validMs: 1_000 });
      const revoked = await world.tokens.issue({ ...order, oneTime: true });
      const lasting = await world.tokens.issue(order);
      await world.tokens.revoke(revoked.principal.tokenId);
      await world.clock.advance(1_000);
      for (const { token } of [old, revoked, lasting]) {
        await expect(world.tokens.exchange(token)).rejects.toEqual(fails('auth.invalid'));
      }
    });

    it.each([['a scope that is none', ['root']], ['no scope', []]])('are refused with %s', async (_, scopes) => {
      await expect(world.tokens.issue({ ...order, scopes })).rejects.toEqual(fails('input.invalid'));
    });

    it('that nobody issued open nothing', async () => {
      await expect(world.tokens.authenticate('karna_nope')).rejects.toEqual(fails('auth.invalid'));
      await expect(world.tokens.authenticate('')).rejects.toEqual(fails('auth.missing'));
      await expect(world.tokens.revoke('token_none')).rejects.toEqual(fails('input.invalid'));
    });

    it('may be named by the operator, and stay revoked after that', async () => {
      const token = 'a'.repeat(32);
      await world.tokens.bootstrap(token);
      const principal = await world.tokens.authenticate(token);
      expect(principal).toMatchObject({ name: 'operator', scopes: ['operate', 'observe', 'administer'] });
      await world.tokens.revoke(principal.tokenId);
      await world.tokens.bootstrap(token);
      await expect(world.tokens.authenticate(token)).rejects.toEqual(fails('auth.invalid'));
      await expect(world.tokens.bootstrap('short')).rejects.toEqual(fails('input.invalid'));
    });
  });

  describe('blobs', () => {
    const picture = new TextEncoder().encode('a picture');

    it('come back as they went, once for the same bytes', async () => {
      const sha256 = await world.blobs.put(picture, 'image/png');
      expect(await world.blobs.put(picture, 'image/webp')).toBe(sha256);
      expect(await world.blobs.get(sha256)).toEqual({ data: picture, mediaType: 'image/png' });
    });

    it('are refused when too large or of no media type, and not found when never put', async () => {
      await expect(world.blobs.put(new Uint8Array(1_001), 'image/png')).rejects.toEqual(fails('input.too_large'));
      await expect(world.blobs.put(picture, 'png')).rejects.toEqual(fails('input.invalid'));
      await expect(world.blobs.get('0'.repeat(64))).rejects.toEqual(fails('blob.not_found'));
      await expect(world.blobs.get('../../etc/passwd')).rejects.toEqual(fails('input.invalid'));
    });
  });

  describe('retention', () => {
    const cleanUp = async (days: number) => {
      await world.clock.advance(days * dayMs);
      await world.retention.cleanUp(new AbortController().signal);
    };
    const exists = (sha256: string) => world.blobs.get(sha256).then(() => true, () => false);
    const showing = (task: Task, beforePicture: string): Task =>
      Task.fromPartial({ ...task, steps: [{ id: 's1', beforePicture }] });

    it('removes ended tasks that are old, and only those', async () => {
      const old = await end(await begin('r1'));
      const waiting = await begin('r2');
      await world.clock.advance(60 * dayMs);
      const young = await end(await begin('r3', { desktopId: await enrolled(world, 'lab') }));
      await cleanUp(31);
      const left = await world.tasks.list({ states: [], limit: 0 });
      expect(left.map(({ id }) => id).sort()).toEqual([waiting.id, young.id].sort());
      await expect(world.tasks.get(old.id, true)).rejects.toEqual(fails('task.not_found'));
      expect((await world.tasks.begin(asked(desktopId), 'r1')).created).toBe(true);
    });

    it('removes old facts from the front, and says so to whoever asks for them', async () => {
      const task = await begin('r1');
      await begin('r2');
      await published(world);
      await world.clock.advance(5 * dayMs);
      await end(task);
      await published(world);
      await cleanUp(3);
      await expect(world.facts.list(0, 0)).rejects.toEqual(fails('task.facts_gone'));
      await expect(world.facts.list(1, 0)).rejects.toEqual(fails('task.facts_gone'));
      const { facts, newest } = await world.facts.list(2, 0);
      expect([facts.map(({ sequence }) => sequence), newest]).toEqual([[3], 3]);
      await cleanUp(30);
      expect(await world.facts.list(3, 0)).toEqual({ facts: [], newest: 3 });
      await begin('r3');
      expect((await published(world)).map(({ sequence }) => sequence)).toEqual([4]);
    });

    it('does not remove facts that were never published', async () => {
      await begin('r1');
      await cleanUp(30);
      expect((await published(world)).map(({ sequence }) => sequence)).toEqual([1]);
    });

    it('keeps pictures as long as a task shows them that goes on or ended lately', async () => {
      const shown = await world.blobs.put(picture(1), 'image/png');
      const loose = await world.blobs.put(picture(2), 'image/png');
      const task = await world.tasks.advance(showing(await begin('r1'), shown), []);
      await cleanUp(31);
      expect([await exists(shown), await exists(loose)]).toEqual([true, false]);
      await end(task);
      await cleanUp(29);
      expect(await exists(shown)).toBe(true);
      await cleanUp(2);
      expect(await exists(shown)).toBe(false);
    });

    it('keeps a picture that was put again', async () => {
      const sha256 = await world.blobs.put(picture(1), 'image/png');
      await world.clock.advance(20 * dayMs);
      await world.blobs.put(picture(1), 'image/png');
      await cleanUp(20);
      expect(await exists(sha256)).toBe(true);
    });

    it('removes codes and tokens that expired, but remembers used codes', async () => {
      const { token } = await world.tokens.issue({ principal: 'ada', scopes: ['observe'], validMs: 1_000, oneTime: false });
      const code = 'f00dfeed'.repeat(4);
      await world.desktops.bootstrapCode(code);
      await world.desktops.enrol({ code, name: 'lab', platform: 'linux', publicKey: new Uint8Array(32).fill(203) });
      await cleanUp(30);
      expect(await world.work.read((tx) => tx.tokens.lasting(hashToken(token)))).toBeUndefined();
      await world.desktops.bootstrapCode(code);
      const again = world.desktops.enrol({ code, name: 'x', platform: 'linux', publicKey: new Uint8Array(32).fill(204) });
      await expect(again).rejects.toEqual(fails('enrolment.invalid'));
    });
  });
}

// Ids of one millisecond have no order.
const nextMillisecond = () => new Promise((resolve) => setTimeout(resolve, 2));

const picture = (seed: number) => new Uint8Array([seed, 1, 2, 3]);

const line = (event: string) => ({ id: 0, taskId: '', stepId: '', event, actor: 'command', details: {}, hash: '' });


import { systemClock } from '@karna/common/clock';
import { DomainError } from '@karna/common/errors';
import { quiet } from '@karna/common/log';
import { eventually } from '@karna/common/testing';
import type { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyJournal } from '../../domain/journal.ts';
import { storeEvents } from '../../events.ts';
import { asked, enrolled, inState } from '../../service/contract/stage.ts';
import { DesktopRecords } from '../../service/desktops.ts';
import { TaskRecords } from '../../service/tasks.ts';
import { type CuttingProxy, startCuttingProxy } from '../../testing/cutting-proxy.ts';
import { startTestPostgres, type TestPostgres } from '../../testing/index.ts';
import { openTestPool, unitOfWorkOn } from '../../testing/schema.ts';
import type { PgUnitOfWork } from './unit-of-work.ts';

const events = storeEvents(quiet);

describe('a unit of work on Postgres', () => {
  let postgres: TestPostgres;
  let proxy: CuttingProxy;
  let pool: Pool;
  let retries: string[];
  let work: PgUnitOfWork;
  let tasks: TaskRecords;
  let desktops: DesktopRecords;
  let desktopId: string;

  beforeAll(async () => {
    postgres = await startTestPostgres();
    proxy = await startCuttingProxy(Number(new URL(postgres.url).port));
  });
  afterAll(async () => {
    await proxy.close();
    await postgres.stop();
  });
  beforeEach(async () => {
    await postgres.clear();
    const url = new URL(postgres.url);
    url.port = String(proxy.port);
    pool = await openTestPool(url.href);
    retries = [];
    work = unitOfWorkOn(pool, { onRetry: (why) => retries.push(why) });
    tasks = new TaskRecords(work, systemClock, events);
    desktops = new DesktopRecords(work, systemClock, events);
    desktopId = await enrolled({ desktops });
  });
  afterEach(() => pool.end());

  const begin = (request: string) => tasks.begin(asked(desktopId), request);
  const count = async (table: string) => Number((await pool.query(`select count(*) from ${table}`)).rows[0].count);

  it('readies exactly one of twenty tasks that begin at once, and the others one by one', async () => {
    const begun = await Promise.all(Array.from({ length: 20 }, (_, index) => begin(`r${index}`)));
    const { rows } = await pool.query('select task_id from work');
    expect(rows).toHaveLength(1);
    const order: string[] = [];
    for (let next = rows[0].task_id; next; ) {
      order.push(next);
      const { task } = await tasks.get(next, false);
      await tasks.advance(inState(task, 'TASK_STATE_COMPLETED'), []);
      next = (await pool.query('select task_id from work order by place desc limit 1')).rows[0].task_id;
      if (order.includes(next)) break;
    }
    const inLine = (await pool.query('select id from task order by place')).rows.map(({ id }) => id);
    expect(order).toEqual(inLine);
    expect(order).toHaveLength(begun.length);
    expect(await work.read((tx) => tx.lines.active())).toEqual([]);
  });

  it('begins one task however often the same request comes at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => begin('same')));
    expect(new Set(answers.map(({ task }) => task.id)).size).toBe(1);
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    expect(await count('journal')).toBe(1);
  });

  it('lets one of two writers of the same version through', async () => {
    const { task } = await begin('r1');
    const writers = ['TASK_STATE_RUNNING', 'TASK_STATE_PLANNING'] as const;
    const results = await Promise.allSettled(writers.map((state) => tasks.advance(inState(task, state), [])));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []));
    expect(reasons).toEqual(['task.stale']);
  });

  it('tries again when the connection is lost before the commit', async () => {
    proxy.cutNext('before', 'commit');
    const { task, created } = await begin('r1');
    expect([created, retries]).toEqual([true, ['lost']]);
    expect((await tasks.get(task.id, true)).journal).toHaveLength(1);
  });

  it('tries again when the connection breaks between two statements', async () => {
    let tries = 0;
    const found = await work.run(async (tx) => {
      tries += 1;
      await tx.lines.lock(desktopId);
      if (tries === 1) {
        await pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where state = 'idle in transaction'`);
        await eventually(() => (pool.totalCount - pool.idleCount === 1 ? undefined : 'only the broken one in use'));
        await new Promise((resolve) => setTimeout(resolve, 50)); // the break reaches the connection while nobody asks it anything
      }
      return tx.desktops.list();
    });
    expect([found.length, tries, retries]).toEqual([1, 2, ['lost']]);
  });

  it('does nothing twice when only the answer to the commit is lost', async () => {
    const { task } = await begin('r1');
    const cuts = proxy.cuts;
    proxy.cutNext('after', 'commit');
    const next = await tasks.advance(inState(task, 'TASK_STATE_RUNNING'), []);
    expect([proxy.cuts - cuts, retries]).toEqual([1, ['lost']]);
    expect(next.version).toBe(2);
    expect((await tasks.get(task.id, true)).task).toEqual(next);
    expect(await count('fact')).toBe(2);
  });

  it('tries again after a conflict', async () => {
    let tries = 0;
    const value = await work.run(async () => {
      tries += 1;
      if (tries === 1) await pool.query(`do $$ begin raise exception 'try again' using errcode = '40001'; end $$`);
      return tries;
    });
    expect([value, retries]).toEqual([2, ['conflict']]);
  });

  it('gives up with a code when the database stays away, and goes on when it is back', async () => {
    const impatient = unitOfWorkOn(pool, { retryMs: 200 });
    await postgres.kill();
    const lost = await impatient.read((tx) => tx.desktops.list()).catch((error: unknown) => error);
    expect(lost).toMatchObject({ code: 'service.unavailable' });
    const waiting = work.read((tx) => tx.desktops.list());
    await postgres.start();
    expect(await waiting).toHaveLength(1);
  });

  it('loses and repeats nothing while Postgres crashes under load', async () => {
    let going = true;
    const chains = Array.from({ length: 5 }, async (_, writer) => {
      const own = await enrolled({ desktops }, `desktop ${writer}`);
      let steps = 0;
      let { task } = await tasks.begin(asked(own), `w${writer}`);
      while (going) {
        task = await tasks.advance({ ...inState(task, 'TASK_STATE_RUNNING'), sentence: `step ${steps}` }, [
          { id: 0, taskId: '', stepId: '', event: 'acted', actor: 'command', details: {}, hash: '' },
        ]);
        steps += 1;
      }
      return { task, steps };
    });
    for (let crash = 0; crash < 3; crash += 1) {
      await new Promise((resolve) => setTimeout(resolve, 300));
      await postgres.restart('crash');
    }
    going = false;
    for (const { task, steps } of await Promise.all(chains)) {
      const stored = await tasks.get(task.id, true);
      expect(stored.task).toEqual(task);
      expect(task.version).toBe(1 + steps);
      expect(stored.journal).toHaveLength(1 + steps);
      expect(verifyJournal(stored.journal)).toBeUndefined();
    }
    expect(retries.length).toBeGreaterThan(0);
  });

  it('gives every connection back', async () => {
    await Promise.allSettled([
      begin('r1'),
      begin(''),
      tasks.get('task_none', true),
      work.run(() => Promise.reject(new Error('no'))),
    ]);
    await eventually(() => (pool.idleCount === pool.totalCount ? undefined : 'all connections idle'));
    expect(pool.waitingCount).toBe(0);
  });

  it('says nothing of the data when Postgres refuses it', async () => {
    const failing = work.run(() => pool.query(`select 'my secret text'::integer`));
    const error: Error = await failing.then(
      () => new Error('it passed'),
      (thrown) => thrown,
    );
    expect(error.message).toMatch(/22P02/);
    expect(`${error.stack}${JSON.stringify(error)}${error.cause}`).not.toContain('secret');
  });

  it('stops a statement that takes too long', async () => {
    const hasty = await openTestPool(postgres.url, 4, 200);
    const slow = unitOfWorkOn(hasty).run(() => hasty.query('select pg_sleep(5)'));
    await expect(slow).rejects.toEqual(expect.objectContaining({ code: 'service.overloaded' }));
    await hasty.end();
  });

  it('does not commit when a failed statement was swallowed', async () => {
    const swallowing = work.run(async (tx) => {
      await tx.lines.lock('desktop_x');
      await tx.tasks.shows('task_none', ['0'.repeat(64)]).catch(() => {}); // refused: there is no such task
    });
    await expect(swallowing).rejects.toThrow('went on after a failed statement');
    expect((await pool.query(`select from desktop_line where desktop_id = 'desktop_x'`)).rowCount).toBe(0);
  });

  describe('the journal', () => {
    let taskId: string;
    beforeEach(async () => {
      const { task } = await begin('r1');
      taskId = task.id;
    });

    it.each([
      ['a change of a line', `update journal set actor = 'nobody'`],
      ['the removal of a line', 'delete from journal'],
      ['being emptied', 'truncate journal'],
      ['being emptied with its tasks', 'truncate task cascade'],
      ['the removal of a task that has not ended', 'delete from task'],
    ])('refuses %s', async (_, sql) => {
      await expect(pool.query(sql)).rejects.toMatchObject({ code: '23001' });
      expect((await tasks.get(taskId, true)).journal).toHaveLength(1);
    });

    it('leaves together with its ended task', async () => {
      await pool.query('update task set finished_at = now()');
      await pool.query('delete from task');
      expect(await count('journal')).toBe(0);
    });

    it('shows what was changed behind its back', async () => {
      const { task } = await tasks.get(taskId, false);
      await tasks.advance(inState(task, 'TASK_STATE_RUNNING'), []);
      await pool.query('alter table journal disable trigger user');
      await pool.query(`update journal set actor = 'mallory' where id = 1`);
      const { journal } = await tasks.get(taskId, true);
      expect(verifyJournal(journal)).toBe(1);
    });
  });

  it('is an error with a code for the caller, whatever went wrong underneath', async () => {
    await postgres.kill();
    const impatient = new TaskRecords(unitOfWorkOn(pool, { retryMs: 1 }), systemClock, events);
    const error = await impatient.get('task_1', false).catch((thrown: unknown) => thrown);
    await postgres.start();
    expect(error).toBeInstanceOf(DomainError);
  });
});

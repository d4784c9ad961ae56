import { systemClock } from '@karna/common/clock';
import { quiet } from '@karna/common/log';
import { eventually } from '@karna/common/testing';
import type { TaskChanged } from '@karna/proto/gen/task/v1/task';
import type { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { storeEvents } from '../../events.ts';
import { asked, enrolled, inState } from '../../service/contract/stage.ts';
import { DesktopRecords } from '../../service/desktops.ts';
import { TaskRecords } from '../../service/tasks.ts';
import { startTestPostgres, type TestPostgres } from '../../testing/index.ts';
import { openTestPool, unitOfWorkOn } from '../../testing/schema.ts';
import { PgMail } from './mail.ts';

const events = storeEvents(quiet);
const writers = 4;
const stepsEach = 15;

describe('mail from several replicas', () => {
  let postgres: TestPostgres;
  let pools: Pool[];
  beforeAll(async () => {
    postgres = await startTestPostgres();
  });
  afterAll(() => postgres.stop());
  beforeEach(async () => {
    await postgres.clear();
    pools = await Promise.all(Array.from({ length: 3 }, () => openTestPool(postgres.url, 6)));
  });
  afterEach(() => Promise.all(pools.map((pool) => pool.end())));

  /** Tasks on several desktops that change as fast as they can; answers how many facts that makes. */
  const write = async (): Promise<number> => {
    const work = unitOfWorkOn(pools[0]!);
    const tasks = new TaskRecords(work, systemClock, events);
    const desktops = new DesktopRecords(work, systemClock, events);
    await Promise.all(
      Array.from({ length: writers }, async (_, writer) => {
        const desktopId = await enrolled({ desktops });
        let { task } = await tasks.begin(asked(desktopId), `w${writer}`);
        for (let step = 1; step < stepsEach; step += 1)
          task = await tasks.advance(inState(task, 'TASK_STATE_RUNNING'), []);
      }),
    );
    return writers * stepsEach;
  };

  /** Replicas that send three at a time for as long as `during` runs; their errors are part of the game. */
  const whileSending = async (
    replicas: readonly Pool[],
    publish: (fact: TaskChanged) => Promise<void>,
    during: () => Promise<void>,
  ) => {
    const all = async (facts: readonly TaskChanged[]) => {
      for (const fact of facts) await publish(fact);
    };
    let going = true;
    const senders = replicas.map(async (pool) => {
      const mail = new PgMail(pool);
      while (going) await mail.sendFacts(3, all).catch(() => {});
    });
    await during().finally(() => {
      going = false;
    });
    await Promise.all(senders);
  };

  it('leaves in one order, each fact once, while all of them send', async () => {
    const sent: TaskChanged[] = [];
    const publish = async (fact: TaskChanged) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      sent.push(fact);
    };
    let total = 0;
    await whileSending(pools, publish, async () => {
      total = await write();
      await eventually(() => (sent.length >= total ? undefined : `${total - sent.length} facts`), {
        timeoutMs: 20_000,
      });
    });
    expect(sent.map(({ sequence }) => sequence)).toEqual(Array.from({ length: total }, (_, index) => index + 1));
    const versions = Map.groupBy(sent, ({ task }) => task!.id);
    for (const facts of versions.values()) {
      expect(facts.map(({ task }) => task!.version)).toEqual(
        Array.from({ length: stepsEach }, (_, index) => index + 1),
      );
    }
  });

  it('is sent again, not lost, when a replica dies between sending and noting it', async () => {
    const sent: TaskChanged[] = [];
    const deaths = new Set<number>();
    const dies = async (fact: TaskChanged) => {
      sent.push(fact);
      if (fact.sequence % 10 !== 0 || deaths.has(fact.sequence)) return;
      deaths.add(fact.sequence);
      // Its connections end in the middle of the batch, as when its process is killed.
      await pools[2]!.query(`
        select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted and pid <> pg_backend_pid()`);
    };
    let total = 0;
    await whileSending(pools.slice(0, 2), dies, async () => {
      total = await write();
      const distinct = () => new Set(sent.map(({ sequence }) => sequence)).size;
      await eventually(() => (distinct() >= total ? undefined : `${total - distinct()} facts`), { timeoutMs: 20_000 });
    });
    expect(Math.max(...sent.map(({ sequence }) => sequence))).toBe(total);
    expect(sent.length).toBeGreaterThan(total);
    const byNumber = Map.groupBy(sent, ({ sequence }) => sequence);
    for (const copies of byNumber.values()) {
      const [first, ...others] = copies;
      for (const other of others) expect(other).toEqual(first); // a number, once seen, always means the same fact
    }
  });

  it('numbers and publishes everything after Postgres was away', async () => {
    const sent: number[] = [];
    const publish = async ({ sequence }: TaskChanged) => void sent.push(sequence);
    let total = 0;
    await whileSending(pools.slice(1), publish, async () => {
      const writing = write();
      await eventually(() => (sent.length > 5 ? undefined : 'the first facts'));
      await postgres.restart('crash');
      total = await writing;
      const distinct = () => new Set(sent).size;
      await eventually(() => (distinct() === total ? undefined : `${total - distinct()} facts`), { timeoutMs: 20_000 });
    });
    expect(Math.max(...sent)).toBe(total);
  });
});

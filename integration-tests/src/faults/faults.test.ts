import { eventually } from '@karna/common/testing';
import { TaskState } from '@karna/proto/gen/task/v1/task';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { done, describe as inWords, type Stage, say, show } from '../scenarios/stage.ts';
import { type BreakableWorld, openDistributed, type Pages, type ServiceName, servePages } from '../world/index.ts';
import { heldOn } from './held.ts';

// Each fault ends in a stated outcome with a stable code, nothing held down, nothing lost, nothing silently wrong.
describe('Karna, distributed and hurt,', () => {
  let world: BreakableWorld;
  let pages: Pages;
  let stage: Stage;
  beforeAll(async () => {
    pages = await servePages();
    world = await openDistributed();
    stage = { world, pages, client: await world.connect() };
  });
  afterAll(async () => {
    await world?.close();
    await pages?.close();
  });

  const running = (id: string) =>
    eventually(
      async () => {
        const { task } = await stage.client.task(id);
        return task.state === TaskState.TASK_STATE_RUNNING ? undefined : inWords(task);
      },
      { timeoutMs: 20_000 },
    );
  test('releases the button when the agent is killed in the middle of a drag', { timeout: 90_000 }, async () => {
    await show(stage, '/drag', 'Board');
    const { id } = await stage.client.run('drag Parcel onto Warehouse');
    await eventually(() => (pages.events.includes('down') ? undefined : 'the press'), {
      timeoutMs: 20_000,
      everyMs: 1,
    });
    await world.killAgent();
    await world.startAgent();
    await eventually(async () => ((await heldOn(world.display)).length === 0 ? undefined : 'a button is still held'));
    const task = await stage.client.waitFor(id, { signal: AbortSignal.timeout(60_000) });
    // Either it had happened, and was seen to; or nobody can tell, and it says so. It was not done twice.
    expect(inWords(task)).toMatch(/^(completed|halted (task\.uncertain|agent\.lost))/);
    expect(pages.events.filter((event) => event === 'down')).toHaveLength(1);
  });

  const hurts: Record<string, (world: BreakableWorld) => Promise<unknown>> = {
    'NATS is killed': (it) => it.restartNats(),
    'Postgres is restarted': (it) => it.restartPostgres(),
    'Redis is killed': (it) => it.restartRedis(),
    'command is killed': (it) => it.kill('command'),
    'vision is killed': (it) => it.kill('vision'),
    'store is killed': (it) => it.kill('store'),
    'gateway is killed': (it) => it.kill('gateway'),
  };
  test.each(Object.entries(hurts))(
    'finishes the task when %s in the middle of it',
    { timeout: 120_000 },
    async (_, hurt) => {
      await show(stage, '/slow', 'Loading');
      const { id } = await stage.client.run('wait up to 60 seconds until "Continue" appears, then click Continue');
      await running(id);
      await hurt(world);
      const task = await stage.client.waitFor(id, { signal: AbortSignal.timeout(90_000) });
      expect(inWords(task)).toBe('completed');
      expect(pages.events).toEqual(['click late']);
    },
  );

  test.each<ServiceName>(['gateway', 'command', 'vision', 'language', 'store'])(
    'drains %s on SIGTERM under load, losing nothing',
    { timeout: 120_000 },
    async (service) => {
      await show(stage, '/people', 'People');
      const accepted = await Promise.all(
        Array.from({ length: 4 }, (_, index) =>
          stage.client.run(`click the ${index % 2 ? 'second' : 'first'} Edit button`),
        ),
      );
      expect(await world.terminate(service)).toBe(0);
      for (const { id } of accepted) {
        const task = await stage.client.waitFor(id, { signal: AbortSignal.timeout(90_000) });
        expect(inWords(task)).toBe('completed');
      }
      expect(pages.events.toSorted()).toEqual(['click ada', 'click ada', 'click grace', 'click grace']);
    },
  );

  test('says that the desktop is offline, and works again when the agent is back', { timeout: 60_000 }, async () => {
    await world.killAgent();
    await eventually(
      async () => ((await stage.client.desktops()).some(({ online }) => online) ? 'still online' : undefined),
      {
        timeoutMs: 15_000,
      },
    );
    await expect(say(stage, 'click Edit')).rejects.toMatchObject({ code: 'desktop.offline' });
    await world.startAgent();
    await done(stage, 'press Escape');
  });
});

import { openX11Desktop } from '@karna/action-agent/desktop';
import { nodeDecoders } from '@karna/client/node';
import { quiet } from '@karna/common/log';
import { eventually } from '@karna/common/testing';
import { errorCodes, isErrorCode } from '@karna/proto/errors';
import type { Task } from '@karna/proto/gen/task/v1/task';
import { TaskState, TaskVerb } from '@karna/proto/gen/task/v1/task';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { done, describe as inWords, type Stage, say, show } from '../scenarios/stage.ts';
import { becomesExact } from '../screen/comparing.ts';
import {
  type BreakableWorld,
  type DistributedWorld,
  openDistributed,
  type Pages,
  type ServiceName,
  servePages,
} from '../world/index.ts';
import { heldOn } from './held.ts';

type Hurt = (world: BreakableWorld) => Promise<unknown>;

const kill =
  (service: ServiceName): Hurt =>
  (world) =>
    world.kill(service);
const restartNats: Hurt = (world) => world.restartNats();
const restartPostgres: Hurt = (world) => world.restartPostgres();
const restartRedis: Hurt = (world) => world.restartRedis();

/** A killed service is back and its work taken up within this, and a task that waits for its desktop has given up (ms). */
const patienceMs = 60_000;

// Each fault ends in a stated outcome with a stable code, nothing held down, nothing lost, nothing silently wrong.
describe('Karna, distributed and hurt,', () => {
  let world: DistributedWorld;
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

  /** What became of a task; a failure tells where it still stands. */
  async function outcomeOf(id: string): Promise<string> {
    const signal = AbortSignal.timeout(patienceMs);
    const task = await stage.client.waitFor(id, { signal }).catch(async (cause: unknown) => {
      const { task: now } = await stage.client.task(id);
      throw new Error(`after ${patienceMs} ms the task is still ${inWords(now)}`, { cause });
    });
    return inWords(task);
  }

  const has = (event: string) =>
    eventually(() => (pages.events.includes(event) ? undefined : `"${event}" among ${JSON.stringify(pages.events)}`), {
      timeoutMs: 20_000,
      everyMs: 1,
    });
  const isRunning = (id: string) =>
    eventually(
      async () => {
        const { task } = await stage.client.task(id);
        return task.state === TaskState.TASK_STATE_RUNNING ? undefined : `a running task: ${inWords(task)}`;
      },
      { timeoutMs: 20_000 },
    );
  const nothingHeld = () =>
    eventually(async () => {
      const held = await heldOn(world.display);
      return held.length === 0 ? undefined : `the release of ${held}`;
    });
  const presses = () => pages.events.filter((event) => event === 'down').length;

  /** Resolves with the task while its drag is under way: the button is down. */
  async function drag(): Promise<Task> {
    await show(stage, '/drag', 'Board');
    const task = await stage.client.run('drag Parcel onto Warehouse');
    await has('down');
    return task;
  }

  test('shows its live picture at another gateway, whose viewer gets the hands while no task runs', {
    timeout: 90_000,
  }, async () => {
    await using open = new AsyncDisposableStack();
    const options = { display: world.display, environment: {}, log: quiet };
    const there = open.adopt(await openX11Desktop(options), (it) => it.close());
    const elsewhere = open.use(await world.connectElsewhere());
    const screen = open.use(await elsewhere.client.watchScreen({ decoders: nodeDecoders }));
    await show(stage, '/gate', 'Gate');
    await becomesExact(screen, there);

    const { id } = await stage.client.run('wait up to 60 seconds until "Continue" appears, then click Continue');
    await isRunning(id);
    await expect(screen.takeHands({ over: true })).rejects.toMatchObject({ code: 'desktop.busy' });
    await stage.client.steer(id, TaskVerb.TASK_VERB_HALT);
    await eventually(() => screen.takeHands().then(() => undefined, String), { timeoutMs: 30_000 });
    await eventually(() => (screen.hands.mine ? undefined : 'the hands'));
  });

  test.each<[string, Hurt]>([
    ['NATS is killed', restartNats],
    ['Postgres is restarted', restartPostgres],
    ['Redis is killed', restartRedis],
    ['store is killed', kill('store')],
    ['language is killed', kill('language')],
    ['vision is killed', kill('vision')],
    ['command is killed', kill('command')],
    ['gateway is killed', kill('gateway')],
    ['the agent is killed', (it) => it.killAgent().then(() => it.startAgent())],
    ['the agent is asked to stop', (it) => it.terminateAgent().then(() => it.startAgent())],
  ])('finishes the task, acting once, when %s in the middle of it', { timeout: 90_000 }, async (_, hurt) => {
    await show(stage, '/gate', 'Gate');
    const { id } = await stage.client.run('wait up to 60 seconds until "Continue" appears, then click Continue');
    await isRunning(id);
    const hurting = hurt(world);
    pages.openGate(); // what the task waits for is there while the part is away
    await hurting;
    expect(await outcomeOf(id)).toBe('completed');
    expect(pages.events).toEqual(['click late']);
  });

  test.each<[string, Hurt]>([
    ['NATS is killed', restartNats],
    ['Postgres is restarted', restartPostgres],
    ['Redis is killed', restartRedis],
    ['store is killed', kill('store')],
    ['language is killed', kill('language')],
    ['vision is killed', kill('vision')],
  ])('finishes the drag under way when %s', { timeout: 90_000 }, async (_, hurt) => {
    const { id } = await drag();
    await hurt(world);
    expect(await outcomeOf(id)).toBe('completed');
    expect(pages.events).toEqual(['down', 'up inside']);
    await nothingHeld();
  });

  // The planner's memory of the action died with it: it looks, cannot tell a drag from the screen, and says so.
  test('does not repeat the drag under way when command is killed', { timeout: 90_000 }, async () => {
    const { id } = await drag();
    await world.kill('command');
    expect(await outcomeOf(id)).toMatch(/^halted task\.uncertain/);
    expect(pages.events).toEqual(['down', 'up inside']);
    await nothingHeld();
  });

  // Whoever could halt the agent is gone, so it stops by itself; half a drag is neither done nor undone.
  test('stops the drag under way when gateway is killed, and says so', { timeout: 90_000 }, async () => {
    const { id } = await drag();
    const hurting = world.kill('gateway');
    await nothingHeld();
    await hurting;
    expect(await outcomeOf(id)).toMatch(/^halted task\.uncertain/);
    expect(presses()).toBe(1);
  });

  test('releases the button when the agent is killed in the middle of a drag', { timeout: 90_000 }, async () => {
    const { id } = await drag();
    await world.killAgent();
    expect(await heldOn(world.display)).toEqual(['button 1']); // it was the middle
    await world.startAgent();
    await nothingHeld();
    expect(await outcomeOf(id)).toMatch(/^halted task\.uncertain/);
    expect(presses()).toBe(1);
  });

  test('lets go before it exits when the agent is asked to stop in the middle of a drag', {
    timeout: 90_000,
  }, async () => {
    const { id } = await drag();
    expect(await world.terminateAgent()).toBe(0);
    expect(await heldOn(world.display)).toEqual([]);
    await world.startAgent();
    expect(await outcomeOf(id)).toMatch(/^halted task\.uncertain/);
    expect(presses()).toBe(1);
  });

  test('halts when the agent stays away, and leaves it to a person whether to act again', {
    timeout: 120_000,
  }, async () => {
    const { id } = await drag();
    await world.killAgent();
    expect(await outcomeOf(id)).toMatch(/^halted agent\.lost/);
    await world.startAgent();
    await nothingHeld();
    await stage.client.steer(id, TaskVerb.TASK_VERB_RESUME);
    expect(await outcomeOf(id)).toMatch(/^halted task\.uncertain/);
    expect(presses()).toBe(1);
    await show(stage, '/drag', 'Board');
    await stage.client.steer(id, TaskVerb.TASK_VERB_RESUME);
    expect(await outcomeOf(id)).toBe('completed');
    expect(pages.events).toEqual(['down', 'up inside']);
  });

  test.each<ServiceName>(['gateway', 'command', 'vision', 'language', 'store'])(
    'finishes the drag under way when %s is asked to stop',
    { timeout: 90_000 },
    async (service) => {
      const { id } = await drag();
      expect(await world.terminate(service)).toBe(0);
      expect(await outcomeOf(id)).toBe('completed');
      expect(pages.events).toEqual(['down', 'up inside']);
      await nothingHeld();
    },
  );

  test.each<ServiceName>(['gateway', 'command', 'vision', 'language', 'store'])(
    'drains %s on SIGTERM under load, losing nothing',
    { timeout: 120_000 },
    async (service) => {
      await show(stage, '/people', 'People');
      const [before] = await stage.client.tasks({ limit: 1 });
      const run = (_: unknown, index: number) =>
        stage.client.run(`click the ${index % 2 ? 'second' : 'first'} Edit button`);
      const first = await Promise.all(Array.from({ length: 4 }, run));
      const stopped = world.terminate(service);
      const late = await Promise.allSettled(Array.from({ length: 4 }, run));
      expect(await stopped).toBe(0);

      const refusals = late.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
      expect(refusals.filter((code) => !isErrorCode(code) || !errorCodes[code].retry)).toEqual([]);
      const accepted = [...first, ...late.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))];
      for (const { id } of accepted) expect(await outcomeOf(id)).toBe('completed');
      const known = await stage.client.tasks({ limit: 50 });
      const fresh = known.slice(
        0,
        known.findIndex(({ id }) => id === before?.id),
      );
      expect(fresh.map(({ id }) => id).toSorted()).toEqual(accepted.map(({ id }) => id).toSorted());
      const wanted = accepted.map(({ command }) => (command.includes('second') ? 'click grace' : 'click ada'));
      expect(pages.events.toSorted()).toEqual(wanted.toSorted());
    },
  );

  test('says that the desktop is offline, and works again when the agent is back', { timeout: 60_000 }, async () => {
    await world.killAgent();
    await eventually(
      async () =>
        (await stage.client.desktops()).some(({ online }) => online) ? 'the desktop being offline' : undefined,
      { timeoutMs: 15_000 },
    );
    await expect(say(stage, 'click Edit')).rejects.toMatchObject({ code: 'desktop.offline' });
    await world.startAgent();
    await done(stage, 'press Escape');
  });
});

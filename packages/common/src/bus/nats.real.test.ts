import { DesktopReported } from '@karna/proto/gen/desktop/v1/desktop';
import { TaskReady } from '@karna/proto/gen/task/v1/task';
import { freshId } from '@karna/proto/ids';
import { facts, work } from '@karna/proto/subjects';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, nanos } from '@nats-io/transport-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { quiet } from '../log.ts';
import { eventually } from '../testing/index.ts';
import { startNats, type TestNats } from '../testing/nats.ts';
import { describeBus } from './contract.ts';
import { connectBus } from './nats.ts';

let nats: TestNats;
beforeAll(async () => {
  nats = await startNats();
});
afterAll(() => nats.stop());

describeBus('nats', () => connectBus(nats.url, 'contract', quiet));

test('goes on after the server was killed and came back, with the work that was queued', async () => {
  await using bus = disposable(await connectBus(nats.url, 'survivor', quiet));
  const heard: string[] = [];
  await bus.it.subscribe(facts.desktopReported, ({ name }) => void heard.push(name));
  const taskId = freshId<string>('task');
  await bus.it.enqueue(work.taskReady, { taskId }, TaskReady.fromPartial({ taskId }), taskId);

  await nats.restart();

  await eventually(async () => ((await bus.it.isUp()) ? undefined : 'the connection'), { timeoutMs: 10_000 });
  await bus.it.publish(facts.desktopReported, { desktopId: 'd' }, DesktopReported.fromPartial({ name: 'after' }));
  const done: string[] = [];
  const options = { concurrency: 1, ackWaitMs: 1_000, maxDeliver: 3, retryDelayMs: 30 };
  const worker = await bus.it.consume(
    work.taskReady,
    'contract',
    options,
    async ({ message }) => void done.push(message.taskId),
  );
  await eventually(() => (heard.includes('after') && done.includes(taskId) ? undefined : `${heard} ${done}`), {
    timeoutMs: 10_000,
  });
  await worker.close();
  expect(done).toEqual([taskId]);
});

test('takes up a queue whose worker was left with another limit by an older version', async () => {
  await using bus = disposable(await connectBus(nats.url, 'newer', quiet));
  const consume = (ackWaitMs: number, handle: (taskId: string) => Promise<void>) =>
    bus.it.consume(
      work.taskReady,
      'contract',
      { concurrency: 1, ackWaitMs, maxDeliver: 3, retryDelayMs: 30 },
      ({ message }) => handle(message.taskId),
    );
  await (await consume(30_000, async () => {})).close();
  await using own = disposable(await connect({ servers: new URL(nats.url).host }));
  const { consumers } = await jetstreamManager(own.it);
  const limit = async () => (await consumers.info(work.taskReady.stream, 'contract')).config.ack_wait;
  expect(await limit()).toBe(nanos(30_000));

  const done: string[] = [];
  const worker = await consume(1_000, async (taskId) => void done.push(taskId));
  expect(await limit()).toBe(nanos(1_000));
  const taskId = freshId<string>('task');
  await bus.it.enqueue(work.taskReady, { taskId }, TaskReady.fromPartial({ taskId }), taskId);
  await eventually(() => (done.includes(taskId) ? undefined : 'the work'));
  await worker.close();
});

const disposable = <T extends { drain(): Promise<void> }>(it: T) => ({ it, [Symbol.asyncDispose]: () => it.drain() });

// The same pipeline over a real nats-server: work in JetStream, orders over the wire, each replica on its own connection.
import { connectBus } from '@karna/common/bus';
import { quiet } from '@karna/common/log';
import { eventually } from '@karna/common/testing';
import { startNats, type TestNats } from '@karna/common/testing/nats';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { click, System } from './testing/system.ts';

let nats: TestNats;
let system: System;
beforeAll(async () => {
  nats = await startNats();
});
afterAll(() => nats.stop());
beforeEach(async () => {
  system = await System.start({ openBus: () => connectBus(nats.url, 'test', quiet), limits: { offlineMs: 10_000 } });
  for (const name of ['Save', 'Close']) {
    const button = system.desktop.add('ROLE_BUTTON', name);
    const status = system.desktop.add('ROLE_TEXT', 'idle');
    system.desktop.onClick(button, () => {
      status.text = `${status.text} ${name}`;
    });
  }
  system.interpreter.learn('click Save', click('Save')).learn('both', click('Save'), click('Close'));
});
afterEach(() => system[Symbol.asyncDispose]());

const acting = (taskId: string) => () =>
  system.events(taskId).includes('acting') ? undefined : 'the action to be journalled';

test('does a command from the queue', async () => {
  expect((await system.run('both')).state).toBe('TASK_STATE_COMPLETED');
  expect(system.desktop.acts).toEqual(['click Save', 'click Close']);
});

test('spreads tasks over replicas, steers them from any and does each once', async () => {
  const other = await system.addReplica();
  const release = system.holdDesktop();
  const { id } = await system.submit('both');
  await eventually(acting(id));
  const pausing = other.commands.steer({ taskId: id, verb: 'TASK_VERB_PAUSE', actor: 'ada' });
  release();
  expect((await pausing).state).toBe('TASK_STATE_PAUSED');
  await system.commands.steer({ taskId: id, verb: 'TASK_VERB_RESUME', actor: 'ada' });
  expect((await system.atRest(id)).state).toBe('TASK_STATE_COMPLETED');
  expect(system.desktop.acts).toEqual(['click Save', 'click Close']);
});

test('hands a task over when its worker stops', async () => {
  const release = system.holdDesktop();
  const { id } = await system.submit('both');
  await eventually(acting(id));
  const [first] = system.replicas.splice(0, 1);
  await system.addReplica();
  const stopping = first?.stop();
  release();
  await stopping;
  await eventually(() => (system.tasks.peek(id).state === 'TASK_STATE_COMPLETED' ? undefined : 'the end'), {
    timeoutMs: 10_000,
  });
  expect(system.desktop.acts).toEqual(['click Save', 'click Close']);
});

test('halts a desktop in the middle of an action', async () => {
  system.holdDesktop();
  const { id } = await system.submit('click Save');
  await eventually(acting(id));
  const started = performance.now();
  const halted = await system.commands.halt(undefined, 'ada');
  expect(performance.now() - started).toBeLessThan(1_500);
  expect(halted.taskIds).toEqual([id]);
  expect(system.tasks.peek(id).state).toBe('TASK_STATE_HALTED');
  expect(system.desktop.acts).toEqual([]);
});

test('goes on after the broker was lost in the middle of a task', async () => {
  const release = system.holdDesktop();
  const { id } = await system.submit('both');
  await eventually(acting(id));
  await nats.restart();
  release();
  await eventually(
    () => {
      const { state, fault } = system.tasks.peek(id);
      return /COMPLETED|HALTED/.test(state) ? undefined : `the end (${state}, ${fault?.code})`;
    },
    { timeoutMs: 40_000 },
  );
  // The answer of the first action was lost with the broker; asked for again, the agent tells what came of it.
  expect(system.tasks.peek(id).state).toBe('TASK_STATE_COMPLETED');
  expect(system.desktop.acts).toEqual(['click Save', 'click Close']);
});

import { MemoryBus } from '@karna/common/bus';
import { loadConfig } from '@karna/common/config';
import { connectGrpc } from '@karna/common/grpc';
import { Lifecycle } from '@karna/common/lifecycle';
import { quiet } from '@karna/common/log';
import { eventually } from '@karna/common/testing';
import { CommandServiceService } from '@karna/proto/gen/command/v1/command';
import { work } from '@karna/proto/subjects';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectDesktop } from './adapters/memory/agents.ts';
import { MemoryDesktop } from './adapters/memory/desktop.ts';
import { MemoryEyes } from './adapters/memory/eyes.ts';
import { MemoryInterpreter } from './adapters/memory/interpreter.ts';
import { serveSimulated } from './adapters/memory/servers.ts';
import { MemorySkills } from './adapters/memory/skills.ts';
import { MemoryDesktops, MemoryPictures, MemoryPolicies, MemoryTasks } from './adapters/memory/store.ts';
import { startCommand } from './app.ts';
import { commandConfig } from './config.ts';
import { click, desktopId, type } from './testing/system.ts';

let life: Lifecycle;
let desktop: MemoryDesktop;
let tasks: MemoryTasks;
let pictures: MemoryPictures;
let skills: MemorySkills;
let interpreter: MemoryInterpreter;
let healthPort: number;
let client: ReturnType<typeof connectGrpc<typeof CommandServiceService>>;

// The service as it is deployed, on a real gRPC port, against real gRPC servers of simulated parts.
beforeEach(async () => {
  life = new Lifecycle();
  const bus = life.own('bus', new MemoryBus(quiet), (one) => one.drain());
  desktop = new MemoryDesktop();
  tasks = new MemoryTasks();
  pictures = new MemoryPictures();
  interpreter = new MemoryInterpreter();
  tasks.onReady = (ready) => {
    void bus.enqueue(work.taskReady, { taskId: ready.taskId }, ready, `${ready.taskId}.${tasks.history.length}`);
  };
  const agent = await connectDesktop(bus, desktopId, desktop);
  life.own('agent', agent, (one) => one.close());
  skills = new MemorySkills();
  const parts = {
    tasks,
    pictures,
    skills,
    interpreter,
    eyes: new MemoryEyes(),
    desktops: new MemoryDesktops(desktopId),
    policies: new MemoryPolicies(),
  };
  const server = life.own('simulated', await serveSimulated(parts), (one) => one.stop());
  const target = `127.0.0.1:${server.port}`;
  const config = loadConfig(commandConfig, 'KARNA_COMMAND_', {
    KARNA_COMMAND_NATS_URL: 'nats://127.0.0.1:4222',
    KARNA_COMMAND_STORE_TARGET: target,
    KARNA_COMMAND_LANGUAGE_TARGET: target,
    KARNA_COMMAND_VISION_TARGET: target,
    KARNA_COMMAND_FIND_LIMIT_MS: '100',
    KARNA_COMMAND_EFFECT_LIMIT_MS: '50',
  });
  const ports = await startCommand(config, quiet, life, { bus });
  healthPort = ports.healthPort;
  client = connectGrpc(CommandServiceService, `127.0.0.1:${ports.grpcPort}`, { retry: [], deadlineMs: 5_000 });
  life.own('client', client, (one) => one.close());
});
afterEach(() => life[Symbol.asyncDispose]());

const asked = {
  requestId: 'r1',
  principal: 'ada',
  domain: '',
  desktopId,
  dryRun: false,
  approved: false,
  skill: '',
  slots: {},
};

const ended = async (taskId: string) => {
  await eventually(() =>
    tasks.peek(taskId).state.match(/COMPLETED|HALTED|NEEDS/) ? undefined : 'the end of the task',
  );
  return tasks.peek(taskId);
};

test('takes a command over gRPC and does it', async () => {
  const name = desktop.add('ROLE_TEXT_FIELD', '', { label: 'Name' });
  interpreter.learn('type Ada into Name', type('Ada', 'Name'));
  const { id, state } = await client.calls.submitCommand({ ...asked, text: 'type Ada into Name' });
  expect(state).toBe('TASK_STATE_PENDING');
  const task = await ended(id);
  expect(task.state).toBe('TASK_STATE_COMPLETED');
  expect(name.text).toBe('Ada');
  expect(pictures.kept.has(task.steps[0]!.afterPicture)).toBe(true);
});

test('answers with the codes of the contract', async () => {
  const { calls } = client;
  await expect(calls.submitCommand({ ...asked, text: ' ' })).rejects.toMatchObject({ code: 'command.empty' });
  await expect(calls.submitCommand({ ...asked, text: 'x'.repeat(1_000_000) })).rejects.toMatchObject({
    code: 'input.too_large',
  });
  await expect(calls.submitCommand({ ...asked, desktopId: 'nowhere', text: 'x' })).rejects.toMatchObject({
    code: 'desktop.not_found',
  });
  const steer = { taskId: 'task_none', principal: 'ada' };
  await expect(calls.controlTask({ ...steer, verb: 'TASK_VERB_HALT' })).rejects.toMatchObject({
    code: 'task.not_found',
  });
  const { id } = await calls.submitCommand({ ...asked, text: 'frobnicate' });
  await ended(id);
  await expect(calls.controlTask({ taskId: id, principal: 'ada', verb: 'TASK_VERB_APPROVE' })).rejects.toMatchObject({
    code: 'task.state',
  });
  await expect(
    calls.controlTask({ taskId: id, principal: 'ada', verb: 'TASK_VERB_UNSPECIFIED' }),
  ).rejects.toMatchObject({ code: 'input.invalid' });
});

test('answers a clarification, halts desktops, captures and finds', async () => {
  for (const place of [1, 2].map(() => desktop.add('ROLE_BUTTON', 'Edit'))) {
    desktop.onClick(place, () => desktop.add('ROLE_TEXT', `editing ${place.id}`));
  }
  interpreter.learn('edit', click('Edit'));
  const { id } = await client.calls.submitCommand({ ...asked, text: 'edit' });
  const { clarification } = await ended(id);
  await client.calls.answerTask({
    taskId: id,
    choiceId: clarification!.choices[1]!.id,
    text: '',
    principal: 'ada',
    mayTeach: false,
  });
  await eventually(() => (tasks.peek(id).state === 'TASK_STATE_COMPLETED' ? undefined : 'the end'));
  expect(desktop.things.at(-1)?.text).toBe('editing t2');

  const { haltedDesktopIds } = await client.calls.haltDesktops({ desktopId: '', principal: 'ada' });
  expect(haltedDesktopIds).toEqual([desktopId]);
  const { picture, width } = await client.calls.captureScreen({ desktopId });
  expect(pictures.kept.has(picture)).toBe(true);
  expect(width).toBe(1280);
  const found = await client.calls.findTarget({ desktopId, text: 'Edit', looksLike: new Uint8Array() });
  expect(found).toMatchObject({ unique: false });
  expect(found.candidates).toHaveLength(2);
});

test('describes a screen, and keeps nothing of it', async () => {
  desktop.add('ROLE_BUTTON', 'Save');
  desktop.add('ROLE_CHECKBOX', '', { label: 'Agree', checked: true });
  const kept = pictures.kept.size;
  const { elements, picture } = await client.calls.describeScreen({ desktopId, withPicture: false });
  expect(elements).toEqual(['button "Save"', 'checkbox "Agree" (on)']);
  expect(picture).toHaveLength(0);
  expect((await client.calls.describeScreen({ desktopId, withPicture: true })).picture.length).toBeGreaterThan(0);
  expect(pictures.kept.size).toBe(kept);
  expect(desktop.acts).toEqual([]);
});

test('hands to vision what the applications say of themselves', async () => {
  desktop.add('ROLE_BUTTON', '', { said: 'Settings' });
  const { candidates } = await client.calls.findTarget({ desktopId, text: 'Settings', looksLike: new Uint8Array() });
  expect(candidates).toMatchObject([{ element: { label: 'Settings' } }]);
});

test('says that it is ready, and tells its business events as metrics', async () => {
  interpreter.learn('click Nowhere', click('Nowhere'));
  const { id } = await client.calls.submitCommand({ ...asked, text: 'click Nowhere' });
  await ended(id);
  const ready = await fetch(`http://127.0.0.1:${healthPort}/readyz`);
  expect(ready.status).toBe(200);
  const metrics = await (await fetch(`http://127.0.0.1:${healthPort}/metrics`)).text();
  expect(metrics).toMatch(/karna_command_halts_total\{code="target.missing"\} \d/);
  expect(metrics).not.toContain('Nowhere');
});

test('stops cleanly while a task is under way', async () => {
  desktop.add('ROLE_BUTTON', 'Save');
  const { promise, resolve } = Promise.withResolvers<void>();
  desktop.gate = promise;
  interpreter.learn('click Save', click('Save'));
  const { id } = await client.calls.submitCommand({ ...asked, text: 'click Save' });
  await eventually(() => (tasks.journal(id).some(({ event }) => event === 'acting') ? undefined : 'the action'));
  setTimeout(resolve, 20);
  await life[Symbol.asyncDispose]();
  expect(tasks.peek(id).steps[0]?.state).not.toBe('STEP_STATE_ACTING');
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@karna/common/config';
import { Lifecycle } from '@karna/common/lifecycle';
import { quiet } from '@karna/common/log';
import { eventually, freePort } from '@karna/common/testing';
import { type Action, Batch } from '@karna/proto/gen/agent/v1/agent';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type MemoryDesktop, openMemoryDesktop } from './adapters/memory/open.ts';
import { MemoryReader, writtenLine } from './adapters/memory/reader.ts';
import { startAgent } from './app.ts';
import { agentConfig } from './config.ts';
import { type ScriptedConnection, ScriptedGateway } from './testing/scripted-gateway.ts';

let dir: string;
let gateway: ScriptedGateway;
let life: Lifecycle;
let desktop: MemoryDesktop;
let reader: MemoryReader;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'karna-app-'));
  gateway = await ScriptedGateway.start();
  life = new Lifecycle();
  desktop = openMemoryDesktop();
  reader = new MemoryReader();
  desktop.scene.add('page', 'Page', { x: 0, y: 0, width: 600, height: 400 });
});

afterEach(async () => {
  await life[Symbol.asyncDispose]();
  await gateway.close();
  await rm(dir, { recursive: true });
  expect(await desktop.releaseAll()).toEqual([]);
});

async function start(more: Record<string, string> = {}): Promise<ScriptedConnection> {
  const settings = { SERVER_URL: gateway.url, ENROL_CODE: 'one-time', DATA_DIR: dir, ...more };
  const env = Object.fromEntries(Object.entries(settings).map(([key, value]) => [`KARNA_AGENT_${key}`, value]));
  const starting = startAgent(loadConfig(agentConfig, 'KARNA_AGENT_', env), quiet, life, { desktop, reader });
  const [connection, agent] = await Promise.all([gateway.welcome(), starting]);
  expect(agent).toMatchObject({ desktopId: 'desktop_1', backend: 'memory' });
  return connection;
}

// About a second and a half of dragging.
const path = Array.from({ length: 6 }, (_, i) => ({ x: i % 2 === 0 ? 50 : 550, y: 50 + i * 10 }));
const drag: Action = {
  kind: { $case: 'dragAlong', value: { path, button: 'MOUSE_BUTTON_LEFT', modifiers: ['Shift'] } },
};
const dragging = async (connection: ScriptedConnection, id = 'batch_1') => {
  connection.send({ $case: 'perform', value: Batch.create({ id, actions: [drag] }) });
  const isPressed = () => desktop.scene.windows[0]?.events.some(({ kind }) => kind === 'button-down');
  await eventually(() => (isPressed() ? undefined : 'the press'));
};

test('tells the gateway what sits where', async () => {
  const connection = await start();
  connection.socket.terminate();
  const again = await gateway.accept();
  expect(await again.receive('hello')).toMatchObject({
    desktopId: 'desktop_1',
    backend: 'memory',
    platform: process.platform,
    displays: [{ box: { x: 0, y: 0, width: 640, height: 480 }, primary: true }],
  });
});

test('obeys the halt key in the middle of a drag, and tells the gateway', async () => {
  const connection = await start();
  await dragging(connection);
  for (const key of ['Control', 'Alt', 'Escape']) await desktop.keyboard.down(key);
  const [result, halt] = await Promise.all([connection.receive('result'), connection.receive('localHalt')]);
  expect(result.fault).toMatchObject({ code: 'agent.halted', message: 'the desktop was halted with the halt key' });
  expect(halt.released).toEqual(expect.arrayContaining(['Shift', 'left button']));
  connection.send({ $case: 'perform', value: Batch.create({ id: 'batch_2', actions: [drag] }) });
  expect((await connection.receive('result')).fault?.code).toBe('agent.halted');
});

test('asks for a recording at the teach key, and ends it at the same key', async () => {
  const connection = await start();
  const press = async () => {
    for (const key of ['Control', 'Alt', 'r']) await desktop.keyboard.down(key);
    await desktop.releaseAll();
  };
  connection.send({ $case: 'perform', value: Batch.create({ id: 'batch_1' }) });
  await connection.receive('result'); // it knows by now that it is connected
  await press();
  await connection.receive('teachKey');
  const record = { recordingId: 'recording_1', state: 'RECORDING_STATE_RUNNING' as const, kept: 0, discard: false };
  connection.send({ $case: 'record', value: { id: 'record_1', record } });
  await connection.receive('recorded');
  await press();
  expect(await connection.receive('recordingEnded')).toMatchObject({ recordingId: 'recording_1' });
});

test('makes way for a person', async () => {
  const connection = await start();
  await dragging(connection);
  desktop.actAsPerson();
  expect((await connection.receive('result')).fault?.message).toBe('a person is using the desktop');
  expect((await connection.receive('localHalt')).released).toContain('left button');
});

test('goes on beside a person where the owner wants that', async () => {
  const connection = await start({ YIELD_TO_PERSON: 'false' });
  await dragging(connection);
  desktop.actAsPerson();
  expect(await connection.receive('result')).toMatchObject({ performed: 1, fault: undefined });
});

test('releases at the start what an earlier run left down', async () => {
  await desktop.keyboard.down('Alt');
  await start();
  expect(await desktop.releaseAll()).toEqual([]);
});

test('releases everything when it is stopped in the middle of a drag', async () => {
  const connection = await start();
  await dragging(connection);
  await life[Symbol.asyncDispose]();
  expect(await desktop.releaseAll()).toEqual([]);
});

test('stops when its desktop goes', async () => {
  await start();
  await desktop.close();
  expect(life.stopping.aborted).toBe(true);
});

test('fails, rather than wait for ever, when it may not enrol', async () => {
  const config = loadConfig(agentConfig, 'KARNA_AGENT_', {
    KARNA_AGENT_SERVER_URL: gateway.url,
    KARNA_AGENT_DATA_DIR: dir,
  });
  const failure = await startAgent(config, quiet, life, { desktop }).catch((error: Error) => error);
  expect(failure).toMatchObject({ message: 'gateway link died', cause: { code: 'enrolment.invalid' } });
});

test('serves its health only where it is asked to', async () => {
  const port = await freePort();
  await start({ HEALTH_PORT: String(port) });
  await eventually(async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
    return answer.status === 200 ? undefined : await answer.text();
  });
  expect(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()).toContain('karna_agent_connections_total');
});

const look: Action = { kind: { $case: 'observe', value: { picture: true, windows: true, accessible: true } } };
const card = writtenLine('4111 1111 1111 1111', 100, 100);

test('masks what is secret before a picture leaves, unless its owner has turned that off', async () => {
  reader.lines = [card];
  const connection = await start();
  connection.send({ $case: 'perform', value: Batch.create({ id: 'batch_1', actions: [look] }) });
  const { frames } = await connection.receive('result');
  expect(frames).toMatchObject([{ masked: [{ reason: 'MASK_REASON_PATTERN' }], accessible: [] }]);
  await life[Symbol.asyncDispose]();
  expect(reader.isClosed).toBe(true);
});

test('sends what is there when its owner has turned masking off', async () => {
  reader.lines = [card];
  const connection = await start({ REDACT: 'off' });
  connection.send({ $case: 'perform', value: Batch.create({ id: 'batch_1', actions: [look] }) });
  expect((await connection.receive('result')).frames).toMatchObject([{ masked: [] }]);
  expect(reader.asked).toEqual([]);
});

test('does not start without the models that it needs to mask anything', async () => {
  const env = { KARNA_AGENT_SERVER_URL: gateway.url, KARNA_AGENT_DATA_DIR: dir, KARNA_AGENT_MODELS_DIR: dir };
  const starting = startAgent(loadConfig(agentConfig, 'KARNA_AGENT_', env), quiet, life, { desktop });
  await expect(starting).rejects.toThrow('MODELS_DIR');
});

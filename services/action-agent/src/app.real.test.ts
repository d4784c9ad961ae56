import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@karna/common/config';
import { Lifecycle } from '@karna/common/lifecycle';
import { quiet } from '@karna/common/log';
import { eventually } from '@karna/common/testing';
import { type Action, Batch, type BatchResult } from '@karna/proto/gen/agent/v1/agent';
import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RunningAgent, startAgent } from './app.ts';
import { agentConfig } from './config.ts';
import { processesNaming } from './testing/processes.ts';
import { type ScriptedConnection, ScriptedGateway } from './testing/scripted-gateway.ts';

type Kind = NonNullable<Action['kind']>;

const display = ':76';
const heartbeatMs = 100;
let dir: string;
let gateway: ScriptedGateway;
let life: Lifecycle;
let connection: ScriptedConnection;
let nextBatch = 1;

const settings = () => ({
  KARNA_AGENT_SERVER_URL: gateway.url,
  KARNA_AGENT_ENROL_CODE: 'one-time',
  KARNA_AGENT_DATA_DIR: dir,
  KARNA_AGENT_VIRTUAL: 'true',
  KARNA_AGENT_DISPLAY: display,
  KARNA_AGENT_SCREEN: '1000x700',
});

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'karna-agent-'));
  gateway = await ScriptedGateway.start();
  life = new Lifecycle();
});

afterEach(async () => {
  await life[Symbol.asyncDispose]();
  await gateway.close();
  await rm(dir, { recursive: true });
  expect(await processesNaming(`DISPLAY=${display}`)).toEqual([]);
});

async function start(): Promise<RunningAgent> {
  const starting = startAgent(loadConfig(agentConfig, 'KARNA_AGENT_', settings()), quiet, life);
  [connection] = await Promise.all([gateway.welcome(heartbeatMs), starting]);
  return starting;
}

async function perform(actions: Kind[], more: Partial<Batch> = {}): Promise<BatchResult> {
  const batch = Batch.create({ id: `batch_${nextBatch++}`, actions: actions.map((kind) => ({ kind })), ...more });
  connection.send({ $case: 'perform', value: batch });
  return connection.receive('result');
}

/** The long drag takes ten seconds: a moment after it began, button and key are down. */
async function isUnderWay(): Promise<void> {
  while ((await connection.receive('heartbeat')).inFlight === 0);
  await new Promise((resolve) => setTimeout(resolve, 300));
}

const settle: Kind = { $case: 'settle', value: { quietMs: 150, limitMs: 5000 } };
const look: Kind = { $case: 'observe', value: { picture: true, windows: true, accessible: false } };
const launch = (application: string): Kind => ({
  $case: 'launch',
  value: { what: { $case: 'application', value: application }, limitMs: 6000 },
});
const type = (text: string): Kind => ({ $case: 'enterText', value: { text, method: 'ENTRY_METHOD_UNSPECIFIED' } });
const zigzag = Array.from({ length: 40 }, (_, i) => ({ x: i % 2 === 0 ? 100 : 800, y: 100 + i * 5 }));
const longDrag: Kind = {
  $case: 'dragAlong',
  value: { path: zigzag, button: 'MOUSE_BUTTON_LEFT', modifiers: ['Shift'] },
};
const press = (chord: string): Kind => ({ $case: 'pressChord', value: { chord } });

test('enrols, opens an editor by name, types into it and sees where the text appeared', async () => {
  const agent = await start();
  expect(agent).toEqual({ desktopId: 'desktop_1', backend: 'x11', display });

  const opened = await perform([launch('mousepad'), settle, look]);
  expect(opened).toMatchObject({ performed: 3, fault: undefined, restless: false });
  expect(opened.opened).toMatchObject([{ active: true }]);
  const box = opened.opened[0]?.box;
  if (!box) throw new Error('a window without a place');

  const seen = opened.frames[0]?.id ?? '';
  const guard = { frameId: seen, maxAgeMs: 10_000, unchanged: box };
  const typed = await perform([type('Ärger & Ωmega 漢字'), settle, look], { guard });
  expect(typed).toMatchObject({ performed: 3, fault: undefined, stuck: [] });
  const frame = typed.frames[0];
  expect(frame?.changes.length).toBeGreaterThan(0);
  const isLine = ({ y, width, height }: Box) => y > box.y + 40 && width > 100 && height <= 48;
  expect(frame?.changes.filter(isLine), 'a box that hugs the line of text').toHaveLength(1);

  const { width, height } = await sharp(frame?.picture).metadata();
  expect([width, height]).toEqual([1000, 700]);

  const copied = await perform([press('Control+a'), type('x'.repeat(300)), settle, look]);
  expect(copied).toMatchObject({ performed: 4, fault: undefined });
});

test('reports an application that is not installed, with nothing done', async () => {
  await start();
  const result = await perform([launch('no such program at all'), type('never')]);
  expect(result).toMatchObject({ performed: 0, fault: { code: 'app.not_found' }, opened: [] });
});

test('is halted in the middle of a drag with the button released', async () => {
  await start();
  expect(await perform([launch('xterm'), settle])).toMatchObject({ performed: 2 });
  connection.send({ $case: 'perform', value: Batch.create({ id: 'batch_drag', actions: [{ kind: longDrag }] }) });
  await isUnderWay();
  connection.send({ $case: 'halt', value: { id: 'halt_1' } });
  const [result, { halted }] = await Promise.all([connection.receive('result'), connection.receive('halted')]);
  expect(result).toMatchObject({ performed: 0, fault: { code: 'agent.halted' }, stuck: [] });
  expect(halted?.released.toSorted()).toEqual(['Shift', 'left button']);
});

test('goes on after the gateway was away, with the result that was on its way', async () => {
  await start();
  expect(await perform([launch('xterm'), settle])).toMatchObject({ performed: 2 });
  const slow = { id: 'batch_slow', actions: [{ kind: longDrag }] };
  connection.send({ $case: 'perform', value: Batch.create(slow) });
  await isUnderWay();
  connection.socket.terminate();
  connection = await gateway.welcome(heartbeatMs);
  connection.send({ $case: 'perform', value: Batch.create(slow) });
  expect(await connection.receive('result')).toMatchObject({ batchId: 'batch_slow', fault: { code: 'agent.lost' } });
  expect(await perform([settle, look])).toMatchObject({ performed: 2, fault: undefined });
});

test('stops with the reason when its display dies', async () => {
  await start();
  const server = (await processesNaming(display)).find(({ program }) => program === 'Xvfb');
  if (!server) throw new Error('no Xvfb');
  process.kill(server.pid, 'SIGKILL');
  await eventually(() => (life.stopping.aborted ? undefined : 'the stop'));
  expect(String(life.stopping.reason)).toMatch(/X server|display/);
});

describe('as a program', () => {
  let agent: ChildProcess;
  let said: string;

  beforeEach(async () => {
    const main = new URL('./main.ts', import.meta.url).pathname;
    agent = spawn(process.execPath, ['--conditions=source', main], {
      env: { PATH: process.env.PATH, ...settings() },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    said = '';
    agent.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    connection = await gateway.welcome(heartbeatMs);
  });
  afterEach(() => agent.kill('SIGKILL'));

  test('ends on SIGTERM, leaves no process behind and keeps what it typed to itself', async () => {
    const secret = 'correct horse';
    const result = await perform([launch('xterm'), settle, type(secret), launch('mousepad'), settle]);
    expect(result).toMatchObject({ performed: 5, fault: undefined });
    agent.kill('SIGTERM');
    expect(await once(agent, 'exit')).toEqual([0, null]);
    expect(await processesNaming(`DISPLAY=${display}`)).toEqual([]);
    expect(said).toContain('agent is ready');
    expect(said).not.toContain(secret);
    expect(said).not.toContain('one-time');
  });

  test('leaves no process behind when it is killed in the middle of a drag', async () => {
    await perform([launch('xterm'), launch('mousepad'), settle]);
    connection.send({ $case: 'perform', value: Batch.create({ id: 'batch_drag', actions: [{ kind: longDrag }] }) });
    await isUnderWay();
    agent.kill('SIGKILL');
    await eventually(async () => {
      const left = await processesNaming(`DISPLAY=${display}`);
      return left.length === 0 ? undefined : `the end of ${left.map(({ program }) => program).join(', ')}`;
    });
  });
});

// Recordings, asked for and watched by the SDK, and handed over by an agent, through a real gateway.
import { KarnaClient } from '@karna/client';
import { DomainError } from '@karna/common/errors';
import { eventually } from '@karna/common/testing';
import { DesktopRecorded, RecordDesktop } from '@karna/proto/gen/agent/v1/agent';
import { Draft } from '@karna/proto/gen/recording/v1/draft';
import { Act, type Recording } from '@karna/proto/gen/recording/v1/recording';
import { orders } from '@karna/proto/subjects';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FakeAgent } from './channels/testing/fake-agent.ts';
import { openGateway, type TestGateway } from './channels/testing/gateway.ts';

let gateway: TestGateway;
const closing: (() => void)[] = [];
beforeEach(async () => {
  gateway = await openGateway({ HEARTBEAT_MS: '100' });
});
afterEach(async () => {
  for (const close of closing.splice(0)) close();
  await gateway[Symbol.asyncDispose]();
});

async function connected(token = gateway.token): Promise<KarnaClient> {
  const client = await KarnaClient.connect({ url: gateway.url, token });
  closing.push(() => client.close());
  return client;
}

async function arrive(agent = new FakeAgent(), id?: string) {
  const desktopId = id ?? gateway.store.addDesktop({ name: 'Lab', platform: 'linux', publicKey: agent.publicKey }).id;
  await agent.open({ url: gateway.url });
  closing.push(() => agent.channel.socket.terminate());
  await agent.greet(desktopId);
  await agent.welcome();
  const client = await connected();
  await eventually(async () => {
    const online = (await client.desktops()).find(({ desktop }) => desktop?.id === desktopId)?.online;
    return online ? undefined : 'the agent';
  });
  return { agent, desktopId };
}

const act = (number: number, before = ''): Act =>
  Act.fromPartial({ number, before, what: { $case: 'typed', value: { keys: ['a'] } } });
const noOne = () => new DomainError('desktop.offline', 'nobody serves this desktop');

/** What is watched, until the recording ends. */
async function watching(client: KarnaClient, { id }: Recording): Promise<{ numbers: number[]; done: Promise<void> }> {
  const numbers: number[] = [];
  const done = (async () => {
    for await (const { act: seen } of client.teaching.watch(id)) if (seen) numbers.push(seen.number);
  })();
  done.catch(() => undefined);
  return { numbers, done };
}

describe('an agent that records', () => {
  test('is asked over the bus, and answers for itself', async () => {
    const { agent, desktopId } = await arrive();
    const order = RecordDesktop.create({ recordingId: 'recording_1', state: 'RECORDING_STATE_RUNNING' });
    const asked = gateway.bus.request(orders.recordDesktop, { desktopId }, order, { timeoutMs: 5_000, noOne });
    const { id, record } = await agent.recordOrder();
    expect(record).toEqual(order);
    const recorded = DesktopRecorded.create({ acts: 3 });
    agent.say({ $case: 'recorded', value: { id, recorded, fault: undefined } });
    expect(await asked).toEqual(recorded);
  });

  test('refuses with its own words', async () => {
    const { agent, desktopId } = await arrive();
    const order = RecordDesktop.create({ recordingId: 'recording_1', state: 'RECORDING_STATE_RUNNING' });
    const asked = gateway.bus.request(orders.recordDesktop, { desktopId }, order, { timeoutMs: 5_000, noOne });
    const { id } = await agent.recordOrder();
    const fault = { code: 'action.unsupported', message: 'no RECORD', incidentId: '' };
    agent.say({ $case: 'recorded', value: { id, recorded: undefined, fault } });
    await expect(asked).rejects.toMatchObject({ code: 'action.unsupported' });
  });

  test('has its acts and pictures kept, and hears which', async () => {
    const { agent, desktopId } = await arrive();
    const client = await connected();
    const recording = await client.teaching.start('search cats', { desktop: desktopId });
    const data = new Uint8Array([1, 2, 3]);
    const sha256 = gateway.store.addBlob(new Uint8Array([9]), 'image/png'); // another one
    agent.say({ $case: 'picture', value: { sha256, data } });
    agent.say({ $case: 'act', value: { recordingId: recording.id, act: act(1, sha256) } });
    expect(await agent.actKept()).toEqual({ recordingId: recording.id, number: 1 });
    const kept = await client.teaching.recording(recording.id);
    expect(kept).toMatchObject({ recording: { acts: 1 }, acts: [{ number: 1, before: sha256 }] });
  });

  test('is not told that an act is kept which is not', async () => {
    const { agent, desktopId } = await arrive();
    const recording = await (await connected()).teaching.start('search cats', { desktop: desktopId });
    gateway.store.recordings.failure = new DomainError('service.unavailable', 'the store is away');
    agent.say({ $case: 'act', value: { recordingId: recording.id, act: act(1) } });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(agent.channel.got.some(({ body }) => body?.$case === 'actKept')).toBe(false);
    gateway.store.recordings.failure = undefined;
    agent.say({ $case: 'act', value: { recordingId: recording.id, act: act(1) } });
    expect(await agent.actKept()).toMatchObject({ number: 1 });
  });

  test('may let go of acts that nobody wants: of another desktop, of a recording that is gone', async () => {
    const { agent } = await arrive();
    agent.say({ $case: 'act', value: { recordingId: 'recording_gone', act: act(1) } });
    expect(await agent.actKept()).toEqual({ recordingId: 'recording_gone', number: 1 });
    const elsewhere = await (await connected()).teaching.start('elsewhere', { desktop: (await arrive()).desktopId });
    agent.say({ $case: 'act', value: { recordingId: elsewhere.id, act: act(1) } });
    await eventually(() =>
      agent.channel.got.filter(({ body }) => body?.$case === 'actKept').length === 2 ? undefined : 'the answer',
    );
    expect((await gateway.store.recordings.get(elsewhere.id, 0, 1)).acts).toEqual([]);
  });

  test('goes on with the recording under way when it comes back', async () => {
    const { agent, desktopId } = await arrive();
    const client = await connected();
    const recording = await client.teaching.start('search cats', { desktop: desktopId });
    agent.say({ $case: 'act', value: { recordingId: recording.id, act: act(1) } });
    await agent.actKept();
    agent.channel.socket.terminate();
    const back = await arrive(new FakeAgent(agent.keys), desktopId);
    const { record } = await back.agent.recordOrder();
    expect(record).toEqual({ recordingId: recording.id, state: 'RECORDING_STATE_RUNNING', kept: 1, discard: false });
  });

  test('ends a recording at the desktop itself', async () => {
    const { agent, desktopId } = await arrive();
    const client = await connected();
    const recording = await client.teaching.start('search cats', { desktop: desktopId });
    const { done } = await watching(client, recording);
    agent.say({ $case: 'recordingEnded', value: { recordingId: recording.id, acts: 0 } });
    await done;
  });
});

describe('whoever watches a recording', () => {
  test('sees every act once, in order, from the first on', async () => {
    const { agent, desktopId } = await arrive();
    const client = await connected();
    const recording = await client.teaching.start('search cats', { desktop: desktopId });
    const say = (number: number) => agent.say({ $case: 'act', value: { recordingId: recording.id, act: act(number) } });
    say(1);
    await agent.actKept();
    const { numbers, done } = await watching(await connected(), recording);
    for (const number of [2, 3, 4]) say(number);
    await eventually(() => (numbers.length === 4 ? undefined : `${numbers}`));
    await client.teaching.stop(recording.id);
    await done;
    expect(numbers).toEqual([1, 2, 3, 4]);
  });

  test('misses nothing of what the bus lost', async () => {
    const { agent, desktopId } = await arrive();
    const client = await connected();
    const recording = await client.teaching.start('search cats', { desktop: desktopId });
    const { numbers, done } = await watching(client, recording);
    const { publish } = gateway.bus;
    gateway.bus.publish = async () => {};
    agent.say({ $case: 'act', value: { recordingId: recording.id, act: act(1) } });
    await agent.actKept();
    gateway.bus.publish = publish;
    agent.say({ $case: 'act', value: { recordingId: recording.id, act: act(2) } });
    await eventually(() => (numbers.length === 2 ? undefined : `${numbers}`));
    await client.teaching.stop(recording.id);
    await done;
    expect(numbers).toEqual([1, 2]);
  });

  test('may have a draft tried on a desktop that is there', async () => {
    const { desktopId } = await arrive();
    const client = await connected();
    const draft = Draft.create({ id: 'draft_1', version: 1 });
    const tested = await client.teaching.test(draft, { desktop: desktopId, slots: { query: 'owls' } });
    expect(tested.sentence).toBe('Looked with owls');
    await expect(client.teaching.test(draft, { desktop: 'nobody' })).rejects.toMatchObject({
      code: 'desktop.not_found',
    });
    const observer = await connected(gateway.store.issue('bob', ['observe']).token);
    await expect(observer.teaching.test(draft)).rejects.toMatchObject({ code: 'auth.forbidden' });
  });

  test('has to be allowed to look', async () => {
    const { desktopId } = await arrive();
    const client = await connected();
    const recording = await client.teaching.start('search cats', { desktop: desktopId });
    const blind = await connected(gateway.store.issue('eve', ['operate']).token);
    await expect(blind.teaching.recording(recording.id)).rejects.toMatchObject({ code: 'auth.forbidden' });
    const observer = await connected(gateway.store.issue('bob', ['observe']).token);
    expect((await observer.teaching.recordings({ active: true })).map(({ id }) => id)).toEqual([recording.id]);
    await expect(observer.teaching.stop(recording.id)).rejects.toMatchObject({ code: 'auth.forbidden' });
    await expect(observer.teaching.start('x')).rejects.toMatchObject({ code: 'auth.forbidden' });
  });

  test('is told what is wrong with a start', async () => {
    const { desktopId } = await arrive();
    const client = await connected();
    await expect(client.teaching.start(' ', { desktop: desktopId })).rejects.toMatchObject({ code: 'input.invalid' });
    await expect(client.teaching.start('x', { desktop: 'nobody' })).rejects.toMatchObject({
      code: 'desktop.not_found',
    });
  });
});

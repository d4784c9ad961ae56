// What takes long, asked for by the SDK through a real gateway.
import { KarnaClient } from '@karna/client';
import { eventually } from '@karna/common/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openGateway, type TestGateway } from './channels/testing/gateway.ts';

let gateway: TestGateway;
let client: KarnaClient;
beforeEach(async () => {
  gateway = await openGateway();
  client = await KarnaClient.connect({ url: gateway.url, token: gateway.token });
});
afterEach(async () => {
  client.close();
  await gateway[Symbol.asyncDispose]();
});
const noneOpen = () => eventually(() => (gateway.language.open === 0 ? undefined : 'the streams to be closed'));

test('reads a plan as it comes', async () => {
  const parts: unknown[] = [];
  for await (const { body } of client.plan('store it')) parts.push(body?.value);
  expect(parts).toEqual(['I ', 'would ', 'save.', expect.objectContaining({ command: 'click "Save"' })]);
});

test('takes long streams as fast as they are read, and no faster', async () => {
  gateway.language.isEndless = true;
  let read = 0;
  for await (const _ of client.plan('store it')) {
    read += 1;
    expect(gateway.language.said).toBeLessThanOrEqual(read + 64);
    if (read === 500) break;
  }
  await noneOpen();
});

test('stops when its signal says so, with the reason, also before it began', async () => {
  gateway.language.isEndless = true;
  const stop = new AbortController();
  const reading = async () => {
    for await (const _ of client.plan('store it', { signal: stop.signal })) stop.abort(new Error('enough'));
  };
  await expect(reading()).rejects.toThrow('enough');
  await noneOpen();
  await expect(client.plan('store it', { signal: AbortSignal.abort(new Error('not at all')) }).next()).rejects.toThrow(
    'not at all',
  );
});

test('stops when the client is closed', async () => {
  gateway.language.hold = new Promise(() => {});
  const training = client.trainSkills();
  await eventually(() => (gateway.language.open === 1 ? undefined : 'the training'));
  client.close();
  await expect(training).rejects.toMatchObject({ code: 'request.cancelled' });
  await noneOpen();
});

test('rejects with the code of what went wrong', async () => {
  await expect(client.paraphrases('skill_none')).rejects.toMatchObject({ code: 'skill.not_found' });
  await expect(client.plan('x', { withScreen: true }).next()).rejects.toMatchObject({ code: 'llm.forbidden' });
  await using stranger = await KarnaClient.connect({
    url: gateway.url,
    token: gateway.store.issue('eve', ['observe']).token,
  });
  await expect(stranger.plan('x').next()).rejects.toMatchObject({ code: 'auth.forbidden' });
});

test('a gateway that goes away ends it with an error', async () => {
  client.close();
  await gateway[Symbol.asyncDispose]();
  gateway = await openGateway({ DRAIN_MS: '100' });
  client = await KarnaClient.connect({ url: gateway.url, token: gateway.token });
  gateway.language.isEndless = true;
  const reading = async () => {
    for await (const _ of client.plan('store it')) void gateway.stop();
  };
  await expect(reading()).rejects.toMatchObject({ code: 'service.stopping' });
});

test('interprets many commands and proposes phrases', async () => {
  const texts = Array.from({ length: 120 }, (_, n) => ({ text: `command ${n}` }));
  const indices: number[] = [];
  for await (const { index } of client.interpretAll(texts)) indices.push(index);
  expect(indices).toEqual(texts.map((_, n) => n));
  expect(await client.paraphrases('skill_report')).toEqual({ phrases: ['write the report'], skillVersion: 1 });
});

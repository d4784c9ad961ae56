import { MemoryBus } from '@karna/common/bus';
import { loadConfig } from '@karna/common/config';
import { connectGrpc } from '@karna/common/grpc';
import { Lifecycle } from '@karna/common/lifecycle';
import { quiet } from '@karna/common/log';
import { LanguageServiceService } from '@karna/proto/gen/language/v1/language_service';
import { facts } from '@karna/proto/subjects';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MemorySkills } from '../adapters/memory/skills.ts';
import { type Kept, startLanguage } from '../app.ts';
import { languageConfig } from '../config.ts';
import { someSkills } from '../testing/skills.ts';
import { summaryOf } from '../testing/summary.ts';

let life: Lifecycle;
beforeEach(() => {
  life = new Lifecycle();
});
afterEach(() => life[Symbol.asyncDispose]());

async function connected(kept: Partial<Kept> = {}) {
  const config = loadConfig(languageConfig, 'KARNA_LANGUAGE_', { KARNA_LANGUAGE_NATS_URL: 'nats://in-process' });
  const bus = life.own('bus', new MemoryBus(quiet), (it) => it.drain());
  const { grpcPort, healthPort } = await startLanguage(config, quiet, life, { bus, kept });
  const client = connectGrpc(LanguageServiceService, `127.0.0.1:${grpcPort}`, { retry: [], deadlineMs: 30_000 });
  life.own('client', client, (it) => it.close());
  return { ...client, bus, healthPort };
}

test('answers over the wire with every kind of outcome', async () => {
  const { calls } = await connected();
  const said = async (text: string) => {
    const { outcome } = await calls.interpret({ text, domain: '', locale: '', principal: '' });
    return outcome && summaryOf(outcome);
  };
  expect(await said('type "Grüße 👋" into Name, then press ctrl+s')).toBe('type "Grüße 👋" -> Name; keys Control+s');
  expect(await said('wait up to 30 seconds for the second "Done" button right of Ada')).toBe(
    'wait "Done":button#2 right_of(Ada) 30000',
  );
  expect(await said('scroll to the bottom, open example.com, turn off Wi-Fi')).toBe(
    'scroll down by 0; open address https://example.com; uncheck Wi-Fi',
  );
  expect(await said('press Home')).toBe('ask | Press Home | Click Home');
  expect(await said('order me a pizza')).toBe('unknown: order me a pizza');
});

test('answers what a target is', async () => {
  const { calls } = await connected();
  const { outcome } = await calls.interpretTarget({ text: 'the second "Edit" button right of Ada' });
  expect(outcome && summaryOf(outcome)).toBe('hover "Edit":button#2 right_of(Ada)');
});

test('refuses bad input with its code', async () => {
  const { calls } = await connected();
  await expect(calls.interpret({ text: ' ', domain: '', locale: '', principal: '' })).rejects.toMatchObject({
    code: 'command.empty',
  });
  await expect(
    calls.interpret({ text: 'x'.repeat(1_000_000), domain: '', locale: '', principal: '' }),
  ).rejects.toMatchObject({
    code: 'input.too_large',
  });
  await expect(calls.interpretTarget({ text: 'a\u0000' })).rejects.toMatchObject({ code: 'input.invalid' });
});

test('is ready, and stops cleanly', async () => {
  const { healthPort, isUp } = await connected();
  expect(await isUp()).toBe(true);
  expect((await fetch(`http://127.0.0.1:${healthPort}/readyz`)).status).toBe(200);
});

test('learns a skill within two seconds of hearing of it, and runs it by other words', async () => {
  const skills = new MemorySkills();
  const { calls, bus } = await connected({ skills });
  const said = async (text: string) => (await calls.interpret({ text, domain: '', locale: '', principal: '' })).outcome;
  expect((await said('make the weekly report'))?.$case).toBe('unknown');
  skills.set(someSkills);
  await bus.publish(facts.skillsChanged, { skillId: 'skill_report' }, { skillId: 'skill_report' });
  const started = performance.now();
  await expect.poll(async () => (await said('make the weekly report'))?.$case, { timeout: 5_000 }).toBe('skill');
  expect(performance.now() - started).toBeLessThan(2_000);
  const explained = async () =>
    calls.explain({ text: 'could you create the weekly summary', domain: '', locale: '', principal: '' });
  await expect.poll(async () => (await explained()).modelVersion, { timeout: 30_000 }).toBeGreaterThan(0);
  const { reply, witnesses } = await explained();
  expect(reply?.outcome).toMatchObject({ $case: 'skill', value: { skillId: 'skill_report' } });
  expect(witnesses.map(({ name }) => name)).toEqual(['grammar', 'phrases', 'classifier']);
}, 60_000);

test('answers several commands at once, in their order, and refuses too many', async () => {
  const { calls } = await connected();
  const requests = ['press Enter', 'how are you', 'click'].map((text) => ({
    text,
    domain: '',
    locale: '',
    principal: '',
  }));
  const { replies } = await calls.interpretBatch({ requests });
  expect(replies.map(({ outcome }) => outcome?.$case)).toEqual(['understood', 'unknown', 'ask']);
  const many = Array.from({ length: 101 }, () => requests[0]!);
  await expect(calls.interpretBatch({ requests: many })).rejects.toEqual(
    expect.objectContaining({ code: 'input.too_large' }),
  );
});

test('trains on request with its progress, and goes back', async () => {
  const skills = new MemorySkills();
  skills.set(someSkills);
  const { calls } = await connected({ skills });
  await expect
    .poll(async () => (await calls.explain({ text: 'x', domain: '', locale: '', principal: '' })).modelVersion, {
      timeout: 30_000,
    })
    .toBe(1);
  const told: number[] = [];
  for await (const { progress } of calls.train({})) told.push(progress);
  expect(told.at(-1)).toBe(1);
  expect(await calls.rollBack({})).toEqual({ version: 1, skills: 3 });
}, 60_000);

// Skills, kept and learned, asked for by the SDK through a real gateway.
import { KarnaClient } from '@karna/client';
import { Skill } from '@karna/proto/gen/skill/v1/skill';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openGateway, type TestGateway } from './channels/testing/gateway.ts';

let gateway: TestGateway;
const clients: KarnaClient[] = [];
beforeEach(async () => {
  gateway = await openGateway();
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await gateway[Symbol.asyncDispose]();
});

async function connected(token = gateway.token): Promise<KarnaClient> {
  const client = await KarnaClient.connect({ url: gateway.url, token });
  clients.push(client);
  return client;
}
const report = Skill.fromPartial({ name: 'Weekly report', phrases: ['make the weekly report'] });

test('keeps, changes and forgets skills, and says who did it', async () => {
  const client = await connected();
  const kept = await client.saveSkill(report);
  expect(kept).toMatchObject({ name: 'Weekly report', version: 1, updatedBy: 'ada' });
  const changed = await client.saveSkill({ ...kept, name: 'Report' });
  expect(await client.skills()).toEqual([changed]);
  await expect(client.saveSkill({ ...kept, name: 'Lost' })).rejects.toMatchObject({ code: 'skill.stale' });
  expect(await client.skill(kept.id)).toEqual(changed);
  expect(await client.skillVersions(kept.id)).toEqual([changed]);
  expect(await client.stepProposals()).toEqual([]);
  await expect(client.acceptProposal('proposal_none')).rejects.toMatchObject({ code: 'skill.no_proposal' });
  await client.removeSkill(kept.id);
  expect(await client.skills()).toEqual([]);
  await expect(client.removeSkill(kept.id)).rejects.toMatchObject({ code: 'skill.not_found' });
});

test('tells how far a training is, to the one who asked for it', async () => {
  const [asking, other] = [await connected(), await connected()];
  const told: [number, string][] = [];
  const outcome = await asking.trainSkills({ onProgress: ({ progress, sentence }) => told.push([progress, sentence]) });
  expect(told).toEqual([
    [0, 'Learning 2 skills'],
    [0.5, 'Learning 2 skills'],
  ]);
  expect(outcome).toMatchObject({ switched: true, model: { version: 1, skills: 2 } });
  await other.trainSkills();
  expect(told).toHaveLength(2);
  expect(await asking.rollBackSkills()).toMatchObject({ model: { version: 1 } });
  await expect(asking.rollBackSkills()).rejects.toMatchObject({ code: 'model.not_found' });
});

test('lets only administrators change what is learned', async () => {
  const observer = await connected(gateway.store.issue('eve', ['observe', 'operate']).token);
  expect(await observer.skills()).toEqual([]);
  for (const refused of [
    () => observer.saveSkill(report),
    () => observer.removeSkill('x'),
    () => observer.trainSkills(),
    () => observer.rollBackSkills(),
    () => observer.restoreSkill('x', 1),
    () => observer.acceptProposal('x'),
    () => observer.dismissProposal('x'),
  ]) {
    await expect(refused()).rejects.toMatchObject({ code: 'auth.forbidden' });
  }
});

test('takes a skill with the pictures of its steps, which no other request may be as large as', async () => {
  const client = await connected();
  const patch = new Uint8Array(1_500_000).fill(7);
  const shown = Skill.fromPartial({ ...report, steps: [{ id: 'a', sentence: 'Click Send', target: { patch } }] });
  const kept = await client.saveSkill(shown);
  const read = await client.skill(kept.id);
  expect(Buffer.compare(Buffer.from(read.steps[0]?.target?.patch ?? []), Buffer.from(patch))).toBe(0);
  await expect(client.run('x'.repeat(100_000))).rejects.toMatchObject({ code: 'input.too_large' });
});

// Who may connect, what they did, and how long that is kept: asked for by the SDK through a real gateway.
import { KarnaClient } from '@karna/client';
import { eventually } from '@karna/common/testing';
import { Rules } from '@karna/proto/gen/policy/v1/policy';
import { HandsReason } from '@karna/proto/gen/screen/v1/screen';
import { facts } from '@karna/proto/subjects';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FakeAgent } from './channels/testing/fake-agent.ts';
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

test('shows who may connect and who is connected, at other gateways too', async () => {
  const admin = await connected();
  const { token, tokenId } = await admin.administration.issue(' eve ', ['observe']);
  await connected(token);
  const elsewhere = { tokenId, principal: 'eve', channel: 'screen', since: new Date() };
  const report = { gatewayInstance: 'gateway_2', clients: [elsewhere] };
  await gateway.bus.publish(facts.clientsReported, { instanceId: 'gateway_2' }, report);
  const found = await admin.administration.access();
  expect(found.tokens).toMatchObject([{ principal: 'ada' }, { principal: 'eve', id: tokenId, issuedBy: 'ada' }]);
  expect(found.clients.map(({ principal, channel }) => `${principal} ${channel}`)).toEqual([
    'ada control',
    'eve control',
    'eve screen',
  ]);
  expect(JSON.stringify(found)).not.toContain(token);
});

test('shuts somebody out with everything they have, and tells the other gateways', async () => {
  const admin = await connected();
  const tokens = [
    await admin.administration.issue('eve', ['observe']),
    await admin.administration.issue('eve', ['operate']),
  ];
  const heard: string[][] = [];
  await gateway.bus.subscribe(facts.tokensRevoked, ({ tokenIds }) => void heard.push([...tokenIds]));
  const eve = await connected(tokens[0]?.token);
  await admin.administration.shutOut('eve');
  await eventually(() => (eve.state === 'offline' ? undefined : `the end of a connection that is ${eve.state}`));
  expect((await admin.administration.access()).tokens).toHaveLength(1);
  expect(heard).toEqual([tokens.map(({ tokenId }) => tokenId)]);
});

test('ends what stands on a token that was revoked at another gateway', async () => {
  const issued = gateway.store.issue('eve', ['observe']);
  const eve = await connected(issued.token);
  const tokenIds = [issued.principal?.tokenId ?? ''];
  await gateway.store.tokens.revoke({ tokenId: tokenIds[0] ?? '', principal: '', revokedBy: '' });
  await gateway.bus.publish(facts.tokensRevoked, { instanceId: 'gateway_2' }, { tokenIds });
  await eventually(() => (eve.state === 'offline' ? undefined : `the end of a connection that is ${eve.state}`));
});

test('keeps things as long as it is told, and desktops in groups', async () => {
  const admin = await connected();
  const terms = { tasksDays: 3, turnsDays: 0, picturesDays: 0, recordsDays: 0 };
  expect(await admin.administration.setRetention(terms)).toMatchObject({ terms, changedBy: 'ada' });
  expect((await admin.administration.retention()).terms).toEqual(terms);
  await admin.groupDesktop('Office', 'Front');
  expect(await admin.desktops()).toMatchObject([{ desktop: { name: 'Office', group: 'Front' } }]);
});

test('keeps the rules of all desktops and of one, by its name', async () => {
  const { administration } = await connected();
  const rules = Rules.create({ windows: { only: [], never: ['*Bank*'] } });
  expect(await administration.setPolicy(rules, { desktop: 'Office' })).toMatchObject({ rules, changedBy: 'ada' });
  expect((await administration.policy({ desktop: 'Office' })).rules).toEqual(rules);
  expect((await administration.policy()).rules).toEqual(Rules.create());
  await expect(administration.policy({ desktop: 'Nowhere' })).rejects.toMatchObject({ code: 'desktop.not_found' });
});

test('refuses whoever may not administer', async () => {
  const { administration, ...eve } = await connected(gateway.store.issue('eve', ['observe', 'operate']).token);
  const terms = { tasksDays: 1, turnsDays: 0, picturesDays: 0, recordsDays: 0 };
  expect(eve).toBeDefined();
  const refused = [
    administration.access(),
    administration.issue('mallory', ['observe']),
    administration.shutOut('ada'),
    administration.setRetention(terms),
    administration.setPolicy(Rules.create()),
    administration.records(),
  ];
  for (const one of refused) await expect(one).rejects.toMatchObject({ code: 'auth.forbidden' });
  expect((await administration.retention()).terms).toBeDefined();
});

test('records who had the hands of a desktop and how that ended, each once', async () => {
  const agent = new FakeAgent();
  const { id } = gateway.store.addDesktop({ name: 'Lab', platform: 'linux', publicKey: agent.publicKey });
  await agent.open({ url: gateway.url });
  await agent.greet(id);
  await agent.welcome();
  const tell = (viewer: string, principal: string, reason: HandsReason) =>
    agent.say({
      $case: 'screen',
      value: { viewers: [], body: { $case: 'hands', value: { viewer, principal, reason } } },
    });
  tell('', '', HandsReason.HANDS_REASON_UNSPECIFIED);
  tell('v1', 'ada', HandsReason.HANDS_REASON_TAKEN);
  tell('v1', 'ada', HandsReason.HANDS_REASON_TAKEN); // a newcomer is told
  tell('v2', 'bob', HandsReason.HANDS_REASON_TAKEN_OVER);
  tell('', '', HandsReason.HANDS_REASON_PERSON);
  tell('v1', 'ada', HandsReason.HANDS_REASON_TAKEN);
  tell('', '', HandsReason.HANDS_REASON_GIVEN_BACK);
  tell('v1', 'ada', HandsReason.HANDS_REASON_TAKEN);
  const said = () =>
    gateway.store.records.map(({ actor, deed, details }) => `${actor} ${deed} ${details.reason ?? ''}`.trim());
  await eventually(() => (said().length === 7 ? undefined : `${7 - said().length} records`));
  agent.channel.socket.terminate();
  await eventually(() => (said().length === 8 ? undefined : 'the last record'));
  expect(said()).toEqual([
    'ada DEED_HANDS_TAKEN',
    'ada DEED_HANDS_LOST taken_over',
    'bob DEED_HANDS_TAKEN',
    'bob DEED_HANDS_LOST person',
    'ada DEED_HANDS_TAKEN',
    'ada DEED_HANDS_RETURNED',
    'ada DEED_HANDS_TAKEN',
    'ada DEED_HANDS_LOST connection',
  ]);
});

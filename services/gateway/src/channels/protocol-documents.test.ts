import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openGateway, type TestGateway } from './testing/gateway.ts';
import { RawControl } from './testing/raw-channel.ts';

let gateway: TestGateway;
let isMessage: (name: string, message: unknown) => true | string;

beforeAll(async () => {
  gateway = await openGateway();
  const file = new URL('../../../../docs/protocol/asyncapi.json', import.meta.url);
  const ajv = new Ajv({ strict: false, validateFormats: false });
  ajv.addSchema(JSON.parse(await readFile(file, 'utf8')), 'asyncapi');
  isMessage = (name, message) =>
    (ajv.validate({ $ref: `asyncapi#/components/schemas/karna.channel.v1.${name}` }, message) as boolean) ||
    ajv.errorsText();
});
afterAll(() => gateway[Symbol.asyncDispose]());

async function connect() {
  const client = await RawControl.open({ url: gateway.url, token: gateway.token, protocol: 'karna.v1.json' });
  const sent: unknown[] = [];
  client.channel.socket.on('message', (text) => sent.push(JSON.parse(text.toString())));
  return { client, sent };
}

describe('the document of the channels', () => {
  test('describes what the gateway sends', async () => {
    const { client, sent } = await connect();
    const run = { text: 'press a', domain: '', desktop: '', dryRun: false, approved: false, skill: '', slots: {} };
    await client.ask({ $case: 'run', value: run });
    await client.ask({ $case: 'listDesktops', value: {} });
    await client.ask({ $case: 'listTasks', value: { desktop: '', states: [], limit: 0, beforeTaskId: '' } });
    await client.ask({ $case: 'getTask', value: { taskId: 'nobody' } });
    expect(sent.length).toBeGreaterThanOrEqual(4);
    for (const message of sent) expect(isMessage('ControlMessage', message)).toBe(true);
    client.channel.socket.terminate();
  });

  test.each([
    ['a field that no message has', { id: '1', steer: { taskId: 't', verb: 'TASK_VERB_PAUSE', speed: 3 } }],
    ['two requests in one', { id: '1', listDesktops: {}, halt: { desktop: '' } }],
    ['a number for a name', { id: '1', halt: { desktop: 3 } }],
  ])('refuses, as the gateway does, %s', async (_, message) => {
    expect(isMessage('ControlRequest', message)).toMatch(/data/);
    const { client } = await connect();
    client.channel.sendRaw(JSON.stringify(message));
    expect(await client.closing()).toBe('input.invalid');
  });
});

import { KarnaClient } from '@karna/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStandalone, type World } from './world/index.ts';

// Bad input: a clear error with a stable code, and Karna goes on as before.
describe('Karna, asked badly,', () => {
  let world: World;
  let client: KarnaClient;
  beforeAll(async () => {
    world = await openStandalone();
    client = await world.connect();
  });
  afterAll(() => world?.close());

  const open = (protocol: string, path = '/v1/control', token = world.token) => {
    const bearer = `karna.token.${Buffer.from(token).toString('base64url')}`;
    return new WebSocket(`${world.url.replace('http', 'ws')}${path}`, [protocol, bearer]);
  };
  const closed = (socket: WebSocket) =>
    new Promise<{ code: number; last: unknown }>((resolve) => {
      let last: unknown;
      socket.addEventListener('message', ({ data }) => {
        last = data;
      });
      socket.addEventListener('close', ({ code }) => resolve({ code, last }));
    });
  const opened = (socket: WebSocket) =>
    new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));

  test.each([
    ['empty text', '', 'command.empty'],
    ['only blanks', '   \n', 'command.empty'],
    ['text that is too long', 'x'.repeat(5_000), 'input.too_large'],
  ])('answers %s with %s', async (_, text, code) => {
    await expect(client.run(text)).rejects.toMatchObject({ code });
  });

  test('does not take 1 MB of text, and keeps serving', async () => {
    await expect(client.run('x'.repeat(1_000_000))).rejects.toMatchObject({ code: 'input.too_large' });
    expect((await client.desktops()).length).toBe(1);
  });

  test('names the desktops there are when one is unknown', async () => {
    await expect(client.run('press Escape', { desktop: 'atlantis' })).rejects.toMatchObject({
      code: 'desktop.not_found',
    });
  });

  test('refuses a wrong token', async () => {
    await expect(KarnaClient.connect({ url: world.url, token: 'karna_wrong' })).rejects.toMatchObject({
      code: 'auth.invalid',
    });
  });

  test('survives bytes that are not a message', async () => {
    const socket = open('karna.v1.proto');
    await opened(socket);
    const end = closed(socket);
    socket.send(new Uint8Array([255, 255, 255, 255, 255, 255]));
    expect((await end).code).toBeGreaterThanOrEqual(1002);
    expect((await client.desktops()).length).toBe(1);
  });

  test('survives text that is not UTF-8 inside a message', async () => {
    const socket = open('karna.v1.proto');
    await opened(socket);
    const answered = new Promise<void>((resolve) => {
      socket.addEventListener('close', () => resolve());
      let messages = 0;
      socket.addEventListener('message', () => {
        messages += 1;
        if (messages > 1) resolve();
      });
    });
    // id "a", run { text: <two bytes that are no UTF-8> }
    socket.send(new Uint8Array([0x0a, 1, 0x61, 0x1a, 4, 0x0a, 2, 0xff, 0xfe]));
    await answered;
    socket.close();
    expect((await client.tasks()).filter(({ command }) => command.includes('\ufffd'))).toEqual([]);
  });

  test('speaks JSON to those who prefer it', async () => {
    const socket = open('karna.v1.json');
    const reply = new Promise<Record<string, unknown>>((resolve) => {
      socket.addEventListener('message', ({ data }) => {
        const message = JSON.parse(String(data));
        if (message.reply) resolve(message.reply);
      });
    });
    await opened(socket);
    socket.send(JSON.stringify({ id: 'one', run: { text: '' } }));
    expect(await reply).toMatchObject({ id: 'one', fault: { code: 'command.empty' } });
    socket.close();
  });

  test('has no other channels', async () => {
    const { code } = await closed(open('karna.v1.proto', '/v1/everything'));
    expect(code).toBe(1006);
  });
});

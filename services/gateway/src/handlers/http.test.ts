import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openGateway, type TestGateway } from '../channels/testing/gateway.ts';

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await openGateway({ ALLOWED_ORIGINS: 'https://console.example' });
});
afterEach(async () => {
  await gateway[Symbol.asyncDispose]();
});

const get = (path: string, init: RequestInit = {}) => fetch(gateway.url + path, init);
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const trade = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  get('/v1/session', { method: 'POST', body, headers });
const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;

describe('POST /v1/session', () => {
  test('trades a one-time token for one that lasts, once', async () => {
    const { token: oneTime } = gateway.store.issue('ada', ['observe'], true);
    const response = await trade(JSON.stringify({ token: oneTime }));
    const { token, ...rest } = (await response.json()) as { token: string };
    expect(rest).toEqual({ principal: 'ada', scopes: ['observe'] });
    expect(await (await get('/v1/session', { headers: bearer(token) })).json()).toEqual(rest);
    const again = await trade(JSON.stringify({ token: oneTime }));
    expect([again.status, await codeOf(again)]).toEqual([401, 'auth.invalid']);
  });

  test('does not take a one-time token for a token', async () => {
    const { token } = gateway.store.issue('ada', ['observe'], true);
    expect((await get('/v1/session', { headers: bearer(token) })).status).toBe(401);
  });

  test.each([
    ['not JSON', '{"token"', 400, 'input.invalid'],
    ['without a token', '{}', 400, 'input.invalid'],
    ['with more than a token', '{"token":"a","admin":true}', 400, 'input.invalid'],
    ['too large', `{"token":"${'x'.repeat(5_000)}"}`, 413, 'input.too_large'],
  ])('refuses a body that is %s', async (_, body, status, code) => {
    const response = await trade(body);
    expect([response.status, await codeOf(response)]).toEqual([status, code]);
  });

  test('refuses a body that does not say it is JSON, as a form on a foreign page would send', async () => {
    expect((await trade('{"token":"a"}', { 'content-type': 'text/plain' })).status).toBe(400);
  });

  test('refuses a page from elsewhere', async () => {
    const headers = { 'content-type': 'application/json', origin: 'https://evil.example' };
    expect((await trade('{"token":"a"}', headers)).status).toBe(403);
  });

  test('limits tries by address', async () => {
    const statuses = [];
    for (let n = 0; n < 12; n += 1) statuses.push((await trade(`{"token":"wrong${n}"}`)).status);
    expect(statuses[0]).toBe(401);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe('GET /v1/blobs', () => {
  test('gives a picture to those who may observe, for keeps', async () => {
    const sha256 = gateway.store.addBlob(new Uint8Array([1, 2, 3]), 'image/png');
    const response = await get(`/v1/blobs/${sha256}`, { headers: bearer(gateway.token) });
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]));
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'cache-control': expect.stringContaining('immutable'),
      'x-content-type-options': 'nosniff',
    });
    const headers = { ...bearer(gateway.token), 'if-none-match': response.headers.get('etag') ?? '' };
    expect((await get(`/v1/blobs/${sha256}`, { headers })).status).toBe(304);
  });

  test('shows nothing that could run', async () => {
    const sha256 = gateway.store.addBlob(new TextEncoder().encode('<script>'), 'text/html');
    const response = await get(`/v1/blobs/${sha256}`, { headers: bearer(gateway.token) });
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
  });

  test.each([
    ['without a token', 'a'.repeat(64), undefined, 401, 'auth.missing'],
    ['with a wrong token', 'a'.repeat(64), 'wrong', 401, 'auth.invalid'],
    ['with a scope that does not look', 'a'.repeat(64), 'operate', 403, 'auth.forbidden'],
    ['that there is not', 'a'.repeat(64), 'observe', 404, 'blob.not_found'],
    ['by what is no hash', '..%2f..%2fetc', 'observe', 400, 'input.invalid'],
  ])('refuses one %s', async (_, sha256, who, status, code) => {
    const token = who === 'operate' || who === 'observe' ? gateway.store.issue('eve', [who]).token : who;
    const response = await get(`/v1/blobs/${sha256}`, token ? { headers: bearer(token) } : {});
    expect([response.status, await codeOf(response)]).toEqual([status, code]);
  });
});

describe('the rest of the port', () => {
  test('says what this is to somebody with a browser', async () => {
    const response = await get('/');
    expect(await response.text()).toContain('This is a Karna gateway');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test('says its version and that it lives', async () => {
    expect(await (await get('/v1/version')).json()).toMatchObject({
      name: 'karna',
      protocols: ['karna.v1.proto', 'karna.v1.json'],
    });
    expect(await (await get('/healthz')).json()).toEqual({ status: 'ok' });
    expect(await (await get('/healthz', { method: 'HEAD' })).text()).toBe('');
    expect((await get('/healthz')).headers.get('connection')).toBe('keep-alive');
  });

  test.each([
    ['an unknown address', '/v1/nothing', 'GET', 404, 'protocol.unsupported'],
    ['a channel without an upgrade', '/v1/control', 'GET', 404, 'protocol.unsupported'],
    ['metrics, which are not public', '/metrics', 'GET', 404, 'protocol.unsupported'],
    ['a method that an address does not take', '/v1/version', 'DELETE', 405, 'protocol.unsupported'],
    ['a token in the address', '/v1/version?token=abc', 'GET', 400, 'input.invalid'],
  ])('refuses %s', async (_, path, method, status, code) => {
    const response = await get(path, { method });
    expect([response.status, await codeOf(response)]).toEqual([status, code]);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('lets pages of allowed origins in, and only those', async () => {
    const allowed = await get('/v1/version', { headers: { origin: 'https://console.example' } });
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://console.example');
    const other = await get('/v1/version', { headers: { origin: 'https://evil.example' } });
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
    const preflight = await get('/v1/session', { method: 'OPTIONS', headers: { origin: 'https://console.example' } });
    expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([
      204,
      'authorization, content-type',
    ]);
  });

  test('drops a request whose head does not come to an end', async () => {
    await gateway[Symbol.asyncDispose]();
    gateway = await openGateway({ HANDSHAKE_MS: '200' });
    const socket = connect(gateway.port, '127.0.0.1').on('error', () => {});
    socket.write('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    await new Promise((resolve) => socket.on('close', resolve).resume());
  });

  test('refuses heads that are too large', async () => {
    const status = await new Promise((resolve, reject) => {
      request(gateway.url, { headers: { 'x-big': 'x'.repeat(20_000) } }, (response) =>
        resolve(response.resume().statusCode),
      )
        .on('error', reject)
        .end();
    });
    expect(status).toBe(431);
  });
});

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openGateway, type TestGateway } from '../channels/testing/gateway.ts';

let folder: string;
let gateway: TestGateway;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'karna-console-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<title>Karna</title>');
  await writeFile(join(folder, 'assets/index-1.js'), 'plain');
  await writeFile(join(folder, 'assets/index-1.js.gz'), gzipSync('plain'));
  await writeFile(join(folder, 'secret.txt'), 'not of the console');
  gateway = await openGateway({ CONSOLE_DIR: folder });
});
afterEach(async () => {
  await gateway[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

test('the page comes under a policy that runs and loads nothing foreign, and is asked for again each time', async () => {
  const response = await fetch(`${gateway.url}/`);
  expect(await response.text()).toBe('<title>Karna</title>');
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(response.headers.get('cache-control')).toBe('no-cache');
  const policy = response.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toContain('unsafe');
  const again = await fetch(`${gateway.url}/`, { headers: { 'if-none-match': response.headers.get('etag') ?? '' } });
  expect(again.status).toBe(304);
});

/** As it is on the wire, not unpacked. */
const raw = (path: string, encodings: string) =>
  new Promise<{ encoding: string | undefined; cache: string | undefined; body: Buffer; status: number | undefined }>(
    (done) => {
      request(gateway.url + path, { headers: { 'accept-encoding': encodings } }, async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk);
        const { 'content-encoding': encoding, 'cache-control': cache } = response.headers;
        done({ encoding, cache, body: Buffer.concat(chunks), status: response.statusCode });
      }).end();
    },
  );

test('an asset is kept for good, and packed for those who take that', async () => {
  const packed = await raw('/assets/index-1.js', 'gzip, br');
  expect(packed).toMatchObject({ encoding: 'gzip', cache: 'public, max-age=31536000, immutable' });
  expect(packed.body).toEqual(gzipSync('plain'));
  const plain = await raw('/assets/index-1.js', 'gzip;q=0');
  expect(plain).toMatchObject({ encoding: undefined, body: Buffer.from('plain') });
});

test.each(['/assets/none.js', '/secret.txt', '/assets/..%2fsecret.txt', '/assets/index-1.js.gz'])(
  'there is nothing at %s',
  async (path) => {
    expect((await raw(path, '')).status).toBe(404);
  },
);

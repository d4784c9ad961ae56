import { createPublicKey, verify } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Identity } from './identity.ts';

let dir: string;
const file = () => join(dir, 'data', 'identity.json');
const open = () => Identity.open(join(dir, 'data'));

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'karna-identity-'));
});
afterEach(() => rm(dir, { recursive: true }));

test('makes a key pair once and keeps it for itself', async () => {
  const first = await open();
  const second = await open();
  expect(first.publicKey).toHaveLength(32);
  expect(second.publicKey).toEqual(first.publicKey);
  expect((await stat(file())).mode & 0o777).toBe(0o600);
});

test('remembers as what it was enrolled', async () => {
  const identity = await open();
  expect(identity.desktopId).toBeUndefined();
  await identity.enrolledAs('desktop_1');
  expect((await open()).desktopId).toBe('desktop_1');
});

test('signs the purpose and the nonce', async () => {
  const identity = await open();
  const nonce = new Uint8Array(32).fill(7);
  const x = Buffer.from(identity.publicKey).toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  const signature = identity.prove(nonce);
  expect(signature).toHaveLength(64);
  expect(verify(null, Buffer.concat([Buffer.from('karna-agent-v1'), nonce]), key, signature)).toBe(true);
  expect(verify(null, nonce, key, signature)).toBe(false);
});

test('starts afresh with another key, and keeps the old one until that is enrolled', async () => {
  const old = await open();
  await old.enrolledAs('desktop_1');
  const fresh = old.startAfresh();
  expect(fresh.desktopId).toBeUndefined();
  expect((await open()).publicKey).toEqual(old.publicKey);
  await fresh.enrolledAs('desktop_2');
  expect((await open()).publicKey).toEqual(fresh.publicKey);
  expect(fresh.publicKey).not.toEqual(old.publicKey);
});

test.each([
  ['cut short', '{"version": 1, "ke'],
  ['empty', ''],
  ['of another shape', '{"version": 2}'],
])('refuses a file that is %s instead of replacing it', async (_, content) => {
  await open();
  await writeFile(file(), content);
  await expect(open()).rejects.toThrow('identity.json is damaged');
  expect(await readFile(file(), 'utf8')).toBe(content);
});

test('refuses a file that others can read', async () => {
  await open();
  await chmod(file(), 0o644);
  await expect(open()).rejects.toThrow('can be read by others');
});

import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { expect, test } from 'vitest';
import { isProof } from './agent-proof.ts';

function makeAgent() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  return { publicKey: raw, prove: (bytes: Uint8Array) => sign(null, bytes, privateKey) };
}
const signed = (nonce: Uint8Array) => Buffer.concat([Buffer.from('karna-agent-v1'), nonce]);

test('takes the signature of the key over our nonce', () => {
  const agent = makeAgent();
  const nonce = randomBytes(32);
  expect(isProof(agent.publicKey, nonce, agent.prove(signed(nonce)))).toBe(true);
});

test.each([
  ['another key', (nonce: Uint8Array) => makeAgent().prove(signed(nonce))],
  ['an empty signature', () => new Uint8Array()],
  ['a signature of zeros', () => new Uint8Array(64)],
])('refuses %s', (_, prove) => {
  const nonce = randomBytes(32);
  expect(isProof(makeAgent().publicKey, nonce, prove(nonce))).toBe(false);
});

test('refuses the right key over another nonce, or without the prefix', () => {
  const agent = makeAgent();
  const nonce = randomBytes(32);
  expect(isProof(agent.publicKey, nonce, agent.prove(signed(randomBytes(32))))).toBe(false);
  expect(isProof(agent.publicKey, nonce, agent.prove(nonce))).toBe(false);
});

test('refuses a key of the wrong length instead of failing', () => {
  expect(isProof(new Uint8Array(31), randomBytes(32), new Uint8Array(64))).toBe(false);
});

import { createPublicKey, verify } from 'node:crypto';

/** Ed25519 sizes (bytes), RFC 8032. */
export const publicKeyBytes = 32;
const signatureBytes = 64;

/** What an agent signs: a fixed prefix, so that its key can never be made to sign something else, and our random bytes. */
const prefix = Buffer.from('karna-agent-v1');

/** Whether whoever signed our nonce holds the private key that belongs to this public one. */
export function isProof(publicKey: Uint8Array, nonce: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.byteLength !== publicKeyBytes || signature.byteLength !== signatureBytes) return false;
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url') };
  return verify(null, Buffer.concat([prefix, nonce]), createPublicKey({ key: jwk, format: 'jwk' }), signature);
}

import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { Cache } from '@karna/common/cache';
import type { Secret } from '@karna/common/config';
import { ExplainReply } from '@karna/proto/gen/language/v1/language';
import type { Understanding } from '../domain/skills/understand.ts';
import type { Answers } from '../ports.ts';

const cipher = 'aes-256-gcm';
const [ivBytes, tagBytes] = [12, 16];

/**
 * Interpretations in a cache. What was said names them only through a keyed hash, and opens them: whoever reads the cache has neither the
 * words nor what they meant.
 */
export class SealedAnswers implements Answers {
  readonly #cache: Cache;
  readonly #secret: Secret;
  readonly #ttlMs: number;

  constructor(cache: Cache, secret: Secret, ttlMs: number) {
    this.#cache = cache;
    this.#secret = secret;
    this.#ttlMs = ttlMs;
  }

  async get(asked: string): Promise<Understanding | undefined> {
    const { name, key } = this.#placeOf(asked);
    const sealed = await this.#cache.get(name);
    return sealed === undefined ? undefined : opened(sealed, key);
  }

  async set(asked: string, { outcome, witnesses }: Understanding): Promise<void> {
    const { name, key } = this.#placeOf(asked);
    const reply = ExplainReply.fromPartial({ reply: { outcome }, witnesses: [...witnesses] });
    const iv = randomBytes(ivBytes);
    const sealing = createCipheriv(cipher, key, iv);
    const body = Buffer.concat([sealing.update(ExplainReply.encode(reply).finish()), sealing.final()]);
    await this.#cache.set(name, Buffer.concat([iv, sealing.getAuthTag(), body]).toString('base64'), this.#ttlMs);
  }

  #placeOf(asked: string): { name: string; key: Buffer } {
    const digest = createHmac('sha512', this.#secret.reveal()).update(asked).digest();
    return { name: `karna:said:${digest.subarray(0, 32).toString('base64url')}`, key: digest.subarray(32) };
  }
}

/** Undefined for what was damaged, or is of another Karna. */
function opened(sealed: string, key: Buffer): Understanding | undefined {
  try {
    const bytes = Buffer.from(sealed, 'base64');
    const opening = createDecipheriv(cipher, key, bytes.subarray(0, ivBytes));
    opening.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
    const body = Buffer.concat([opening.update(bytes.subarray(ivBytes + tagBytes)), opening.final()]);
    const { reply, witnesses } = ExplainReply.decode(body);
    return reply?.outcome && { outcome: reply.outcome, witnesses };
  } catch {
    return undefined; // as good as not there
  }
}

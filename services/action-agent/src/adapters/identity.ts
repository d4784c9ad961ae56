import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { chmod, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** What the signature covers before the gateway's nonce, so that it is good for nothing else. */
const purpose = Buffer.from('karna-agent-v1');

const stored = z.strictObject({
  version: z.literal(1),
  /** Given at enrolment. */
  desktopId: z.string().min(1).optional(),
  /** Ed25519, as a JWK (RFC 8037). */
  key: z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string(), d: z.string() }),
});
type Stored = z.infer<typeof stored>;

/** Who this agent is: an Ed25519 key pair that never leaves `identity.json`, and the desktop it was enrolled as. */
export class Identity {
  readonly #path: string;
  readonly #privateKey: KeyObject;
  #stored: Stored;

  constructor(path: string, content: Stored) {
    this.#path = path;
    this.#stored = content;
    this.#privateKey = createPrivateKey({ key: content.key, format: 'jwk' });
  }

  /** Opens the identity kept in `dir`, or makes one. A file that others can read, or that is damaged, is an error. */
  static async open(dir: string): Promise<Identity> {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const path = join(dir, 'identity.json');
    const text = await readFile(path, 'utf8').catch(nothingIfMissing);
    if (text !== undefined) return new Identity(path, await checked(path, text));
    const made = new Identity(path, { version: 1, key: freshKey() });
    await made.#save();
    return made;
  }

  get desktopId(): string | undefined {
    return this.#stored.desktopId;
  }

  /** Raw, 32 bytes. */
  get publicKey(): Uint8Array {
    return Buffer.from(this.#stored.key.x, 'base64url');
  }

  /** 64 bytes. */
  prove(nonce: Uint8Array): Uint8Array {
    return sign(null, Buffer.concat([purpose, nonce]), this.#privateKey);
  }

  async enrolledAs(desktopId: string): Promise<void> {
    this.#stored = { ...this.#stored, desktopId };
    await this.#save();
  }

  /** A new key pair in the same place. The old one stays on disk until this one has been enrolled. */
  startAfresh(): Identity {
    return new Identity(this.#path, { version: 1, key: freshKey() });
  }

  // Written beside and renamed, so that a crash leaves the old file or the new one.
  async #save(): Promise<void> {
    const beside = `${this.#path}.new`;
    await writeFile(beside, `${JSON.stringify(this.#stored, null, 2)}\n`, { mode: 0o600 });
    await chmod(beside, 0o600); // left over from a crash it may have another mode
    await rename(beside, this.#path);
  }
}

async function checked(path: string, text: string): Promise<Stored> {
  const { mode } = await stat(path);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new Error(`${path} can be read by others: run \`chmod 600\` on it, or delete it and enrol again`);
  }
  const content = stored.safeParse(asJson(text));
  if (!content.success) throw new Error(`${path} is damaged: restore it, or delete it and enrol again`);
  return content.data;
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the schema refuses it by name
  }
}

function freshKey(): Stored['key'] {
  const { privateKey } = generateKeyPairSync('ed25519');
  return stored.shape.key.parse(privateKey.export({ format: 'jwk' }));
}

function nothingIfMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
  return undefined;
}

import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { DomainError } from '@karna/common/errors';
import { invalid } from '@karna/sight/pack';

export interface Expected {
  /** For messages. */
  readonly name: string;
  /** More is not read. */
  readonly maxBytes: number;
  /** Told of every piece. */
  readonly onBytes: (count: number) => void;
}

/** All of a stream that must be small. */
export async function readAll(stream: Readable, expected: Expected): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  await readEach(stream, expected, async (part) => void parts.push(part));
  return Buffer.concat(parts);
}

/** Writes a stream to a new file and down to the disk; answers its size and hash. */
export async function writeNew(
  path: string,
  stream: Readable,
  expected: Expected,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await open(path, 'wx', 0o644);
  try {
    await readEach(stream, expected, async (part) => {
      hash.update(part);
      bytes += part.length;
      await file.writeFile(part);
    });
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Replaces a file whole or not at all, also when the power goes. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const fresh = `${path}.${process.pid}.${crypto.randomUUID().slice(0, 8)}`;
  try {
    const file = await open(fresh, 'wx', 0o644);
    await file.writeFile(text);
    await file.sync();
    await file.close();
    await rename(fresh, path);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** A rename lasts once its folder is on the disk; not every file system can be asked. */
export async function syncFolder(folder: string): Promise<void> {
  const opened = await open(folder, 'r').catch(() => undefined);
  await opened?.sync().catch(() => {});
  await opened?.close();
}

async function readEach(
  stream: Readable,
  { name, maxBytes, onBytes }: Expected,
  take: (part: Buffer) => Promise<void>,
): Promise<void> {
  let read = 0;
  try {
    for await (const part of stream as AsyncIterable<Buffer>) {
      read += part.length;
      if (read > maxBytes) throw invalid(`${name} has more than ${maxBytes} bytes`);
      onBytes(part.length);
      await take(part);
    }
  } catch (error) {
    if (!isCutOff(error)) throw error;
    throw new DomainError('service.unavailable', `${name} was cut off on its way`, { cause: error });
  }
}

/** The other side went away in the middle. */
const isCutOff = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  ['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'EPIPE'].includes(String(error.code));

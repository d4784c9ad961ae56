import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '@karna/common/errors';
import { Act } from '@karna/proto/gen/recording/v1/recording';
import type { ActPicture, Spool } from '../../ports.ts';

/** Pictures of all waiting acts together (bytes): some hundred screens. Acts alone are small and always kept. */
const maxPictureBytes = 512 * 1024 * 1024;
const privateFolder = 0o700;
const privateFile = 0o600;

/** A folder per recording; `00000007.act` and, once each, the pictures that waiting acts show. */
export class FolderSpool implements Spool {
  readonly #folder: string;
  readonly #maxBytes: number;

  constructor(folder: string, maxBytes = maxPictureBytes) {
    this.#folder = folder;
    this.#maxBytes = maxBytes;
  }

  async recordings(): Promise<string[]> {
    const names = await listed(this.#folder);
    const held = await Promise.all(names.map(async (name) => (await this.#numbers(name)).length > 0));
    return names.filter((_, index) => held[index]).sort();
  }

  async add(recordingId: string, act: Act, pictures: readonly ActPicture[]): Promise<void> {
    const folder = this.#of(recordingId);
    await mkdir(folder, { recursive: true, mode: privateFolder });
    let room = this.#maxBytes - (await this.#bytes());
    for (const { sha256, data } of pictures) {
      room -= data.byteLength;
      if (room >= 0) await writeWhole(join(folder, pictureName(sha256)), data);
    }
    await writeWhole(join(folder, actName(act.number)), Act.encode(act).finish()); // last: it vouches for its pictures
  }

  async waiting(recordingId: string): Promise<Act[]> {
    const numbers = await this.#numbers(recordingId);
    const acts = numbers.map((number) => readFile(join(this.#of(recordingId), actName(number))));
    return (await Promise.all(acts)).map((bytes) => Act.decode(bytes));
  }

  picture(recordingId: string, sha256: string): Promise<Uint8Array | undefined> {
    return readFile(join(this.#of(recordingId), pictureName(sha256))).catch(unlessMissing);
  }

  async drop(recordingId: string, upTo: number): Promise<void> {
    const folder = this.#of(recordingId);
    const numbers = (await this.#numbers(recordingId)).filter((number) => number <= upTo);
    for (const number of numbers) await rm(join(folder, actName(number)), { force: true });
    const left = await this.waiting(recordingId);
    const shown = new Set(left.flatMap(({ before, after }) => [pictureName(before), pictureName(after)]));
    const pictures = (await listed(folder)).filter((name) => name.endsWith('.png') && !shown.has(name));
    for (const name of pictures) await rm(join(folder, name), { force: true });
    if (left.length === 0) await this.forget(recordingId);
  }

  async forget(recordingId: string): Promise<void> {
    await rm(this.#of(recordingId), { recursive: true, force: true });
  }

  #of(recordingId: string): string {
    if (!/^[\w-]+$/.test(recordingId)) throw new DomainError('input.invalid', 'that is no id of a recording');
    return join(this.#folder, recordingId);
  }

  async #numbers(recordingId: string): Promise<number[]> {
    const names = await listed(this.#of(recordingId));
    return names
      .filter((name) => /^\d+\.act$/.test(name))
      .map((name) => Number.parseInt(name, 10))
      .sort((a, b) => a - b);
  }

  async #bytes(): Promise<number> {
    const folders = await listed(this.#folder);
    const files = await Promise.all(
      folders.map(async (name) =>
        (await listed(join(this.#folder, name))).map((file) => join(this.#folder, name, file)),
      ),
    );
    const sizes = await Promise.all(
      files.flat().map(async (file) => (await stat(file).catch(unlessMissing))?.size ?? 0),
    );
    return sizes.reduce((sum, size) => sum + size, 0);
  }
}

const actName = (number: number): string => `${String(number).padStart(8, '0')}.act`;
const pictureName = (sha256: string): string => `${sha256}.png`;

/** Half a file is none: an agent may be killed while it writes. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await writeFile(`${path}.part`, bytes, { mode: privateFile });
  await rename(`${path}.part`, path);
}

const listed = (folder: string): Promise<string[]> =>
  readdir(folder)
    .catch(unlessMissing)
    .then((names) => names ?? []);

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
  return undefined;
}

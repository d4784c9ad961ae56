import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { invalid, largest, manifestName, type PackManifest, parseManifest, sha256Of } from '@karna/sight/pack';
import type { Pack } from '../../ports.ts';
import { readAll, writeNew } from './keep-file.ts';
import { idOf, originName } from './pack-folder.ts';
import type { PackSource } from './pack-source.ts';

export type Progress = (received: number, total: number) => void;

export interface FetchOptions {
  /** That the manifest must have; empty: any. */
  readonly sha256: string;
  readonly maxPackBytes: number;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** The same pack, when it is here already; rejects when another one of that name is. */
  readonly known: (id: string, sha256: string) => Promise<Pack | undefined>;
}

/** Fetches a pack's files into a new folder, each bounded by what the manifest says and checked against it. Errors: `model.invalid`. */
export async function fetchPack(
  source: PackSource,
  folder: string,
  options: FetchOptions,
): Promise<{ readonly id: string; readonly known?: Pack }> {
  const { signal, progress } = options;
  const text = await readAll(await source.open(manifestName, signal), {
    name: 'the manifest',
    maxBytes: largest.manifestBytes,
    onBytes: (count) => progress(count, 0),
  });
  const sha256 = sha256Of(text);
  if (options.sha256 !== '' && options.sha256.toLowerCase() !== sha256) {
    throw invalid('the manifest is not the one that was asked for: its SHA-256 is another');
  }
  const manifest = parseManifest(new TextDecoder().decode(text));
  const known = await options.known(idOf(manifest), sha256);
  if (known) return { id: known.id, known };
  await fetchFiles(manifest, source, folder, text.length, options);
  await writeFile(join(folder, manifestName), text);
  await writeFile(join(folder, originName), `${JSON.stringify({ source: source.name })}\n`);
  return { id: idOf(manifest) };
}

async function fetchFiles(
  { models }: PackManifest,
  source: PackSource,
  folder: string,
  begun: number,
  { maxPackBytes, progress, signal }: FetchOptions,
): Promise<void> {
  const files = Object.values(models);
  const total = files.reduce((sum, { bytes }) => sum + bytes, begun);
  if (total > maxPackBytes) throw invalid(`the pack has ${total} bytes; ${maxPackBytes} are allowed`);
  let received = begun;
  const onBytes = (count: number) => {
    received += count;
    progress(received, total);
  };
  for (const { file, bytes, sha256 } of files) {
    const stream = await source.open(file, signal);
    const got = await writeNew(join(folder, file), stream, { name: file, maxBytes: bytes, onBytes });
    if (got.bytes !== bytes) throw invalid(`${file} has ${got.bytes} bytes; the manifest says ${bytes}`);
    if (got.sha256 !== sha256) throw invalid(`${file} is not the file that the manifest speaks of`);
  }
}

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** What this service needs of `manifest.json`; the rest of it is for people. */
const manifestSchema = z.object({
  models: z.array(
    z.object({
      name: z.string(),
      file: z.string().regex(/^[\w-]+\.onnx$/),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      classes: z.array(z.string()).optional(),
      alphabet: z.string().optional(),
    }),
  ),
});

export interface ModelFile {
  readonly bytes: Uint8Array;
  readonly classes: readonly string[];
  readonly alphabet: string;
}

export interface ModelFiles {
  readonly elements: ModelFile;
  readonly lines: ModelFile;
  readonly reader: ModelFile;
}

/** Reads the three networks and makes sure that they are the ones the manifest speaks of: a cut-off file is not run. */
export async function readModels(folder: string): Promise<ModelFiles> {
  const manifest = manifestSchema.parse(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')));
  const load = async (name: string): Promise<ModelFile> => {
    const entry = manifest.models.find((model) => model.name === name);
    if (!entry) throw new Error(`the model manifest has no entry "${name}"`);
    const bytes = await readFile(join(folder, entry.file));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (sha256 !== entry.sha256) throw new Error(`the model file ${entry.file} is not the one the manifest describes`);
    return { bytes, classes: entry.classes ?? [], alphabet: entry.alphabet ?? '' };
  };
  const [elements, lines, reader] = await Promise.all([load('elements'), load('lines'), load('reader')]);
  return { elements, lines, reader };
}

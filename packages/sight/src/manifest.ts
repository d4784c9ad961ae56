import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** What reading needs of `manifest.json`; the rest of it is for others. */
const manifestSchema = z.object({
  models: z.array(
    z.object({
      name: z.string(),
      file: z.string().regex(/^[\w.-]+\.onnx$/),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      classes: z.array(z.string()).optional(),
      groups: z.array(z.number().int().min(0)).optional(),
      alphabet: z.string().optional(),
    }),
  ),
});

type Entry = z.output<typeof manifestSchema>['models'][number];

export interface SightFiles {
  /** The network that finds lines, whatever else it finds. */
  readonly finder: { readonly bytes: Uint8Array; readonly lineClasses: readonly number[]; readonly lineGroup: number };
  readonly reader: { readonly bytes: Uint8Array; readonly alphabet: string };
}

/** Both networks, proved to be the ones that the manifest speaks of: a cut-off file is not run. */
export async function readFiles(folder: string): Promise<SightFiles> {
  const { models } = manifestSchema.parse(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')));
  const named = (name: string) => models.find((model) => model.name === name);
  const finder = named('screen') ?? named('lines');
  const reader = named('reader');
  if (!finder || !reader?.alphabet)
    throw new Error('the model manifest names no network that finds lines and no reader');
  const [finderBytes, readerBytes] = await Promise.all([finder, reader].map((entry) => load(folder, entry)));
  if (!finderBytes || !readerBytes) throw new Error('a model file could not be read');
  return {
    finder: { bytes: finderBytes, ...lineOutputs(finder) },
    reader: { bytes: readerBytes, alphabet: reader.alphabet },
  };
}

async function load(folder: string, { file, sha256 }: Entry): Promise<Uint8Array> {
  const bytes = await readFile(join(folder, file));
  const actual = createHash('sha256').update(bytes).digest('hex');
  if (actual !== sha256) throw new Error(`the model file ${file} is not the one the manifest describes`);
  return bytes;
}

/** Which of a network's outputs speak of lines: all of them for `lines`; text and headings for the joint `screen`. */
function lineOutputs({ name, classes = [], groups = [] }: Entry): { lineClasses: number[]; lineGroup: number } {
  if (name === 'lines') return { lineClasses: [0], lineGroup: 0 };
  const lineClasses = ['text', 'heading'].map((wanted) => classes.indexOf(wanted)).filter((index) => index >= 0);
  if (lineClasses.length === 0) throw new Error('the screen network of the manifest has no class for text');
  return { lineClasses, lineGroup: groups[lineClasses[0] ?? 0] ?? 0 };
}

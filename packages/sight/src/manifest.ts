import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const entry = z.object({
  file: z.string().regex(/^[\w-]{1,64}\.onnx$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  classes: z.array(z.string()).default([]),
  groups: z.array(z.number().int().min(0)).default([]),
  alphabet: z.string().default(''),
});

/** What reading needs of `manifest.json`, in both formats of it; the rest is for others. */
const manifestSchema = z.discriminatedUnion('format', [
  z.object({ format: z.literal(1), models: z.array(entry.extend({ name: z.string() })) }),
  z.object({ format: z.literal(2), models: z.object({ screen: entry, reader: entry }) }),
]);

type Entry = z.output<typeof entry>;

export interface SightFiles {
  /** The network that finds lines, whatever else it finds. */
  readonly finder: { readonly bytes: Uint8Array; readonly lineClasses: readonly number[]; readonly lineGroup: number };
  /** Class 1 of the reader is the first character. */
  readonly reader: { readonly bytes: Uint8Array; readonly alphabet: readonly string[] };
}

/** Both networks, proved to be the ones that the manifest speaks of: a cut-off file is not run. */
export async function readFiles(folder: string): Promise<SightFiles> {
  const manifest = manifestSchema.parse(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')));
  const named = (name: string) =>
    manifest.format === 1 ? manifest.models.find((model) => model.name === name) : undefined;
  const { screen, reader } =
    manifest.format === 2 ? manifest.models : { screen: named('screen'), reader: named('reader') };
  const lines = screen ? undefined : named('lines');
  const finder = screen ?? lines;
  if (!finder || !reader?.alphabet) {
    throw new Error('the model manifest names no network that finds lines, or no reader');
  }
  const outputs = screen ? lineOutputs(screen) : { lineClasses: [0], lineGroup: 0 };
  return {
    finder: { bytes: await load(folder, finder), ...outputs },
    reader: { bytes: await load(folder, reader), alphabet: [...reader.alphabet] },
  };
}

async function load(folder: string, { file, sha256 }: Entry): Promise<Uint8Array> {
  const bytes = await readFile(join(folder, file));
  const actual = createHash('sha256').update(bytes).digest('hex');
  if (actual !== sha256) throw new Error(`the model file ${file} is not the one the manifest describes`);
  return bytes;
}

/** Which outputs of the network for the whole screen speak of lines: those of text and of headings. */
function lineOutputs({ classes, groups }: Entry): { lineClasses: number[]; lineGroup: number } {
  const lineClasses = ['text', 'heading'].map((wanted) => classes.indexOf(wanted)).filter((index) => index >= 0);
  if (lineClasses.length === 0) throw new Error('the screen network of the manifest has no class for text');
  return { lineClasses, lineGroup: groups[lineClasses[0] ?? 0] ?? 0 };
}

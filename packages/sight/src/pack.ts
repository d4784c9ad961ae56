import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DomainError } from '@karna/common/errors';
import { Role } from '@karna/proto/gen/target/v1/target';
import { word } from '@karna/proto/words';
import { z } from 'zod';

export const manifestName = 'manifest.json';
/** The format that this build reads. */
const knownFormat = 2;

/** A manifest is a page of text; a network for a CPU has some megabytes (bytes). */
export const largest = { manifestBytes: 256 * 1024, fileBytes: 256 * 1024 * 1024 } as const;

/** What a pack may be given away under. Copyleft and non-commercial licences would bind everybody who uses Karna. */
const licences = ['Apache-2.0', 'MIT', 'BSD-2-Clause', 'BSD-3-Clause', 'CC0-1.0', 'CC-BY-4.0'] as const;

const classNames: ReadonlySet<string> = new Set(
  Object.values(Role)
    .filter((role) => role !== Role.ROLE_UNSPECIFIED)
    .map((role) => word(role)),
);

const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/, 'not a SHA-256 in lower-case hex');
const fileName = z.string().regex(/^[\w-]{1,64}\.onnx$/, 'not a file name like screen.onnx');
const forPeople = z.string().min(1).max(4_000);
/** Figures may be grouped: `{"unseen pages": {"words exact": 0.98}}`. */
type Figures = { readonly [name: string]: number | Figures };
const figures: z.ZodType<Figures> = z.lazy(() =>
  z.record(z.string().regex(/^[\w .,:@+-]{1,80}$/, 'not a name for a figure'), z.union([z.number(), figures])),
);
const mostFigures = 200;

const file = {
  file: fileName,
  sha256: sha256Hex,
  bytes: z.number().int().positive().max(largest.fileBytes),
  figures: figures.default({}),
  // For people.
  name: z.string().optional(),
  about: forPeople.optional(),
  task: forPeople.optional(),
  input: z.unknown().optional(),
  outputs: z.unknown().optional(),
  parameters: z.number().int().positive().optional(),
  opset: z.number().int().positive().optional(),
};

const screenEntry = z
  .strictObject({
    ...file,
    /** In the order of the heat maps. */
    classes: z
      .array(z.string().refine((name) => classNames.has(name), 'not a class that this version knows'))
      .min(1)
      .refine((names) => new Set(names).size === names.length, 'a class is there twice')
      .refine((names) => names.includes('text'), 'without the class "text" nothing can be read'),
    /** For each class the group of its boxes. */
    groups: z.array(z.number().int().min(0).max(15)),
  })
  .refine(({ classes, groups }) => classes.length === groups.length, 'one group for each class');

const readerEntry = z.strictObject({
  ...file,
  /** The reader's class 1 is the first character; class 0 is none. */
  alphabet: z
    .string()
    .refine(isDistinct, 'a character is there twice')
    .refine((letters) => /^[^\p{C}\p{Zl}\p{Zp}]+$/u.test(letters), 'there are characters that cannot be seen')
    .refine((letters) => [...'0123456789 '].every((one) => letters.includes(one)), 'digits and the blank are needed')
    .refine((letters) => letters.length <= 20_000, 'more than 20 000 characters'),
});

const packManifest = z.strictObject({
  format: z.literal(knownFormat),
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'a name has small letters, digits, dots and dashes'),
  version: z.string().regex(/^\d+(\.\d+){0,2}(-[a-z0-9.]{1,32})?$/i, 'not a version like 1.2.0'),
  licence: z.enum(licences, { error: () => `the licence must be one of ${licences.join(', ')}` }),
  /** Who made it, from what, and under which terms that was. */
  provenance: forPeople,
  figures: figures.default({}),
  models: z.strictObject({ screen: screenEntry, reader: readerEntry }),
});

export type PackManifest = z.output<typeof packManifest>;

export interface ScreenFile {
  readonly bytes: Uint8Array;
  /** In the order of the heat maps. */
  readonly classes: readonly string[];
  /** For each class the group of its boxes. */
  readonly groups: readonly number[];
}

export interface ReaderFile {
  readonly bytes: Uint8Array;
  /** The reader's class 1 is the first character; class 0 is none. */
  readonly alphabet: string;
}

export interface PackFiles {
  readonly screen: ScreenFile;
  readonly reader: ReaderFile;
}

/** A manifest that can be trusted to be complete and of a kind that this build runs. Errors: `model.invalid`, saying what is wrong. */
export function parseManifest(text: string): PackManifest {
  const parsed = packManifest.safeParse(rawManifest(text));
  if (!parsed.success) throw invalid(`the manifest is not right: ${describe(parsed.error)}`);
  return parsed.data;
}

/** What a manifest says of the whole. */
export interface Described {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly figures: Readonly<Record<string, number>>;
  readonly files: readonly { readonly file: string; readonly sha256: string }[];
}

/** Errors: `model.invalid`. */
export function describedIn(text: string): Described {
  const { name, version, licence, figures, models } = parseManifest(text);
  const { screen, reader } = models;
  const all = flat({ ...figures, screen: screen.figures, reader: reader.figures }).slice(0, mostFigures);
  return { name, version, licence, figures: Object.fromEntries(all), files: [screen, reader] };
}

/** `screen.unseen pages.AP50` for what is grouped. */
const flat = (all: Figures, prefix = ''): (readonly [string, number])[] =>
  Object.entries(all).flatMap(([name, value]) =>
    typeof value === 'number' ? [[`${prefix}${name}`, value] as const] : flat(value, `${prefix}${name}.`),
  );

/** Reads the networks and makes sure that they are the ones the manifest speaks of: a cut-off file is not run. */
export async function readPack(folder: string): Promise<PackFiles> {
  const text = new TextDecoder().decode(await readBounded(join(folder, manifestName), largest.manifestBytes));
  const { screen, reader } = parseManifest(text).models;
  const [screenBytes, readerBytes] = await Promise.all([readChecked(folder, screen), readChecked(folder, reader)]);
  return {
    screen: { bytes: screenBytes, classes: screen.classes, groups: screen.groups },
    reader: { bytes: readerBytes, alphabet: reader.alphabet },
  };
}

/** A file that is the one its manifest speaks of. Errors: `model.invalid`. */
export async function readChecked(folder: string, entry: { file: string; sha256: string }): Promise<Uint8Array> {
  const bytes = await readBounded(join(folder, entry.file), largest.fileBytes);
  if (sha256Of(bytes) !== entry.sha256) throw invalid(`${entry.file} is not the file that the manifest speaks of`);
  return bytes;
}

/** A regular file of at most so many bytes: `/dev/zero` has no size and no end, a pipe may never answer. Errors: `model.invalid`. */
export async function readBounded(path: string, maxBytes: number): Promise<Uint8Array> {
  const name = basename(path);
  const cannot = (cause: unknown) => {
    throw invalid(`${name} cannot be read`, cause);
  };
  const info = await stat(path).catch(cannot);
  if (!info.isFile()) throw invalid(`${name} is not a file`);
  if (info.size > maxBytes) throw invalid(`${name} has more than ${maxBytes} bytes`);
  return readFile(path).catch(cannot);
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export const invalid = (message: string, cause?: unknown) => new DomainError('model.invalid', message, { cause });

function rawManifest(text: string): unknown {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (cause) {
    throw invalid('the manifest is not JSON', cause);
  }
  const format = formatOf(raw);
  if (format !== undefined && format > knownFormat) {
    throw invalid(`the pack has format ${format}; this version of Karna reads ${knownFormat}: update Karna`);
  }
  return raw;
}

function formatOf(raw: unknown): number | undefined {
  const { format } = typeof raw === 'object' && raw !== null ? (raw as { format?: unknown }) : {};
  return typeof format === 'number' ? format : undefined;
}

function isDistinct(letters: string): boolean {
  const all = [...letters];
  return new Set(all).size === all.length;
}

// Only where and what, in our words or zod's: never the value, which a stranger wrote.
const describe = (error: z.ZodError): string =>
  error.issues
    .slice(0, 5)
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('; ');

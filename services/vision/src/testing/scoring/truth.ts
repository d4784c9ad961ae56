import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Role } from '@karna/proto/gen/target/v1/target';
import { z } from 'zod';
import { roleCalled } from './truth-roles.ts';

// Pictures with what is on them, as folders of NAME.png and NAME.json (models/README.md). Written by our own generators and by others
// with other habits: whatever can be understood is taken, whatever cannot is named.

export interface TrueElement {
  readonly box: Box;
  /** Undefined when the contract has no such role, or none was given. */
  readonly role: Role | undefined;
  /** As written in the file. */
  readonly roleName: string;
  /** Empty when it has none. */
  readonly name: string;
  readonly states: readonly string[];
}

export interface TrueWord {
  readonly text: string;
  readonly box: Box;
}

/** Boxes in px of the picture. */
export interface Truth {
  readonly name: string;
  /** Path of the PNG. */
  readonly image: string;
  /** Device px per CSS px. */
  readonly scale: number;
  /** Which generator or application; empty when not said. */
  readonly source: string;
  /** Roles that this truth cannot know, though others of its set do: applications do not say what is a heading. */
  readonly unknownRoles: readonly Role[];
  /** Undefined: not labelled, nothing is scored. */
  readonly elements: readonly TrueElement[] | undefined;
  readonly words: readonly TrueWord[] | undefined;
  /** Runs of words, as far as they are labelled. */
  readonly lines: readonly TrueWord[];
  /** Where the truth is not known: nothing counts there. */
  readonly ignore: readonly Box[];
  /** The same for text alone. */
  readonly ignoreText: readonly Box[];
  /** What of the file could not be understood, where it stands and why; the rest counts. */
  readonly faults: readonly string[];
}

export interface TruthFault {
  readonly file: string;
  readonly why: string;
}

const number = z.number().refine(Number.isFinite, 'not a number');
const place = z.union([
  z.tuple([number, number, number, number]).transform(([x, y, width, height]) => ({ x, y, width, height })),
  z.object({ x: number, y: number, width: number, height: number }),
]);
/** A word or an element whose box is empty was not visible. */
const isVisible = ({ box }: { box: Box }): boolean => box.width > 0 && box.height > 0;

const element = z.object({
  box: place,
  role: z.string().nullish(),
  name: z.string().nullish(),
  states: z.array(z.string()).nullish(),
});
const text = z.object({ box: place, text: z.string() });

/** All pictures of a folder that have a truth beside them, by name; what cannot be understood is in `faults`. */
export async function readTruths(folder: string): Promise<{ truths: Truth[]; faults: TruthFault[] }> {
  const files = new Set(await readdir(folder));
  const truths: Truth[] = [];
  const faults: TruthFault[] = [];
  for (const file of [...files].filter((one) => one.endsWith('.png')).sort()) {
    const name = basename(file, '.png');
    const beside = `${name}.json`;
    if (!files.has(beside)) {
      faults.push({ file, why: `there is no ${beside} beside it` });
      continue;
    }
    const read = parseTruth(name, join(folder, file), await readFile(join(folder, beside), 'utf8'));
    if ('why' in read) faults.push({ file: beside, why: read.why });
    else {
      truths.push(read);
      faults.push(...read.faults.map((why) => ({ file: beside, why })));
    }
  }
  return { truths, faults };
}

/** One truth from its JSON text: `why` when nothing of it can be understood. */
export function parseTruth(name: string, image: string, json: string): Truth | { why: string } {
  const content = contentOf(json);
  if (content === 'no JSON') return { why: 'is no JSON' };
  if (content === undefined) return { why: 'is not an object like {"elements":[...],"words":[...]}' };
  const { one, list, faults } = carefully(content);
  return {
    name,
    image,
    scale: one('scale', number.positive()) ?? 1,
    source: one('source', z.string()) ?? '',
    unknownRoles: (list('rolesUnknown', z.string()) ?? []).map(roleCalled).filter((role) => role !== undefined),
    elements: list('elements', element)?.map(trueElement).filter(isVisible),
    words: list('words', text)?.flatMap(singleWords).filter(isVisible),
    lines: (list('lines', text) ?? []).filter(isVisible),
    ignore: list('ignore', place) ?? [],
    ignoreText: list('ignoreText', place) ?? [],
    faults,
  };
}

function contentOf(json: string): Record<string, unknown> | 'no JSON' | undefined {
  try {
    const content: unknown = JSON.parse(json);
    const isObject = typeof content === 'object' && content !== null && !Array.isArray(content);
    return isObject ? (content as Record<string, unknown>) : undefined;
  } catch {
    return 'no JSON';
  }
}

const trueElement = ({ box, role, name, states }: z.output<typeof element>): TrueElement => ({
  box,
  role: roleCalled(role ?? ''),
  roleName: role ?? '',
  name: name?.trim() ?? '',
  states: states ?? [],
});

/** Takes what can be understood and notes the rest: where it stands and which kind of fault; values stay out, they may be anybody's screen. */
function carefully(content: Readonly<Record<string, unknown>>) {
  const faults: string[] = [];
  const taken = <T>(where: string, value: unknown, schema: z.ZodType<T>): T[] => {
    const checked = schema.safeParse(value);
    if (checked.success) return [checked.data];
    const [first] = checked.error.issues;
    faults.push(`${[where, ...(first?.path ?? [])].join('.')}: ${first?.message ?? 'is not what it should be'}`);
    return [];
  };
  const one = <T>(key: string, schema: z.ZodType<T>): T | undefined =>
    content[key] == null ? undefined : taken(key, content[key], schema)[0];
  const list = <T>(key: string, schema: z.ZodType<T>): T[] | undefined => {
    const values = one(key, z.array(z.unknown()));
    return values?.flatMap((value, index) => taken(`${key}.${index}`, value, schema));
  };
  return { one, list, faults };
}

/** Some call "Save as" one word: its parts get their share of the box by their letters. */
function singleWords({ text, box }: TrueWord): TrueWord[] {
  const parts = [...text.matchAll(/\S+/gu)];
  if (parts.length === 1) return [{ text: parts[0]?.[0] ?? '', box }];
  const letter = box.width / text.length;
  return parts.map((part) => ({
    text: part[0],
    box: { ...box, x: box.x + part.index * letter, width: part[0].length * letter },
  }));
}

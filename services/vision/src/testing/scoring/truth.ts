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

const truthFile = z.object({
  scale: number.positive().default(1),
  source: z.string().default(''),
  elements: z
    .array(
      z.object({
        box: place,
        role: z.string().nullish(),
        name: z.string().nullish(),
        states: z.array(z.string()).nullish(),
      }),
    )
    .nullish(),
  rolesUnknown: z.array(z.string()).nullish(),
  words: z.array(z.object({ box: place, text: z.string() })).nullish(),
  lines: z.array(z.object({ box: place, text: z.string() })).nullish(),
  ignore: z.array(place).nullish(),
  ignoreText: z.array(place).nullish(),
});

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
    else truths.push(read);
  }
  return { truths, faults };
}

/** One truth from its JSON text. */
export function parseTruth(name: string, image: string, json: string): Truth | { why: string } {
  let content: unknown;
  try {
    content = JSON.parse(json);
  } catch {
    return { why: 'is no JSON' };
  }
  const checked = truthFile.safeParse(content);
  if (!checked.success) return { why: whyOf(checked.error) };
  const { elements, rolesUnknown, words, lines, ignore, ignoreText, scale, source } = checked.data;
  return {
    name,
    image,
    scale,
    source,
    unknownRoles: (rolesUnknown ?? []).map(roleCalled).filter((role) => role !== undefined),
    elements: elements
      ?.map((element) => ({
        box: element.box,
        role: roleCalled(element.role ?? ''),
        roleName: element.role ?? '',
        name: element.name?.trim() ?? '',
        states: element.states ?? [],
      }))
      .filter(isVisible),
    words: words?.flatMap(singleWords).filter(isVisible),
    lines: (lines ?? []).filter(isVisible),
    ignore: ignore ?? [],
    ignoreText: ignoreText ?? [],
  };
}

/** Where the first fault is and which kind; the values stay out, they may be anybody's screen. */
function whyOf(error: z.ZodError): string {
  const [first] = error.issues;
  if (!first) return 'is not what it should be';
  return `${first.path.length > 0 ? first.path.join('.') : 'the whole'}: ${first.message}`;
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

// What does vision see, how sure is it, and how long does it take? The whole service over gRPC on labelled pictures that it never saw,
// beside Tesseract, edge proposals and template matching on the same pictures in the same run.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Lifecycle } from '@karna/common/lifecycle';
import {
  gateAround,
  gateFigures,
  gateFolder,
  lookAtAll,
  openVision,
  type Truth,
  type TruthFault,
  type VisionCalls,
} from '@karna/vision/testing';
import { accuracyOf, type Refused, type SetFigures } from './accuracy.ts';
import { type AgainFigures, foundAgain } from './found-again.ts';
import { type VisionOptions, visionOptions, visionUsage } from './options.ts';
import type { Page } from './page-versions.ts';
import { plantedSecrets, type SecretFigures } from './planted-secrets.ts';
import { progressOf, say } from './progress.ts';
import { againRows, notes, otherRoles, printRows, type Row, rowsOf, secretRows, timeRows } from './report.ts';
import {
  givenSet,
  heldOutSets,
  ownModels,
  type PictureSet,
  pagesInVersions,
  reasonOf,
  type Skipped,
  setNames,
} from './sets.ts';
import { hasTesseract } from './tesseract.ts';
import { type ParseTimes, parseTimes } from './timing.ts';

/** What is asked besides labelled pictures. */
const otherParts = ['found-again', 'secrets'] as const;

interface Measured {
  readonly sets: Readonly<Record<string, SetFigures>>;
  readonly foundAgain: AgainFigures | undefined;
  readonly secrets: SecretFigures | undefined;
  readonly times: ParseTimes | undefined;
  readonly skipped: readonly Skipped[];
}

export async function run({ args }: { args: readonly string[] }): Promise<void> {
  let options: VisionOptions;
  let chosen: Chosen;
  try {
    options = visionOptions(args, [...setNames, ...otherParts]);
    chosen = options.setGate ? nothing : await choose(options);
  } catch (error) {
    console.error(`${reasonOf(error)}\nusage: ${visionUsage}`);
    process.exitCode = 1;
    return;
  }
  const settings = { THREADS: '2', ...(options.models === undefined ? {} : { MODELS_DIR: options.models }) };
  await using life = new Lifecycle();
  if (options.setGate) await setGate(await openVision(life, settings));
  else print(await measure(chosen, options, settings, life), options.json);
}

async function measure(
  { sets, pages, skipped }: Chosen,
  options: VisionOptions,
  settings: Readonly<Record<string, string>>,
  life: Lifecycle,
): Promise<Measured> {
  const vision = await openVision(life, settings);
  const tesseract = await hasTesseract();
  const left = tesseract ? [...skipped] : [...skipped, { what: 'tesseract', why: 'the program is not installed' }];
  const figures: Record<string, SetFigures> = {};
  for (const { name, truths, faults } of sets) {
    figures[name] = await accuracyOf(vision, truths, { tesseract }, progressOf(name));
    left.push(...leftOut(name, faults, figures[name].refused));
  }
  const everything = sets.flatMap(({ name, truths }) => seen(truths, figures[name]));
  return {
    sets: figures,
    foundAgain: pages.length > 0 ? await said('finding again', () => foundAgain(vision, pages)) : undefined,
    secrets: isWanted('secrets', options)
      ? await orSkipped('planted secrets', left, () =>
          said('planted secrets', () => plantedSecrets(options.models ?? ownModels, options)),
        )
      : undefined,
    times: options.times
      ? await said('times', () => parseTimes(vision, everything, life, { tesseract, settings }))
      : undefined,
    skipped: left,
  };
}

const seen = (truths: readonly Truth[], figures: SetFigures | undefined): Truth[] =>
  truths.filter(({ name }) => !figures?.refused.some(({ picture }) => picture === name));

/** A file with a hundred faults has one cause. */
const mostFaults = 20;

function leftOut(set: string, faults: readonly TruthFault[], refused: readonly Refused[]): Skipped[] {
  const named = faults
    .slice(0, mostFaults)
    .map(({ file, why }) => ({ what: `${set}/${file}`, why: `input.invalid: ${why}` }));
  const more = faults.length - named.length;
  return [
    ...named,
    ...(more > 0 ? [{ what: `${set}: ${more} more`, why: 'input.invalid: they cannot be understood either' }] : []),
    ...refused.map(({ picture, code, why }) => ({ what: `${set}/${picture}.png`, why: `${code}: ${why}` })),
  ];
}

const isWanted = (part: (typeof otherParts)[number], { data, sets }: VisionOptions): boolean =>
  data === undefined && (sets === undefined || sets.includes(part));

function said<T>(what: string, work: () => Promise<T>): Promise<T> {
  say(`${what} ...`);
  return work();
}

/** What cannot be measured here is named with the reason; the rest goes on. */
async function orSkipped<T>(what: string, skipped: Skipped[], work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    skipped.push({ what, why: reasonOf(error) });
    return undefined;
  }
}

interface Chosen {
  readonly sets: readonly PictureSet[];
  readonly pages: readonly Page[];
  readonly skipped: readonly Skipped[];
}

const nothing: Chosen = { sets: [], pages: [], skipped: [] };

async function choose(options: VisionOptions): Promise<Chosen> {
  const { data, sets: wanted = setNames, limit } = options;
  if (data !== undefined) return { ...nothing, sets: [await givenSet('data', data, limit)] };
  const { sets, skipped } = await heldOutSets(
    wanted.filter((name) => setNames.includes(name)),
    limit,
  );
  const pages = isWanted('found-again', options)
    ? await orSkipped('found again', skipped, () => pagesInVersions(limit))
    : undefined;
  return { sets, pages: pages ?? [], skipped };
}

function print({ sets, foundAgain, secrets, times, skipped }: Measured, json: boolean): void {
  if (json) {
    console.log(JSON.stringify({ bench: 'vision', sets, foundAgain, secrets, times, skipped }));
    return;
  }
  const rows: Row[] = [
    ...Object.entries(sets).flatMap(([name, set]) => rowsOf(name, set)),
    ...(foundAgain ? againRows(foundAgain) : []),
    ...(secrets ? secretRows(secrets) : []),
    ...(times ? timeRows(times) : []),
  ];
  printRows('What is seen in pictures never seen before', rows);
  for (const note of [...notes, ...otherRoles(sets)]) console.log(note);
  for (const { what, why } of skipped) console.log(`Left out: ${what}, because ${why}`);
}

/** For whoever ships other models: measures them on the gate's pictures and writes figures and bounds beside those. */
async function setGate(vision: VisionCalls): Promise<void> {
  const { truths } = await givenSet('gate', gateFolder, undefined);
  const gate = gateAround(gateFigures(await lookAtAll(vision, truths)));
  await writeFile(join(gateFolder, 'figures.json'), `${JSON.stringify(gate, undefined, 2)}\n`);
  console.log(JSON.stringify(gate, undefined, 2));
}

// What does vision see, how sure is it, and how long does it take? The whole service over gRPC on labelled pictures that it never saw,
// beside Tesseract, edge proposals and template matching on the same pictures in the same run.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Lifecycle } from '@karna/common/lifecycle';
import { gateAround, gateFigures, gateFolder, lookAtAll, openVision, type VisionCalls } from '@karna/vision/testing';
import { accuracyOf, type SetFigures } from './accuracy.ts';
import { type AgainFigures, foundAgain } from './found-again.ts';
import { type VisionOptions, visionOptions, visionUsage } from './options.ts';
import type { Page } from './page-versions.ts';
import { againRows, notes, printRows, type Row, rowsOf, timeRows } from './report.ts';
import { givenSet, heldOutSets, type PictureSet, pagesInVersions, reasonOf, type Skipped, setNames } from './sets.ts';
import { hasTesseract } from './tesseract.ts';
import { type ParseTimes, parseTimes } from './timing.ts';

interface Measured {
  readonly sets: Readonly<Record<string, SetFigures>>;
  readonly foundAgain: AgainFigures | undefined;
  readonly times: ParseTimes | undefined;
  readonly skipped: readonly Skipped[];
}

export async function run({ args }: { args: readonly string[] }): Promise<void> {
  let options: VisionOptions;
  let chosen: Chosen;
  try {
    options = visionOptions(args, [...setNames, 'found-again']);
    chosen = options.setGate ? nothing : await choose(options);
  } catch (error) {
    console.error(`${reasonOf(error)}\nusage: ${visionUsage}`);
    process.exitCode = 1;
    return;
  }
  const settings = { THREADS: '2', ...(options.models === undefined ? {} : { MODELS_DIR: options.models }) };
  await using life = new Lifecycle();
  if (options.setGate) await setGate(await openVision(life, settings));
  else print(await measure(chosen, settings, life), options.json);
}

async function measure(
  { sets, pages, skipped }: Chosen,
  settings: Readonly<Record<string, string>>,
  life: Lifecycle,
): Promise<Measured> {
  const vision = await openVision(life, settings);
  const tesseract = await hasTesseract();
  const figures: Record<string, SetFigures> = {};
  for (const { name, truths } of sets) figures[name] = await accuracyOf(vision, truths, { tesseract });
  const everything = sets.flatMap(({ truths }) => truths);
  return {
    sets: figures,
    foundAgain: pages.length > 0 ? await foundAgain(vision, pages) : undefined,
    times: await parseTimes(vision, everything, life, { tesseract, settings }),
    skipped: tesseract ? skipped : [...skipped, { what: 'tesseract', why: 'the program is not installed' }],
  };
}

interface Chosen {
  readonly sets: readonly PictureSet[];
  readonly pages: readonly Page[];
  readonly skipped: readonly Skipped[];
}

const nothing: Chosen = { sets: [], pages: [], skipped: [] };

async function choose({ data, sets: wanted, limit }: VisionOptions): Promise<Chosen> {
  if (data !== undefined) return { ...nothing, sets: [await givenSet('data', data, limit)] };
  const names = (wanted ?? setNames).filter((name) => setNames.includes(name));
  const { sets, skipped } = await heldOutSets(names, limit);
  if (wanted && !wanted.includes('found-again')) return { sets, skipped, pages: [] };
  try {
    return { sets, skipped, pages: await pagesInVersions(limit) };
  } catch (error) {
    return { sets, skipped: [...skipped, { what: 'found again', why: reasonOf(error) }], pages: [] };
  }
}

function print({ sets, foundAgain, times, skipped }: Measured, json: boolean): void {
  if (json) {
    console.log(JSON.stringify({ bench: 'vision', sets, foundAgain, times, skipped }));
    return;
  }
  const rows: Row[] = [
    ...Object.entries(sets).flatMap(([name, set]) => rowsOf(name, set)),
    ...(foundAgain ? againRows(foundAgain) : []),
    ...(times ? timeRows(times) : []),
  ];
  printRows('What is seen in pictures never seen before', rows);
  for (const note of notes) console.log(note);
  for (const { what, why } of skipped) console.log(`Left out: ${what}, because ${why}`);
}

/** For whoever ships other models: measures them on the gate's pictures and writes figures and bounds beside those. */
async function setGate(vision: VisionCalls): Promise<void> {
  const { truths } = await givenSet('gate', gateFolder, undefined);
  const gate = gateAround(gateFigures(await lookAtAll(vision, truths)));
  await writeFile(join(gateFolder, 'figures.json'), `${JSON.stringify(gate, undefined, 2)}\n`);
  console.log(JSON.stringify(gate, undefined, 2));
}

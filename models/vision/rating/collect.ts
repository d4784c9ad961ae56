/**
 * Looks at labelled pictures (NAME.png with NAME.json) and writes down, for each of them, how many elements there are and, for every element and
 * guess that is seen, what speaks for it and whether it is right: one JSON line each. Fitting needs no pictures after that.
 *
 *   node --conditions=source models/vision/rating/collect.ts --data DIR [--data DIR] --out FILE [--models DIR] [--every N] [--threads N]
 *
 * `--every N`: every N-th picture of each folder.
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readPack } from '../../../packages/sight/src/pack.ts';
import { decoded } from '../../../services/vision/src/adapters/image.ts';
import { OnnxModels } from '../../../services/vision/src/adapters/onnx/models.ts';
import { signsOf } from '../../../services/vision/src/domain/rating/signs.ts';
import { Eyes } from '../../../services/vision/src/eyes.ts';
import { type Detection, judgedAlone } from '../../../services/vision/src/testing/scoring/average-precision.ts';
import { readTruths, type Truth } from '../../../services/vision/src/testing/scoring/truth.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', multiple: true },
    out: { type: 'string' },
    models: { type: 'string', default: new URL('../../', import.meta.url).pathname },
    every: { type: 'string', default: '1' },
    threads: { type: 'string', default: '2' },
  },
});
if (!values.data || !values.out) throw new Error('--data DIR and --out FILE are needed');

const limits = { maxBytes: 64 * 1024 * 1024, maxPixels: 40_000_000 };
const models = await OnnxModels.open(await readPack(values.models), Number(values.threads));
const out = createWriteStream(values.out);
for (const folder of values.data) {
  const { truths } = await readTruths(folder);
  const looked = [];
  for (const truth of truths.filter((_, index) => index % Number(values.every) === 0)) looked.push(await look(truth));
  // All together: which roles a set labels is only known of all its pictures.
  const judgements = judgedAlone(looked);
  for (const [index, { judged, total }] of judgements.entries()) {
    const { truth, signs } = looked[index] as (typeof looked)[number];
    const elements = judged.flatMap(({ detection, isRight }) => {
      const known = signs.get(detection);
      return known ? [{ right: isRight ? 1 : 0, signs: known }] : [];
    });
    if (!out.write(`${JSON.stringify({ picture: truth.name, total, elements })}\n`)) await once(out, 'drain');
  }
  console.log(`${folder}: ${looked.length} pictures`);
}
out.end();
await once(out, 'finish');
process.exit(0);

async function look(truth: Truth) {
  const frame = await decoded(await readFile(truth.image), limits);
  const screen = await new Eyes(models).look(frame);
  const all = [...screen.elements, ...(screen.guesses ?? [])];
  const detections = all.map(({ box, role, score }): Detection => ({ box, role, score, states: [] }));
  const known = signsOf(screen).map(
    (signs) =>
      signs && Object.fromEntries(Object.entries(signs).map(([name, value]) => [name, Number(value.toFixed(3))])),
  );
  return { truth, detections, signs: new Map(detections.map((detection, index) => [detection, known[index]])) };
}

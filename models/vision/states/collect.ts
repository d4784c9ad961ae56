/**
 * Looks at labelled pictures (NAME.png with NAME.json) and writes down, for every element that is found with its role, what speaks for its
 * state and what state it is in: one JSON line each. Fitting needs no pictures after that.
 *
 *   node --conditions=source models/vision/states/collect.ts --data DIR [--data DIR] --out FILE [--models DIR] [--every N] [--threads N]
 *
 * `--every N`: every N-th picture of each folder. What was seen is kept beside the pictures.
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { likenessOfBoxes } from '../../../packages/sight/src/boxes.ts';
import { decoded } from '../../../services/vision/src/adapters/image.ts';
import type { Marked } from '../../../services/vision/src/domain/describing.ts';
import { signsOf } from '../../../services/vision/src/domain/stating/signs.ts';
import { readTruths, type Truth } from '../../../services/vision/src/testing/scoring/truth.ts';
import { Seeing } from './seeing.ts';

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
/** An element is found when so much of it and of what was seen is the same. */
const foundFrom = 0.5;
const stateNames = ['selected', 'disabled', 'focused'] as const;

const seeing = await Seeing.with(values.models, Number(values.threads));
const out = createWriteStream(values.out);
for (const folder of values.data) {
  const { truths } = await readTruths(folder);
  let count = 0;
  for (const truth of truths.filter((_, index) => index % Number(values.every) === 0)) {
    const frame = await decoded(await readFile(truth.image), limits);
    const { finds, lines } = await seeing.contentsOf(truth.image, frame);
    const signs = signsOf(frame, finds, lines);
    for (const [index, find] of finds.entries()) {
      const known = signs[index];
      const states = known && statesOf(truth, find);
      if (!states) continue;
      const rounded = Object.fromEntries(
        Object.entries(known).map(([name, value]) => [name, Number(value.toFixed(3))]),
      );
      const row = { picture: truth.name, box: find.box, states, signs: rounded };
      if (!out.write(`${JSON.stringify(row)}\n`)) await once(out, 'drain');
      count++;
    }
  }
  console.log(`${folder}: ${count} elements`);
}
out.end();
await once(out, 'finish');
process.exit(0);

/** Undefined when no element of that role is there. */
function statesOf(truth: Truth, find: Marked): number[] | undefined {
  const [element] = (truth.elements ?? [])
    .map((one) => ({ one, likeness: one.role === find.role ? likenessOfBoxes(one.box, find.box) : 0 }))
    .filter(({ likeness }) => likeness >= foundFrom)
    .sort((a, b) => b.likeness - a.likeness);
  return element && stateNames.map((name) => (element.one.states.includes(name) ? 1 : 0));
}

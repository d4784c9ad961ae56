/**
 * Looks for every target on every version of its page, and writes down what spoke for and against each candidate: one JSON line
 * per trial in FILE, those of pictures of icons in FILE.icons. Fitting and judging need no pictures after that.
 *
 *   node --conditions=source models/vision/refind/collect.ts --data DIR --out FILE [--models DIR] [--count N]
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { iconTrialsOf } from './icons.ts';
import { pagesOf, type Sight } from './pairs.ts';
import { Seeing } from './seeing.ts';
import { trialsOf } from './trials.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    out: { type: 'string' },
    models: { type: 'string', default: new URL('../../', import.meta.url).pathname },
    count: { type: 'string', default: '100000' },
  },
});
if (!values.data || !values.out) throw new Error('--data DIR and --out FILE are needed');

const seeing = await Seeing.with(values.models);
const out = createWriteStream(values.out);
const icons = createWriteStream(`${values.out}.icons`);
let stranger: Sight | undefined;
let count = 0;
for await (const pages of pagesOf(values.data, seeing, Number(values.count))) {
  const trials = await trialsOf(pages, stranger);
  for (const trial of trials) if (!out.write(`${JSON.stringify(trial)}\n`)) await once(out, 'drain');
  for (const trial of await iconTrialsOf(pages, stranger)) icons.write(`${JSON.stringify(trial)}\n`);
  count += trials.length;
  console.log(`page ${pages.seed}: ${trials.length} trials, ${count} in all`);
  stranger = pages.base;
}
out.end();
icons.end();
await Promise.all([once(out, 'finish'), once(icons, 'finish')]);
process.exit(0);

/**
 * Asks for everything that can be described on labelled pictures (NAME.png with NAME.json), and writes down what was answered.
 *
 *   node --conditions=source models/vision/locate/collect.ts --data DIR [--data DIR] --out FILE [--models DIR] [--count N]
 *
 * What was seen is kept beside the pictures.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readTruths } from '../../../services/vision/src/testing/scoring/truth.ts';
import { Seeing } from '../refind/seeing.ts';
import { type Answer, answersOn } from './questions.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', multiple: true },
    out: { type: 'string' },
    models: { type: 'string', default: new URL('../../', import.meta.url).pathname },
    count: { type: 'string', default: '100000' },
  },
});
if (!values.data || !values.out) throw new Error('--data DIR and --out FILE are needed');

/** Whose names are asked for where they are not. */
const foreignPictures = 3;
const seeing = await Seeing.with(values.models);
const answers: Answer[] = [];
for (const folder of values.data) {
  const { truths } = await readTruths(folder);
  const some = truths.slice(0, Number(values.count));
  for (const [index, truth] of some.entries()) {
    const others = [...some.slice(index + 1), ...some.slice(0, index)].slice(0, foreignPictures);
    answers.push(...answersOn(truth, await seeing.screenOf(truth.image), others));
  }
  console.log(`${folder}: ${some.length} pictures, ${answers.length} answers in all`);
}
await writeFile(values.out, answers.map((answer) => `${JSON.stringify(answer)}\n`).join(''));
process.exit(0);

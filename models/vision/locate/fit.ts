/**
 * Fits the probability that a located candidate is the right one, and writes the service's constants.
 *
 *   node --conditions=source models/vision/locate/fit.ts --answers FILE [--write]
 *
 * Deterministic. Without --write it only says what it found. report.ts says how well it does, on other pictures.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { certaintyWeights } from '../../../services/vision/src/domain/certainty-weights.ts';
import { fitChoices } from '../refind/fitting.ts';
import { parseLines } from './questions.ts';

const { values } = parseArgs({ options: { answers: { type: 'string' }, write: { type: 'boolean', default: false } } });
if (!values.answers) throw new Error('--answers FILE is needed');

const names = Object.keys(certaintyWeights).filter((name) => name !== 'bias');
const known = (await parseLines(values.answers)).flatMap(({ evidence, isRight }) =>
  evidence ? [{ evidence, isRight }] : [],
);
// A choice between one candidate and "none" is a logistic regression.
const choices = known.map(({ evidence, isRight }) => ({
  candidates: [Float64Array.from(names, (name) => evidence[name] ?? 0)],
  rights: isRight ? [0] : [],
}));
const { weights, bias, loss } = fitChoices(choices, names.length, { rounds: 800, rate: 0.1, decay: 0.0003 });
console.log(`${choices.length} answers, loss ${loss.toFixed(4)}`);

const lines = names.map((name, place) => `  ${name}: ${Number((weights[place] ?? 0).toFixed(3))},`);
const text = `/** Fitted by \`models/vision/locate/fit.ts\`; see \`models/vision/locate/README.md\` for on what and how well. */
export const certaintyWeights = {
  bias: ${Number(bias.toFixed(3))},
${lines.join('\n')}
} as const;
`;
if (values.write)
  writeFileSync(new URL('../../../services/vision/src/domain/certainty-weights.ts', import.meta.url), text);
else console.log(text);

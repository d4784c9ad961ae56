/**
 * Fits what each sign counts, on trials that collect.ts wrote, and writes the service's constants.
 *
 *   node --conditions=source models/vision/refind/fit.ts --trials FILE [--write]
 *
 * Deterministic. Without --write it only says what it found.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Sign } from '../../../services/vision/src/domain/remembering/signs.ts';
import { weights as current } from '../../../services/vision/src/domain/remembering/weights.ts';
import { type Choice, fitChoices } from './fitting.ts';
import type { IconTrial } from './icons.ts';
import { readIconTrials, readTrials } from './trial-files.ts';
import type { Trial } from './trials.ts';

const { values } = parseArgs({ options: { trials: { type: 'string' }, write: { type: 'boolean', default: false } } });
if (!values.trials) throw new Error('--trials FILE is needed');
const constants = new URL('../../../services/vision/src/domain/remembering/weights.ts', import.meta.url);

const signs = Object.keys(current) as Sign[];
/** What the rules decide before any weight is asked, teaches the weights nothing. */
const choices = readTrials(values.trials).filter(isForWeights).map(choiceOf);
const fitted = fitChoices(choices, signs.length, {
  rounds: 600,
  rate: 0.15,
  decay: 0.0002,
  bounds: signs.map((sign) => boundsOf(sign)),
});
console.log(`${choices.length} choices, loss ${fitted.loss.toFixed(4)}`);

const icons = readIconTrials(values.trials).map(iconChoiceOf);
const iconParts = ['box', 'drawing', 'edges'] as const;
const resemblance = fitChoices(icons, iconParts.length, { rounds: 600, rate: 0.2, decay: 0.0005 });
console.log(`${icons.length} pictures, loss ${resemblance.loss.toFixed(4)}`);

const text = constantsText();
if (values.write) writeFileSync(constants, text);
else console.log(text);

/** What differs speaks against it, whatever chance says of these pages. Where it stood is the weakest sign: windows are moved. */
function boundsOf(sign: Sign): readonly [number, number] {
  if (sign === 'place') return [0, 0.8];
  const isAgainst = /Other$|Gone$|^shape$|^size$|^unseen$/.test(sign);
  return isAgainst ? [-100, 0] : [0, 100];
}

function isForWeights({ case: kind, record, version }: Trial): boolean {
  return kind !== 'doubled' && record !== 'missing' && record !== 'several' && version !== 'base';
}

function choiceOf({ candidates, rights }: Trial): Choice {
  const inside = candidates
    .map((candidate, place) => ({ candidate, place }))
    .filter(({ candidate }) => candidate.isInRecord);
  return {
    candidates: inside.map(({ candidate }) => Float64Array.from(signs, (sign) => candidate.signs[sign])),
    rights: [...inside.keys()].filter((index) => rights.includes(inside[index]?.place ?? -1)),
  };
}

function iconChoiceOf({ candidates }: IconTrial): Choice {
  return {
    candidates: candidates.map(({ box, drawing, edges }) => Float64Array.of(box, drawing, edges)),
    rights: [...candidates.keys()].filter((place) => candidates[place]?.isRight),
  };
}

function constantsText(): string {
  const rounded = (value: number | undefined) => Number((value ?? 0).toFixed(2));
  const lines = signs.map((sign, place) => `  ${sign}: ${rounded(fitted.weights[place])},`);
  const parts = iconParts.map((part, place) => `${part}: ${rounded(resemblance.weights[place])}`);
  return `import type { Sign } from './signs.ts';

/**
 * How much each sign counts (natural logarithm of odds), fitted by \`models/vision/refind/fit.ts\`. A candidate's strength is the sum;
 * that none of them is the target has strength 0.
 */
export const weights: Readonly<Record<Sign, number>> = {
${lines.join('\n')}
};

export const bias = ${rounded(fitted.bias)};

/** The same for an icon known by its picture alone: no text, no neighbours, no place. */
export const resemblance = { bias: ${rounded(resemblance.bias)}, ${parts.join(', ')} };
`;
}

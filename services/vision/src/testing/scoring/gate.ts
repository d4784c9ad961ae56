import { fileURLToPath } from 'node:url';
import { elementFigures } from './average-precision.ts';
import { findFigures } from './finding.ts';
import type { Looked } from './looking.ts';
import { statesTogether } from './state-accuracy.ts';
import { judgeWords, wordFigures } from './word-accuracy.ts';

// The quality gate: figures of the shipped models on a small fixed set of pictures, and how far they may fall.

/** NAME.png and NAME.json as in every set, and `figures.json`. */
export const gateFolder = fileURLToPath(new URL('../../../../../models/vision/gate/', import.meta.url));

const atLeast = [
  'ap50',
  'map50',
  'ap75',
  'recall',
  'centreHit',
  'wordsExact',
  'wordsPrecision',
  'found',
  'foundSurely',
  'statesTold',
  'statesPrecision',
] as const;
const atMost = ['surelyWrong', 'calibrationError', 'absentAccepted'] as const;

export type GateFigures = Readonly<Record<(typeof atLeast)[number] | (typeof atMost)[number], number>>;

/** What is kept beside the pictures. */
export interface Gate {
  /** As measured. */
  readonly figures: GateFigures;
  /** What may not be missed. */
  readonly bounds: GateFigures;
}

/** What another processor's rounding may change. */
const slack = 0.02;

export function gateFigures(looked: readonly Looked[]): GateFigures {
  const elements = elementFigures(looked);
  const words = wordFigures(looked.map(judgeWords).filter((one) => one !== undefined));
  const states = statesTogether(looked);
  const find = findFigures(looked.flatMap(({ found }) => found));
  if (!elements || !words || !find) throw new Error('the pictures of the gate have no elements, words or names');
  return {
    ap50: elements.ap50,
    map50: elements.map50,
    ap75: elements.ap75,
    recall: elements.recall,
    centreHit: elements.centreHit,
    wordsExact: words.exact,
    wordsPrecision: words.precision,
    found: find.top1,
    foundSurely: find.sureAndRight,
    statesTold: states.recall,
    statesPrecision: states.precision,
    surelyWrong: find.sureAndWrong,
    calibrationError: find.calibrationError,
    absentAccepted: find.absentAccepted,
  };
}

export function gateAround(figures: GateFigures): Gate {
  const low = atLeast.map((name) => [name, rounded(figures[name] - slack)] as const);
  const high = atMost.map((name) => [name, rounded(figures[name] + slack)] as const);
  const all = Object.entries(figures).map(([name, value]) => [name, rounded(value)] as const);
  return {
    figures: Object.fromEntries(all) as GateFigures,
    bounds: Object.fromEntries([...low, ...high]) as GateFigures,
  };
}

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;

/** Which bounds are missed, in words. */
export const gateFaults = (figures: GateFigures, bounds: GateFigures): string[] => [
  ...atLeast.filter((name) => !(figures[name] >= bounds[name])).map((name) => fault(name, figures, 'below', bounds)),
  ...atMost.filter((name) => !(figures[name] <= bounds[name])).map((name) => fault(name, figures, 'above', bounds)),
];

const fault = (name: keyof GateFigures, figures: GateFigures, side: string, bounds: GateFigures): string =>
  `${name} is ${figures[name].toFixed(4)}, ${side} ${bounds[name]}`;

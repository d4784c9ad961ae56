import { greatest, probabilities } from './softmax.ts';

/** What the model said about a wish that it was not taught, and what was right; undefined: none of its classes. */
export interface Trial {
  readonly sums: Float32Array;
  readonly known: number;
  readonly label: number | undefined;
}

/** How sure scores are, in words of probability; and when that is too little. */
export interface Calibration {
  readonly temperature: number;
  /** Weights of `signsOf`; their sum is the log-odds that it is one of the classes at all. */
  readonly gate: readonly number[];
  /** Below this probability of belonging the answer is "none of them". */
  readonly threshold: number;
}

/** Nothing to go by: nothing is refused that shares a word with what was learned. */
export const uncalibrated: Calibration = { temperature: 1, gate: [0, 1, 0, 0, 0], threshold: 0 };

const temperatures = { least: 0.05, most: 5, tries: 24 } as const;
const golden = (Math.sqrt(5) - 1) / 2;

/** The temperature under which the truth is least surprising; there is one valley, so a golden-section search finds it. */
export function fitTemperature(trials: readonly Trial[]): number {
  const inside = trials.filter(({ label }) => label !== undefined);
  if (inside.length === 0) return uncalibrated.temperature;
  const surprise = (log: number) => surpriseOf(inside, Math.exp(log));
  let [low, high] = [Math.log(temperatures.least), Math.log(temperatures.most)];
  let [left, right] = [high - golden * (high - low), low + golden * (high - low)];
  let [atLeft, atRight] = [surprise(left), surprise(right)];
  for (let tried = 2; tried < temperatures.tries; tried++) {
    if (atLeft < atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - golden * (high - low);
      atLeft = surprise(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + golden * (high - low);
      atRight = surprise(right);
    }
  }
  return Math.exp((low + high) / 2);
}

function surpriseOf(trials: readonly Trial[], temperature: number): number {
  let surprise = 0;
  for (const { sums, label = 0 } of trials)
    surprise -= Math.log((probabilities(sums, temperature)[label] ?? 0) + 1e-12);
  return surprise;
}

type Signs = readonly [one: number, logit: number, certainty: number, known: number, prominence: number];

/**
 * What tells a wish for none of the classes: 1, log-odds of the best, how little the shares are spread, how much of the wish is known, and how far
 * the best score stands out of all.
 */
export function signsOf(sums: Float32Array, shares: Float32Array, known: number): Signs {
  const best = greatest(shares);
  let spread = 0;
  for (const share of shares) spread -= share * Math.log(share + 1e-9);
  return [1, logit(shares[best] ?? 0), -spread, known, prominence(sums, sums[best] ?? 0)];
}

/** In standard deviations above the mean. */
function prominence(sums: Float32Array, best: number): number {
  let [total, squares] = [0, 0];
  for (const sum of sums) {
    total += sum;
    squares += sum * sum;
  }
  const mean = total / sums.length;
  return (best - mean) / Math.sqrt(Math.max(squares / sums.length - mean * mean, 1e-9));
}

const logit = (share: number): number => Math.log((share + 1e-6) / (1 - share + 1e-6));

export const belonging = (gate: readonly number[], signs: readonly number[]): number =>
  1 / (1 + Math.exp(-signs.reduce((sum, sign, index) => sum + sign * (gate[index] ?? 0), 0)));

const minTrials = 12;

/** Fits what is uncertain on trials; too few of them change nothing. */
export function calibrate(trials: readonly Trial[]): Calibration {
  const inside = trials.filter(({ label }) => label !== undefined);
  const temperature = inside.length >= minTrials ? fitTemperature(trials) : uncalibrated.temperature;
  const judged = trials.map((trial) => judge(trial, temperature));
  const outside = trials.length - inside.length;
  const gate = outside >= minTrials && inside.length >= minTrials ? fitGate(judged) : uncalibrated.gate;
  const threshold = inside.length >= minTrials ? thresholdOf(judged, gate) : uncalibrated.threshold;
  return { temperature, gate, threshold };
}

interface Judged {
  readonly signs: readonly number[];
  readonly isInside: boolean;
  readonly isRight: boolean;
}

function judge({ sums, known, label }: Trial, temperature: number): Judged {
  const shares = probabilities(sums, temperature);
  return {
    signs: signsOf(sums, shares, known),
    isInside: label !== undefined,
    isRight: label !== undefined && greatest(shares) === label,
  };
}

const gateSteps = 400;
const gateRate = 0.5;
const restraint = 1e-3;

/** Logistic regression of "one of them" on the signs, each made as wide as the others; both answers weigh the same in sum. */
function fitGate(judged: readonly Judged[]): number[] {
  const { means, widths } = widthsOf(judged);
  const even = judged.map(({ signs, isInside }) => ({
    signs: signs.map((sign, index) => (sign - (means[index] ?? 0)) / (widths[index] ?? 1)),
    isInside,
  }));
  const gate = even[0]?.signs.map(() => 0) ?? [];
  const inside = judged.filter(({ isInside }) => isInside).length;
  const weightOf = (isInside: boolean) => 0.5 / (isInside ? inside : judged.length - inside);
  for (let step = 0; step < gateSteps; step++) {
    const slopes = gate.map((weight, index) => (index === 0 ? 0 : restraint * weight));
    for (const { signs, isInside } of even) {
      const error = (belonging(gate, signs) - (isInside ? 1 : 0)) * weightOf(isInside);
      signs.forEach((sign, index) => {
        slopes[index] = (slopes[index] ?? 0) + error * sign;
      });
    }
    slopes.forEach((slope, index) => {
      gate[index] = (gate[index] ?? 0) - gateRate * slope;
    });
  }
  const plain = gate.map((weight, index) => weight / (widths[index] ?? 1));
  const shift = plain.reduce((sum, weight, index) => sum + weight * (means[index] ?? 0), 0);
  return plain.map((weight, index) => (index === 0 ? weight - shift : weight));
}

/** Mean and standard deviation of each sign; the first is always 1, and stays. */
function widthsOf(judged: readonly Judged[]): { means: number[]; widths: number[] } {
  const count = judged[0]?.signs.length ?? 0;
  const means = Array.from({ length: count }, (_, index) =>
    index === 0 ? 0 : judged.reduce((sum, { signs }) => sum + (signs[index] ?? 0), 0) / judged.length,
  );
  const widths = means.map((mean, index) => {
    const squares = judged.reduce((sum, { signs }) => sum + ((signs[index] ?? 0) - mean) ** 2, 0) / judged.length;
    return index === 0 ? 1 : Math.sqrt(squares) + 1e-6;
  });
  return { means, widths };
}

/** Without wishes for nothing: so low that one in twenty of the others is refused. */
const refusedShare = 0.05;

/** The share of rightly understood wishes that may be refused for the sake of those that are for none. */
const bearableLoss = 0.009;

/** As high as the loss is bearable, and no higher than to refuse all that are for none. */
export function thresholdOf(judged: readonly Judged[], gate: readonly number[]): number {
  const ranked = judged
    .map(({ signs, isInside, isRight }) => ({ sureness: belonging(gate, signs), isInside, isRight }))
    .sort((a, b) => a.sureness - b.sureness);
  if (ranked.every(({ isInside }) => isInside)) return ranked[Math.floor(ranked.length * refusedShare)]?.sureness ?? 0;
  let mayLose = Math.floor(ranked.filter(({ isRight }) => isRight).length * bearableLoss);
  const lastOutside = ranked.findLastIndex(({ isInside }) => !isInside);
  const end = ranked.findIndex(({ isRight }, index) => index > lastOutside || (isRight && mayLose-- === 0));
  return ((ranked[end - 1]?.sureness ?? 0) + (ranked[end]?.sureness ?? 1)) / 2;
}

const bins = 15;

/** Expected calibration error: how far, on average, the said probability is from how often it is right. */
export function calibrationError(
  answers: readonly { readonly confidence: number; readonly isRight: boolean }[],
): number {
  const gaps = new Float64Array(bins);
  for (const { confidence, isRight } of answers) {
    const bin = Math.min(bins - 1, Math.floor(confidence * bins));
    gaps[bin] = (gaps[bin] ?? 0) + confidence - (isRight ? 1 : 0);
  }
  return answers.length === 0 ? 0 : gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / answers.length;
}

// Fits weights of a choice among candidates, one of which may be "none of them": the probability of a candidate is its exponential
// strength in relation to those of all, "none" having strength 0.

/** One choice: a row of numbers per candidate, and which of them are right (none of them: none is). */
export interface Choice {
  readonly candidates: readonly Float64Array[];
  readonly rights: readonly number[];
}

export interface Fit {
  readonly weights: Float64Array;
  readonly bias: number;
  /** Mean of the negative logarithm of the right one's probability. */
  readonly loss: number;
}

interface FitOptions {
  readonly rounds: number;
  readonly rate: number;
  /** Pulls weights towards 0. */
  readonly decay: number;
  /** From and to, for each weight: what is known to speak for something must not be fitted to speak against it. */
  readonly bounds?: readonly (readonly [number, number])[];
}

/** Full-batch Adam; deterministic. */
export function fitChoices(
  choices: readonly Choice[],
  width: number,
  { rounds, rate, decay, bounds = [] }: FitOptions,
): Fit {
  const values = new Float64Array(width + 1);
  const mean = new Float64Array(width + 1);
  const spread = new Float64Array(width + 1);
  let loss = 0;
  for (let round = 1; round <= rounds; round++) {
    const slope = slopeAt(values, choices);
    loss = slope.loss;
    for (let index = 0; index <= width; index++) {
      // The bias is left free.
      const pull = index < width ? decay * (values[index] ?? 0) : 0;
      const push = (slope.sums[index] ?? 0) / choices.length + pull;
      mean[index] = 0.9 * (mean[index] ?? 0) + 0.1 * push;
      spread[index] = 0.999 * (spread[index] ?? 0) + 0.001 * push * push;
      const step =
        (mean[index] ?? 0) / (1 - 0.9 ** round) / (Math.sqrt((spread[index] ?? 0) / (1 - 0.999 ** round)) + 1e-9);
      const [from, to] = bounds[index] ?? [-100, 100];
      const next = (values[index] ?? 0) - rate * (1 - round / (rounds + 1)) * step;
      values[index] = Math.min(to, Math.max(from, next));
    }
  }
  return { weights: values.slice(0, width), bias: values[width] ?? 0, loss };
}

function slopeAt(values: Float64Array, choices: readonly Choice[]): { sums: Float64Array; loss: number } {
  const width = values.length - 1;
  const sums = new Float64Array(values.length);
  let loss = 0;
  for (const { candidates, rights } of choices) {
    const shares = sharesOf(values, candidates);
    const onRight = rights.reduce((sum, right) => sum + (shares[right] ?? 0), 0);
    const rightShare = rights.length === 0 ? 1 - shares.reduce((sum, share) => sum + share, 0) : onRight;
    loss -= Math.log(Math.max(1e-12, rightShare));
    for (const [index, candidate] of candidates.entries()) {
      const share = shares[index] ?? 0;
      const off = share - (rights.includes(index) ? share / Math.max(1e-12, onRight) : 0);
      for (let place = 0; place < width; place++) sums[place] = (sums[place] ?? 0) + off * (candidate[place] ?? 0);
      sums[width] = (sums[width] ?? 0) + off;
    }
  }
  return { sums, loss: loss / choices.length };
}

function sharesOf(values: Float64Array, candidates: readonly Float64Array[]): Float64Array {
  const width = values.length - 1;
  const strengths = candidates.map((candidate) => {
    let sum = values[width] ?? 0;
    for (let place = 0; place < width; place++) sum += (values[place] ?? 0) * (candidate[place] ?? 0);
    return sum;
  });
  const top = Math.max(0, ...strengths);
  const raised = strengths.map((strength) => Math.exp(strength - top));
  const whole = Math.exp(-top) + raised.reduce((sum, one) => sum + one, 0);
  return Float64Array.from(raised, (one) => one / whole);
}

/** A wish, the signs for each skill and for none, and which skill was meant; undefined: none of them. */
export interface Lesson {
  readonly signs: readonly (readonly number[])[];
  readonly none: readonly number[];
  readonly meant: number | undefined;
}

export interface Weights {
  readonly skill: readonly number[];
  readonly none: readonly number[];
}

const steps = 1_500;
const rate = 0.05;
const restraint = 3e-4;
/** The weights under which what was meant is least surprising: a choice model, by Adam. */
export function fitWeights(lessons: readonly Lesson[]): Weights {
  const [first] = lessons;
  const skills = first?.signs[0]?.length ?? 0;
  const count = skills + (first?.none.length ?? 0);
  const weights = Array.from({ length: count }, () => 1);
  const [means, squares] = [new Float64Array(count), new Float64Array(count)];
  for (let step = 1; step <= steps; step++) {
    const slopes = slopesOf(lessons, weights, skills);
    for (let index = 0; index < count; index++) {
      const slope = (slopes[index] ?? 0) / lessons.length + restraint * (weights[index] ?? 0);
      means[index] = 0.9 * (means[index] ?? 0) + 0.1 * slope;
      squares[index] = 0.99 * (squares[index] ?? 0) + 0.01 * slope * slope;
      const mean = (means[index] ?? 0) / (1 - 0.9 ** step);
      const size = Math.sqrt((squares[index] ?? 0) / (1 - 0.99 ** step)) + 1e-8;
      const moved = (weights[index] ?? 0) - (rate * mean) / size;
      // No sign for a skill speaks against it, whatever few lessons say.
      weights[index] = index < skills ? Math.max(0, moved) : moved;
    }
  }
  const rounded = weights.map((weight) => Number(weight.toFixed(2)));
  return { skill: rounded.slice(0, skills), none: rounded.slice(skills) };
}

function slopesOf(lessons: readonly Lesson[], weights: readonly number[], skills: number): Float64Array {
  const slopes = new Float64Array(weights.length);
  for (const { signs, none, meant } of lessons) {
    const utilities = signs.map((own) => dot(own, weights, 0));
    const nothing = dot(none, weights, skills);
    const most = Math.max(nothing, ...utilities);
    const odds = utilities.map((utility) => Math.exp(utility - most));
    const noOdds = Math.exp(nothing - most);
    const all = odds.reduce((total, one) => total + one, noOdds);
    odds.forEach((one, index) => {
      const error = one / all - (index === meant ? 1 : 0);
      signs[index]?.forEach((sign, at) => {
        slopes[at] = (slopes[at] ?? 0) + error * sign;
      });
    });
    const error = noOdds / all - (meant === undefined ? 1 : 0);
    none.forEach((sign, at) => {
      slopes[skills + at] = (slopes[skills + at] ?? 0) + error * sign;
    });
  }
  return slopes;
}

const dot = (signs: readonly number[], weights: readonly number[], from: number): number =>
  signs.reduce((total, sign, index) => total + sign * (weights[from + index] ?? 0), 0);

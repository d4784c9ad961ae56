import { floatAt } from '@karna/sight/frame';

/** A network of one hidden layer that judges signs, as the `fit.py` of `models/vision` write it. */
export interface SmallNetwork {
  /** `to`: what each unit makes of a sign, in standard deviations from its mean. */
  readonly inputs: readonly {
    readonly sign: string;
    readonly mean: number;
    readonly spread: number;
    readonly to: readonly number[];
  }[];
  readonly hiddenBias: readonly number[];
  readonly outputs: readonly { readonly bias: number; readonly weights: readonly number[] }[];
}

/** Signs count no further than so many standard deviations from what is usual, as they did when the weights were fitted. */
const mostSpread = 6;

/** How likely each of the network's outputs is, 0..1, by the signs. */
export function judgeBy({ inputs, hiddenBias, outputs }: SmallNetwork) {
  const units = hiddenBias.length;
  const toHidden = Float32Array.from(inputs.flatMap(({ to }) => to));
  return (signs: Readonly<Record<string, number>>): number[] => {
    const hidden = Float64Array.from(hiddenBias);
    for (const [input, { sign, mean, spread }] of inputs.entries()) {
      const value = Math.max(-mostSpread, Math.min(mostSpread, ((signs[sign] ?? 0) - mean) / spread));
      const first = input * units;
      for (let unit = 0; unit < units; unit++) {
        hidden[unit] = (hidden[unit] ?? 0) + floatAt(toHidden, first + unit) * value;
      }
    }
    return outputs.map(({ bias, weights }) => {
      const odds = weights.reduce((sum, weight, unit) => sum + weight * Math.max(0, hidden[unit] ?? 0), bias);
      return 1 / (1 + Math.exp(-odds));
    });
  };
}

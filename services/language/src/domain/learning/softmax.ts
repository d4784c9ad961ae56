import type { Vector } from './feature-space.ts';
import { seeded, shuffled } from './random.ts';

/** A linear model: one row of `classes` weights for each feature. */
export interface Linear {
  readonly classes: number;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

export interface Lesson {
  readonly vector: Vector;
  /** Its class; undefined: none of them, so that all should seem equally unlikely. */
  readonly label: number | undefined;
}

export interface Teaching {
  readonly epochs: number;
  readonly seed: number;
  /** Told after each epoch with the share done. Training stops when it throws. */
  readonly onProgress?: (share: number) => void;
}

const rate = 0.3;
const biasRate = 0.02;
/** Gradients below this change nothing that counts, and most are below it. */
const negligible = 1e-3;
const softening = 1e-4;

/** Softmax regression by AdaGrad, a step size for each weight: 15,000 wishes of 150 classes in some seconds. */
export function teach(lessons: readonly Lesson[], rows: number, classes: number, teaching: Teaching): Linear {
  const model: Linear = {
    classes,
    weights: new Float32Array(rows * classes),
    bias: new Float32Array(classes),
  };
  const squares = new Float32Array(rows * classes);
  const random = seeded(teaching.seed);
  for (let epoch = 0; epoch < teaching.epochs; epoch++) {
    for (const index of shuffled(lessons.length, random)) {
      const lesson = lessons[index];
      if (lesson) learn(model, squares, lesson);
    }
    teaching.onProgress?.((epoch + 1) / teaching.epochs);
  }
  return model;
}

function learn({ classes, weights, bias }: Linear, squares: Float32Array, { vector, label }: Lesson): void {
  const error = probabilities(scores({ classes, weights, bias }, vector), 1);
  if (label === undefined) for (let c = 0; c < classes; c++) error[c] = (error[c] ?? 0) - 1 / classes;
  else error[label] = (error[label] ?? 0) - 1;
  const active: number[] = [];
  for (let c = 0; c < classes; c++) if (Math.abs(error[c] ?? 0) > negligible) active.push(c);
  for (const c of active) bias[c] = (bias[c] ?? 0) - biasRate * (error[c] ?? 0);
  for (let i = 0; i < vector.rows.length; i++) {
    const offset = (vector.rows[i] ?? 0) * classes;
    const value = vector.weights[i] ?? 0;
    for (const c of active) {
      const gradient = (error[c] ?? 0) * value;
      const sum = (squares[offset + c] ?? 0) + gradient * gradient;
      squares[offset + c] = sum;
      weights[offset + c] = (weights[offset + c] ?? 0) - (rate * gradient) / Math.sqrt(sum + softening);
    }
  }
}

/** One number for each class; the greatest is the likeliest. */
export function scores({ classes, weights, bias }: Linear, { rows, weights: values }: Vector): Float32Array {
  const sums = Float32Array.from(bias);
  for (let i = 0; i < rows.length; i++) {
    const offset = (rows[i] ?? 0) * classes;
    const value = values[i] ?? 0;
    for (let c = 0; c < classes; c++) sums[c] = (sums[c] ?? 0) + value * (weights[offset + c] ?? 0);
  }
  return sums;
}

/** Scores as probabilities; a temperature below 1 makes them surer. */
export function probabilities(sums: Float32Array, temperature: number): Float32Array {
  let greatest = Number.NEGATIVE_INFINITY;
  for (const sum of sums) if (sum > greatest) greatest = sum;
  let total = 0;
  const shares = Float32Array.from(sums, (sum) => {
    const share = Math.exp((sum - greatest) / temperature);
    total += share;
    return share;
  });
  for (let c = 0; c < shares.length; c++) shares[c] = (shares[c] ?? 0) / total;
  return shares;
}

export function greatest(values: Float32Array): number {
  let best = 0;
  for (let c = 1; c < values.length; c++) if ((values[c] ?? 0) > (values[best] ?? 0)) best = c;
  return best;
}

import { type FeatureSet, featuresOf } from './features.ts';

/** A wish as weighted rows; of length 1. */
export interface Vector {
  readonly rows: Int32Array;
  readonly weights: Float32Array;
  /** 0..1: how much of what was said occurs in anything learned. */
  readonly known: number;
}

/** Which features there are, and how much each says: rare ones more. */
export class FeatureSpace {
  readonly set: FeatureSet;
  readonly #rowOf = new Map<number, number>();
  readonly #weights: Float32Array;
  readonly #unknownWeight: number;

  private constructor(set: FeatureSet, features: ArrayLike<number>, weights: Float32Array, unknownWeight: number) {
    this.set = set;
    this.#weights = weights;
    this.#unknownWeight = unknownWeight;
    for (let row = 0; row < features.length; row++) this.#rowOf.set(features[row] ?? 0, row);
  }

  static of(set: FeatureSet, texts: readonly string[]): FeatureSpace {
    const counts = new Map<number, number>();
    for (const text of texts)
      for (const feature of featuresOf(text, set)) counts.set(feature, (counts.get(feature) ?? 0) + 1);
    const weightOf = (count: number) => Math.log((texts.length + 1) / (count + 1)) + 1;
    return new FeatureSpace(set, [...counts.keys()], Float32Array.from(counts.values(), weightOf), weightOf(0));
  }

  get size(): number {
    return this.#weights.length;
  }

  vector(text: string): Vector {
    const rows: number[] = [];
    const weights: number[] = [];
    let unknown = 0;
    let squares = 0;
    for (const feature of featuresOf(text, this.set)) {
      const row = this.#rowOf.get(feature);
      if (row === undefined) {
        unknown++;
        continue;
      }
      const weight = this.#weights[row] ?? 0;
      rows.push(row);
      weights.push(weight);
      squares += weight * weight;
    }
    const length = Math.sqrt(squares) || 1;
    const missing = unknown * this.#unknownWeight ** 2;
    return {
      rows: Int32Array.from(rows),
      weights: Float32Array.from(weights, (weight) => weight / length),
      known: squares === 0 ? 0 : squares / (squares + missing),
    };
  }

  /** As it is kept in a model file. */
  kept(): { set: FeatureSet; unknownWeight: number; features: Int32Array; weights: Float32Array } {
    const features = Int32Array.from(this.#rowOf.keys());
    return { set: this.set, unknownWeight: this.#unknownWeight, features, weights: this.#weights };
  }

  static from(kept: ReturnType<FeatureSpace['kept']>): FeatureSpace {
    return new FeatureSpace(kept.set, kept.features, kept.weights, kept.unknownWeight);
  }
}

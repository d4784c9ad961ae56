import { belonging, type Calibration, calibrate, signsOf, type Trial, uncalibrated } from './calibration.ts';
import { FeatureSpace } from './feature-space.ts';
import type { FeatureSet } from './features.ts';
import { greatest, type Lesson, type Linear, probabilities, scores, teach } from './softmax.ts';

/** A wish and what it is for. */
export interface Example {
  readonly text: string;
  readonly label: string;
}

export interface IntentLessons {
  readonly examples: readonly Example[];
  /** Wishes for none of the labels. */
  readonly outside: readonly string[];
  /** What each label is called: a phrase for it as good as any, and where examples are few, often the best. */
  readonly names?: ReadonlyMap<string, string>;
  /** Kept apart to find out how sure the model may be; without them some of the examples are. */
  readonly trials?: { readonly examples: readonly Example[]; readonly outside: readonly string[] };
  /** Told the share done, 0..1; training stops when it throws. */
  readonly onProgress?: (share: number) => void;
}

export interface Guess {
  readonly label: string;
  /** 0..1, calibrated: how likely it is this label, if it is any. */
  readonly confidence: number;
}

export interface Opinion {
  /** Likeliest first. */
  readonly guesses: readonly Guess[];
  /** 0..1: how likely it is any of the labels. */
  readonly belongs: number;
  readonly isOutside: boolean;
}

interface Member {
  readonly space: FeatureSpace;
  readonly linear: Linear;
}

const sets: readonly FeatureSet[] = ['order', 'company'];
const mostGuesses = 5;
/** What is made of unknown words and pieces is for nothing that was learned, whatever the classes say. */
const leastKnown = 0.1;
const seed = 4_711;
/** With few examples each has to be seen more often. */
const epochsFor = (examples: number): number => (examples > 5_000 ? 3 : examples > 2_500 ? 6 : 20);
/** Wishes for nothing that are learned from, in examples of a label: more of them drown few examples of many labels. */
const outsideShare = 5;
/** Of labels with at least so many examples, each is tried on by a model that was not taught it. */
const enoughToTry = 3;
/** So many models are taught for that, each all but one part: with two, the gate is worse; more take longer. */
const parts = 4;

/** Says what a wish is for, how sure that is, and whether it is for any of what was learned. Immutable. */
export class IntentModel {
  readonly labels: readonly string[];
  readonly members: readonly Member[];
  readonly calibration: Calibration;

  constructor(labels: readonly string[], members: readonly Member[], calibration: Calibration) {
    this.labels = labels;
    this.members = members;
    this.calibration = calibration;
  }

  opinion(text: string): Opinion {
    const { sums, known } = this.judge(text);
    const { temperature, gate, threshold } = this.calibration;
    const shares = probabilities(sums, temperature);
    const belongs = this.labels.length === 0 ? 0 : belonging(gate, signsOf(sums, shares, known));
    return { guesses: this.#likeliest(shares), belongs, isOutside: belongs < threshold || known < leastKnown };
  }

  /** The mean of the members' scores, and how much of the wish they know. */
  judge(text: string): { sums: Float32Array; known: number } {
    const sums = new Float32Array(this.labels.length);
    let known = 0;
    for (const { space, linear } of this.members) {
      const vector = space.vector(text);
      known += vector.known / this.members.length;
      const own = scores(linear, vector);
      for (let c = 0; c < sums.length; c++) sums[c] = (sums[c] ?? 0) + (own[c] ?? 0) / this.members.length;
    }
    return { sums, known };
  }

  #likeliest(shares: Float32Array): Guess[] {
    const rest = Float32Array.from(shares);
    const guesses: Guess[] = [];
    while (guesses.length < Math.min(mostGuesses, this.labels.length)) {
      const best = greatest(rest);
      guesses.push({ label: this.labels[best] ?? '', confidence: shares[best] ?? 0 });
      rest[best] = -1;
    }
    return guesses;
  }
}

/** Learns from examples, and on others how sure it may be. The same lessons give the same model. */
export function learnIntents(lessons: IntentLessons): IntentModel {
  const labels = [...new Set(lessons.examples.map(({ label }) => label))].sort();
  const { onProgress } = lessons;
  const named = labels.flatMap((label) => {
    const text = lessons.names?.get(label);
    return text === undefined ? [] : [{ text, label }];
  });
  if (lessons.trials) {
    const model = fit(labels, [...lessons.examples, ...named], lessons.outside, onProgress);
    return calibrated(model, lessons.trials.examples, lessons.trials.outside);
  }
  const progress = (done: number) => (share: number) => onProgress?.((done + share) / (parts + 1));
  const trials = Array.from({ length: parts }, (_, part) =>
    triedOn(lessons, labels, named, part, progress(part)),
  ).flat();
  const whole = fit(labels, [...lessons.examples, ...named], lessons.outside, progress(parts));
  return new IntentModel(labels, whole.members, calibrate(trials));
}

/** What a model that was taught all but one part says about that part. */
function triedOn(
  { examples, outside }: IntentLessons,
  labels: readonly string[],
  named: readonly Example[],
  part: number,
  onProgress: (share: number) => void,
): Trial[] {
  const partOf = partsOf(examples);
  const isTried = (example: Example) => partOf.get(example) === part;
  const isTriedOutside = (_: string, index: number) => blockOf(index, outside.length) === part;
  const taught = examples.filter((example) => !isTried(example));
  const taughtOutside = outside.filter((text, index) => !isTriedOutside(text, index));
  const model = fit(labels, [...taught, ...named], taughtOutside, onProgress);
  return trialsOf(model, examples.filter(isTried), outside.filter(isTriedOutside));
}

/**
 * Each example is held back once, together with its neighbours: they are often one person's, and what others say later is no nearer to what was learned
 * than one person's wishes are to another's. Labels with hardly any examples are held back from nothing.
 */
function partsOf(examples: readonly Example[]): Map<Example, number> {
  const partOf = new Map<Example, number>();
  for (const own of Map.groupBy(examples, ({ label }) => label).values())
    if (own.length >= enoughToTry)
      for (const [index, example] of own.entries()) partOf.set(example, blockOf(index, own.length));
  return partOf;
}

const blockOf = (index: number, count: number): number => Math.floor((index * parts) / count);

function fit(
  labels: readonly string[],
  examples: readonly Example[],
  outside: readonly string[],
  onProgress?: (share: number) => void,
): IntentModel {
  const classOf = new Map(labels.map((label, index) => [label, index]));
  const few = outside.slice(0, Math.ceil((outsideShare * examples.length) / Math.max(1, labels.length)));
  const members = sets.map((set, index): Member => {
    const space = FeatureSpace.of(set, [...examples.map(({ text }) => text), ...few]);
    const lessons: Lesson[] = [
      ...examples.map(({ text, label }) => ({ vector: space.vector(text), label: classOf.get(label) })),
      ...few.map((text) => ({ vector: space.vector(text), label: undefined })),
    ];
    const linear = teach(lessons, space.size, labels.length, {
      epochs: epochsFor(examples.length),
      seed: seed + index,
      onProgress: (share) => onProgress?.((index + share) / sets.length),
    });
    return { space, linear };
  });
  return new IntentModel(labels, members, uncalibrated);
}

const calibrated = (model: IntentModel, examples: readonly Example[], outside: readonly string[]): IntentModel =>
  new IntentModel(model.labels, model.members, calibrate(trialsOf(model, examples, outside)));

function trialsOf(model: IntentModel, examples: readonly Example[], outside: readonly string[]): Trial[] {
  const classOf = new Map(model.labels.map((label, index) => [label, index]));
  return [
    ...examples.flatMap(({ text, label }) =>
      classOf.has(label) ? [{ ...model.judge(text), label: classOf.get(label) }] : [],
    ),
    ...outside.map((text) => ({ ...model.judge(text), label: undefined })),
  ];
}

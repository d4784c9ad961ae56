import { hash } from '../features.ts';
import { seeded, shuffled } from '../random.ts';
import { type Lattice, likeliest, marginalsOf } from './chain.ts';
import { Gazetteer } from './gazetteer.ts';
import { pieceFeatures } from './piece-features.ts';
import { type Piece, piecesOf, type Span, spansOf, tagsOf } from './pieces.ts';

/** A wish with the values in it marked. */
export interface MarkedExample {
  readonly text: string;
  readonly label: string;
  readonly spans: readonly Span[];
}

export interface FoundSpan extends Span {
  /** 0..1: the least of its pieces' probabilities. */
  readonly confidence: number;
}

/** The tags of one intent, by their numbers in the whole list, and how they follow each other. */
interface Part {
  readonly tags: Int32Array;
  /** (own tags + 1) x own tags; the last row: the beginning. */
  readonly transitions: Float64Array;
}

export interface SlotLessons {
  readonly examples: readonly MarkedExample[];
  readonly onProgress?: (share: number) => void;
}

/** With few examples each has to be seen more often. */
const epochsFor = (examples: number): number => (examples > 2_000 ? 5 : 15);
const rate = 0.25;
const transitionRate = 0.1;
const softening = 1e-3;
const negligible = 1e-3;
const seed = 815;

/**
 * Finds the values of slots in wishes: a linear-chain conditional random field whose tags are those of the wish's intent,
 * while what it knows about words is shared by all intents. Immutable once learned.
 */
export class SlotModel {
  readonly tags: readonly string[];
  readonly parts: ReadonlyMap<string, Part>;
  readonly gazetteer: Gazetteer;
  readonly rowOf: ReadonlyMap<number, number>;
  /** Rows x all tags. */
  readonly weights: Float32Array;

  constructor(
    tags: readonly string[],
    parts: ReadonlyMap<string, Part>,
    gazetteer: Gazetteer,
    rowOf: ReadonlyMap<number, number>,
    weights: Float32Array,
  ) {
    this.tags = tags;
    this.parts = parts;
    this.gazetteer = gazetteer;
    this.rowOf = rowOf;
    this.weights = weights;
  }

  find(text: string, label: string): FoundSpan[] {
    const pieces = piecesOf(text);
    const part = this.parts.get(label);
    if (!part || pieces.length === 0) return [];
    const features = pieceFeatures(pieces, this.gazetteer.signs(pieces), label);
    const rows = features.map((own) => this.#rows(own));
    const lattice = latticeOf(rows, part, this.weights, this.tags.length);
    const path = likeliest(lattice, followers(part, this.tags));
    const { single } = marginalsOf(lattice);
    const sureness = path.map((tag, at) => single[at * lattice.tags + tag] ?? 0);
    const tags = path.map((tag) => this.tags[part.tags[tag] ?? 0] ?? 'O');
    return spansOf(pieces, tags).map((span) => ({ ...span, confidence: leastOf(pieces, span, sureness) }));
  }

  #rows(features: readonly string[]): Int32Array {
    return Int32Array.from(features.flatMap((feature) => this.rowOf.get(hash(feature)) ?? []));
  }
}

const leastOf = (pieces: readonly Piece[], span: Span, sureness: readonly number[]): number =>
  Math.min(
    ...pieces.flatMap(({ start, end }, at) => (start < span.end && end > span.start ? [sureness[at] ?? 0] : [])),
  );

/** `I-x` only behind `B-x` or `I-x`. */
function followers({ tags: own }: Part, tags: readonly string[]): (from: number, to: number) => boolean {
  const names = Array.from(own, (tag) => tags[tag] ?? 'O');
  const may = names.map((_, from) =>
    names.map((name) => !name.startsWith('I-') || names[from]?.slice(2) === name.slice(2)),
  );
  const first = names.map((name) => !name.startsWith('I-'));
  return (from, to) => (from === own.length ? first[to] : may[from]?.[to]) ?? true;
}

function latticeOf(rows: readonly Int32Array[], part: Part, weights: Float32Array, width: number): Lattice {
  const tags = part.tags.length;
  const emissions = new Float64Array(rows.length * tags);
  rows.forEach((own, at) => {
    for (const row of own) {
      const offset = row * width;
      for (let t = 0; t < tags; t++) {
        emissions[at * tags + t] = (emissions[at * tags + t] ?? 0) + (weights[offset + (part.tags[t] ?? 0)] ?? 0);
      }
    }
  });
  return { length: rows.length, tags, emissions, transitions: part.transitions };
}

interface Sentence {
  readonly rows: readonly Int32Array[];
  /** Its true tags, by their numbers among its intent's. */
  readonly truth: readonly number[];
  readonly label: string;
}

/** Learns from marked wishes by stochastic gradient (AdaGrad). The same lessons give the same model. */
export function learnSlots({ examples, onProgress }: SlotLessons): SlotModel {
  const read = examples
    .map((example) => ({ ...example, pieces: piecesOf(example.text) }))
    .filter(({ pieces }) => pieces.length > 0)
    .map((example) => ({ ...example, tagNames: tagsOf(example.pieces, example.spans) }));
  const tags = [...new Set(['O', ...read.flatMap(({ tagNames }) => tagNames)])];
  const parts = partsOf(read, tags);
  const gazetteer = new Gazetteer();
  for (const { pieces, spans } of read) gazetteer.add(pieces, spans);
  const rowOf = new Map<number, number>();
  const sentences = read.map((example): Sentence => {
    const { pieces, spans, label, tagNames } = example;
    gazetteer.add(pieces, spans, -1);
    const signs = gazetteer.signs(pieces);
    gazetteer.add(pieces, spans);
    const own = parts.get(label);
    return {
      rows: pieceFeatures(pieces, signs, label).map((features) =>
        Int32Array.from(features, (name) => rowFor(rowOf, name)),
      ),
      truth: tagNames.map((name) => own?.tags.indexOf(tags.indexOf(name)) ?? 0),
      label,
    };
  });
  const weights = descend(sentences, parts, rowOf.size, tags.length, onProgress);
  return new SlotModel(tags, parts, gazetteer, rowOf, weights);
}

function rowFor(rowOf: Map<number, number>, name: string): number {
  const key = hash(name);
  const row = rowOf.get(key) ?? rowOf.size;
  rowOf.set(key, row);
  return row;
}

function partsOf(
  read: readonly { label: string; tagNames: readonly string[] }[],
  tags: readonly string[],
): Map<string, Part> {
  const own = new Map<string, Set<number>>();
  for (const { label, tagNames } of read) {
    const found = own.get(label) ?? new Set([0]);
    own.set(label, found);
    for (const name of tagNames) found.add(tags.indexOf(name));
  }
  return new Map(
    [...own].map(([label, found]) => {
      const numbers = Int32Array.from([...found].sort((a, b) => a - b));
      return [label, { tags: numbers, transitions: new Float64Array((numbers.length + 1) * numbers.length) }];
    }),
  );
}

function descend(
  sentences: readonly Sentence[],
  parts: ReadonlyMap<string, Part>,
  rows: number,
  width: number,
  onProgress?: (share: number) => void,
): Float32Array {
  const weights = new Float32Array(rows * width);
  const squares = new Float32Array(rows * width);
  const linkSquares = new Map(
    [...parts].map(([label, { transitions }]) => [label, new Float64Array(transitions.length)]),
  );
  const random = seeded(seed);
  const epochs = epochsFor(sentences.length);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const index of shuffled(sentences.length, random)) {
      const sentence = sentences[index];
      const part = sentence && parts.get(sentence.label);
      const links = sentence && linkSquares.get(sentence.label);
      if (sentence && part && links) stepOn(sentence, part, { weights, squares, links, width });
    }
    onProgress?.((epoch + 1) / epochs);
  }
  return weights;
}

interface State {
  readonly weights: Float32Array;
  readonly squares: Float32Array;
  readonly links: Float64Array;
  readonly width: number;
}

function stepOn({ rows, truth }: Sentence, part: Part, { weights, squares, links, width }: State): void {
  const tags = part.tags.length;
  const { single, pairs } = marginalsOf(latticeOf(rows, part, weights, width));
  truth.forEach((tag, at) => {
    single[at * tags + tag] = (single[at * tags + tag] ?? 0) - 1;
    const pair = (at === 0 ? tags : (truth[at - 1] ?? 0)) * tags + tag;
    pairs[pair] = (pairs[pair] ?? 0) - 1;
  });
  rows.forEach((own, at) => {
    for (let t = 0; t < tags; t++) {
      const gradient = single[at * tags + t] ?? 0;
      if (Math.abs(gradient) < negligible) continue;
      for (const row of own) {
        const place = row * width + (part.tags[t] ?? 0);
        const sum = (squares[place] ?? 0) + gradient * gradient;
        squares[place] = sum;
        weights[place] = (weights[place] ?? 0) - (rate * gradient) / Math.sqrt(sum + softening);
      }
    }
  });
  pairs.forEach((gradient, pair) => {
    if (Math.abs(gradient) < negligible) return;
    const sum = (links[pair] ?? 0) + gradient * gradient;
    links[pair] = sum;
    part.transitions[pair] = (part.transitions[pair] ?? 0) - (transitionRate * gradient) / Math.sqrt(sum + softening);
  });
}

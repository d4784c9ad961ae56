/** Scores of a sentence: for each piece one number per tag, and one for each tag behind each other. */
export interface Lattice {
  readonly length: number;
  readonly tags: number;
  /** `length` x `tags`. */
  readonly emissions: Float64Array;
  /** From `tags` + 1 (the last row: the beginning) to `tags`. */
  readonly transitions: Float64Array;
}

/** How likely each tag is at each piece, and each pair of neighbours, under the whole chain (forward-backward). */
export interface Marginals {
  /** `length` x `tags`. */
  readonly single: Float64Array;
  /** Sums over the sentence, as the transitions. */
  readonly pairs: Float64Array;
}

export function marginalsOf({ length, tags, emissions, transitions }: Lattice): Marginals {
  const link = transitions.map(Math.exp);
  const local = new Float64Array(length * tags);
  for (let at = 0; at < length; at++) {
    let greatest = Number.NEGATIVE_INFINITY;
    for (let t = 0; t < tags; t++) greatest = Math.max(greatest, emissions[at * tags + t] ?? 0);
    for (let t = 0; t < tags; t++) local[at * tags + t] = Math.exp((emissions[at * tags + t] ?? 0) - greatest);
  }
  const forward = forwardOf(length, tags, local, link);
  const backward = backwardOf(length, tags, local, link);
  return joined(length, tags, { local, link, forward, backward });
}

/** Each row sums to 1, so that long sentences neither vanish nor overflow. */
function forwardOf(length: number, tags: number, local: Float64Array, link: Float64Array): Float64Array {
  const forward = new Float64Array(length * tags);
  for (let at = 0; at < length; at++) {
    let total = 0;
    for (let to = 0; to < tags; to++) {
      let sum = at === 0 ? (link[tags * tags + to] ?? 0) : 0;
      if (at > 0)
        for (let from = 0; from < tags; from++)
          sum += (forward[(at - 1) * tags + from] ?? 0) * (link[from * tags + to] ?? 0);
      const value = sum * (local[at * tags + to] ?? 0);
      forward[at * tags + to] = value;
      total += value;
    }
    for (let to = 0; to < tags; to++) forward[at * tags + to] = (forward[at * tags + to] ?? 0) / total;
  }
  return forward;
}

function backwardOf(length: number, tags: number, local: Float64Array, link: Float64Array): Float64Array {
  const backward = new Float64Array(length * tags);
  backward.fill(1, (length - 1) * tags);
  for (let at = length - 2; at >= 0; at--) {
    let total = 0;
    for (let from = 0; from < tags; from++) {
      let sum = 0;
      for (let to = 0; to < tags; to++) {
        sum +=
          (link[from * tags + to] ?? 0) * (local[(at + 1) * tags + to] ?? 0) * (backward[(at + 1) * tags + to] ?? 0);
      }
      backward[at * tags + from] = sum;
      total += sum;
    }
    for (let from = 0; from < tags; from++) backward[at * tags + from] = (backward[at * tags + from] ?? 0) / total;
  }
  return backward;
}

interface Passes {
  readonly local: Float64Array;
  readonly link: Float64Array;
  readonly forward: Float64Array;
  readonly backward: Float64Array;
}

function joined(length: number, tags: number, { local, link, forward, backward }: Passes): Marginals {
  const single = new Float64Array(length * tags);
  const pairs = new Float64Array((tags + 1) * tags);
  for (let at = 0; at < length; at++) {
    let total = 0;
    for (let t = 0; t < tags; t++)
      total += single[at * tags + t] = (forward[at * tags + t] ?? 0) * (backward[at * tags + t] ?? 0);
    for (let t = 0; t < tags; t++) single[at * tags + t] = (single[at * tags + t] ?? 0) / total;
    if (at === 0) for (let t = 0; t < tags; t++) pairs[tags * tags + t] = single[t] ?? 0;
    else addPairs(at, tags, { local, link, forward, backward }, pairs);
  }
  return { single, pairs };
}

function addPairs(at: number, tags: number, { local, link, forward, backward }: Passes, pairs: Float64Array): void {
  const shares = new Float64Array(tags * tags);
  let total = 0;
  for (let from = 0; from < tags; from++) {
    const before = forward[(at - 1) * tags + from] ?? 0;
    for (let to = 0; to < tags; to++) {
      const behind = (local[at * tags + to] ?? 0) * (backward[at * tags + to] ?? 0);
      const share = before * (link[from * tags + to] ?? 0) * behind;
      shares[from * tags + to] = share;
      total += share;
    }
  }
  for (let pair = 0; pair < shares.length; pair++) pairs[pair] = (pairs[pair] ?? 0) + (shares[pair] ?? 0) / total;
}

/** The likeliest tags (Viterbi). `mayFollow` says what cannot be: `I-city` behind anything but its own. */
export function likeliest(
  { length, tags, emissions, transitions }: Lattice,
  mayFollow: (from: number, to: number) => boolean,
): number[] {
  const best = new Float64Array(length * tags);
  const back = new Int32Array(length * tags);
  for (let at = 0; at < length; at++) {
    for (let to = 0; to < tags; to++) {
      let score = at === 0 && mayFollow(tags, to) ? (transitions[tags * tags + to] ?? 0) : Number.NEGATIVE_INFINITY;
      if (at > 0) {
        for (let from = 0; from < tags; from++) {
          if (!mayFollow(from, to)) continue;
          const value = (best[(at - 1) * tags + from] ?? 0) + (transitions[from * tags + to] ?? 0);
          if (value > score) {
            score = value;
            back[at * tags + to] = from;
          }
        }
      }
      best[at * tags + to] = score + (emissions[at * tags + to] ?? 0);
    }
  }
  return traced(length, tags, best, back);
}

function traced(length: number, tags: number, best: Float64Array, back: Int32Array): number[] {
  let here = 0;
  for (let t = 1; t < tags; t++)
    if ((best[(length - 1) * tags + t] ?? 0) > (best[(length - 1) * tags + here] ?? 0)) here = t;
  const path: number[] = [];
  for (let at = length - 1; at >= 0; at--) {
    path[at] = here;
    here = back[at * tags + here] ?? 0;
  }
  return path;
}

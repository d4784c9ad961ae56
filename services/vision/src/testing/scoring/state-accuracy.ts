import { likenessOfBoxes } from '@karna/sight/boxes';
import type { Detection, ElementsSeen } from './average-precision.ts';
import type { TrueElement } from './truth.ts';

/** Of what is true of an element only while it is visibly so. */
export const stateNames = ['checked', 'selected', 'disabled', 'focused'] as const;

export interface StateFigures {
  /** True elements in that state that were found at all, with their role. */
  readonly elements: number;
  readonly recall: number;
  /** The share of found elements said to be in that state that are. */
  readonly precision: number;
}

/** By state; states that no truth of the set speaks of are left out. */
export function stateFigures(pictures: readonly ElementsSeen[]): Record<string, StateFigures> {
  const pairs = pictures.flatMap(pairsOf);
  const figures = stateNames.map((state) => {
    const inState = pairs.filter(({ element }) => element.states.includes(state));
    const said = pairs.filter(({ detection }) => detection.states.includes(state));
    const both = inState.filter(({ detection }) => detection.states.includes(state)).length;
    const recall = both / Math.max(1, inState.length);
    return [state, { elements: inState.length, recall, precision: said.length > 0 ? both / said.length : 1 }] as const;
  });
  return Object.fromEntries(figures.filter(([, { elements }]) => elements > 0));
}

/** All states together: which share of what is true is said, and of what is said is true. */
export function statesTogether(pictures: readonly ElementsSeen[]): Pick<StateFigures, 'recall' | 'precision'> {
  const pairs = pictures.flatMap(pairsOf);
  const count = (holds: (pair: Pair, state: (typeof stateNames)[number]) => boolean) =>
    pairs.reduce((sum, pair) => sum + stateNames.filter((state) => holds(pair, state)).length, 0);
  const isTrue = ({ element }: Pair, state: string) => element.states.includes(state);
  const isSaid = ({ detection }: Pair, state: string) => detection.states.includes(state);
  const both = count((pair, state) => isTrue(pair, state) && isSaid(pair, state));
  return { recall: both / Math.max(1, count(isTrue)), precision: both / Math.max(1, count(isSaid)) };
}

interface Pair {
  readonly element: TrueElement;
  readonly detection: Detection;
}

/** Each found element with the detection of its role that overlaps it most. */
const pairsOf = ({ truth, detections }: ElementsSeen): Pair[] =>
  (truth.elements ?? []).flatMap((element) => {
    const likeness = (one: Detection) => likenessOfBoxes(one.box, element.box);
    const [detection] = detections
      .filter((one) => one.role === element.role && likeness(one) >= 0.5)
      .sort((a, b) => likeness(b) - likeness(a));
    return detection ? { element, detection } : [];
  });

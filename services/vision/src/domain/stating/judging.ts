import type { Frame } from '@karna/sight/frame';
import type { Marked } from '../describing.ts';
import type { Described } from '../joining.ts';
import type { Line } from '../screen.ts';
import { judgeBy } from '../small-network.ts';
import { type Signs, signsOf } from './signs.ts';
import { hiddenBias, inputs, outputs } from './weights.ts';

type State = (typeof outputs)[number]['state'];

/**
 * All finds with the states they are visibly in. What looks pale on one screen is as usual on another one: each is judged beside its like and its
 * neighbours. Not said is what is not sure: a thing that is taken for switched off is not clicked.
 */
export function withStates(frame: Frame, finds: readonly Marked[], lines: readonly Line[]): Described[] {
  const signs = signsOf(frame, finds, lines);
  return finds.map((find, index) => {
    const known = signs[index];
    return { ...find, ...(known ? statesBy(known) : { selected: false, disabled: false, focused: false }) };
  });
}

function statesBy(signs: Signs): Record<State, boolean> {
  const likely = likelihoods(signs);
  const said = outputs.map(({ state, from }) => [state, likely[state] >= from] as const);
  return Object.fromEntries(said) as Record<State, boolean>;
}

const judged = judgeBy({ inputs, hiddenBias, outputs });

/** How likely it is that an element is in each state, 0..1: a network of one hidden layer. */
export function likelihoods(signs: Signs): Record<State, number> {
  const likely = judged(signs);
  return Object.fromEntries(outputs.map(({ state }, index) => [state, likely[index] ?? 0])) as Record<State, number>;
}

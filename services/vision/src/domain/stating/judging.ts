import type { Frame } from '@karna/sight/frame';
import type { Marked } from '../describing.ts';
import type { Described } from '../joining.ts';
import type { Line } from '../screen.ts';
import { type Signs, signsOf } from './signs.ts';
import { hiddenBias, inputs, outputs } from './weights.ts';

type State = (typeof outputs)[number]['state'];

/** Signs count no further than so many standard deviations from what is usual, as they did when the weights were fitted. */
const mostSpread = 6;

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

const units = hiddenBias.length;
const toHidden = Float64Array.from(inputs.flatMap(({ to }) => [...to]));

/** How likely it is that an element is in each state, 0..1: a network of one hidden layer. */
export function likelihoods(signs: Signs): Record<State, number> {
  const hidden = Float64Array.from(hiddenBias);
  for (let input = 0; input < inputs.length; input++) {
    const { sign, mean, spread } = inputs[input] as (typeof inputs)[number];
    const unusual = ((signs[sign] ?? 0) - mean) / spread;
    const value = Math.max(-mostSpread, Math.min(mostSpread, unusual));
    const first = input * units;
    for (let unit = 0; unit < units; unit++) {
      hidden[unit] = (hidden[unit] ?? 0) + (toHidden[first + unit] ?? 0) * value;
    }
  }
  const likely = outputs.map(({ state, bias, weights }) => {
    const odds = weights.reduce((sum: number, weight, unit) => sum + weight * Math.max(0, hidden[unit] ?? 0), bias);
    return [state, 1 / (1 + Math.exp(-odds))] as const;
  });
  return Object.fromEntries(likely) as Record<State, number>;
}

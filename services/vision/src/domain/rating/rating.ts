import type { Element, Screen } from '../screen.ts';
import { judgeBy } from '../small-network.ts';
import { signsOf } from './signs.ts';
import { hiddenBias, inputs, outputs } from './weights.ts';

const judged = judgeBy({ inputs, hiddenBias, outputs });

/**
 * The screen with how likely it is that each element, and each guess, is there. The network scores one place at a time; what stands around it tells as
 * much: a button that is one of a row of them, a link without a word in it, a field half of which is another one. What is looked for and acted on goes by
 * the score, for which its thresholds were fitted.
 */
export function rated<Seen extends Screen>(screen: Seen): Seen {
  const signs = signsOf(screen);
  const withLikelihood = (element: Element, index: number): Element => {
    const [likelihood] = (signs[index] && judged(signs[index])) ?? [];
    return likelihood === undefined ? element : { ...element, likelihood };
  };
  const { elements, guesses = [] } = screen;
  return {
    ...screen,
    elements: elements.map(withLikelihood),
    guesses: guesses.map((guess, index) => withLikelihood(guess, elements.length + index)),
  };
}

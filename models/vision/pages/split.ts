/**
 * `train` and `unseen-pages` differ in their seeds and pictograms; `unseen-frameworks` is drawn with style sheets,
 * fonts and pictograms that training never sees.
 */
export const splits = ['train', 'unseen-pages', 'unseen-frameworks'] as const;
export type Split = (typeof splits)[number];

export function isSplit(name: string | undefined): name is Split {
  return splits.some((split) => split === name);
}

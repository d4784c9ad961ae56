import { printable } from './printable.ts';

const most = { elements: 200, characters: 200 } as const;

/** What is on a screen, bounded: what does not fit is left out from the end. */
export const screenFor = (elements: readonly string[]): string[] =>
  elements.slice(0, most.elements).map((element) => printable(element).slice(0, most.characters));

const accents = /\p{M}+/gu;
const wordPattern = /[\p{L}\p{N}]+(?:'\p{L}+)?|[?!$€£%&@#+]/gu;
/** Nobody says more words than these in one wish; the rest says nothing new. */
const maxWords = 200;

/** Letters as they are learned: lower case, no accents, plain apostrophes, full-width forms as usual ones. */
export const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(accents, '')
    .replaceAll(/[’‘`´]/g, "'");

/** The words of a wish, for learning: folded, with the few marks that say something. */
export const learnedWords = (text: string): string[] => (folded(text).match(wordPattern) ?? []).slice(0, maxWords);

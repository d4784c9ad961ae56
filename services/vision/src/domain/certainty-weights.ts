/** Fitted by `models/vision/locate/fit.ts`; see `models/vision/locate/README.md` for on what and how well. */
export const certaintyWeights = {
  bias: 1.061,
  strength: 1.255,
  isWeak: 0.231,
  ahead: 2.228,
  score: -0.757,
  hasRole: -0.462,
  hasOrdinal: -1.383,
  hasRelation: 0.116,
  isBrief: -0.395,
  isNameless: 0,
} as const;

/** Fitted by `models/vision/locate/fit.ts`; see `models/vision/locate/README.md` for on what and how well. */
export const certaintyWeights = {
  bias: 0,
  strength: 1,
  isWeak: 0,
  ahead: 0,
  score: 0,
  hasRole: 0,
  hasOrdinal: 0,
  hasRelation: 0,
  isBrief: 0,
  isNameless: 0,
} as const;

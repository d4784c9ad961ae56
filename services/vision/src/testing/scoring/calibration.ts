export interface Claim {
  /** 0..1. */
  readonly confidence: number;
  readonly isRight: boolean;
}

const bins = 10;

/** Expected calibration error: how far confidence and truth lie apart in each tenth, weighted by how many claims fall into it. */
export function calibrationError(claims: readonly Claim[]): number {
  const inBins = Map.groupBy(claims, ({ confidence }) => Math.min(bins - 1, Math.floor(confidence * bins)));
  let sum = 0;
  for (const inBin of inBins.values()) {
    const confidence = inBin.reduce((all, one) => all + one.confidence, 0);
    const right = inBin.filter(({ isRight }) => isRight).length;
    sum += Math.abs(confidence - right);
  }
  return claims.length > 0 ? sum / claims.length : 0;
}

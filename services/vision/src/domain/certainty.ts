import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import { certaintyWeights as weights } from './certainty-weights.ts';

/** What is known of a candidate beside its strength. */
export interface Evidence {
  /** 0..1: likeness of the name x fit of the role x fit of the place. */
  readonly strength: number;
  /** How far the next candidate is behind, 0..1. */
  readonly ahead: number;
  /** 0..1: that there is such an element. */
  readonly score: number;
}

/** All numbers that the probability is made of, in the order of their weights. */
export function evidenceOf(
  query: TargetQuery,
  { strength, ahead, score }: Evidence,
): Record<keyof typeof weights, number> {
  return {
    bias: 1,
    strength: logit(strength),
    isWeak: strength < 0.75 ? 1 : 0,
    ahead: Math.min(0.3, ahead),
    score,
    hasRole: query.role === 'ROLE_UNSPECIFIED' ? 0 : 1,
    hasOrdinal: query.ordinal === 0 ? 0 : 1,
    hasRelation: query.relation ? 1 : 0,
    isBrief: query.text.length <= 2 ? 1 : 0,
    isNameless: query.text === '' ? 1 : 0,
  };
}

/** The probability that a candidate is what the query means, fitted on labelled screens (`models/vision/locate`). */
export function certaintyOf(query: TargetQuery, evidence: Evidence): number {
  const known = evidenceOf(query, evidence);
  let sum = 0;
  for (const [name, weight] of Object.entries(weights)) sum += weight * known[name as keyof typeof weights];
  return 1 / (1 + Math.exp(-sum));
}

/** Strengths of 0 and 1 are as good as 0.01 and 0.99. */
const logit = (share: number): number => {
  const inside = Math.min(0.99, Math.max(0.01, share));
  return Math.log(inside / (1 - inside));
};

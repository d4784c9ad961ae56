/** What kinds of written secrets are looked for. */
export const patternNames = ['card', 'iban', 'email', 'token'] as const;
export type PatternName = (typeof patternNames)[number];

/** Something secret in a writing: its characters from `from` up to, not including, `to`. */
export interface Find {
  readonly pattern: PatternName | 'named';
  readonly from: number;
  readonly to: number;
  /** False: it may be one that was misread. */
  readonly sure: boolean;
}

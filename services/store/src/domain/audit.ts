import type { Deed } from '@karna/proto/gen/access/v1/access';

/** Who acts where the configuration does. */
export const operator = 'operator';

/** What can be had of the hands of a desktop. */
export const handsDeeds: readonly Deed[] = ['DEED_HANDS_TAKEN', 'DEED_HANDS_RETURNED', 'DEED_HANDS_LOST'];

/** What somebody did, in short. */
export interface Done {
  readonly actor: string;
  readonly deed: Deed;
  /** The id of what it was done to. */
  readonly subject: string;
  readonly subjectName?: string;
  readonly details?: Readonly<Record<string, string>>;
  readonly key?: string;
}

/** The record of it. */
export const recordOf = ({ subjectName = '', details = {}, ...done }: Done, at: Date) => ({
  ...done,
  subjectName,
  details: { ...details },
  at,
});

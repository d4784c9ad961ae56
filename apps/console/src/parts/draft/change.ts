import type { DraftEdit } from '@karna/proto/gen/recording/v1/draft';

export type Change = (what: NonNullable<DraftEdit['what']>) => void;

/** What every part of the editor is given. */
export interface EditProps {
  readonly isBusy: boolean;
  readonly change: Change;
}

import type { Clock } from '@karna/common/clock';
import type { Events } from '../../events.ts';
import type { Drafts, PictureBook, Recorders, Recordings, ScreenReader, Skills } from '../../ports.ts';

/** What teaching stands on. */
export interface TeachingParts {
  readonly recordings: Recordings;
  readonly recorders: Recorders;
  readonly drafts: Drafts;
  readonly skills: Skills;
  readonly book: PictureBook;
  readonly reader: ScreenReader;
  readonly clock: Clock;
  readonly events: Events;
  /** A recording without its agent for so long ends (ms). */
  readonly recordingGoneMs: number;
}

import type { ErrorCode } from '@karna/proto/errors';
import type { Comparison } from '../../domain/comparing/comparing.ts';
import type { Screen } from '../../domain/screen.ts';
import type { CompareHints, LookHints, Question, Recollection, Seen } from '../../ports.ts';
import type { ImageLimits } from '../image.ts';

// What the pool and its workers say to each other. A worker does one task at a time.

/** Handed to a worker at its start. */
export interface WorkerSettings {
  readonly modelsFolder: string;
  readonly threads: number;
  readonly imageLimits: ImageLimits;
}

/** A worker remembers the last frame of some desktops: a desktop's tasks should go to the worker that had its last one. */
export type Task =
  | { readonly kind: 'look'; readonly image: Uint8Array; readonly hints?: LookHints }
  | {
      readonly kind: 'compare';
      readonly before: Uint8Array;
      readonly after: Uint8Array;
      readonly hints?: CompareHints;
    }
  | { readonly kind: 'recollect'; readonly image: Uint8Array; readonly screen: Screen; readonly question: Question };

/** `stop`: nobody waits any more for what it does. Once it has answered that is nothing to it. */
export type ToWorker = Task | { readonly kind: 'stop' } | { readonly kind: 'close' };

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'seen'; readonly screen: Seen }
  | { readonly kind: 'compared'; readonly comparison: Comparison }
  | { readonly kind: 'recollected'; readonly recollection: Recollection }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string; readonly detail: string };

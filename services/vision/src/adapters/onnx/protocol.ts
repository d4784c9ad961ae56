import type { ErrorCode } from '@karna/proto/errors';
import type { Screen } from '../../domain/screen.ts';
import type { ImageLimits } from '../image.ts';

// What the pool and its workers say to each other. A worker looks at one image at a time.

/** Handed to a worker at its start. */
export interface WorkerSettings {
  readonly modelsFolder: string;
  readonly threads: number;
  readonly imageLimits: ImageLimits;
}

export type ToWorker = { readonly kind: 'look'; readonly image: Uint8Array } | { readonly kind: 'close' };

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'seen'; readonly screen: Screen }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string; readonly detail: string };

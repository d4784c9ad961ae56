import type { ReadLine } from '../../ports.ts';

// What the reader and its worker thread say to each other: one question at a time, answered in order.

export interface WorkerSettings {
  readonly modelsFolder: string;
  readonly threads: number;
}

/** A part of a picture: BGRX, rows without padding; `left` and `top` are its place in the whole (px). */
export interface PicturePart {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array<ArrayBuffer>;
}

export type ToWorker =
  | { readonly kind: 'read'; readonly id: number; readonly parts: readonly PicturePart[] }
  | { readonly kind: 'close' };

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'read'; readonly id: number; readonly lines: ReadLine[][] }
  | { readonly kind: 'failed'; readonly id: number; readonly detail: string };

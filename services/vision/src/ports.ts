import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Find } from './domain/assembling.ts';
import type { ReadCharacter } from './domain/ctc.ts';
import type { Frame } from './domain/frame.ts';
import type { LineCrop } from './domain/line-crop.ts';
import type { Screen } from './domain/screen.ts';

/** What the networks say, before it is joined. */
export interface Models {
  /** Element candidates without duplicates. */
  detectElements(frame: Frame): Promise<Find[]>;
  /** Boxes of text lines, without duplicates. */
  detectLines(frame: Frame): Promise<Box[]>;
  /** The characters on each crop, in the crops' order. */
  read(crops: readonly LineCrop[]): Promise<ReadCharacter[][]>;
}

/** Pictures that were not looked at yet. */
export interface Images {
  /**
   * Looks at the header only. Errors: `image.invalid` when it is no PNG or JPEG, `image.too_large` when it has too many
   * bytes or pixels. The key is the same for the same bytes.
   */
  check(image: Uint8Array): Promise<{ key: string }>;
}

/** Sees everything in one picture. */
export interface Perception {
  /**
   * Errors: `image.invalid` when it cannot be decoded, `service.overloaded` when too many wait, `service.unavailable`
   * when the run failed, `service.stopping`. When `signal` aborts, what still waits is not begun.
   */
  perceive(image: Uint8Array, signal: AbortSignal): Promise<Screen>;
}

/** What happened, for operators. Nothing of what was seen. */
export interface Events {
  perceived(how: { outcome: 'seen' | 'cached' | 'shared' | 'failed'; tookMs: number }): void;
  located(how: { outcome: 'unique' | 'unclear' | 'missing'; tookMs: number }): void;
}

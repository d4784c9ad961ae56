import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type * as wire from '@karna/proto/gen/vision/v1/element';

/** What the contract calls by these names, with its place always known. */
export type Element = wire.Element & { box: Box };
export type Word = wire.Word & { box: Box };
export type Line = Omit<wire.Line, 'words'> & { box: Box; words: Word[] };

/** All that was seen in one image. */
export interface Screen {
  readonly width: number;
  readonly height: number;
  /** In reading order; text that belongs to no other element is an element too. */
  readonly elements: readonly Element[];
  /** In reading order. */
  readonly lines: readonly Line[];
}

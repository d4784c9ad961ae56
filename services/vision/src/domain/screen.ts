import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type * as wire from '@karna/proto/gen/vision/v1/element';

/** What the contract calls by these names, with its place always known. */
export type Element = wire.Element & { box: Box };
export type Word = wire.Word & { box: Box };
export type Line = Omit<wire.Line, 'words'> & { box: Box; words: Word[] };

/** What an element is before anything is known of its name, state and place among the others. */
export const unsaid = {
  label: '',
  checked: 'CHECKED_STATE_UNSPECIFIED',
  parentId: '',
  headingId: '',
  labelId: '',
  selected: false,
  disabled: false,
  focused: false,
  row: 0,
  column: 0,
  witnesses: ['pixels'] as string[],
} as const satisfies Partial<Element>;

/** All that was seen in one image. */
export interface Screen {
  readonly width: number;
  readonly height: number;
  /** In reading order; text that belongs to no other element is an element too. */
  readonly elements: readonly Element[];
  /** In reading order. */
  readonly lines: readonly Line[];
  /** What may be there as well: too unsure to be read, named, counted or pointed at. */
  readonly guesses?: readonly Element[];
}

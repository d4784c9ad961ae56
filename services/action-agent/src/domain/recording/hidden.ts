import type { Accessible, Box, Point } from '../../ports.ts';
import { grown, shareInside } from '../boxes.ts';
import { isTerminal } from '../entry.ts';
import type { Mask } from '../redaction/masks.ts';

/** What is known of the place that a text was typed into. */
export interface TypingPlace {
  /** What the application says has the keyboard. */
  readonly focus: Accessible | undefined;
  /** Where the person clicked last, when nothing moved the keyboard since. */
  readonly clickedAt: Point | undefined;
  /** What was masked before it and after it. */
  readonly masks: readonly Mask[];
  /** Where the screen changed meanwhile. */
  readonly changes: readonly Box[];
  readonly application: string;
}

/** A field and its border (px). */
const borderPx = 6;
/** So much of what changed lies in the field that was typed into; the rest is a caret or a focus ring elsewhere. */
const mostly = 0.3;

/**
 * Whether the text went to where it is hidden: the application says so, or the place is masked as a field that hides its
 * text or is named like one, or by its owner's wish; or it is a terminal in which nothing of it showed.
 */
export function isHidden({ focus, clickedAt, masks, changes, application }: TypingPlace): boolean {
  if (focus?.hidesText) return true;
  const hiding = masks.filter(({ reason }) => reason === 'field' || reason === 'configured').map(({ box }) => box);
  const at = focus ? centreOf(focus.box) : clickedAt;
  if (at && hiding.some((box) => contains(grown(box, borderPx), at))) return true;
  if (changes.some((change) => hiding.some((box) => shareInside(change, grown(box, borderPx)) > mostly))) return true;
  return isTerminal(application) && changes.length === 0;
}

const centreOf = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 });

const contains = ({ x, y, width, height }: Box, at: Point): boolean =>
  at.x >= x && at.x <= x + width && at.y >= y && at.y <= y + height;

import { DomainError } from '@karna/common/errors';
import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Change, ChangeKind } from '@karna/proto/gen/vision/v1/element';
import { area, centreX, centreY, common, grown, rounded, shareInside } from '@karna/sight/boxes';
import type { Frame } from '@karna/sight/frame';
import { hasSameSize } from '../looking/tiles.ts';
import { inReadingOrder } from '../reading-order.ts';
import { isHolder, isSurface } from '../roles.ts';
import { type Element, type Screen, unsaid } from '../screen.ts';
import { type Differences, differencesBetween } from './differences.ts';
import { type IsSameShifted, type Matched, matched, type Pair } from './matching.ts';
import { isShifted, type Shift, shiftsBetween } from './shifts.ts';
import { veilOver } from './veil.ts';

/** What differs between two frames of one screen. */
export interface Comparison {
  /** In reading order; empty when there is nothing a person would notice. */
  readonly changes: readonly Change[];
  /** Where pixels differ, in whole px. */
  readonly regions: readonly Box[];
  /** 0..1 of the picture's area. */
  readonly changed: number;
}

/** A frame and what is on it. */
export interface View {
  readonly frame: Frame;
  readonly screen: Screen;
}

const mostRegions = 64;
/** Fewer differing pixels than this are dirt (a smoothed corner, a mouse trail). */
const fewestPixels = 6;
/** When more than this share of the screen differs, it may have been dimmed, or shown again after that. */
const veiledShare = 0.3;
/** An element came or went when so much of it differs; a shadow that falls on its edge is less. */
const changedShare = 0.02;
/** Boxes are found within some px: only more than this is a move. */
const movedPx = 4;
const resizedShare = 0.12;

/** Errors: `input.invalid` when the frames have different sizes. Differences inside the boxes of `ignore` do not count. */
export function compared(before: View, after: View, ignore: readonly Box[] = []): Comparison {
  if (!hasSameSize(before.frame, after.frame)) {
    throw new DomainError('input.invalid', 'only pictures of one size can be compared');
  }
  const differences = differencesBetween(before.frame, after.frame, ignore);
  if (differences.count === 0) return { changes: [], regions: [], changed: 0 };
  const changes = changesIn(before, after, ignore, differences);
  const regions = differences
    .regions(mostRegions)
    .filter((region) => !isDirt(region, differences) || changes.some(({ box }) => isAt(region, box)));
  return {
    changes: inReadingOrder(changes).map(({ kind, before: was, after: is }) => ({ kind, before: was, after: is })),
    regions,
    changed: regions.reduce((sum, region) => sum + differences.within(region), 0) / areaOf(after.frame),
  };
}

const areaOf = ({ width, height }: Frame): number => width * height;

interface Placed {
  readonly kind: ChangeKind;
  readonly before?: Element;
  readonly after?: Element;
  readonly box: Box;
}

function changesIn(before: View, after: View, ignore: readonly Box[], differences: Differences): Placed[] {
  const counts = (element: Element) => isThing(element) && !isIgnored(element, ignore);
  const [old, now] = [before.screen.elements.filter(counts), after.screen.elements.filter(counts)];
  const shifts = shiftsBetween(old, now);
  const isSameShifted: IsSameShifted = ({ box }, shift) => isShifted(before.frame, after.frame, rounded(box), shift);
  const isVeilLikely = differences.count > veiledShare * areaOf(after.frame);
  const real = isVeilLikely ? differences.without(veilOver(before.frame, after.frame)) : differences;
  const changes = elementChanges(matched(old, now, shifts, isSameShifted), real);
  const pixels = real
    .regions(mostRegions, unexplained(before.frame, after.frame, real, { changes, shifts }))
    .filter((region) => !isDirt(region, real));
  return [...changes, ...pixels.map((box): Placed => ({ kind: 'CHANGE_KIND_PIXELS', after: bare(box), box }))];
}

/** Rows and cells are places for what is told anyway, and are seen less surely than that. */
const isThing = ({ role }: Element): boolean => isSurface(role) || !isHolder(role);

const isIgnored = ({ box }: Element, ignore: readonly Box[]): boolean =>
  ignore.some((part) => shareInside(box, part) > 0.5);

/** Nothing is believed to have changed where no pixel has: two looks at the same thing may still differ. */
function elementChanges({ pairs, gone, come }: Matched, differences: Differences): Placed[] {
  const hasChanged = ({ box }: Element) => differences.within(box) >= Math.max(fewestPixels, changedShare * area(box));
  return [
    ...pairs.flatMap((pair) => pairChange(pair, differences)),
    ...gone.filter(hasChanged).map((one): Placed => ({ kind: 'CHANGE_KIND_DISAPPEARED', before: one, box: one.box })),
    ...come.filter(hasChanged).map((one): Placed => ({ kind: 'CHANGE_KIND_APPEARED', after: one, box: one.box })),
  ];
}

function pairChange({ before, after, isSamePicture }: Pair, differences: Differences): Placed[] {
  const differs = Math.max(differences.within(grown(before.box, 4)), differences.within(grown(after.box, 4)));
  if (differs < fewestPixels) return [];
  const kind = isSamePicture ? 'CHANGE_KIND_MOVED' : kindOf(before, after);
  return kind ? [{ kind, before, after, box: after.box }] : [];
}

function kindOf(before: Element, after: Element): ChangeKind | undefined {
  if (before.text !== after.text) return 'CHANGE_KIND_TEXT';
  if (stateDiffers(before, after)) return 'CHANGE_KIND_STATE';
  return hasMoved(before.box, after.box) ? 'CHANGE_KIND_MOVED' : undefined;
}

const stateDiffers = (a: Element, b: Element): boolean =>
  a.selected !== b.selected || a.disabled !== b.disabled || a.focused !== b.focused || isSetOtherwise(a, b);

/** What cannot be told is not held against what could. */
const isSetOtherwise = ({ checked: a }: Element, { checked: b }: Element): boolean =>
  a !== b && a !== 'CHECKED_STATE_UNSPECIFIED' && b !== 'CHECKED_STATE_UNSPECIFIED';

function hasMoved(a: Box, b: Box): boolean {
  const isResized = (from: number, to: number) => Math.abs(from - to) > Math.max(2 * movedPx, resizedShare * from);
  return (
    Math.abs(centreX(a) - centreX(b)) > movedPx ||
    Math.abs(centreY(a) - centreY(b)) > movedPx ||
    isResized(a.width, b.width) ||
    isResized(a.height, b.height)
  );
}

const isAt = (region: Box, box: Box): boolean => shareInside(region, grown(box, 2)) > 0.5;

/** A few pixels, or a caret. */
const isDirt = (region: Box, differences: Differences): boolean =>
  differences.within(region) < fewestPixels || isCaret(region);

/** It blinks: a thin upright bar, one line of text high (px). */
const isCaret = ({ width, height }: Box): boolean => width <= 3 && height >= 8 && height <= 60 && height >= 4 * width;

/** Focus rings and shadows reach so far beyond an element (px). */
const haloPx = 8;

const mostly = 0.6;

/** Says of a tile whether what differs in it neither lies on elements that changed nor stood elsewhere before a scroll. */
function unexplained(
  before: Frame,
  after: Frame,
  differences: Differences,
  known: { changes: readonly Placed[]; shifts: readonly Shift[] },
) {
  const halos = known.changes.flatMap(({ before: was, after: is }) =>
    [was, is].flatMap((element) => (element ? [grown(element.box, haloPx)] : [])),
  );
  return (tile: Box): boolean =>
    !halos.some((halo) => differences.within(common(tile, halo)) >= mostly * differences.within(tile)) &&
    !known.shifts.some((shift) => isShifted(before, after, tile, shift));
}

const bare = (box: Box): Element => ({
  ...unsaid,
  id: '',
  role: 'ROLE_UNSPECIFIED',
  score: 1,
  text: '',
  box,
});

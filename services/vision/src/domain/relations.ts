import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { RelationKind } from '@karna/proto/gen/target/v1/target';
import { bottom, centreX, centreY, gapBetween, holdsCentre, right, sharedHeight, sharedWidth } from './geometry.ts';

/** How a thing lies to an anchor. */
export interface Fit {
  /** The way between them (px). */
  readonly distance: number;
  /** 1 when it lies as said; less when it does so only roughly. */
  readonly grade: number;
}

/** Beside means on the same row, above means in the same column; askew counts, but never beyond doubt. */
const askew = 0.6;
/** "In the Save Changes dialog": only its title was found, and what is below a title is most likely inside. */
const underTitle = 0.85;

/** Undefined when the thing does not lie so. */
export function fitOf(kind: RelationKind, box: Box, anchor: Box): Fit | undefined {
  switch (kind) {
    case 'RELATION_KIND_LEFT_OF':
      return beside(box, anchor);
    case 'RELATION_KIND_RIGHT_OF':
      return beside(anchor, box);
    case 'RELATION_KIND_ABOVE':
      return stacked(box, anchor);
    case 'RELATION_KIND_BELOW':
      return stacked(anchor, box);
    case 'RELATION_KIND_INSIDE':
      return inside(box, anchor);
    case 'RELATION_KIND_NEAR':
    case 'RELATION_KIND_UNSPECIFIED':
      return { distance: nearness(box, anchor), grade: 1 };
    default: {
      const nothing: never = kind;
      return nothing;
    }
  }
}

/** What shares a row or column with the anchor belongs to it more than what is as far away in the next one. */
function nearness(box: Box, anchor: Box): number {
  const isAligned = sharedHeight(box, anchor) > 0 || sharedWidth(box, anchor) > 0;
  return gapBetween(box, anchor) / (isAligned ? 2 : 1);
}

function beside(left: Box, other: Box): Fit | undefined {
  // Detected boxes reach over each other by a few px.
  if (other.x < right(left) - 6 || centreX(other) <= centreX(left)) return undefined;
  const isLevel = sharedHeight(left, other) >= 0.3 * Math.min(left.height, other.height);
  return { distance: gapBetween(left, other), grade: isLevel ? 1 : askew };
}

function stacked(upper: Box, lower: Box): Fit | undefined {
  if (lower.y < bottom(upper) - 6 || centreY(lower) <= centreY(upper)) return undefined;
  const isPlumb = sharedWidth(upper, lower) > 0;
  return { distance: gapBetween(upper, lower), grade: isPlumb ? 1 : askew };
}

function inside(box: Box, anchor: Box): Fit | undefined {
  if (holdsCentre(anchor, box)) return { distance: 0, grade: 1 };
  const below = stacked(anchor, box);
  return below && { distance: below.distance, grade: underTitle };
}

import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { RelationKind } from '@karna/proto/gen/target/v1/target';
import {
  bottom,
  centreX,
  centreY,
  gapBetween,
  holdsCentre,
  right,
  sharedHeight,
  sharedWidth,
} from '@karna/sight/boxes';
import { isHolder, isSurface, isWritten } from './roles.ts';
import type { Element } from './screen.ts';
import { holdersOf, rowOf, type Scene, surfaceOf } from './tree/scene.ts';

/** How a thing lies to an anchor. */
export interface Fit {
  /** The way between them (px). */
  readonly distance: number;
  /** 1 when it lies as said; less when it does so only roughly. */
  readonly grade: number;
}

/** Beside means on the same row, above means in the same column; askew counts, but never beyond doubt. */
const askew = 0.6;
/** "In the Save Changes dialog": where only its title was found, what is below a title is most likely inside. */
const underTitle = 0.85;
/** Below a title, but in another window than it; or below a text, though something of the kind is level with it. */
const elsewhere = 0.3;

/** Undefined when the thing does not lie so. */
export function fitOf(kind: RelationKind, scene: Scene, element: Element, anchor: Element): Fit | undefined {
  const { box } = element;
  switch (kind) {
    case 'RELATION_KIND_LEFT_OF':
      return inOneRow(scene, element, anchor, beside(box, anchor.box));
    case 'RELATION_KIND_RIGHT_OF':
      return inOneRow(scene, element, anchor, beside(anchor.box, box));
    case 'RELATION_KIND_ABOVE':
      return stacked(box, anchor.box);
    case 'RELATION_KIND_BELOW':
      return stacked(anchor.box, box);
    case 'RELATION_KIND_INSIDE':
      return inside(scene, element, anchor);
    case 'RELATION_KIND_NEAR':
    case 'RELATION_KIND_UNSPECIFIED':
      return { distance: nearness(box, anchor.box), grade: 1 };
    default: {
      const nothing: never = kind;
      return nothing;
    }
  }
}

/** Beside a text, on the same line: where no records were seen, that is what belongs to it. */
export const isLevelWith = ({ box }: Element, anchor: Element): boolean =>
  isWritten(anchor.role) &&
  anchor.role !== 'ROLE_HEADING' &&
  sharedHeight(box, anchor.box) >= 0.5 * Math.min(box.height, anchor.box.height);

/** How well something near a text, or in what it names, fits that is not level with it, where others are. */
export const thoughOthersAreLevel = (fit: Fit): Fit => ({ ...fit, grade: Math.min(fit.grade, elsewhere) });

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

/** In a record of several lines everything is beside everything; what is level and in the next record is not. */
function inOneRow(scene: Scene, element: Element, anchor: Element, fit: Fit | undefined): Fit | undefined {
  if (!fit || element.role === 'ROLE_ROW' || anchor.role === 'ROLE_ROW') return fit;
  const [row, other] = [rowOf(scene, element), rowOf(scene, anchor)];
  if (!row || !other) return fit;
  return { ...fit, grade: row === other ? 1 : Math.min(fit.grade, askew) };
}

function stacked(upper: Box, lower: Box): Fit | undefined {
  if (lower.y < bottom(upper) - 6 || centreY(lower) <= centreY(upper)) return undefined;
  const isPlumb = sharedWidth(upper, lower) > 0;
  return { distance: gapBetween(upper, lower), grade: isPlumb ? 1 : askew };
}

/**
 * In what the anchor holds, in the record that it stands in ("in Ada's row"), in the dialog whose title it is, or in the group
 * that it heads.
 */
function inside(scene: Scene, element: Element, anchor: Element): Fit | undefined {
  const isWithin = { distance: 0, grade: 1 };
  if (holdersOf(scene, element).includes(anchor)) return isWithin;
  if (isHolder(anchor.role))
    return holdsCentre(anchor.box, element.box) && !isHolder(element.role) ? isWithin : undefined;
  const row = rowOf(scene, anchor);
  if (row) return rowOf(scene, element) === row ? isWithin : undefined;
  const surface = surfaceOf(scene, anchor);
  if (element.headingId === anchor.id) return isWithin;
  if (holdsCentre(anchor.box, element.box)) return isWithin;
  if (isLevelWith(element, anchor)) return { distance: gapBetween(element.box, anchor.box), grade: underTitle };
  const below = stacked(anchor.box, element.box);
  if (!below) return undefined;
  const isTogether = !surface || !isSurface(surface.role) || surfaceOf(scene, element) === surface;
  return { distance: below.distance, grade: isTogether ? underTitle : elsewhere };
}

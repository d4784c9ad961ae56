import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Role } from '@karna/proto/gen/target/v1/target';
import { clipped, likenessOfBoxes, sharedArea } from '@karna/sight/boxes';
import { isSameLine, type States } from '@karna/sight/proposals';
import { isHolder, isSurface } from './roles.ts';

/** One thing that the screen network claims to see. Every line of text is sighted as ROLE_TEXT, headings as ROLE_HEADING too. */
export interface Sighting {
  readonly box: Box;
  readonly role: Role;
  /** 0..1. */
  readonly score: number;
  readonly states: States;
}

/** A line of text, also one that is a heading. */
export const isLine = ({ role }: Sighting): boolean => role === 'ROLE_TEXT' || role === 'ROLE_HEADING';

/** Whether the weaker of two sightings says nothing new. */
export function isSame(stronger: Sighting, weaker: Sighting): boolean {
  if (isLine(stronger) !== isLine(weaker)) return false;
  // A heading is sighted as a text as well.
  if (isLine(stronger)) return stronger.role === weaker.role && isSameLine(stronger.box, weaker.box);
  return sharedArea(stronger.box, weaker.box) > 0 && isSameElement(stronger, weaker);
}

/**
 * Elements of one role may not overlap much; of two roles, hardly less than fully: a link may fill its tab. What is
 * inside a row, cell, window or dialog may fill it altogether.
 */
function isSameElement(stronger: Sighting, weaker: Sighting): boolean {
  if (isHolder(stronger.role) && stronger.role !== weaker.role) return isTwinSurface(stronger, weaker);
  if (isHolder(weaker.role) && stronger.role !== weaker.role) return false;
  return likenessOfBoxes(stronger.box, weaker.box) > (stronger.role === weaker.role ? 0.55 : 0.8);
}

/** The network may take one panel for a window and for a dialog. */
const isTwinSurface = (stronger: Sighting, weaker: Sighting): boolean =>
  isSurface(stronger.role) && isSurface(weaker.role) && likenessOfBoxes(stronger.box, weaker.box) > 0.7;

/** The strongest of those that mean the same, best first. */
export function distinct(sightings: readonly Sighting[]): Sighting[] {
  const kept: Sighting[] = [];
  for (const sighting of [...sightings].sort((a, b) => b.score - a.score)) {
    if (!kept.some((stronger) => isSame(stronger, sighting))) kept.push(sighting);
  }
  return kept;
}

/** What is smaller is nothing that can be told or read (px). */
const least = { element: { width: 5, height: 5 }, line: { width: 3, height: 4 } };

/** Cut to the frame; what is then too small to be anything is dropped. */
export const withinFrame = (sightings: readonly Sighting[], size: { width: number; height: number }): Sighting[] =>
  sightings
    .map((sighting) => ({ ...sighting, box: clipped(sighting.box, size.width, size.height) }))
    .filter((sighting) => {
      const { width, height } = isLine(sighting) ? least.line : least.element;
      return sighting.box.width >= width && sighting.box.height >= height;
    });

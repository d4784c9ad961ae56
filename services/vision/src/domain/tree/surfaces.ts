import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { area, holdsCentre, shareInside } from '@karna/sight/boxes';
import { isSurface } from '../roles.ts';
import type { Element } from '../screen.ts';

/** So much of a thing must lie in a window or dialog to belong to it: a row half under a dialog is no part of it. */
const leastInside = 0.7;
/** What holds another must be larger by this, or two finds of one thing would hold each other. */
const clearlyLarger = 1.15;

const holds = (surface: Element, box: Box): boolean =>
  area(surface.box) > clearlyLarger * area(box) &&
  holdsCentre(surface.box, box) &&
  shareInside(box, surface.box) >= leastInside;

/**
 * The window or dialog that each element lies in, if any: the innermost one. A dialog lies over the windows, however small
 * those are.
 */
export function surfacesOf(elements: readonly Element[]): Map<Element, Element> {
  const surfaces = elements
    .filter(({ role }) => isSurface(role))
    .sort((a, b) => depth(b) - depth(a) || area(a.box) - area(b.box));
  const homes = new Map<Element, Element>();
  for (const element of elements) {
    const home = surfaces.find(
      (surface) =>
        surface !== element &&
        holds(surface, element.box) &&
        // A window is never part of a dialog; two of a kind may be nested, the larger around the smaller.
        (!isSurface(element.role) || depth(surface) <= depth(element)),
    );
    if (home) homes.set(element, home);
  }
  return homes;
}

const depth = ({ role }: Element): number => (role === 'ROLE_DIALOG' ? 1 : 0);

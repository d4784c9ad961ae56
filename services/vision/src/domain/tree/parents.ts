import { area, holdsCentre, shareInside } from '@karna/sight/boxes';
import { isSurface } from '../roles.ts';
import type { Element } from '../screen.ts';
import { surfacesOf } from './surfaces.ts';

/** What may be part of what: only higher numbers inside lower ones, so that no two elements can hold each other. */
function level({ role }: Element): number {
  if (role === 'ROLE_WINDOW') return 0;
  if (role === 'ROLE_DIALOG') return 1;
  if (role === 'ROLE_ROW') return 2;
  if (role === 'ROLE_CELL') return 3;
  return role === 'ROLE_TEXT_AREA' ? 4 : 5;
}

/** Detected boxes are a few px off: so much of a thing must lie inside what it is part of. */
const leastInside = 0.6;
/** A row in a row (a group in a tree) is clearly smaller than its group. */
const clearlyLarger = 1.6;

/** The element that each is part of: a cell's row, a button's cell, a dialog for what stands in it. */
export function parentsOf(elements: readonly Element[]): Map<Element, Element> {
  const homes = surfacesOf(elements);
  const holders = elements
    .filter((element) => !isSurface(element.role) && level(element) < 5)
    .sort((a, b) => level(b) - level(a) || area(a.box) - area(b.box));
  const parents = new Map<Element, Element>();
  for (const element of elements) {
    const home = homes.get(element);
    const holder = holders.find((other) => other !== element && homes.get(other) === home && holds(other, element));
    const parent = holder ?? home;
    if (parent) parents.set(element, parent);
  }
  return parents;
}

function holds(holder: Element, element: Element): boolean {
  const isDeeper = level(holder) < level(element);
  const isGroup = holder.role === 'ROLE_ROW' && element.role === 'ROLE_ROW';
  if (!isDeeper && !(isGroup && area(holder.box) >= clearlyLarger * area(element.box))) return false;
  return (
    area(holder.box) > area(element.box) &&
    holdsCentre(holder.box, element.box) &&
    shareInside(element.box, holder.box) >= leastInside
  );
}

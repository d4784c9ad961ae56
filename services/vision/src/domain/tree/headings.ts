import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { bottom, centreX, centreY, right } from '@karna/sight/boxes';
import { isHolder, isSurface, isWritten } from '../roles.ts';
import type { Element } from '../screen.ts';

/** A heading may stand in from what it heads by so much (line heights): a card's heading and the card's edge. */
const standsIn = 3;
/** Headings this much alike in height are of one level. */
const sameLevel = 1.12;

/**
 * The heading or title of the group that each element stands in: the nearest heading above it in the same window or dialog, as
 * far to the right as the next heading of that row lets it reach; in a window without headings its title.
 */
export function headingsOf(
  elements: readonly Element[],
  parents: ReadonlyMap<Element, Element>,
  unit: number,
): Map<Element, Element> {
  const surfaceOf = (element: Element) => surfaceAbove(element, parents);
  const headings = elements.filter(({ role }) => role === 'ROLE_HEADING');
  const scopes = headings.map((heading) => ({
    heading,
    scope: scopeOf(heading, headings, unit),
    home: surfaceOf(heading),
  }));
  const titles = titlesOf(elements, parents);
  const groups = new Map<Element, Element>();
  for (const element of elements) {
    if (isSurface(element.role)) continue;
    const home = surfaceOf(element);
    const own = scopes.filter(
      ({ heading, scope, home: other }) => other === home && heading !== element && isUnder(element, heading, scope),
    );
    const nearest = own.sort((a, b) => bottom(b.heading.box) - bottom(a.heading.box))[0]?.heading;
    const title = home && titles.get(home);
    const group = nearest ?? (title === element ? undefined : title);
    if (group) groups.set(element, group);
  }
  return groups;
}

/** From which x to which a heading rules: up to the next heading beside it. */
function scopeOf(heading: Element, headings: readonly Element[], unit: number): { from: number; to: number } {
  const beside = headings.filter(
    ({ box }) =>
      box.x >= right(heading.box) &&
      Math.abs(centreY(box) - centreY(heading.box)) <= Math.max(unit, heading.box.height / 2),
  );
  return {
    from: heading.box.x - standsIn * unit,
    to: Math.min(...beside.map(({ box }) => box.x - unit / 2)),
  };
}

function isUnder({ role, box }: Element, heading: Element, scope: { from: number; to: number }): boolean {
  if (centreY(box) < bottom(heading.box)) return false;
  if (role === 'ROLE_HEADING' && heading.box.height < sameLevel * box.height) return false;
  const x = isHolder(role) ? Math.max(box.x, scope.from) : centreX(box);
  return x >= scope.from && x <= scope.to;
}

export function surfaceAbove(element: Element, parents: ReadonlyMap<Element, Element>): Element | undefined {
  let above = parents.get(element);
  while (above && !isSurface(above.role)) above = parents.get(above);
  return above;
}

/** The first line of text of each window and dialog, when it stands in its uppermost part. */
function titlesOf(elements: readonly Element[], parents: ReadonlyMap<Element, Element>): Map<Element, Element> {
  const titles = new Map<Element, Element>();
  for (const element of elements) {
    const home = parents.get(element);
    if (!home || !isSurface(home.role) || !isWritten(element.role) || isHolder(element.role)) continue;
    const known = titles.get(home);
    if (isAtTop(element.box, home.box) && (!known || element.box.y < known.box.y)) titles.set(home, element);
  }
  return titles;
}

const isAtTop = (box: Box, home: Box): boolean =>
  centreY(box) - home.y <= Math.max(1.6 * box.height, 0.12 * home.height);

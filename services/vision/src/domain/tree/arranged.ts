import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { holdsCentre, rounded, sharedHeight, sharedWidth } from '@karna/sight/boxes';
import { usualHeight } from '../joining.ts';
import { labelsOf } from '../labelling.ts';
import { isHolder } from '../roles.ts';
import { type Element, type Screen, unsaid } from '../screen.ts';
import { headingsOf } from './headings.ts';
import { ordered } from './order.ts';
import { parentsOf } from './parents.ts';
import { recordsAmong, rowsBetween } from './records.ts';
import { surfacesOf } from './surfaces.ts';
import { placesOf } from './tables.ts';

/** A row that only its contents speak for: below everything that the detector is sure of. */
const inferredScore = 0.4;

/**
 * One tree of all elements: what is part of what, which heading and which label belong to what, rows and columns, in reading
 * order. Adds the rows of lists and tables that were not seen as such. Ids are given anew, `e1` first.
 */
export function arranged<Seen extends Screen>(screen: Seen): Seen {
  const unit = usualHeight(screen.lines);
  const elements = [...screen.elements, ...missedRows(screen.elements, unit)];
  const parents = parentsOf(elements);
  const headings = headingsOf(elements, parents, unit);
  const labels = labelsOf(
    elements.filter(({ role }) => !isHolder(role)),
    unit,
  );
  const places = placesOf(elements, parents);
  const order = ordered(elements, parents, unit);
  const ids = new Map(order.map((element, index) => [element, `e${index + 1}`] as const));
  const idOf = (element: Element | undefined) => (element && ids.get(element)) ?? '';
  return {
    ...screen,
    elements: order.map((element) => ({
      ...element,
      id: idOf(element),
      parentId: idOf(parents.get(element)),
      headingId: idOf(headings.get(element)),
      labelId: idOf(labels.get(element)),
      label: labels.get(element)?.text ?? '',
      row: places.get(element)?.row ?? 0,
      column: places.get(element)?.column ?? 0,
    })),
  };
}

/** Rows that the detector did not find: between those it found, and where things repeat as they do in lists. */
function missedRows(elements: readonly Element[], unit: number): Element[] {
  const homes = surfacesOf(elements);
  const boxes = [...Map.groupBy(elements, (element) => homes.get(element)).values()].flatMap((members) => {
    const seen = members.filter(({ role }) => role === 'ROLE_ROW');
    const between = rowsBetween(seen, members, unit);
    const known = [...seen.map(({ box }) => box), ...between];
    const free = members.filter(({ box }) => !known.some((row) => holdsCentre(row, box)));
    return [...between, ...recordsAmong(free, unit).filter((box) => !known.some((row) => reachOver(row, box)))];
  });
  return boxes.map((box) => ({
    ...unsaid,
    id: '',
    role: 'ROLE_ROW',
    text: '',
    box: rounded(box),
    score: inferredScore,
  }));
}

const reachOver = (a: Box, b: Box): boolean =>
  sharedWidth(a, b) > 0 && sharedHeight(a, b) > 0.4 * Math.min(a.height, b.height);

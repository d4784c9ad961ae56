import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { area, holdsCentre, likenessOfBoxes } from '@karna/sight/boxes';

/** So much larger than what lies in it, a thing is clicked for itself. */
const muchLarger = 8;

/**
 * Whether clicking one is clicking the other: the text in its button, the link in its tab. A line inside a text area is not in the
 * same place as the area.
 */
export function isSamePlace(a: Box, b: Box): boolean {
  if (likenessOfBoxes(a, b) > 0.3) return true;
  const [larger, smaller] = area(a) >= area(b) ? [a, b] : [b, a];
  return holdsCentre(larger, smaller) && area(larger) < muchLarger * area(smaller);
}

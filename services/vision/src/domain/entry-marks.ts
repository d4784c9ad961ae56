import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { area, sharedHeight, sharedWidth } from '@karna/sight/boxes';
import { isMark, isPressable } from './roles.ts';
import type { Element } from './screen.ts';

/** A mark stands in its entry or just before or behind it (px at ordinary scale). */
const reachPx = 8;

/**
 * Entries of menus and lists that can be ticked: the network sees the mark and the entry, and the text is the entry's. It names the
 * mark that stands alone in it, if no text of its own does.
 */
export function namesByEntries(elements: readonly Element[], named: ReadonlySet<Element>): Map<Element, Element> {
  const marks = elements.filter((element) => isMark(element.role));
  const entries = elements.filter((element) => isPressable(element.role) && element.text !== '');
  const sole = entries.flatMap((entry) => {
    const [mark, ...others] = marks.filter(({ box }) => isAt(box, entry.box));
    return mark && others.length === 0 && !named.has(mark) ? [[mark, entry] as const] : [];
  });
  return new Map(sole);
}

const isAt = (mark: Box, entry: Box): boolean =>
  sharedHeight(mark, entry) >= 0.5 * mark.height &&
  -sharedWidth(mark, entry) <= reachPx &&
  area(mark) < area(entry) / 2;

import type { Role, TargetQuery } from '@karna/proto/gen/target/v1/target';
import type { States } from '@karna/sight/proposals';
import type { Place } from '@karna/sight/testing/canvas';
import { inReadingOrder } from '../domain/reading-order.ts';
import { type Element, type Line, type Screen, unsaid } from '../domain/screen.ts';

// Hand-made screens and pictures for tests.

export { black, type Colour, canvas, type Place, white } from '@karna/sight/testing/canvas';

/** What the network says of a thing in no state at all. */
export const inNoState: States = { checked: 0, selected: 0, disabled: 0, focused: 0 };

export const element = (
  role: string,
  text: string,
  [x, y, width, height]: Place,
  more: Partial<Element> = {},
): Element => ({
  id: `${role}:${text}:${x}:${y}`,
  box: { x, y, width, height },
  role: `ROLE_${role.toUpperCase()}` as Role,
  score: 0.9,
  text,
  ...unsaid,
  ...more,
});

/** Text elements also become lines, their letters evenly wide. */
export function screenOf(elements: readonly Element[], size = { width: 1280, height: 720 }): Screen {
  const lines = elements
    .filter(({ text }) => text !== '')
    .map(({ text, box }): Line => {
      const letter = box.width / text.length;
      const words = [...text.matchAll(/\S+/g)].map((match) => ({
        text: match[0],
        box: { ...box, x: box.x + match.index * letter, width: match[0].length * letter },
        confidence: 1,
      }));
      return { text, box, words };
    });
  return { ...size, elements: inReadingOrder(elements), lines };
}

export const query = (text: string, more: Partial<TargetQuery> = {}): TargetQuery => ({
  text,
  role: 'ROLE_UNSPECIFIED',
  ordinal: 0,
  relation: undefined,
  exact: false,
  ...more,
});

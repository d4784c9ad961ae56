// How far a list went, told by its texts: the wheel's clicks mean another distance in every application.
import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Role } from '@karna/proto/gen/target/v1/target';
import type { Element } from '@karna/proto/gen/vision/v1/element';
import { centre, contains } from './geometry.ts';

/** Places are seen within so many px. */
const sloppyPx = 2;
/** What went up or down stays in its column (px). */
const columnPx = 4;

/** Which way texts went, and how many of them. */
export interface Gone {
  /** px; negative: up. */
  readonly down: number;
  readonly texts: number;
}

/**
 * How far the texts in a part of the screen went between two looks: the way that most of them agree about. Only what is written once counts: a
 * button in each row says nothing. `way`, where the list was turned (1: down): in a list that repeats itself what came into sight reads like what
 * went, and seems to have gone back. Undefined: nothing is there both times.
 */
export function goneBetween(
  before: readonly Element[],
  after: readonly Element[],
  within: Box,
  way = 0,
): Gone | undefined {
  const now = onlyOnes(after, within);
  const ways = [...onlyOnes(before, within)].flatMap(([text, was]) => {
    const is = now.get(text);
    return is && Math.abs(is.x - was.x) <= columnPx ? [is.y - was.y] : [];
  });
  const onward = ways.filter((down) => down * way <= sloppyPx);
  const agreeing = (down: number) => ways.filter((other) => Math.abs(other - down) <= sloppyPx);
  const [best] = (onward.length > 0 ? onward : ways).map(agreeing).sort((a, b) => b.length - a.length);
  return best && { down: middleOf(best), texts: best.length };
}

/** These are called the same in each row, and some of them are misread. */
const pressed: readonly Role[] = ['ROLE_BUTTON', 'ROLE_ICON', 'ROLE_CHECKBOX', 'ROLE_RADIO', 'ROLE_SWITCH'];

function onlyOnes(elements: readonly Element[], within: Box): Map<string, Box> {
  const boxes = new Map<string, Box | undefined>();
  for (const { text, box, role } of elements) {
    if (!box || pressed.includes(role) || text.trim() === '' || !contains(within, centre(box))) continue;
    boxes.set(text.trim(), boxes.has(text.trim()) ? undefined : box);
  }
  return new Map([...boxes].flatMap(([text, box]) => (box ? [[text, box] as const] : [])));
}

const middleOf = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

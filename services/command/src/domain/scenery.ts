// What else is on a screen that a step has to reckon with: dialogs in front, and places where a wheel does no harm.
import type { Frame } from '@karna/proto/gen/agent/v1/agent';
import type { Box, Point } from '@karna/proto/gen/geometry/v1/geometry';
import type { Role } from '@karna/proto/gen/target/v1/target';
import type { Element } from '@karna/proto/gen/vision/v1/element';
import { centre, contains, distance, union } from './geometry.ts';

/** From here a dialog that was seen is one: it is only asked where something did not go as it should. */
const sure = 0.4;

/** The dialog in front, if there is one. */
export const dialogOver = (elements: readonly Element[]): Element | undefined =>
  elements.find(({ role, score }) => role === 'ROLE_DIALOG' && score >= sure);

/** The wheel changes the value of these, or turns to another page. */
const turned: readonly Role[] = [
  'ROLE_TEXT_FIELD',
  'ROLE_TEXT_AREA',
  'ROLE_SELECT',
  'ROLE_SLIDER',
  'ROLE_TAB',
  'ROLE_SCROLLBAR',
];
/** Places looked at each way, from one edge of the window to the other. */
const places = [1, 2, 3, 4, 5, 6, 7].map((eighth) => eighth / 8);

/** Where the wheel scrolls what is in front and changes nothing: as near to its middle as can be. */
export function restingPoint(frame: Frame, elements: readonly Element[]): Point {
  const middle = centre(frontOf(frame));
  return freePoint(frame, elements) ?? middle;
}

/** The same, undefined where there is no such place. */
function freePoint(frame: Frame, elements: readonly Element[]): Point | undefined {
  const box = frontOf(frame);
  const middle = centre(box);
  const risky = boxesOf(elements, turned);
  const points = places.flatMap((across) =>
    places.map((down) => ({ x: Math.round(box.x + across * box.width), y: Math.round(box.y + down * box.height) })),
  );
  const free = points.filter((point) => !risky.some((own) => contains(own, point)));
  const buttons = boxesOf(elements, pressed);
  const calm = free.filter((point) => !buttons.some((own) => contains(own, point)));
  return (calm.length > 0 ? calm : free).sort((a, b) => distance(a, middle) - distance(b, middle))[0];
}

/** What shows something of its own when the pointer rests on it. */
const pressed: readonly Role[] = [
  'ROLE_BUTTON',
  'ROLE_LINK',
  'ROLE_ICON',
  'ROLE_CHECKBOX',
  'ROLE_RADIO',
  'ROLE_SWITCH',
];
/** Places across a row. */
const across = Array.from({ length: 15 }, (_, index) => (index + 1) / 16);

/**
 * Where the wheel scrolls the list that something stands in: level with it, in a column where nothing comes under the pointer that the wheel
 * would change. Undefined: there is no such place.
 */
export function wheelPoint(frame: Frame, elements: readonly Element[], beside: Box): Point | undefined {
  const front = frontOf(frame);
  const at = centre(beside);
  const row = boxesOf(elements, ['ROLE_ROW']).find((box) => contains(box, at)) ?? front;
  const risky = boxesOf(elements, turned);
  const taken = [beside, ...boxesOf(elements, pressed)];
  const points = across
    .map((share) => ({ x: Math.round(row.x + share * row.width), y: at.y }))
    .filter((point) => contains(front, point) && risky.every(({ x, width }) => point.x < x || point.x >= x + width));
  const free = points.filter((point) => !taken.some((box) => contains(box, point)));
  const nearest = [...(free.length > 0 ? free : points)].sort((a, b) => distance(a, at) - distance(b, at))[0];
  return nearest ?? freePoint(frame, elements);
}

const boxesOf = (elements: readonly Element[], roles: readonly Role[]): Box[] =>
  elements.flatMap(({ role, box }) => (box && roles.includes(role) ? [box] : []));

/** The active window, as far as it is on the screen, else all of it. */
export function frontOf({ windows, width, height }: Frame): Box {
  const active = windows.find((window) => window.active && !window.minimized)?.box;
  return within(active ?? { x: 0, y: 0, width, height }, { width, height });
}

function within({ x, y, width, height }: Box, screen: { readonly width: number; readonly height: number }): Box {
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  const [right, bottom] = [Math.min(screen.width, x + width), Math.min(screen.height, y + height)];
  return { x: left, y: top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
}

/** Less of a changed region than this is a caret or what lit up under the pointer (share of the screen)... */
const leastScrolled = 0.01;
/** ...and so much of it level with the pointer, or nearly, is the page that it is on, of which nothing is written where it rests. */
const leastBeside = 0.05;

/** Whether what is at this place moved since the frame before; of rows that are nearly alike little changes, but all along the list. */
export function hasScrolled({ changes, width, height }: Frame, at: Point): boolean {
  const whole = union(changes);
  const share = changes.reduce((sum, box) => sum + box.width * box.height, 0) / (width * height);
  if (!whole || share < leastScrolled) return false;
  const isOver = whole.x <= at.x && whole.x + whole.width >= at.x;
  const reach = leastBeside * height;
  return isOver || (share >= leastBeside && whole.y - reach <= at.y && whole.y + whole.height + reach >= at.y);
}

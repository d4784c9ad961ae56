import type { Box } from '@karna/proto/gen/geometry/v1/geometry';

/** A place on a picture (px of the picture). */
export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A box that is being corrected, and every way that it was before. */
export interface BoxEdit {
  readonly box: Box | undefined;
  readonly past: readonly (Box | undefined)[];
  readonly future: readonly (Box | undefined)[];
}

/** A press that goes no farther (px) is a click. */
const clickPx = 4;
/** Half the side of the box that a click makes (px). */
const aroundPx = 6;
/** As far as anybody goes back. */
const maxPast = 100;

export const beginEdit = (box?: Box): BoxEdit => ({ box, past: [], future: [] });

export function changeBox({ box: before, past }: BoxEdit, box: Box | undefined): BoxEdit {
  return { box, past: [...past, before].slice(-maxPast), future: [] };
}

export function undo(edit: BoxEdit): BoxEdit {
  if (edit.past.length === 0) return edit;
  return { box: edit.past.at(-1), past: edit.past.slice(0, -1), future: [edit.box, ...edit.future] };
}

export function redo(edit: BoxEdit): BoxEdit {
  if (edit.future.length === 0) return edit;
  return { box: edit.future[0], past: [...edit.past, edit.box], future: edit.future.slice(1) };
}

/** The box between two corners; where somebody only clicked, a small one around the place. */
export function boxBetween(from: Place, to: Place, picture: Size): Box {
  const isClick = Math.abs(from.x - to.x) <= clickPx && Math.abs(from.y - to.y) <= clickPx;
  if (isClick)
    return within({ x: from.x - aroundPx, y: from.y - aroundPx, width: 2 * aroundPx, height: 2 * aroundPx }, picture);
  const left = Math.min(from.x, to.x);
  const top = Math.min(from.y, to.y);
  return within({ x: left, y: top, width: Math.abs(from.x - to.x), height: Math.abs(from.y - to.y) }, picture);
}

export const movedBy = (box: Box, right: number, down: number, picture: Size): Box =>
  within({ ...box, x: box.x + right, y: box.y + down }, picture);

export const sizedBy = (box: Box, wider: number, higher: number, picture: Size): Box =>
  within({ ...box, width: box.width + wider, height: box.height + higher }, picture);

export const holds = (box: Box | undefined, { x, y }: Place): boolean =>
  box !== undefined && x >= box.x && y >= box.y && x < box.x + box.width && y < box.y + box.height;

/** Whole pixels, at least one each way, inside the picture. */
function within(box: Box, picture: Size): Box {
  const width = clamp(Math.round(box.width), 1, picture.width);
  const height = clamp(Math.round(box.height), 1, picture.height);
  return {
    x: clamp(Math.round(box.x), 0, picture.width - width),
    y: clamp(Math.round(box.y), 0, picture.height - height),
    width,
    height,
  };
}

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), Math.max(low, high));

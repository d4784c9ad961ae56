import type { Point, Window } from '../../ports.ts';
import type { Deed } from './deeds.ts';

export const activeWindow = (windows: readonly Window[]): Window | undefined => windows.find(({ active }) => active);

/**
 * The window that a deed went to. Menus and other pop-ups are not among the windows: what is done beyond the active
 * window's edge and leaves it active was done in a pop-up of it.
 */
export function windowOf(deed: Deed, before: readonly Window[], after: readonly Window[]): Window | undefined {
  const active = activeWindow(before);
  const at = placeOf(deed);
  if (!at) return active;
  const pointed = before.findLast(({ box, minimized }) => !minimized && box !== undefined && contains(box, at));
  if (!active || pointed?.id === active.id)
    return pointed ?? (activeWindow(after)?.id === active?.id ? active : undefined);
  const staysActive = activeWindow(after)?.id === active.id && deed.kind !== 'scrolled';
  return pointed && staysActive ? active : pointed;
}

function placeOf(deed: Deed): Point | undefined {
  if (deed.kind === 'pressed' || deed.kind === 'scrolled') return deed.at;
  return deed.kind === 'dragged' ? deed.from : undefined;
}

const contains = ({ x, y, width, height }: NonNullable<Window['box']>, at: Point): boolean =>
  at.x >= x && at.x < x + width && at.y >= y && at.y < y + height;

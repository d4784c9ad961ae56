import { usualHeight } from '../joining.ts';
import { isField, isHolder, isSurface } from '../roles.ts';
import type { Element, Screen } from '../screen.ts';

/** A screen with what is asked of it again and again. */
export interface Scene {
  readonly screen: Screen;
  /** The usual height of a line of text (px). */
  readonly unit: number;
  readonly byId: ReadonlyMap<string, Element>;
}

export const sceneOf = (screen: Screen): Scene => ({
  screen,
  unit: usualHeight(screen.lines),
  byId: new Map(screen.elements.map((element) => [element.id, element])),
});

/** What an element is called: a field by its label, everything else by what is written on it, or beside it. */
export const nameOf = ({ role, text, label }: Pick<Element, 'role' | 'text' | 'label'>): string =>
  isField(role) ? label : text || label;

/** What an element is part of, innermost first. */
export function holdersOf({ byId }: Scene, element: Element): Element[] {
  const holders: Element[] = [];
  for (let above = byId.get(element.parentId); above; above = byId.get(above.parentId)) holders.push(above);
  return holders;
}

/** The record of a list that the element belongs to. */
export const rowOf = (scene: Scene, element: Element): Element | undefined =>
  element.role === 'ROLE_ROW' ? element : holdersOf(scene, element).find(({ role }) => role === 'ROLE_ROW');

export const surfaceOf = (scene: Scene, element: Element): Element | undefined =>
  holdersOf(scene, element).find(({ role }) => isSurface(role));

/** More levels say nothing more. */
const deepest = 4;

/** Texts of the headings and titles over an element, innermost first. */
export function headingsOver({ byId }: Scene, element: Element): string[] {
  const texts: string[] = [];
  const seen = new Set<string>();
  for (let id = element.headingId; id !== '' && !seen.has(id) && texts.length < deepest; ) {
    seen.add(id);
    const heading = byId.get(id);
    if (heading && heading.text !== '') texts.push(heading.text);
    id = heading?.headingId ?? '';
  }
  return texts;
}

/** Everything that can be meant by pointing at it, but for what holds other things. */
export const thingsOn = ({ screen }: Scene): Element[] => screen.elements.filter(({ role }) => !isHolder(role));

import type { Element } from '@karna/proto/gen/vision/v1/element';
import { word } from '@karna/proto/words';

/** More of a screen is no help to anybody who has to choose from it. */
const most = { elements: 200, characters: 160 } as const;

/** What is on a screen, in words and in reading order: `button "Save"`, `text field "Name": "Ada"`, `checkbox "Agree" (on)`. */
export const describeElements = (elements: readonly Element[]): string[] =>
  elements.flatMap(describeElement).slice(0, most.elements);

function describeElement({ role, text, label, checked, disabled }: Element): string[] {
  const name = cut(label || text);
  if (name === '') return [];
  const held = label !== '' && text !== '' && text !== label ? `: "${cut(text)}"` : '';
  const state = checked === 'CHECKED_STATE_UNSPECIFIED' ? '' : checked === 'CHECKED_STATE_ON' ? ' (on)' : ' (off)';
  const kind = role === 'ROLE_UNSPECIFIED' ? 'element' : word(role, ' ');
  return [`${kind} "${name}"${held}${state}${disabled ? ' (disabled)' : ''}`];
}

function cut(text: string): string {
  const characters = [...text.trim()];
  return characters.length > most.characters ? `${characters.slice(0, most.characters).join('')}…` : text.trim();
}

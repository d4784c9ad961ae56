import type { RelationKind, Role } from '@karna/proto/gen/target/v1/target';
import { type Phrases, phrases } from './phrase.ts';

/** What a target is looked for: decides what "box" means, and which role words can be the end of a name instead. */
export type Purpose = 'any' | 'field' | 'mark' | 'list';

export interface RoleWords {
  readonly role: Role;
  /** Hardly ever the last word of a name: `Save button`. The others need more to be taken for a role: `New tab`. */
  readonly isPlain: boolean;
}

const said: readonly (readonly [Role, plain: string, loose: string])[] = [
  ['ROLE_BUTTON', 'button|push button|btn', ''],
  ['ROLE_LINK', 'link|hyperlink', ''],
  ['ROLE_TEXT_FIELD', 'field|text field|input field|text box|textbox|input box', 'input|box|entry'],
  ['ROLE_TEXT_AREA', 'text area|textarea|text editor area', ''],
  ['ROLE_CHECKBOX', 'checkbox|check box|tick box|tickbox', ''],
  ['ROLE_RADIO', 'radio button|radio|radio box', ''],
  ['ROLE_SWITCH', 'switch|toggle|toggle switch', ''],
  [
    'ROLE_SELECT',
    'dropdown|drop-down|drop down|dropdown list|dropdown menu|combo box|combobox|select box|select field',
    'select|list|selection',
  ],
  ['ROLE_SLIDER', 'slider', ''],
  ['ROLE_TAB', '', 'tab'],
  ['ROLE_MENU_ITEM', 'menu item|menu entry|menu option', 'menu'],
  ['ROLE_ICON', 'icon', ''],
  ['ROLE_IMAGE', '', 'image|picture|photo'],
  ['ROLE_ROW', '', 'row'],
  ['ROLE_CELL', '', 'cell'],
  ['ROLE_HEADING', 'heading', 'title|headline'],
  ['ROLE_TEXT', '', 'text|label|word'],
  ['ROLE_WINDOW', '', 'window'],
  ['ROLE_DIALOG', 'dialog|dialogue|dialog box|popup|pop-up', ''],
  ['ROLE_SCROLLBAR', 'scrollbar|scroll bar', ''],
];

/** Every role word, and what it says. */
export const roleOf: ReadonlyMap<string, RoleWords> = new Map(
  said.flatMap(([role, plain, loose]): [string, RoleWords][] => [
    ...words(plain).map((word) => [word, { role, isPlain: true }] satisfies [string, RoleWords]),
    ...words(loose).map((word) => [word, { role, isPlain: false }] satisfies [string, RoleWords]),
  ]),
);
export const roleWords: Phrases = phrases(...roleOf.keys());

function words(list: string): string[] {
  return list === '' ? [] : list.split('|');
}

/** Roles that can be meant for each purpose when nothing is quoted; any other role word belongs to the name. */
const fitting: Readonly<Record<Exclude<Purpose, 'any'>, readonly Role[]>> = {
  field: [
    'ROLE_TEXT_FIELD',
    'ROLE_TEXT_AREA',
    'ROLE_SELECT',
    'ROLE_SLIDER',
    'ROLE_CELL',
    'ROLE_SWITCH',
    'ROLE_CHECKBOX',
  ],
  mark: ['ROLE_CHECKBOX', 'ROLE_RADIO', 'ROLE_SWITCH', 'ROLE_MENU_ITEM', 'ROLE_ROW', 'ROLE_CELL', 'ROLE_BUTTON'],
  list: ['ROLE_SELECT', 'ROLE_MENU_ITEM', 'ROLE_TEXT_FIELD', 'ROLE_DIALOG'],
};

export const fits = (role: Role, purpose: Purpose): boolean => purpose === 'any' || fitting[purpose].includes(role);

/** The role a word names for a purpose: "the Newsletter box" is ticked, "the Name box" is typed into, either is clicked. */
export function roleFor(word: string, purpose: Purpose): RoleWords | undefined {
  if (word === 'box' && purpose === 'mark') return { role: 'ROLE_CHECKBOX', isPlain: true };
  if (word === 'box' && purpose === 'list') return { role: 'ROLE_SELECT', isPlain: true };
  if (word === 'box' && purpose === 'any') return { role: 'ROLE_UNSPECIFIED', isPlain: false };
  if (word === 'text' && purpose === 'field') return undefined;
  return roleOf.get(word);
}

/** What fields are called by themselves. */
export const fieldWords: ReadonlySet<string> = new Set(
  'name city street email phone number code password username age date title address'.split(' '),
);

const relations: readonly (readonly [RelationKind, string])[] = [
  [
    'RELATION_KIND_LEFT_OF',
    'left of|to the left of|on the left of|at the left of|on the left side of|to the left side of|left from',
  ],
  [
    'RELATION_KIND_RIGHT_OF',
    'right of|to the right of|on the right of|at the right of|on the right side of|to the right side of|right from',
  ],
  ['RELATION_KIND_ABOVE', 'above|over'],
  ['RELATION_KIND_BELOW', 'below|under|underneath|beneath'],
  ['RELATION_KIND_INSIDE', 'in|inside|inside of|within|on'],
  ['RELATION_KIND_NEAR', 'next to|near|near to|beside|close to'],
];
export const relationOf: ReadonlyMap<string, RelationKind> = new Map(
  relations.flatMap(([kind, list]) => words(list).map((word) => [word, kind] as const)),
);
export const relationWords: Phrases = phrases(...relationOf.keys());

/** The word for a relation, for people: `right of`. */
export const relationWord = (kind: RelationKind): string =>
  relations.find(([known]) => known === kind)?.[1].split('|')[0] ?? 'near';

import type { Role } from '@karna/proto/gen/target/v1/target';

/** The detector's class names and the roles they stand for. */
const roleOfClass: Readonly<Record<string, Role>> = {
  button: 'ROLE_BUTTON',
  field: 'ROLE_TEXT_FIELD',
  checkbox: 'ROLE_CHECKBOX',
  radio: 'ROLE_RADIO',
  toggle: 'ROLE_SWITCH',
  select: 'ROLE_SELECT',
  slider: 'ROLE_SLIDER',
  link: 'ROLE_LINK',
  icon: 'ROLE_ICON',
  image: 'ROLE_IMAGE',
  tab: 'ROLE_TAB',
  menuitem: 'ROLE_MENU_ITEM',
};

export const roleOf = (className: string): Role => roleOfClass[className] ?? 'ROLE_UNSPECIFIED';

const fields: ReadonlySet<Role> = new Set(['ROLE_TEXT_FIELD', 'ROLE_TEXT_AREA', 'ROLE_SELECT', 'ROLE_SLIDER']);
const marks: ReadonlySet<Role> = new Set(['ROLE_CHECKBOX', 'ROLE_RADIO', 'ROLE_SWITCH']);
const pressable: ReadonlySet<Role> = new Set(['ROLE_BUTTON', 'ROLE_LINK', 'ROLE_TAB', 'ROLE_MENU_ITEM']);
const written: ReadonlySet<Role> = new Set(['ROLE_TEXT', 'ROLE_HEADING', 'ROLE_ROW', 'ROLE_CELL']);

/** Takes a value; named by the text left of it or above it. */
export const isField = (role: Role): boolean => fields.has(role);
/** Is on or off; named by the text beside it. */
export const isMark = (role: Role): boolean => marks.has(role);
/** Named by the text on it, and does something when clicked. */
export const isPressable = (role: Role): boolean => pressable.has(role);
/** Mere text. */
export const isWritten = (role: Role): boolean => written.has(role);
/** A small picture. */
export const isPicture = (role: Role): boolean => role === 'ROLE_ICON' || role === 'ROLE_IMAGE';
/** What is written inside it is its own text. */
export const holdsText = (role: Role): boolean => isPressable(role) || isField(role) || role === 'ROLE_ICON';

import { type Role, roleFromJSON } from '@karna/proto/gen/target/v1/target';

/** The screen network's class names are the contract's roles in lower case. */
export const roleOf = (className: string): Role => roleFromJSON(`ROLE_${className.toUpperCase()}`);

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
/** Lies over what is beneath it, with contents of its own. */
export const isSurface = (role: Role): boolean => role === 'ROLE_WINDOW' || role === 'ROLE_DIALOG';
/** A place for other elements rather than one to click: never between a name and what it names. */
export const isHolder = (role: Role): boolean => isSurface(role) || role === 'ROLE_ROW' || role === 'ROLE_CELL';

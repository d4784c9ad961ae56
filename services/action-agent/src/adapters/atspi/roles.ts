import type { Role } from '@karna/proto/gen/target/v1/target';
import type { CheckedState } from '@karna/proto/gen/vision/v1/element';

// What AT-SPI numbers mean (at-spi2-core, atspi-constants.h), in the words of our contract.

/** Roles that a person would point at or read; all others are left out. */
const roles: Readonly<Record<number, Role>> = {
  7: 'ROLE_CHECKBOX',
  8: 'ROLE_MENU_ITEM', // check menu item
  10: 'ROLE_CELL', // column header
  11: 'ROLE_SELECT', // combo box
  16: 'ROLE_DIALOG',
  2: 'ROLE_DIALOG', // alert
  19: 'ROLE_DIALOG', // file chooser
  23: 'ROLE_WINDOW', // frame
  26: 'ROLE_ICON',
  27: 'ROLE_IMAGE',
  29: 'ROLE_TEXT', // label
  32: 'ROLE_ROW', // list item
  33: 'ROLE_MENU_ITEM', // menu
  35: 'ROLE_MENU_ITEM',
  37: 'ROLE_TAB',
  40: 'ROLE_TEXT_FIELD', // password text
  43: 'ROLE_BUTTON',
  44: 'ROLE_RADIO',
  45: 'ROLE_MENU_ITEM', // radio menu item
  48: 'ROLE_SCROLLBAR',
  51: 'ROLE_SLIDER',
  52: 'ROLE_TEXT_FIELD', // spin button
  56: 'ROLE_CELL',
  57: 'ROLE_CELL', // table column header
  60: 'ROLE_TEXT_AREA', // terminal
  61: 'ROLE_TEXT_FIELD',
  62: 'ROLE_BUTTON', // toggle button
  73: 'ROLE_TEXT', // paragraph
  79: 'ROLE_TEXT_FIELD', // entry
  83: 'ROLE_HEADING',
  88: 'ROLE_LINK',
  90: 'ROLE_ROW',
  91: 'ROLE_ROW', // tree item
  116: 'ROLE_TEXT', // static
  129: 'ROLE_BUTTON', // push button with a menu
  130: 'ROLE_SWITCH', // since 2.50; "last defined" before
};

const passwordText = 40;
const text = 61;

/** Bits of the two words of states. */
const states = {
  checked: 4,
  editable: 7,
  enabled: 8,
  focused: 12,
  multiLine: 17,
  selected: 23,
  sensitive: 24,
  showing: 25,
  visible: 30,
} as const;

export type States = readonly [number, number];

export const has = ([low, high]: States, state: keyof typeof states): boolean => {
  const bit = states[state];
  return ((bit < 32 ? low >>> bit : high >>> (bit - 32)) & 1) === 1;
};

/** Undefined for what nobody points at: panes, fillers, separators. Text that cannot be edited is text. */
export function roleOf(number: number, now: States): Role | undefined {
  if (number !== text) return roles[number];
  if (!has(now, 'editable')) return 'ROLE_TEXT';
  return has(now, 'multiLine') ? 'ROLE_TEXT_AREA' : 'ROLE_TEXT_FIELD';
}

export const hidesText = (number: number): boolean => number === passwordText;

export function checkedOf(role: Role, now: States): CheckedState {
  if (role !== 'ROLE_CHECKBOX' && role !== 'ROLE_RADIO' && role !== 'ROLE_SWITCH') return 'CHECKED_STATE_UNSPECIFIED';
  return has(now, 'checked') ? 'CHECKED_STATE_ON' : 'CHECKED_STATE_OFF';
}

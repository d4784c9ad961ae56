import type { AccessibleElement } from '@karna/proto/gen/vision/v1/element';
import { describe, expect, test } from 'vitest';
import { element, type Place, screenOf } from '../testing/hand-made.ts';
import { withWitnesses } from './witnesses.ts';

const claim = (
  role: AccessibleElement['role'],
  name: string,
  [x, y, width, height]: Place,
  more: Partial<AccessibleElement> = {},
): AccessibleElement => ({
  role,
  name,
  box: { x, y, width, height },
  checked: 'CHECKED_STATE_UNSPECIFIED',
  selected: false,
  disabled: false,
  focused: false,
  ...more,
});
const everywhere = () => true;
const nowhere = () => false;
const save = element('button', 'Save', [20, 20, 80, 30], { score: 0.5 });

describe('an application that agrees with what is seen', () => {
  test('makes an element surer, and is named as a witness', () => {
    const { elements } = withWitnesses(screenOf([save]), [claim('ROLE_BUTTON', 'Save', [18, 19, 84, 32])], nowhere);
    expect(elements).toEqual([{ ...save, score: 0.8, witnesses: ['pixels', 'accessibility'] }]);
  });

  test('names what shows no text', () => {
    const icon = element('icon', '', [20, 20, 24, 24]);
    const { elements } = withWitnesses(screenOf([icon]), [claim('ROLE_BUTTON', 'Settings', [18, 18, 28, 28])], nowhere);
    expect(elements[0]).toMatchObject({ role: 'ROLE_ICON', text: '', label: 'Settings' });
  });

  test('leaves a visible name and a visible state alone, and tells states that do not show', () => {
    const box = element('checkbox', '', [20, 20, 16, 16], { checked: 'CHECKED_STATE_OFF', label: 'Keep' });
    const said = claim('ROLE_CHECKBOX', 'Keep me', [20, 18, 90, 20], { checked: 'CHECKED_STATE_ON', disabled: true });
    const { elements } = withWitnesses(screenOf([box]), [said], nowhere);
    expect(elements[0]).toMatchObject({ checked: 'CHECKED_STATE_OFF', label: 'Keep', disabled: true });
  });

  test('tells whether a mark is on that pixels leave in doubt', () => {
    const box = element('switch', '', [20, 20, 30, 16]);
    const said = claim('ROLE_SWITCH', 'Wifi', [20, 20, 30, 16], { checked: 'CHECKED_STATE_ON' });
    expect(withWitnesses(screenOf([box]), [said], nowhere).elements[0]?.checked).toBe('CHECKED_STATE_ON');
  });
});

describe('an application that contradicts what is seen', () => {
  test.each([
    ['another name', claim('ROLE_BUTTON', 'Delete', [20, 20, 80, 30], { disabled: true })],
    ['another kind', claim('ROLE_CHECKBOX', 'Save', [20, 20, 80, 30], { disabled: true })],
    ['another place', claim('ROLE_BUTTON', 'Save', [70, 40, 80, 30], { disabled: true })],
    ['no place', { ...claim('ROLE_BUTTON', 'Save', [0, 0, 1, 1]), box: undefined }],
    ['a place off the screen', claim('ROLE_BUTTON', 'Save', [-5000, 20, 80, 30])],
  ])('by %s changes nothing', (_, said) => {
    expect(withWitnesses(screenOf([save]), [said], everywhere).elements).toEqual([save]);
  });
});

describe('what only the application knows', () => {
  const entry = element('text', 'Open file', [30, 24, 60, 14]);

  test('is added where its name can be read, and takes that text', () => {
    const { elements } = withWitnesses(
      screenOf([entry]),
      [claim('ROLE_MENU_ITEM', 'Open file', [20, 18, 200, 26])],
      everywhere,
    );
    expect(elements).toEqual([
      expect.objectContaining({ role: 'ROLE_MENU_ITEM', text: 'Open file', witnesses: ['pixels', 'accessibility'] }),
    ]);
  });

  test('is added as a picture where something is drawn', () => {
    const { elements } = withWitnesses(screenOf([]), [claim('ROLE_ICON', 'Print', [20, 18, 24, 24])], everywhere);
    expect(elements).toEqual([
      expect.objectContaining({ role: 'ROLE_ICON', text: '', label: 'Print', witnesses: ['accessibility'] }),
    ]);
  });

  test.each([
    ['where nothing is drawn', [], claim('ROLE_BUTTON', 'Print', [20, 18, 80, 24]), nowhere],
    ['where another text stands', [entry], claim('ROLE_BUTTON', 'Print', [20, 18, 200, 26]), everywhere],
    ['where another element is', [save], claim('ROLE_ICON', 'Print', [30, 22, 24, 24]), everywhere],
    ['as mere text', [], claim('ROLE_TEXT', 'Print', [20, 18, 80, 24]), everywhere],
    ['as a field without a text', [], claim('ROLE_TEXT_FIELD', 'Name', [20, 18, 80, 24]), everywhere],
  ])('is not added %s', (_, elements, said, isDrawn) => {
    expect(withWitnesses(screenOf(elements), [said], isDrawn).elements).toEqual(elements);
  });

  test('may stand in a row, cell or window', () => {
    const row = element('row', '', [0, 10, 600, 40]);
    const { elements } = withWitnesses(screenOf([row]), [claim('ROLE_ICON', 'Print', [20, 18, 24, 24])], everywhere);
    expect(elements).toHaveLength(2);
  });
});

test('each claim speaks for one element, and each element hears one claim', () => {
  const [first, second] = [element('icon', '', [20, 20, 20, 20]), element('icon', '', [60, 20, 20, 20])];
  const said = [claim('ROLE_ICON', 'Back', [21, 20, 20, 20]), claim('ROLE_ICON', 'Backwards', [22, 22, 20, 20])];
  const { elements } = withWitnesses(screenOf([first, second]), said, everywhere);
  expect(elements.map(({ label }) => label)).toEqual(['Back', '']);
});

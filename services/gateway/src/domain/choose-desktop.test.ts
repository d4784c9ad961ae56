import { Desktop } from '@karna/proto/gen/desktop/v1/desktop';
import { expect, test } from 'vitest';
import { chooseDesktop } from './choose-desktop.ts';

const desk = (id: string, name: string) => Desktop.create({ id, name });
const office = desk('desktop_1', 'Office');
const lab = desk('desktop_2', 'Lab');

test('takes the only desktop when none is named', () => {
  expect(chooseDesktop('', [office])).toBe(office);
});

test.each([['desktop_2'], ['Lab'], ['lab']])('finds a desktop by id or name: %s', (reference) => {
  expect(chooseDesktop(reference, [office, lab])).toBe(lab);
});

test('prefers an id over a name that reads the same', () => {
  expect(chooseDesktop('desktop_1', [office, desk('desktop_3', 'desktop_1')])).toBe(office);
});

test.each([
  ['no desktop there is', '', [], 'desktop.none', /enrolment code/],
  ['several and none named', '', [office, lab], 'desktop.unclear', /"Office" \(desktop_1\), "Lab" \(desktop_2\)/],
  ['two of the same name', 'lab', [lab, desk('desktop_4', 'LAB')], 'desktop.unclear', /desktop_2.*desktop_4/],
  ['a name nobody has', 'garage', [office], 'desktop.not_found', /"Office"/],
])('refuses %s', (_, reference, desktops, code, message) => {
  expect(() => chooseDesktop(reference, desktops)).toThrow(
    expect.objectContaining({ code, message: expect.stringMatching(message) }),
  );
});

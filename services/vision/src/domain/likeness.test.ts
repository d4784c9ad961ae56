import { describe, expect, test } from 'vitest';
import { exactLikeness, likeness } from './likeness.ts';

const scoreOf = (asked: string, shown: string) => likeness(asked, shown)?.score ?? 0;
const kindOf = (asked: string, shown: string) => likeness(asked, shown)?.kind;

describe('likeness', () => {
  test.each([
    ['Submit', 'Submit'],
    ['submit', 'Submit'],
    ['dont save', "Don't Save"],
    ['Name', 'Name:'],
    ['sign in', 'Signin'],
    ['I agree', 'l agree'],
    ['10.', 'I0.'],
    ['Return', 'Retum'],
    ['×', '*'],
    ['*', '★'],
    ['plus', '+'],
    ['square root', 'sqrt'],
  ])('takes "%s" for "%s" as a whole', (asked, shown) => {
    expect(kindOf(asked, shown)).toBe('whole');
    expect(scoreOf(asked, shown)).toBeGreaterThan(0.9);
  });

  test.each([
    ['Zpet', 'Zpět'],
    ['Nastavení', 'Nastaveni'],
    ['Lodz', 'Łódź'],
  ])('takes "%s" for "%s" without the accents, clearly behind the same with them', (asked, shown) => {
    expect(kindOf(asked, shown)).toBe('whole');
    expect(scoreOf(asked, shown)).toBeGreaterThan(0.75);
    expect(scoreOf(asked, asked) - scoreOf(asked, shown)).toBeGreaterThan(0.1);
  });

  test('ranks verbatim before another letter case before a reader’s confusion', () => {
    expect(scoreOf('Idle', 'Idle')).toBeGreaterThan(scoreOf('idle', 'Idle'));
    expect(scoreOf('idle', 'Idle')).toBeGreaterThan(scoreOf('Idle', 'ldle'));
  });

  test.each([
    ['Cancel', 'ICancel'],
    ['Submit', 'Subnit'],
    ['Preferences', 'Prefcrences'],
  ])('forgives what a reader slips on: "%s" read as "%s"', (asked, shown) => {
    expect(kindOf(asked, shown)).toBe('close');
    expect(scoreOf(asked, shown)).toBeGreaterThan(0.8);
  });

  test.each([
    ['Save', 'Same'],
    ['Save', 'Safe'],
    ['Next', 'Text'],
    ['Remove', 'Remote'],
    ['Upload', 'Unload'],
    ['Enable', 'Disable'],
    ['Import', 'Export'],
    ['Sign in', 'Sign up'],
    ['Install', 'Uninstall'],
    ['Save', 'Save as'],
    ['Save', "Don't save"],
    ['Delete', 'Delete all'],
    ['Order 1041', 'Order 1042'],
    ['10', '100'],
  ])('does not take "%s" for "%s"', (asked, shown) => {
    expect(scoreOf(asked, shown)).toBeLessThan(0.75);
  });

  test.each([
    ['1', 'l'],
    ['7', '1'],
    ['+', '-'],
    ['O', '0'],
    ['(', ')'],
  ])('keeps single characters apart: "%s" and "%s"', (asked, shown) => {
    expect(likeness(asked, shown)).toBeUndefined();
  });

  test('ranks the beginning of a name before a part of it, and both by how much of it they are', () => {
    expect(scoreOf('Save', 'Save as')).toBeGreaterThan(scoreOf('Save', 'Always save'));
    expect(scoreOf('Save', 'Save as')).toBeGreaterThan(scoreOf('Save', 'Save all of the open documents'));
  });

  test('finds whole words only inside a name', () => {
    expect(kindOf('art', 'Start')).not.toBe('contained');
    expect(kindOf('start', 'Quick start')).toBe('contained');
  });

  test('knows nothing about empty names', () => {
    expect(likeness('', 'Submit')).toBeUndefined();
    expect(likeness('Submit', '  ')).toBeUndefined();
  });
});

describe('exact likeness', () => {
  test('wants the whole name, letter case apart', () => {
    expect(exactLikeness('save as', 'Save As')?.kind).toBe('whole');
    expect(exactLikeness('Save', 'Save As')).toBeUndefined();
    expect(exactLikeness('Subnit', 'Submit')).toBeUndefined();
  });
});

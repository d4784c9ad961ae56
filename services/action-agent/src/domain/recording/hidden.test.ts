import type { AccessibleElement } from '@karna/proto/gen/vision/v1/element';
import { describe, expect, it } from 'vitest';
import type { Accessible } from '../../ports.ts';
import { isHidden, type TypingPlace } from './hidden.ts';

const field = { x: 100, y: 100, width: 200, height: 24 };
const elsewhere = { x: 100, y: 300, width: 200, height: 24 };
const place: TypingPlace = {
  focus: undefined,
  clickedAt: undefined,
  masks: [],
  changes: [elsewhere],
  application: 'Editor',
};
const focused = (hidesText: boolean, box = elsewhere): Accessible => ({
  ...({
    role: 'ROLE_TEXT_FIELD',
    name: '',
    checked: 'CHECKED_STATE_UNSPECIFIED',
    selected: false,
    disabled: false,
    focused: true,
  } satisfies Omit<AccessibleElement, 'box'>),
  box,
  hidesText,
});
const masked = [{ box: field, reason: 'field' as const }];

describe('typed text', () => {
  it('is hidden where the application says so', () => {
    expect(isHidden({ ...place, focus: focused(true) })).toBe(true);
    expect(isHidden({ ...place, focus: focused(false) })).toBe(false);
  });

  it('is hidden in a masked field: clicked, in focus, or where the screen changed', () => {
    expect(isHidden({ ...place, masks: masked, clickedAt: { x: 150, y: 110 } })).toBe(true);
    expect(isHidden({ ...place, masks: masked, focus: focused(false, field) })).toBe(true);
    expect(isHidden({ ...place, masks: masked, changes: [{ x: 112, y: 96, width: 64, height: 32 }] })).toBe(true);
  });

  it('is not hidden beside a masked field', () => {
    expect(isHidden({ ...place, masks: masked, clickedAt: { x: 150, y: 310 } })).toBe(false);
  });

  it('is not hidden for what is masked because of how it is written', () => {
    expect(isHidden({ ...place, masks: [{ box: elsewhere, reason: 'pattern' }] })).toBe(false);
  });

  it('is hidden in a terminal that shows nothing of it', () => {
    expect(isHidden({ ...place, application: 'XTerm', changes: [] })).toBe(true);
    expect(isHidden({ ...place, application: 'XTerm' })).toBe(false);
    expect(isHidden({ ...place, changes: [] })).toBe(false);
  });
});

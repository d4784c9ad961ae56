import { Element } from '@karna/proto/gen/vision/v1/element';
import { expect, test } from 'vitest';
import { describeElements } from './describing.ts';

test.each<[Partial<Element>, string[]]>([
  [{ role: 'ROLE_BUTTON', text: 'Save' }, ['button "Save"']],
  [{ role: 'ROLE_BUTTON', text: 'Save', disabled: true }, ['button "Save" (disabled)']],
  [{ role: 'ROLE_TEXT_FIELD', label: 'Name', text: 'Ada' }, ['text field "Name": "Ada"']],
  [{ role: 'ROLE_TEXT_FIELD', label: 'Name' }, ['text field "Name"']],
  [{ role: 'ROLE_CHECKBOX', label: 'Agree', checked: 'CHECKED_STATE_OFF' }, ['checkbox "Agree" (off)']],
  [{ role: 'ROLE_ICON' }, []],
  [{ text: 'x'.repeat(300) }, [`element "${'x'.repeat(160)}…"`]],
])('%j is described as %j', (element, words) => {
  expect(describeElements([Element.create(element)])).toEqual(words);
});

test('describes 200 things at most', () => {
  const many = Array.from({ length: 300 }, (_, n) => Element.create({ text: `Row ${n}` }));
  expect(describeElements(many)).toHaveLength(200);
});

import { Skill, SkillStep } from '@karna/proto/gen/skill/v1/skill';
import { expect, test } from 'vitest';
import { lineDiff, skillLines } from './skill-text.ts';

const skill = Skill.fromPartial({
  name: 'Send invoice',
  phrases: ['send invoice {number}'],
  slots: [{ name: 'number', type: 'SLOT_TYPE_NUMBER' }],
  steps: [
    { id: 'a', sentence: 'Type {number} into Number', target: { role: 'ROLE_TEXT_FIELD', label: 'Number' } },
    {
      id: 'b',
      sentence: 'Click Send',
      irreversible: true,
      target: { role: 'ROLE_BUTTON', text: 'Send' },
      checks: [{ what: { $case: 'appears', value: { text: 'Sent' } } }],
    },
  ],
});

test('a skill is told step by step', () => {
  expect(skillLines(skill)).toEqual([
    'name: Send invoice',
    'said as: send invoice {number}',
    'slot: {number} number',
    '1. Type {number} into Number',
    expect.stringMatching(/^ {3}element: text field "Number" \[\w{8}\]$/),
    '2. Click Send  (asks first)',
    expect.stringMatching(/^ {3}element: button "Send" \[\w{8}\]$/),
    '   then "Sent" is there',
  ]);
});

test('a difference has what went and what came, also of how an element is known', () => {
  const later = Skill.fromPartial(skill);
  later.steps = [
    SkillStep.fromPartial({ ...skill.steps[1], target: { ...skill.steps[1]?.target, patch: Uint8Array.of(1) } }),
  ];
  const lines = lineDiff(skillLines(skill), skillLines(later));
  expect(lines.filter((line) => !line.startsWith('  '))).toEqual([
    '- 1. Type {number} into Number',
    expect.stringMatching(/^- {4}element: text field "Number"/),
    '- 2. Click Send  (asks first)',
    expect.stringMatching(/^- {4}element: button "Send"/),
    '+ 1. Click Send  (asks first)',
    expect.stringMatching(/^\+ {4}element: button "Send"/),
  ]);
  expect(lineDiff(['a', 'b'], ['a', 'b'])).toEqual(['  a', '  b']);
});

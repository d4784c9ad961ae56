import { Skill } from '@karna/proto/gen/skill/v1/skill';
import { expect, test } from 'vitest';
import { readSkills, writeSkills } from './skill-file.ts';

const skills = [
  Skill.fromPartial({
    id: 'skill_1',
    name: 'Grüße senden',
    version: 3,
    updatedAt: new Date('2026-05-01T10:00:00Z'),
    steps: [{ id: 'a', sentence: 'Click Send', target: { text: 'Send', patch: Uint8Array.of(1, 2, 255) } }],
  }),
  Skill.fromPartial({ id: 'skill_2', name: 'Not shown yet' }),
];

test('a file of skills brings them back as they were', async () => {
  expect(await readSkills(await writeSkills(skills))).toEqual(skills);
});

const changed: Record<string, [(file: string) => string, string]> = {
  'of which a word was changed': [(file) => file.replace('Click Send', 'Click Delete'), 'skill.damaged'],
  'of which a skill was taken out': [
    (file) => file.replace(/,\s*\{\s*"id": "skill_2"[\s\S]*?\n {2}\}/, ''),
    'skill.damaged',
  ],
  'that was cut off': [(file) => file.slice(0, 400), 'skill.damaged'],
  'whose hash was taken out': [(file) => file.replace(/"sha256": ".*",/, ''), 'skill.damaged'],
  'of a newer format': [(file) => file.replace('"version": 1', '"version": 2'), 'skill.too_new'],
  'of another kind': [() => '{"name": "Send"}', 'skill.invalid'],
  'that is no JSON': [() => 'name,value', 'skill.invalid'],
};
test.each(Object.entries(changed))('a file %s is refused', async (_, [change, code]) => {
  const file = await writeSkills(skills);
  expect(change(file)).not.toBe(file);
  await expect(readSkills(change(file))).rejects.toMatchObject({ code });
});

import { KarnaClient, readSkills, writeSkills } from '@karna/client';
import { eventually } from '@karna/common/testing';
import type { DirectAction } from '@karna/proto/gen/intent/v1/intent';
import { MouseButton } from '@karna/proto/gen/intent/v1/intent';
import { TurnKind } from '@karna/proto/gen/language/v1/conversation';
import { Skill, SkillStep, SlotType } from '@karna/proto/gen/skill/v1/skill';
import { RelationKind, TargetQuery } from '@karna/proto/gen/target/v1/target';
import { StepState, type Task, TaskState, TaskVerb } from '@karna/proto/gen/task/v1/task';
import { expect } from 'vitest';
import { describe as inWords, type Stage, say, show } from './stage.ts';

/** What skills do that have steps. A scenario's name finishes the sentence "Karna ...". */
export const replayScenarios: Record<string, (stage: Stage) => Promise<void>> = {
  'does what it was shown with other values, at other sizes and in other colours': async (stage) => {
    const skill = await taught(stage, noteSkill, '/note', 'Notes', { customer: 'Acme' });
    const looks = ['?zoom=130&dark=1', '?zoom=150'];
    for (const [index, look] of looks.entries()) {
      await show(stage, `/note${look}`, 'Notes');
      const slots = { customer: `Globex ${index + 1}` };
      expect(inWords(await does(stage, skill, slots)), look).toBe('completed');
      expect(done(stage)).toEqual([`saved Globex ${index + 1}`]);
    }
    await stage.client.removeSkill(skill.id);
  },

  'is asked for a skill in its own words': async (stage) => {
    const skill = await taught(stage, noteSkill, '/note', 'Notes', { customer: 'Acme' });
    await show(stage, '/note?zoom=120', 'Notes');
    await eventually(
      async () => {
        const task = await say(stage, 'write a note for Initech');
        return task.skill?.skillId === skill.id ? undefined : `the skill to be meant: ${inWords(task)}`;
      },
      { timeoutMs: 60_000 },
    );
    expect(done(stage).at(-1)).toBe('saved Initech');
    await stage.client.removeSkill(skill.id);
  },

  'acts on the record that was said, and on no other': async (stage) => {
    const skill = await taught(stage, mailSkill, '/clients', 'Clients', { client: 'Ada Lovelace' });
    await show(stage, '/clients?zoom=110', 'Clients');
    expect(inWords(await does(stage, skill, { client: 'Grace Hopper' }))).toBe('completed');
    expect(done(stage)).toEqual(['mail Grace Hopper']);
    await show(stage, '/clients?change=left', 'Clients');
    expect(inWords(await does(stage, skill, { client: 'Ada Lovelace' }))).toMatch(/^halted target\./);
    await show(stage, '/clients?change=twins', 'Clients');
    expect(inWords(await does(stage, skill, { client: 'Ada Lovelace' }))).toMatch(/^halted target\.ambiguous/);
    expect(done(stage)).toEqual([]);
    await stage.client.removeSkill(skill.id);
  },

  'halts where a step is not possible, says why, and goes on as it is told': async (stage) => {
    const skill = await taught(stage, noteSkill, '/note', 'Notes', { customer: 'Acme' });
    await show(stage, '/note?change=gone', 'Notes');
    const gone = await does(stage, skill, { customer: 'Hooli' });
    expect(inWords(gone)).toMatch(/^halted target\.(missing|unsure)/);
    expect(gone.clarification?.picture).toMatch(/^[0-9a-f]{64}$/);
    await stage.client.answer(gone.id, { choiceId: 'do_stop' });
    expect(inWords(await stage.client.waitFor(gone.id))).toMatch(/^cancelled/);
    await show(stage, '/note?change=disabled', 'Notes');
    const disabled = await does(stage, skill, { customer: 'Hooli' });
    expect(disabled.state, inWords(disabled)).toBe(TaskState.TASK_STATE_HALTED);
    expect(done(stage)).toEqual([]);
    await stage.client.answer(disabled.id, { choiceId: 'do_undo' });
    const undone = await stage.client.waitFor(disabled.id);
    expect(undone.state, inWords(undone)).toBe(TaskState.TASK_STATE_ROLLED_BACK);
    expect(undone.sentence).toContain('Took back one step');
    await stage.client.removeSkill(skill.id);
  },

  'takes back in words what a completed skill did, the last first, and once': async (stage) => {
    const skill = await stage.client.saveSkill(paperSkill);
    await show(stage, '/desk', 'Desk');
    await stage.client.forgetThread();
    const task = await said(stage, 'run skill "Get the paper" with town "Cork"');
    expect(task && inWords(task)).toBe('completed');
    const undone = await said(stage, 'undo that');
    expect(undone?.state, undone && inWords(undone)).toBe(TaskState.TASK_STATE_ROLLED_BACK);
    expect(undone?.undoes).toBe(task?.id);
    const record = ['newsletter true', 'town Cork', 'town ', 'newsletter false'];
    const noticed = () => stage.pages.events.filter((event) => /^(?:newsletter|town) /.test(event));
    await eventually(() => (noticed().length >= record.length ? undefined : noticed().join()));
    expect(noticed()).toEqual(record);
    expect((await stage.client.say('undo that')).turn?.kind).toBe(TurnKind.TURN_KIND_REFUSED);
    const again = stage.client.steer(task?.id ?? '', TaskVerb.TASK_VERB_UNDO);
    await expect(again).rejects.toMatchObject({ code: 'task.state' });
    expect(noticed()).toEqual(record);
    await stage.client.removeSkill(skill.id);
  },

  'leaves out what is optional and not there': async (stage) => {
    const skill = await taught(stage, noteSkill, '/note', 'Notes', { customer: 'Acme' });
    const whole = await stage.client.skill(skill.id);
    const accept = step('cookies', click('Accept'), { optional: true });
    const withBanner = await stage.client.saveSkill({ ...whole, steps: [accept, ...whole.steps] });
    await show(stage, '/note', 'Notes');
    const without = await does(stage, withBanner, { customer: 'Acme' });
    expect([inWords(without), without.steps[0]?.state]).toEqual(['completed', StepState.STEP_STATE_SKIPPED]);
    await show(stage, '/note?change=banner', 'Notes');
    expect(inWords(await does(stage, withBanner, { customer: 'Globex' }))).toBe('completed');
    expect(done(stage)).toEqual(['cookies', 'saved Globex']);
    await stage.client.removeSkill(skill.id);
  },

  'shows where a skill would act and touches nothing': async (stage) => {
    const skill = await taught(stage, noteSkill, '/note', 'Notes', { customer: 'Acme' });
    await show(stage, '/note?dark=1', 'Notes');
    const task = await does(stage, skill, { customer: 'Acme' }, { dryRun: true });
    expect(task.steps.map(({ targetBox }) => (targetBox?.width ?? 0) > 20)).toEqual([true, true]);
    expect(done(stage)).toEqual([]);
    await stage.client.removeSkill(skill.id);
  },

  'does not take a value for done that its field does not hold': async (stage) => {
    const skill = await taught(stage, noteSkill, '/note', 'Notes', { customer: 'Acme' });
    await show(stage, '/note?change=short', 'Notes');
    const task = await does(stage, skill, { customer: 'Initech Ltd' });
    expect(inWords(task)).toMatch(/^halted skill\.value/);
    expect(done(stage)).toEqual([]);
    await stage.client.removeSkill(skill.id);
  },

  'takes skills from a file as they were, and no damaged ones': async (stage) => {
    const skill = await taught(stage, noteSkill, '/note', 'Notes', { customer: 'Acme' });
    const file = await writeSkills([await stage.client.skill(skill.id)]);
    await stage.client.removeSkill(skill.id);
    await expect(readSkills(file.replace('Save note', 'Drop note'))).rejects.toMatchObject({ code: 'skill.damaged' });
    const [read] = await readSkills(file);
    const kept = await stage.client.saveSkill({ ...(read as Skill), version: 0 });
    await show(stage, '/note?zoom=90', 'Notes');
    expect(inWords(await does(stage, kept, { customer: 'Umbrella' }))).toBe('completed');
    expect(done(stage).at(-1)).toBe('saved Umbrella');
    await stage.client.removeSkill(kept.id);
  },

  'offers what a run found otherwise, and changes nothing by itself': async (stage) => {
    const { id } = await taught(stage, noteSkill, '/note', 'Notes', { customer: 'Acme' });
    const [newest, first] = await stage.client.skillVersions(id);
    expect(newest?.version).toBeGreaterThan(first?.version ?? 0);
    const observer = await KarnaClient.connect({
      url: stage.world.url,
      token: (await stage.client.administration.issue('eve', ['observe', 'operate'])).token,
    });
    await expect(observer.restoreSkill(id, 1)).rejects.toMatchObject({ code: 'auth.forbidden' });
    observer.close();
    const restored = await stage.client.restoreSkill(id, 1);
    expect((await stage.client.skill(id)).steps.every(({ target }) => target === undefined)).toBe(true);
    expect(restored.version).toBe((newest?.version ?? 0) + 1);
    await stage.client.removeSkill(id);
  },
};

/** What the pages wrote down, but for the bare clicks. */
const done = ({ pages }: Stage): string[] => pages.events.filter((event) => !event.startsWith('click'));

/** Undone by a person's word only where somebody said how. */
const emptied = (name: string) => step(`empty-${name}`, type('', name), { sentence: `Empty ${name}` });

const noteSkill = Skill.fromPartial({
  name: 'Write a note',
  phrases: ['write a note for {customer}', 'note for {customer}'],
  slots: [{ name: 'customer', type: SlotType.SLOT_TYPE_TEXT }],
  steps: [
    step('customer', type('{customer}', 'Customer'), { inverse: emptied('Customer') }),
    step('save', click('Save note'), {
      checks: [{ what: { $case: 'appears', value: words('Saved for {customer}', true) } }],
    }),
  ],
});

const paperSkill = Skill.fromPartial({
  name: 'Get the paper',
  phrases: ['get the paper in {town}'],
  slots: [{ name: 'town', type: SlotType.SLOT_TYPE_TEXT }],
  steps: [
    step('tick', tick(true), { inverse: step('untick', tick(false)) }),
    step('town', type('{town}', 'Town'), { inverse: emptied('Town') }),
  ],
});

const mailSkill = Skill.fromPartial({
  name: 'Write to a client',
  phrases: ['write to the client {client}'],
  slots: [{ name: 'client', type: SlotType.SLOT_TYPE_RECORD }],
  steps: [
    step('mail', click('Mail', '{client}'), {
      checks: [{ what: { $case: 'appears', value: words('Mail to {client}', true) } }],
    }),
  ],
});

/** A skill that was written down, done once right, and told to remember what it saw. */
async function taught(
  stage: Stage,
  written: Skill,
  path: string,
  heading: string,
  slots: Record<string, string>,
): Promise<Skill> {
  const { id } = await stage.client.saveSkill(written);
  await show(stage, path, heading);
  expect(inWords(await does(stage, { id }, slots))).toBe('completed');
  const proposals = await stage.client.stepProposals(id);
  expect(proposals).toHaveLength(written.steps.length);
  for (const proposal of proposals) await stage.client.acceptProposal(proposal.id);
  return stage.client.skill(id);
}

async function does(
  { client }: Stage,
  { id }: Pick<Skill, 'id'>,
  slots: Record<string, string>,
  options: { dryRun?: boolean } = {},
): Promise<Task> {
  const task = await client.run('replay', { skill: id, slots, ...options });
  return client.waitFor(task.id, { signal: AbortSignal.timeout(120_000) });
}

/** Says it as a turn of the conversation, and waits until the task that it is about has ended or waits for somebody. */
async function said({ client }: Stage, text: string): Promise<Task | undefined> {
  const { task } = await client.say(text);
  return task && client.waitFor(task.id, { signal: AbortSignal.timeout(60_000) });
}

function words(text: string, exact = false): TargetQuery {
  return TargetQuery.fromPartial({ text, exact });
}

function click(text: string, row?: string): NonNullable<DirectAction['verb']> {
  const relation = row === undefined ? undefined : { kind: RelationKind.RELATION_KIND_RIGHT_OF, anchor: words(row) };
  const target = TargetQuery.fromPartial({ text, relation } as TargetQuery);
  return { $case: 'click', value: { target, button: MouseButton.MOUSE_BUTTON_LEFT, count: 1 } };
}

function tick(checked: boolean): NonNullable<DirectAction['verb']> {
  return { $case: 'setChecked', value: { target: words('Newsletter'), checked } };
}

function type(text: string, into: string): NonNullable<DirectAction['verb']> {
  return { $case: 'typeText', value: { target: words(into), text, replace: true } };
}

function step(id: string, verb: NonNullable<DirectAction['verb']>, more: object = {}): SkillStep {
  return SkillStep.fromPartial({ id, sentence: id, action: { confidence: 1, verb }, ...more } as SkillStep);
}

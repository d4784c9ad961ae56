// Skills that have steps, done on a simulated desktop.
import { systemClock } from '@karna/common/clock';
import { DomainError } from '@karna/common/errors';
import { Skill, SkillStep } from '@karna/proto/gen/skill/v1/skill';
import type { Step } from '@karna/proto/gen/task/v1/task';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { windowOf } from './adapters/memory/desktop.ts';
import { memoryOf } from './adapters/memory/eyes.ts';
import type { Thing } from './adapters/memory/screen.ts';
import {
  click,
  desktopId,
  openApplication,
  press,
  type Setting,
  System,
  target,
  type,
  waitFor,
} from './testing/system.ts';

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(() => system[Symbol.asyncDispose]());

type Verb = ReturnType<typeof click>;

/** A step as a demonstration would have left it: what is done, and what is remembered of the thing. */
function shown(id: string, verb: Verb, thing: Omit<Thing, 'id'> | undefined, more: Partial<SkillStep> = {}): SkillStep {
  return SkillStep.fromPartial({
    id,
    sentence: `${verb.$case} ${id}`,
    action: { sentence: '', confidence: 1, verb },
    ...(thing ? { target: memoryOf(thing) } : {}),
    ...more,
  } as SkillStep);
}

const bare: Verb = { $case: 'click', value: { target: undefined, button: 'MOUSE_BUTTON_LEFT', count: 1 } };

/** Writes {customer} into Name and clicks Save, which says so. */
function noteSkill(more: Partial<Skill> = {}): Skill {
  const name = system.desktop.add('ROLE_TEXT_FIELD', '', { label: 'Name' });
  const save = system.desktop.add('ROLE_BUTTON', 'Save', { looks: 'disk' });
  const note = system.desktop.add('ROLE_TEXT', '');
  system.desktop.onClick(save, () => {
    note.text = `Saved ${name.text}`;
  });
  return system.skills.save(
    Skill.fromPartial({
      id: 'skill_1',
      name: 'Note',
      slots: [{ name: 'customer', type: 'SLOT_TYPE_TEXT', choices: [] }],
      steps: [
        shown('name', type('{customer}', 'Name', true), name, { sentence: 'Type {customer} into Name' }),
        shown('save', bare, save, {
          checks: [{ what: { $case: 'appears', value: target('Saved {customer}', { exact: true }) }, limitMs: 60 }],
        }),
      ],
      ...more,
    } as Skill),
  );
}

const beside = (text: string) => ({ kind: 'RELATION_KIND_RIGHT_OF' as const, anchor: target(text) });
const run = (text: string, slots: Record<string, string> = {}, skill = 'note') => system.run(text, { skill, slots });
const states = (steps: readonly Step[]) => steps.map(({ state }) => state.replace('STEP_STATE_', '').toLowerCase());

describe('a skill with steps', () => {
  test('is done with the values that were said', async () => {
    system.interpreter.learnSkill('note Acme', noteSkill(), { customer: 'Acme' });
    const task = await system.run('note Acme');
    expect(task.sentence).toBe('Done: all 2 steps');
    expect(task).toMatchObject({
      state: 'TASK_STATE_COMPLETED',
      skill: { skillId: 'skill_1', version: 1, name: 'Note' },
    });
    expect(task.steps.map(({ sentence }) => sentence)).toEqual(['Type Acme into Name', 'click save']);
    expect(system.desktop.things.at(-1)?.text).toBe('Saved Acme');
    expect(JSON.stringify(system.tasks.journal(task.id))).not.toContain('Acme');
  });

  test('is done by its name and given values, without any interpreting', async () => {
    noteSkill();
    system.interpreter.failure = new Error('asked');
    expect(await run('for the record', { customer: 'Acme' })).toMatchObject({ state: 'TASK_STATE_COMPLETED' });
    const unknown = await run('for the record', {}, 'Nota');
    expect(unknown).toMatchObject({ state: 'TASK_STATE_HALTED', fault: { code: 'skill.not_found' } });
  });

  test('goes on with the version it began with', async () => {
    const skill = noteSkill();
    system.desktop.beforeActing = (batch) => {
      if (batch === 1) system.skills.save({ ...skill, steps: [] });
    };
    expect(await run('note', { customer: 'Acme' })).toMatchObject({
      state: 'TASK_STATE_COMPLETED',
      skill: { version: 1 },
    });
  });

  test('asks for a value that is missing, and takes the answer', async () => {
    noteSkill();
    const asked = await run('note');
    expect(asked).toMatchObject({
      state: 'TASK_STATE_NEEDS_CLARIFICATION',
      clarification: { question: 'Which customer?' },
    });
    await system.commands.answer({ taskId: asked.id, choiceId: '', text: 'Acme', actor: 'ada' });
    expect(await system.atRest(asked.id)).toMatchObject({ state: 'TASK_STATE_COMPLETED' });
    expect(system.desktop.things.at(-1)?.text).toBe('Saved Acme');
  });

  test('offers the choices of a slot, and takes none but those', async () => {
    noteSkill({ slots: [{ name: 'customer', type: 'SLOT_TYPE_CHOICE', choices: ['Acme', 'Globex'] }] as never });
    const asked = await run('note');
    expect(asked.clarification?.choices.map(({ label }) => label)).toEqual(['Acme', 'Globex']);
    await expect(
      system.commands.answer({ taskId: asked.id, choiceId: '', text: 'Initech', actor: 'ada' }),
    ).rejects.toMatchObject({ code: 'skill.value' });
    const choiceId = asked.clarification?.choices[1]?.id ?? '';
    await system.commands.answer({ taskId: asked.id, choiceId, text: '', actor: 'ada' });
    await system.atRest(asked.id);
    expect(system.desktop.things.at(-1)?.text).toBe('Saved Globex');
  });

  test.each([
    ['a slot that it does not have', { customr: 'Acme' }],
    ['a value that is far too long', { customer: 'x'.repeat(2_001) }],
  ])('refuses %s and touches nothing', async (_, slots) => {
    noteSkill();
    expect(await run('note', slots)).toMatchObject({ state: 'TASK_STATE_HALTED', fault: { code: 'skill.value' } });
    expect(system.desktop.acts).toEqual([]);
  });

  test('leaves out what an optional slot without a value is for', async () => {
    noteSkill({ slots: [{ name: 'customer', type: 'SLOT_TYPE_TEXT', choices: [], optional: true }] as never });
    const task = await run('note');
    expect(task.steps.map(({ sentence }) => sentence)).toEqual(['click save']);
  });

  test('still says that nobody has shown it when it has none', async () => {
    system.skills.save(Skill.fromPartial({ id: 'skill_2', name: 'Empty' }));
    expect(await run('empty', {}, 'Empty')).toMatchObject({ state: 'TASK_STATE_NEEDS_TEACHING', steps: [] });
  });

  test('only looks in a dry run', async () => {
    noteSkill();
    const task = await system.run('note', { skill: 'note', slots: { customer: 'Acme' }, dryRun: true });
    expect(task.steps.map(({ targetBox }) => targetBox?.y)).toEqual([20, 60]);
    expect(system.desktop.acts).toEqual([]);
  });

  test('shows where it would act before it is kept, and leaves no task', async () => {
    const draft = { ...noteSkill(), id: '', version: 0 };
    const preview = (slots: Record<string, string>) =>
      system.commands.preview(draft, { desktopId, slots }, new AbortController().signal);
    const { steps, sentence } = await preview({ customer: 'Acme' });
    expect(steps.map(({ targetBox, sentence: said }) => [said, targetBox?.y])).toEqual([
      ['Type Acme into Name', 20],
      ['click save', 60],
    ]);
    expect(sentence).toContain('Nothing was done.');
    expect(await system.pictures.get(steps[0]?.beforePicture ?? '')).toBeDefined();
    expect(system.desktop.acts).toEqual([]);
    expect(system.tasks.history).toEqual([]);
    await expect(preview({})).rejects.toMatchObject({ code: 'skill.value' });
    await expect(preview({ customer: 'Acme', colour: 'red' })).rejects.toMatchObject({ code: 'skill.value' });
  });
});

describe('a step of a skill', () => {
  const people = () => {
    const rows = ['Ada', 'Grace'].map((name) => {
      const edit = system.desktop.add('ROLE_BUTTON', 'Edit', { row: [name, 'London'] });
      system.desktop.onClick(edit, () => void system.desktop.add('ROLE_TEXT', `Editing ${name}`));
      return edit;
    });
    system.skills.save(
      Skill.fromPartial({
        id: 'skill_1',
        name: 'Note',
        slots: [{ name: 'who', type: 'SLOT_TYPE_RECORD', choices: [] }],
        steps: [shown('edit', bare, { ...(rows[0] as Thing), row: ['{who}'] })],
      } as unknown as Skill),
    );
    return rows;
  };

  test('goes to the record that was said, not to the one it was shown with', async () => {
    people();
    expect(await run('edit', { who: 'Grace' })).toMatchObject({ state: 'TASK_STATE_COMPLETED' });
    expect(system.desktop.things.at(-1)?.text).toBe('Editing Grace');
  });

  test('is not taken for another by what is remembered of one record alone', async () => {
    const rows = people();
    const skill = system.skills.newest('skill_1');
    const action = { sentence: '', confidence: 1, verb: click('Edit', { relation: beside('{who}') }) };
    const steps = [{ ...skill.steps[0], action, target: memoryOf(rows[0] as Thing) } as SkillStep];
    system.skills.save({ ...skill, steps });
    // Its words do not tell the two apart here: it is asked about, and Ada is left alone.
    expect((await run('edit', { who: 'Grace' })).state).toBe('TASK_STATE_NEEDS_CLARIFICATION');
    expect(system.desktop.acts.filter((act) => !act.startsWith('scroll'))).toEqual([]);
  });

  test('halts when the record is not there', async () => {
    people();
    expect(await run('edit', { who: 'Alan' })).toMatchObject({
      state: 'TASK_STATE_HALTED',
      fault: { code: 'target.other_row' },
    });
    expect(system.desktop.acts.filter((act) => !act.startsWith('scroll'))).toEqual([]);
  });

  test.each([
    ['missing', () => system.desktop.things.splice(1, 1), 'target.missing'],
    ['there twice', () => system.desktop.add('ROLE_BUTTON', 'Save'), 'target.ambiguous'],
    ['disabled', () => Object.assign(system.desktop.things[1] ?? {}, { disabled: true }), 'target.disabled'],
    [
      'behind a dialog',
      () => [system.desktop.things.splice(1, 1), system.desktop.add('ROLE_DIALOG', 'Update now?')],
      'dialog.unexpected',
    ],
  ])('halts when its element is %s, with what can be done about it', async (_, change, code) => {
    noteSkill();
    change();
    const task = await run('note', { customer: 'Acme' });
    expect(task).toMatchObject({ state: 'TASK_STATE_HALTED', fault: { code } });
    const choices = task.clarification?.choices.map(({ id }) => id.replace(/^pick_.*/, 'pick')) ?? [];
    expect(choices.slice(-3)).toEqual(['do_by_hand', 'do_skip', 'do_stop']);
    expect(system.pictures.kept.has(task.clarification?.picture ?? '')).toBe(true);
    expect(system.desktop.acts.filter((act) => act.startsWith('click Save'))).toEqual([]);
    expect(JSON.stringify(task.fault)).not.toContain('Update now');
  });

  test('says so when what had no effect lies beneath a dialog', async () => {
    noteSkill();
    const [, save] = system.desktop.things;
    if (!save) throw new Error('no button');
    system.desktop.onClick(save, () => {});
    system.desktop.add('ROLE_DIALOG', 'Update now?', { box: { x: 900, y: 500, width: 200, height: 100 } });
    const task = await run('note', { customer: 'Acme' });
    expect(task).toMatchObject({ state: 'TASK_STATE_HALTED', fault: { code: 'dialog.unexpected' } });
    expect(JSON.stringify(task.fault)).not.toContain('Update now');
  });

  test('types over what a field still holds, when it was seen to hold the value alone', async () => {
    const name = system.desktop.add('ROLE_TEXT_FIELD', 'Globex', { label: 'Name' });
    const checks = [{ what: { $case: 'holds' as const, value: '{customer}' }, limitMs: 60 }];
    const steps = [shown('name', type('{customer}', 'Name', false), name, { checks })];
    const slots = [{ name: 'customer', type: 'SLOT_TYPE_TEXT', choices: [] }];
    system.skills.save(Skill.fromPartial({ id: 'skill_1', name: 'Note', slots, steps } as never));
    expect(await run('note', { customer: 'Acme' })).toMatchObject({ state: 'TASK_STATE_COMPLETED' });
    expect(name.text).toBe('Acme');
  });

  test('waits for an element that comes late', async () => {
    await using slow = await System.start({ limits: { findMs: 5_000 } });
    const late = slow.desktop.add('ROLE_BUTTON', 'Late', { hidden: true });
    slow.desktop.onClick(late, () => void slow.desktop.add('ROLE_TEXT', 'Done'));
    slow.skills.save(Skill.fromPartial({ id: 's', name: 'Late', steps: [shown('late', bare, late)] } as Skill));
    let looks = 0;
    slow.desktop.beforeLooking = () => {
      looks += 1;
      if (looks === 6) late.hidden = false;
    };
    expect(await slow.run('go', { skill: 'Late' })).toMatchObject({ state: 'TASK_STATE_COMPLETED' });
  });

  test('scrolls to an element that is out of sight, and back when it is nowhere', async () => {
    await using tall = await System.start({ limits: { findMs: 150 } });
    tall.desktop.pageHeight = 2_000;
    const box = { x: 100, y: 1_500, width: 200, height: 24 };
    for (let y = 0; y < 2_000; y += 100) {
      tall.desktop.add('ROLE_TEXT', `Paragraph at ${y}`, { scrolls: true, box: { x: 0, y, width: 1280, height: 90 } });
    }
    const deep = tall.desktop.add('ROLE_BUTTON', 'Deep', { scrolls: true, box });
    tall.desktop.onClick(deep, () => void tall.desktop.add('ROLE_TEXT', 'Done', { box: { ...box, y: 10 } }));
    tall.skills.save(Skill.fromPartial({ id: 's', name: 'Deep', steps: [shown('deep', bare, deep)] } as Skill));
    expect(await tall.run('go', { skill: 'Deep' })).toMatchObject({ state: 'TASK_STATE_COMPLETED' });
    expect(tall.desktop.acts.at(-1)).toBe('click Deep');
    deep.hidden = true;
    tall.desktop.acts.length = 0;
    const before = tall.desktop.scrolled;
    expect(await tall.run('go', { skill: 'Deep' })).toMatchObject({ fault: { code: 'target.missing' } });
    const wheel = tall.desktop.acts.filter((act) => act.startsWith('scroll ')).map((act) => Number(act.slice(7)));
    expect(wheel.length).toBeGreaterThan(2);
    expect(tall.desktop.scrolled).toBe(before);
  });

  test('is left out when it is optional and its element is not there', async () => {
    const skill = noteSkill();
    const cookies = { role: 'ROLE_BUTTON', text: 'Accept', box: { x: 0, y: 0, width: 9, height: 9 } } as const;
    system.skills.save({ ...skill, steps: [shown('cookies', bare, cookies, { optional: true }), ...skill.steps] });
    const task = await run('note', { customer: 'Acme' });
    expect([task.state, states(task.steps)]).toEqual(['TASK_STATE_COMPLETED', ['skipped', 'done', 'done']]);
    system.desktop.onClick(
      system.desktop.add('ROLE_BUTTON', 'Accept'),
      () => void system.desktop.add('ROLE_TEXT', 'thanks'),
    );
    expect(states((await run('note', { customer: 'Globex' })).steps)).toEqual(['done', 'done', 'done']);
  });

  test('is known in other ways where the first is not there; what was found so is proposed', async () => {
    const skill = noteSkill();
    const [name, save] = skill.steps;
    const other = { ...save, alternatives: save?.target ? [save.target] : [] } as SkillStep;
    other.target = memoryOf({ role: 'ROLE_BUTTON', text: 'Keep', box: { x: 0, y: 0, width: 9, height: 9 } });
    system.skills.save({ ...skill, steps: [name as SkillStep, other] });
    expect(await run('note', { customer: 'Acme' })).toMatchObject({ state: 'TASK_STATE_COMPLETED' });
    expect(system.skills.proposed).toMatchObject([{ stepId: 'save', target: { text: 'Save' }, version: 2 }]);
    expect(system.skills.newest('skill_1').version).toBe(2);
  });

  test('that was renamed is found by its looks, and its new name is proposed', async () => {
    noteSkill();
    Object.assign(system.desktop.things[1] ?? {}, { text: 'Store' });
    expect(await run('note', { customer: 'Acme' })).toMatchObject({ state: 'TASK_STATE_COMPLETED' });
    expect(system.skills.proposed).toMatchObject([{ stepId: 'save', target: { text: 'Store' } }]);
    await run('note', { customer: 'Acme' });
    expect(system.skills.newest('skill_1').version).toBe(1);
  });

  test('that was only written down is found by its words, and proposes what it saw', async () => {
    const skill = noteSkill();
    system.skills.save({ ...skill, steps: [{ ...skill.steps[0], target: undefined } as SkillStep] });
    expect(await run('note', { customer: 'Acme' })).toMatchObject({ state: 'TASK_STATE_COMPLETED' });
    expect(system.skills.proposed).toMatchObject([
      { stepId: 'name', target: { label: 'Name' }, because: 'Found by its words' },
    ]);
  });

  test('halts when what it was checked by does not come, and is not repeated by going on', async () => {
    const skill = noteSkill();
    const [name, save] = skill.steps;
    const checks = [{ what: { $case: 'appears', value: target('Receipt', { exact: true }) }, limitMs: 40 }];
    system.skills.save({ ...skill, steps: [name, { ...save, checks }] as SkillStep[] });
    const task = await run('note', { customer: 'Acme' });
    expect(task).toMatchObject({ state: 'TASK_STATE_HALTED', fault: { code: 'effect.mismatch' } });
    expect(states(task.steps)).toEqual(['done', 'verifying']);
    system.desktop.add('ROLE_TEXT', 'Receipt');
    await system.commands.steer({ taskId: task.id, verb: 'TASK_VERB_RESUME', actor: 'ada' });
    expect(await system.atRest(task.id)).toMatchObject({ state: 'TASK_STATE_COMPLETED' });
    expect(system.desktop.acts.filter((act) => act === 'click Save')).toHaveLength(1);
  });

  test('is done when what it was checked by came out of sight', async () => {
    await using tall = await System.start({ limits: { findMs: 150 } });
    tall.desktop.pageHeight = 2_000;
    for (let y = 0; y < 2_000; y += 100) {
      tall.desktop.add('ROLE_TEXT', `Paragraph at ${y}`, { scrolls: true, box: { x: 0, y, width: 1280, height: 90 } });
    }
    const save = tall.desktop.add('ROLE_BUTTON', 'Save', { box: { x: 900, y: 300, width: 80, height: 24 } });
    const box = { x: 100, y: 1_500, width: 200, height: 24 };
    tall.desktop.onClick(save, () => {
      tall.desktop.add('ROLE_TEXT', 'Receipt', { scrolls: true, box });
      tall.desktop.add('ROLE_TEXT', 'Something else', { box: { ...box, y: 10 } });
    });
    const checks = [{ what: { $case: 'appears' as const, value: target('Receipt') }, limitMs: 0 }];
    tall.skills.save(
      Skill.fromPartial({ id: 's', name: 'Save', steps: [shown('save', bare, save, { checks })] } as Skill),
    );
    expect(await tall.run('go', { skill: 'Save' })).toMatchObject({ state: 'TASK_STATE_COMPLETED' });
    expect(tall.desktop.acts.filter((act) => act.startsWith('click'))).toEqual(['click Save']);
  });

  test('is done when what it was checked by came late, and out of sight', async () => {
    await using tall = await System.start({ limits: { findMs: 600 } });
    tall.desktop.pageHeight = 2_000;
    for (let y = 100; y < 2_000; y += 100) {
      tall.desktop.add('ROLE_TEXT', `Paragraph at ${y}`, { scrolls: true, box: { x: 0, y, width: 900, height: 90 } });
    }
    const deep = tall.desktop.add('ROLE_BUTTON', 'Deep', {
      scrolls: true,
      box: { x: 1000, y: 1_200, width: 80, height: 24 },
    });
    tall.desktop.onClick(deep, () => {
      tall.desktop.add('ROLE_TEXT', 'Something else', { box: { x: 1000, y: 10, width: 200, height: 24 } });
      const box = { x: 1000, y: 1_900, width: 200, height: 24 };
      setTimeout(() => tall.desktop.add('ROLE_TEXT', 'Receipt', { scrolls: true, box }), 150);
    });
    const checks = [{ what: { $case: 'appears' as const, value: target('Receipt') }, limitMs: 0 }];
    tall.skills.save(
      Skill.fromPartial({ id: 's', name: 'Deep', steps: [shown('deep', bare, deep, { checks })] } as Skill),
    );
    expect(await tall.run('go', { skill: 'Deep' })).toMatchObject({ state: 'TASK_STATE_COMPLETED' });
  });

  test.each([
    ['is done', 'where the step began', 10, 'TASK_STATE_COMPLETED'],
    ['is not taken for done', 'somewhere else, where it may have stood before', 1_900, 'TASK_STATE_HALTED'],
  ])('%s when nothing changed in sight, and what it was checked by is seen %s', async (_, __, y, state) => {
    await using tall = await System.start({ limits: { findMs: 150, effectMs: 40 } });
    tall.desktop.pageHeight = 2_000;
    for (let at = 100; at < 2_000; at += 100) {
      tall.desktop.add('ROLE_TEXT', `Paragraph at ${at}`, {
        scrolls: true,
        box: { x: 0, y: at, width: 900, height: 90 },
      });
    }
    const deep = tall.desktop.add('ROLE_BUTTON', 'Deep', {
      scrolls: true,
      box: { x: 1000, y: 1_200, width: 80, height: 24 },
    });
    const receipt = tall.desktop.add('ROLE_TEXT', 'Receipt', {
      scrolls: true,
      hidden: true,
      box: { x: 1000, y, width: 200, height: 24 },
    });
    tall.desktop.onClick(deep, () => {
      receipt.hidden = false;
    });
    const checks = [{ what: { $case: 'appears' as const, value: target('Receipt') }, limitMs: 0 }];
    tall.skills.save(
      Skill.fromPartial({ id: 's', name: 'Deep', steps: [shown('deep', bare, deep, { checks })] } as Skill),
    );
    expect(await tall.run('go', { skill: 'Deep' })).toMatchObject({ state });
    expect(tall.desktop.acts.filter((act) => act.startsWith('click'))).toEqual(['click Deep']);
  });

  test('that cannot be taken back asks first', async () => {
    const skill = noteSkill();
    const [name, save] = skill.steps;
    system.skills.save({ ...skill, steps: [name, { ...save, irreversible: true }] as SkillStep[] });
    const task = await run('note', { customer: 'Acme' });
    expect(task).toMatchObject({
      state: 'TASK_STATE_AWAITING_APPROVAL',
      sentence: expect.stringContaining('click save'),
    });
    expect(system.desktop.acts).toEqual([]);
    await system.commands.steer({ taskId: task.id, verb: 'TASK_VERB_APPROVE', actor: 'ada' });
    expect(await system.atRest(task.id)).toMatchObject({ state: 'TASK_STATE_COMPLETED' });
  });

  test('that is sensitive leaves neither its text nor a picture', async () => {
    const skill = noteSkill();
    const [name, save] = skill.steps;
    system.skills.save({ ...skill, steps: [{ ...name, sensitive: true }, save] as SkillStep[] });
    const task = await run('note', { customer: 'Acme' });
    expect(task.state).toBe('TASK_STATE_COMPLETED');
    expect(task.steps[0]).toMatchObject({ sentence: 'Type ••• into Name', beforePicture: '', afterPicture: '' });
    expect(JSON.stringify(task.steps[0])).not.toContain('Acme');
    expect(system.desktop.things[0]?.text).toBe('Acme');
  });

  test('that types a secret is left to the person, who goes on after it', async () => {
    const slots = [{ name: 'customer', type: 'SLOT_TYPE_SECRET', choices: [] }] as never;
    system.interpreter.learnSkill('note hunter2', noteSkill({ slots }), { customer: 'hunter2' });
    const task = await system.run('note hunter2');
    expect(task).toMatchObject({ state: 'TASK_STATE_NEEDS_CLARIFICATION', skill: { slots: {} } });
    expect(JSON.stringify({ ...task, command: '' })).not.toContain('hunter2');
    expect(system.desktop.acts).toEqual([]);
    Object.assign(system.desktop.things[0] ?? {}, { text: '{customer}' });
    await system.commands.answer({ taskId: task.id, choiceId: '', text: 'done', actor: 'ada' });
    expect(await system.atRest(task.id)).toMatchObject({ state: 'TASK_STATE_COMPLETED' });
    expect(system.events(task.id)).toContain('by_hand');
  });
});

describe('the window of a step', () => {
  const inWindow = (application: string) => {
    const skill = noteSkill();
    const window = { application, title: '' };
    return system.skills.save({ ...skill, steps: skill.steps.map((step) => ({ ...step, window })) });
  };

  test('is what the step waits for: it halts in any other', async () => {
    inWindow('Ledger');
    expect(await run('note', { customer: 'Acme' })).toMatchObject({
      state: 'TASK_STATE_HALTED',
      fault: { code: 'window.not_found' },
    });
    expect(system.desktop.acts).toEqual(['launch ledger']);
  });

  test('is opened when nothing was done yet', async () => {
    inWindow('Ledger');
    system.desktop.reactions.set('launch ledger', () => system.desktop.open('w2', 'Ledger'));
    expect(await run('note', { customer: 'Acme' })).toMatchObject({ state: 'TASK_STATE_COMPLETED' });
  });

  test('counts for keys as well', async () => {
    const skill = noteSkill();
    const window = { application: 'Ledger', title: '' };
    const keys = shown('keys', press('Enter') as never, undefined, { window });
    system.skills.save({ ...skill, steps: [skill.steps[0] as SkillStep, keys] });
    expect(await run('note', { customer: 'Acme' })).toMatchObject({ fault: { code: 'window.not_found' } });
    expect(system.desktop.acts).not.toContain('press Enter');
  });

  test('has to be the only one of its application where nothing but the keyboard says where keys go', async () => {
    const window = { application: 'Ledger', title: '' };
    const keys = shown('keys', press('Enter') as never, undefined, { window });
    system.skills.save(Skill.fromPartial({ id: 's', name: 'Note', steps: [keys] } as Skill));
    system.desktop.windows = [{ ...windowOf('w1', 'Ledger'), active: false }, windowOf('w2', 'Ledger')];
    const task = await run('note');
    expect(task).toMatchObject({ state: 'TASK_STATE_HALTED', fault: { code: 'target.ambiguous' } });
    expect(system.desktop.acts).toEqual([]);
    // Whoever lets it go on has put the right one in front.
    await system.commands.steer({ taskId: task.id, verb: 'TASK_VERB_RESUME', actor: 'ada' });
    expect(await system.atRest(task.id)).toMatchObject({ state: 'TASK_STATE_COMPLETED' });
    expect(system.desktop.acts).toEqual(['press Enter']);
  });
});

describe('a record that may have its equal out of sight', () => {
  /** A list of people with an Edit button each, longer than the screen; the buttons, by the person's place. */
  async function list(names: readonly string[], start: Setting = {}) {
    const tall = await System.start({ limits: { findMs: 5_000 }, ...start });
    tall.desktop.pageHeight = 40 * names.length + 40;
    const buttons = names.map((name, index) => {
      const y = 20 + 40 * index;
      tall.desktop.add('ROLE_ROW', '', { scrolls: true, box: { x: 0, y: y - 6, width: 900, height: 36 } });
      tall.desktop.add('ROLE_TEXT', name, { scrolls: true, box: { x: 20, y, width: 200, height: 24 } });
      const box = { x: 500, y, width: 80, height: 24 };
      const edit = tall.desktop.add('ROLE_BUTTON', 'Edit', { scrolls: true, box, row: [name] });
      tall.desktop.onClick(edit, () => {
        said.text += `Edited ${name} at ${index}. `;
      });
      return edit;
    });
    const said = tall.desktop.add('ROLE_TEXT', '', { box: { x: 1_000, y: 20, width: 200, height: 24 } });
    const edit = { ...(buttons[0] as Thing), row: ['{who}'] };
    tall.skills.save(
      Skill.fromPartial({
        id: 's',
        name: 'Edit',
        slots: [{ name: 'who', type: 'SLOT_TYPE_RECORD', choices: [] }],
        steps: [shown('edit', bare, edit), shown('again', bare, edit)],
      } as unknown as Skill),
    );
    const clicks = () => tall.desktop.acts.filter((act) => act.startsWith('click'));
    const edited = (who: string) => tall.run('go', { skill: 'Edit', slots: { who } });
    return { tall, said, clicks, edited, [Symbol.asyncDispose]: () => tall[Symbol.asyncDispose]() };
  }
  const many = (count: number) => Array.from({ length: count }, (_, index) => `Person ${index + 1}`);

  test('is not acted on when another one further down agrees in everything', async () => {
    await using people = await list([...many(50), 'Person 3', 'Last']);
    const task = await people.edited('Person 3');
    expect(task).toMatchObject({ state: 'TASK_STATE_HALTED', fault: { code: 'target.ambiguous' } });
    expect(task.fault?.message).toContain('further down the list');
    expect(people.clicks()).toEqual([]);
    // The one that was found is in sight again, for the person who is asked.
    expect(task.clarification?.choices[0]?.box).toMatchObject({ y: 100 });
  });

  test('nor when the other one is further up', async () => {
    await using people = await list(['Person 48', ...many(50)]);
    people.tall.desktop.scrolled = 1_300;
    const task = await people.edited('Person 48');
    expect(task.fault?.message).toContain('further up the list');
    expect(people.clicks()).toEqual([]);
  });

  test('nor in a list that repeats itself, where what came into sight reads like what went', async () => {
    await using people = await list([...many(12), ...many(12)]);
    const task = await people.edited('Person 11');
    expect(task).toMatchObject({ state: 'TASK_STATE_HALTED', fault: { code: 'target.ambiguous' } });
    expect(people.clicks()).toEqual([]);
    await using longer = await list([...many(20), ...many(20)]);
    longer.tall.desktop.scrolled = 920;
    expect((await longer.edited('Person 11')).fault?.message).toContain('further up the list');
    expect(longer.clicks()).toEqual([]);
  });

  test.each([8, 9, 10, 11, 12, 13, 14, 15, 16])('nor where its equal comes %i records later', async (period) => {
    await using people = await list([...many(period), ...many(period), ...many(period)]);
    people.tall.desktop.scrolled = period * 40;
    const task = await people.edited(`Person ${period - 2}`);
    expect(task.state).toBe('TASK_STATE_HALTED');
    expect(people.clicks()).toEqual([]);
    await using first = await list([...many(period), ...many(period)]);
    expect((await first.edited(`Person ${period - 2}`)).state).toBe('TASK_STATE_HALTED');
    expect(first.clicks()).toEqual([]);
  });

  test.each([8, 10, 12, 14, 16])(
    'nor where a list repeats itself only further down, after %i records',
    async (period) => {
      const others = many(period).map((name) => name.replace('Person', 'Other'));
      await using people = await list([...many(70), ...others, ...others]);
      people.tall.desktop.scrolled = 40 * 60;
      expect((await people.edited(`Other ${period - 2}`)).state).toBe('TASK_STATE_HALTED');
      await using below = await list([...many(40), ...others, ...others, ...many(40)]);
      expect((await below.edited(`Other ${period - 2}`)).state).toBe('TASK_STATE_HALTED');
      expect([...people.clicks(), ...below.clicks()]).toEqual([]);
    },
  );

  /** Which way the list went and what was looked at, in the order that it happened. */
  const watched = ({ desktop, eyes }: System) => {
    const happened: string[] = [];
    const [perform, see] = [desktop.perform.bind(desktop), eyes.see.bind(eyes)];
    desktop.perform = async (batch) => {
      const before = desktop.scrolled;
      const result = await perform(batch);
      if (desktop.scrolled !== before) happened.push(desktop.scrolled > before ? 'down' : 'up');
      return result;
    };
    eyes.see = async (...asked) => {
      const elements = await see(...asked);
      await systemClock.sleep(10);
      happened.push('seen');
      return elements;
    };
    return happened;
  };

  test('is looked for by turning on while what came into sight is still looked at, and it comes to stand where it was', async () => {
    await using people = await list(many(120));
    people.tall.desktop.scrolled = 1_200;
    const happened = watched(people.tall);
    expect(await people.edited('Person 35')).toMatchObject({ state: 'TASK_STATE_COMPLETED' });
    const isAhead = (what: string, index: number) => what !== 'seen' && happened[index - 1] === what;
    expect(happened.filter(isAhead).length).toBeGreaterThan(1);
    expect(people.said.text).toBe('Edited Person 35 at 34. '.repeat(2));
  });

  test('is looked for by turning on after the first turn already', async () => {
    await using people = await list(many(30));
    const happened = watched(people.tall);
    expect(await people.edited('Person 3')).toMatchObject({ state: 'TASK_STATE_COMPLETED' });
    expect(happened.slice(happened.indexOf('down')).slice(0, 3)).toEqual(['down', 'down', 'seen']);
    expect(people.said.text).toBe('Edited Person 3 at 2. '.repeat(2));
  });

  test('is acted on where it is in sight, though its list did not come to stand just as it was', async () => {
    await using people = await list(many(60));
    people.tall.desktop.scrolled = 40 * 60 + 40 - 720 - 25;
    expect(await people.edited('Person 55')).toMatchObject({ state: 'TASK_STATE_COMPLETED' });
    expect(people.said.text).toBe('Edited Person 55 at 54. '.repeat(2));
    const swings = people.tall.desktop.acts.filter((act) => act === 'scroll 1' || act === 'scroll -1');
    expect(swings.length).toBeLessThan(4);
  });

  test('is taken where a person says that it is the one', async () => {
    await using people = await list([...many(50), 'Person 3']);
    const task = await people.edited('Person 3');
    const choiceId = task.clarification?.choices[0]?.id ?? '';
    await people.tall.commands.answer({ taskId: task.id, choiceId, text: '', actor: 'ada' });
    await people.tall.atRest(task.id);
    expect(people.said.text).toBe('Edited Person 3 at 2. ');
  });

  test('is acted on when both ends were seen, from wherever its list stood, and looked for once', async () => {
    await using people = await list(many(60));
    people.tall.desktop.scrolled = 480;
    expect(await people.edited('Person 20')).toMatchObject({ state: 'TASK_STATE_COMPLETED' });
    expect(people.said.text).toBe('Edited Person 20 at 19. '.repeat(2));
    const first = people.tall.desktop.acts.indexOf('click Edit');
    expect(people.tall.desktop.acts.slice(first)).toEqual(['click Edit', 'click Edit']);
  });

  test.each([
    ['is looked at once more where it stands still, in case it is late', 0, 2],
    ['so it is where it began to move late before', 40, 2],
    ['but not where it always moved at once', 25, 0],
  ])('%s', async (_, firstChangeMs, looks) => {
    await using people = await list(many(20), { limits: { findMs: 5_000, settleQuietMs: 90 } });
    people.tall.desktop.firstChangeMs = firstChangeMs;
    expect(await people.edited('Person 4')).toMatchObject({ state: 'TASK_STATE_COMPLETED' });
    const kinds = people.tall.desktop.batches.map(({ actions }) => actions.map(({ kind }) => kind?.$case));
    const turns = kinds.map((each, index) => (each.includes('scrollAt') ? index : -1)).filter((index) => index >= 0);
    const between = kinds.slice(
      turns[0],
      kinds.findIndex((each) => each.includes('clickAt')),
    );
    expect(between.length - turns.length).toBe(looks);
  });

  describe('where a click of the wheel goes nearly as far as is in sight', () => {
    const coarse = async (names: readonly string[], { tells = true, wheelPx = 705 } = {}) => {
      const people = await list(names);
      Object.assign(people.tall.desktop, { wheelPx, tellsScroll: tells });
      return people;
    };

    test.each(['Person 2', 'Person 18', 'Person 60'])(
      'is acted on when its pixels told how far the list went, wherever the record stands (%s)',
      async (who) => {
        await using people = await coarse(many(60));
        expect(await people.edited(who)).toMatchObject({ state: 'TASK_STATE_COMPLETED' });
        expect(people.said.text).toBe(`Edited ${who} at ${Number(who.slice(7)) - 1}. `.repeat(2));
      },
    );

    test('is not acted on when its equal, which the edge cuts off twice on the way down, comes into sight on the way back', async () => {
      await using people = await coarse(many(60).with(17, 'Person 2'));
      const task = await people.edited('Person 2');
      expect(task).toMatchObject({ state: 'TASK_STATE_HALTED', fault: { code: 'target.ambiguous' } });
      expect(task.fault?.message).toContain('further down the list');
      expect(people.clicks()).toEqual([]);
    });

    test.each([
      ['nothing tells how far it went', { tells: false, wheelPx: 719 }, 60],
      ['it goes further than is in sight', { wheelPx: 900 }, 60],
      ['the end is just where the edge cuts off the same again', {}, 158],
    ])('halts where %s', async (_, wheel, count) => {
      await using people = await coarse(many(count), wheel);
      const task = await people.edited('Person 2');
      expect(task).toMatchObject({ state: 'TASK_STATE_HALTED', fault: { code: 'target.unsure' } });
      expect(task.fault?.message).toContain('Make its window larger');
      expect(people.clicks()).toEqual([]);
    });
  });

  test('costs two turns of the wheel where nothing scrolls', async () => {
    await using people = await list(many(5));
    expect(await people.edited('Person 4')).toMatchObject({ state: 'TASK_STATE_COMPLETED' });
    const acts = people.tall.desktop.acts.map((act) => act.replace(/\d+/, 'N'));
    expect(acts).toEqual(['scroll N', 'scroll -N', 'click Edit', 'click Edit']);
  });

  test('is not acted on in a list without an end', async () => {
    await using people = await list(many(600));
    expect(await people.edited('Person 4')).toMatchObject({
      state: 'TASK_STATE_HALTED',
      fault: { code: 'target.unsure', message: expect.stringContaining('too long') },
    });
    expect(people.clicks()).toEqual([]);
  });

  test('is looked for with the wheel where it changes no value', async () => {
    await using people = await list(many(5));
    const field = people.tall.desktop.add('ROLE_TEXT_FIELD', '7', { box: { x: 250, y: 100, width: 240, height: 24 } });
    const over: number[] = [];
    const perform = people.tall.desktop.perform.bind(people.tall.desktop);
    people.tall.desktop.perform = (batch) => {
      for (const { kind } of batch.actions) if (kind?.$case === 'scrollAt') over.push(kind.value.at?.x ?? 0);
      return perform(batch);
    };
    expect(await people.edited('Person 3')).toMatchObject({ state: 'TASK_STATE_COMPLETED' });
    expect(over).toHaveLength(2);
    for (const x of over) expect(x < field.box.x || x >= field.box.x + field.box.width).toBe(true);
  });
});

describe('what goes wrong in the middle of a skill', () => {
  const note = { skill: 'note', slots: { customer: 'Acme' } };
  const saves = () => system.desktop.acts.filter((act) => act === 'click Save');
  const typings = () => system.desktop.acts.filter((act) => act.startsWith('type'));

  test('its application is closed: it halts with what was done, and goes on once it is back', async () => {
    const skill = noteSkill();
    const window = { application: 'form', title: '' };
    system.skills.save({ ...skill, steps: skill.steps.map((step) => ({ ...step, window })) });
    const { windows } = system.desktop;
    const close = (isClosed: boolean) => {
      system.desktop.windows = isClosed ? [windowOf('w9', 'mail')] : windows;
      for (const thing of system.desktop.things) thing.hidden = isClosed;
    };
    system.desktop.afterActing = () => {
      system.desktop.afterActing = undefined;
      close(true);
    };
    const task = await system.run('note', note);
    expect(task).toMatchObject({ state: 'TASK_STATE_HALTED', fault: { code: 'window.not_found' } });
    expect([states(task.steps), saves()]).toEqual([['done', 'halted'], []]);
    close(false);
    await system.commands.steer({ taskId: task.id, verb: 'TASK_VERB_RESUME', actor: 'ada' });
    expect(await system.atRest(task.id)).toMatchObject({ state: 'TASK_STATE_COMPLETED' });
    expect([typings().length, saves().length]).toEqual([1, 1]);
  });

  test('the link is cut in a step: what came of it is asked for, not done again', async () => {
    noteSkill();
    let cuts = 0;
    system.desktop.afterActing = () => {
      if (++cuts > 2) return;
      throw new DomainError('agent.lost', 'the connection broke');
    };
    expect(await system.run('note', note)).toMatchObject({ state: 'TASK_STATE_COMPLETED' });
    expect([cuts, typings().length, saves().length]).toEqual([2, 1, 1]);
  });

  test('the agent dies in a step: what the screen shows to be done is not done again', async () => {
    noteSkill();
    system.desktop.afterActing = () => {
      system.desktop.afterActing = undefined;
      system.desktop.restart();
      throw new DomainError('agent.lost', 'the agent died');
    };
    const task = await system.run('note', note);
    expect(task).toMatchObject({ state: 'TASK_STATE_COMPLETED' });
    expect(system.events(task.id)).toContain('looked');
    expect([typings().length, saves().length]).toEqual([1, 1]);
  });

  test('it is sent twice with one id: it is one task, done once', async () => {
    noteSkill();
    const [first, again] = await Promise.all([
      system.submit('note', { ...note, requestId: 'once' }),
      system.submit('note', { ...note, requestId: 'once' }),
    ]);
    expect(again.id).toBe(first.id);
    expect(await system.atRest(first.id)).toMatchObject({ state: 'TASK_STATE_COMPLETED' });
    expect([typings().length, saves().length]).toEqual([1, 1]);
  });

  test('a value is too long for its field: nothing is done with a part of it', async () => {
    noteSkill();
    const name = system.desktop.things[0] as Thing;
    system.desktop.reactions.set('type', () => {
      name.text = 'Initech';
    });
    expect(await run('note', { customer: 'Initech Limited' })).toMatchObject({
      state: 'TASK_STATE_HALTED',
      fault: { code: 'skill.value', message: expect.stringContaining('too long') },
    });
    expect(saves()).toEqual([]);
  });
});

describe('an answer to a halt', () => {
  const twice = async () => {
    noteSkill();
    const other = system.desktop.add('ROLE_BUTTON', 'Save', { looks: 'second' });
    system.desktop.onClick(other, () => {
      (system.desktop.things[2] as Thing).text = 'Saved Acme';
      other.text = 'Saved';
    });
    const task = await run('note', { customer: 'Acme' });
    expect(task.fault?.code).toBe('target.ambiguous');
    return { task, other };
  };

  test('shows which it is: the run goes on there, and the skill has learned it', async () => {
    const { task } = await twice();
    const choiceId = task.clarification?.choices[1]?.id ?? '';
    await system.commands.answer({ taskId: task.id, choiceId, text: '', actor: 'ada', mayTeach: true });
    expect(await system.atRest(task.id)).toMatchObject({ state: 'TASK_STATE_COMPLETED', skill: { version: 2 } });
    expect(Buffer.from(system.skills.newest('skill_1').steps[1]?.target?.patch ?? []).toString()).toBe('second');
    expect(system.desktop.acts.filter((act) => act === 'click Save')).toHaveLength(1);
  });

  test('only proposes for whoever may not change skills', async () => {
    const { task } = await twice();
    const choiceId = task.clarification?.choices[1]?.id ?? '';
    await system.commands.answer({ taskId: task.id, choiceId, text: '', actor: 'eve' });
    expect(await system.atRest(task.id)).toMatchObject({ state: 'TASK_STATE_COMPLETED', skill: { version: 1 } });
    expect(system.skills.proposed).toMatchObject([{ stepId: 'save', proposedBy: 'eve', because: 'Shown by eve' }]);
  });

  test('may be a place on the picture, for what is called and looks otherwise', async () => {
    noteSkill();
    const save = system.desktop.things[1] as Thing;
    Object.assign(save, { text: 'Keep', looks: 'safe' });
    const task = await run('note', { customer: 'Acme' });
    expect(task.fault?.code).toBe('target.missing');
    await expect(
      system.commands.answer({
        taskId: task.id,
        choiceId: '',
        text: '',
        box: { x: 900, y: 600, width: 9, height: 9 },
        actor: 'ada',
      }),
    ).rejects.toMatchObject({ code: 'element.none' });
    await system.commands.answer({ taskId: task.id, choiceId: '', text: '', box: save.box, actor: 'eve' });
    expect(await system.atRest(task.id)).toMatchObject({ state: 'TASK_STATE_COMPLETED' });
  });

  test('may be other words for it', async () => {
    noteSkill();
    Object.assign(system.desktop.things[1] ?? {}, { text: 'Keep', looks: 'safe' });
    const task = await run('note', { customer: 'Acme' });
    system.interpreter.learnTarget('the Keep button', target('Keep'));
    await system.commands.answer({
      taskId: task.id,
      choiceId: '',
      text: 'the Keep button',
      actor: 'ada',
      mayTeach: true,
    });
    expect(await system.atRest(task.id)).toMatchObject({ state: 'TASK_STATE_COMPLETED', skill: { version: 2 } });
  });

  test.each([
    ['skip', ['done', 'skipped'], 'TASK_STATE_COMPLETED'],
    ['done by hand', ['done', 'done'], 'TASK_STATE_COMPLETED'],
    ['stop', ['done', 'skipped'], 'TASK_STATE_CANCELLED'],
  ])('may be "%s"', async (text, wanted, state) => {
    const { task } = await twice();
    await system.commands.answer({ taskId: task.id, choiceId: '', text, actor: 'ada' });
    const after = await system.atRest(task.id);
    expect([after.state, states(after.steps)]).toEqual([state, wanted]);
  });
});

describe('taking back', () => {
  const half = async (more: { inverse?: boolean } = {}) => {
    const skill = noteSkill();
    const [name, save] = skill.steps;
    const field = system.desktop.things[0] as Thing;
    const inverse = shown('clear', type('', 'Name', true) as never, field, { sentence: 'Empty Name' });
    const lasting = shown('enter', press('Enter') as never, undefined, { sentence: 'Press Enter' });
    const steps = [{ ...name, ...(more.inverse === false ? {} : { inverse }) }, lasting, save] as SkillStep[];
    system.skills.save({ ...skill, steps });
    system.desktop.things.splice(1, 1);
    const task = await run('note', { customer: 'Acme' });
    expect([task.state, field.text]).toEqual(['TASK_STATE_HALTED', 'Acme']);
    return { task, field };
  };

  test('undoes what can be undone and names what stays', async () => {
    const { task, field } = await half();
    expect(task.clarification?.choices.map(({ id }) => id)).toContain('do_undo');
    await system.commands.steer({ taskId: task.id, verb: 'TASK_VERB_UNDO', actor: 'ada' });
    const after = await system.atRest(task.id);
    expect(after).toMatchObject({
      state: 'TASK_STATE_ROLLED_BACK',
      sentence: 'Took back one step. Could not be taken back: Press Enter.',
    });
    expect(states(after.steps)).toEqual(['done', 'done', 'skipped', 'done']);
    expect(field.text).toBe('');
    expect(system.events(task.id)).toEqual(expect.arrayContaining(['undoing', 'rolled_back']));
  });

  test('says so when nothing can be undone', async () => {
    const { task } = await half({ inverse: false });
    expect(task.clarification?.choices.map(({ id }) => id)).not.toContain('do_undo');
    await expect(
      system.commands.steer({ taskId: task.id, verb: 'TASK_VERB_UNDO', actor: 'ada' }),
    ).rejects.toMatchObject({ code: 'task.state' });
  });

  const whole = async () => {
    const skill = noteSkill();
    const [name, save] = skill.steps;
    const field = system.desktop.things[0] as Thing;
    const inverse = shown('clear', type('', 'Name', true) as never, field, { sentence: 'Empty Name' });
    system.skills.save({ ...skill, steps: [{ ...name, inverse }, save] as SkillStep[] });
    const task = await run('note', { customer: 'Acme' });
    expect([task.state, field.text]).toEqual(['TASK_STATE_COMPLETED', 'Acme']);
    return {
      task,
      field,
      undo: () => system.commands.steer({ taskId: task.id, verb: 'TASK_VERB_UNDO', actor: 'eve' }),
    };
  };

  test('is a task of its own for what is completed, which names what stays before it begins', async () => {
    const { task, field, undo } = await whole();
    const undoing = await undo();
    expect(undoing).toMatchObject({ undoes: task.id, undoing: true, requestedBy: task.requestedBy, approved: false });
    expect(undoing.id).not.toBe(task.id);
    expect(undoing.sentence).toMatch(/^Takes back: .*Stays: .*\.$/);
    const after = await system.atRest(undoing.id);
    expect([after.state, states(after.steps), field.text]).toEqual(['TASK_STATE_ROLLED_BACK', ['done'], '']);
    expect(system.tasks.peek(task.id)).toEqual(task);
  });

  test('is done once, whoever asks for it', async () => {
    const { field, undo } = await whole();
    const first = await undo();
    await expect(undo()).rejects.toMatchObject({ code: 'task.state' });
    await system.atRest(first.id);
    await expect(undo()).rejects.toMatchObject({ code: 'task.state' });
    const again = { taskId: first.id, verb: 'TASK_VERB_UNDO', actor: 'ada' } as const;
    await expect(system.commands.steer(again)).rejects.toMatchObject({ code: 'task.state' });
    expect(field.text).toBe('');
  });

  test('halts like any other step, and goes on to its end', async () => {
    const { task, field } = await half();
    const [name] = system.desktop.things.splice(0, 1);
    await system.commands.answer({ taskId: task.id, choiceId: 'do_undo', text: '', actor: 'ada' });
    expect(await system.atRest(task.id)).toMatchObject({ state: 'TASK_STATE_HALTED', undoing: true });
    system.desktop.things.unshift(name as Thing);
    await system.commands.steer({ taskId: task.id, verb: 'TASK_VERB_RESUME', actor: 'ada' });
    expect(await system.atRest(task.id)).toMatchObject({ state: 'TASK_STATE_ROLLED_BACK' });
    expect(field.text).toBe('');
  });
});

test('a skill goes on from its last certain step after the service stopped in the middle', async () => {
  noteSkill();
  const release = system.holdDesktop();
  const { id } = await system.submit('note', { skill: 'note', slots: { customer: 'Acme' } });
  await new Promise((resolve) => setTimeout(resolve, 50));
  const stopping = system.replicas[0]?.stop();
  release();
  await stopping;
  await system.addReplica();
  expect(await system.atRest(id)).toMatchObject({ state: 'TASK_STATE_COMPLETED' });
  expect(system.desktop.acts.filter((act) => act.startsWith('type'))).toHaveLength(1);
});

test('words that are open and wait are steps as any other', async () => {
  const skill = noteSkill();
  system.desktop.reactions.set('launch ledger', () => system.desktop.open('w2', 'Ledger'));
  const steps = [
    shown('open', openApplication('ledger') as never, undefined),
    shown('wait', waitFor('Save') as never, undefined),
    ...skill.steps,
  ];
  system.skills.save({ ...skill, steps });
  expect(states((await run('note', { customer: 'Acme' })).steps)).toEqual(['done', 'done', 'done', 'done']);
});

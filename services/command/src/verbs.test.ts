import { eventually } from '@karna/common/testing';
import type { Task } from '@karna/proto/gen/task/v1/task';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  check,
  click,
  drag,
  hover,
  openApplication,
  press,
  readOutOf,
  System,
  scrollBy,
  scrollTo,
  select,
  type,
  waitFor,
} from './testing/system.ts';

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(() => system[Symbol.asyncDispose]());

const verification = ({ steps }: Task) => steps[0]?.verification;
const code = ({ fault }: Task) => fault?.code;

describe('a click', () => {
  test('is confirmed by what it changed', async () => {
    const { desktop, interpreter } = system;
    const save = desktop.add('ROLE_BUTTON', 'Save');
    const status = desktop.add('ROLE_TEXT', 'Draft');
    desktop.onClick(save, () => {
      status.text = 'Saved';
    });
    interpreter.learn('click Save', click('Save'));

    const task = await system.run('click Save');

    expect(task.state).toBe('TASK_STATE_COMPLETED');
    expect(verification(task)).toBe('VERIFICATION_CONFIRMED');
    expect(task.progress).toBe(1);
    expect(desktop.acts).toEqual(['click Save']);
    expect(task.steps[0]).toMatchObject({ state: 'STEP_STATE_DONE', targetBox: save.box, confidence: 0.95 });
    expect(system.pictures.kept.has(task.steps[0]!.beforePicture)).toBe(true);
    expect(system.pictures.kept.has(task.steps[0]!.afterPicture)).toBe(true);
    expect(task.steps[0]!.beforePicture).not.toBe(task.steps[0]!.afterPicture);
  });

  test('asks about a piece of the name when waiting brought nothing better, and clicks what was chosen', async () => {
    const { desktop, interpreter } = system;
    const save = desktop.add('ROLE_BUTTON', 'Save');
    desktop.onClick(save, () => desktop.open('w2', 'report'));
    interpreter.learn('save it', click('Save report'));
    const asked = await system.run('save it');
    expect(asked).toMatchObject({
      state: 'TASK_STATE_NEEDS_CLARIFICATION',
      clarification: { question: 'Is this "Save report"?' },
    });
    expect(desktop.acts).toEqual([]);
    await system.commands.answer({
      taskId: asked.id,
      actor: 'ada',
      choiceId: asked.clarification!.choices[0]!.id,
      text: '',
    });
    expect((await system.atRest(asked.id)).state).toBe('TASK_STATE_COMPLETED');
    expect(desktop.acts).toEqual(['click Save']);
  });

  test('waits for what is called so, though a piece of the name is there', async () => {
    await using slow = await System.start({ limits: { findMs: 5_000 } });
    const { desktop, interpreter } = slow;
    desktop.add('ROLE_BUTTON', 'Save');
    interpreter.learn('save it', click('Save report'));
    const going = slow.run('save it');
    await eventually(() => (slow.eyes.located > 0 ? undefined : 'a look'));
    const report = desktop.add('ROLE_BUTTON', 'Save report');
    desktop.onClick(report, () => desktop.open('w2', 'report'));
    expect((await going).state).toBe('TASK_STATE_COMPLETED');
    expect(desktop.acts).toEqual(['click Save report']);
  });

  test('is confirmed by a window that it opened', async () => {
    const about = system.desktop.add('ROLE_MENU_ITEM', 'About');
    system.desktop.onClick(about, () => system.desktop.open('w2', 'about'));
    system.interpreter.learn('click About', click('About'));
    expect(verification(await system.run('click About'))).toBe('VERIFICATION_CONFIRMED');
  });

  test('finds what only its application names, and only there', async () => {
    const { desktop, interpreter } = system;
    const icon = desktop.add('ROLE_BUTTON', '');
    desktop.onClick(icon, () => desktop.open('w2', 'settings'));
    interpreter.learn('click Settings', click('Settings'));
    expect(code(await system.run('click Settings'))).toBe('target.missing');
    icon.said = 'Settings';
    expect(verification(await system.run('click Settings'))).toBe('VERIFICATION_CONFIRMED');
  });

  test('halts when nothing changed but the hover effect of the pointer', async () => {
    system.desktop.add('ROLE_BUTTON', 'Broken');
    system.interpreter.learn('click Broken', click('Broken'));
    const task = await system.run('click Broken');
    expect(task.state).toBe('TASK_STATE_HALTED');
    expect(code(task)).toBe('effect.missing');
    expect(task.steps[0]?.state).toBe('STEP_STATE_HALTED');
    expect(system.desktop.acts).toEqual(['click Broken']);
  });

  test('does not take what moves by itself for its effect', async () => {
    const { desktop } = system;
    desktop.add('ROLE_BUTTON', 'Broken');
    const clock = desktop.add('ROLE_TEXT', '0', { box: { x: 900, y: 600, width: 40, height: 20 } });
    const tick = () => {
      clock.text = String(Number(clock.text) + 1);
    };
    desktop.beforeLooking = tick;
    desktop.beforeActing = tick;
    desktop.onClick(desktop.things[0]!, tick);
    system.interpreter.learn('click Broken', click('Broken'));
    expect(code(await system.run('click Broken'))).toBe('effect.missing');
  });

  test('sees an effect that comes late', async () => {
    const { desktop } = system;
    const save = desktop.add('ROLE_BUTTON', 'Save');
    const status = desktop.add('ROLE_TEXT', 'Draft');
    desktop.onClick(save, () => {
      setTimeout(() => {
        status.text = 'Saved';
      }, 15);
    });
    system.interpreter.learn('click Save', click('Save'));
    expect(verification(await system.run('click Save'))).toBe('VERIFICATION_CONFIRMED');
  });

  test('into a field that was typed into just before is done unseen', async () => {
    system.desktop.add('ROLE_TEXT_FIELD', '', { label: 'Name' });
    system.interpreter.learn('name', type('Ada', 'Name'), click('Name'));
    const task = await system.run('name');
    expect(task.state).toBe('TASK_STATE_COMPLETED');
    expect(task.steps.map((step) => step.verification)).toEqual(['VERIFICATION_CONFIRMED', 'VERIFICATION_UNSEEN']);
  });

  test('waits for a target that is still being loaded', async () => {
    const { desktop } = system;
    const save = desktop.add('ROLE_BUTTON', 'Save', { hidden: true });
    desktop.onClick(save, () => desktop.add('ROLE_TEXT', 'Saved'));
    let looks = 0;
    desktop.beforeLooking = () => {
      looks += 1;
      if (looks === 3) save.hidden = false;
    };
    system.interpreter.learn('click Save', click('Save'));
    expect((await system.run('click Save')).state).toBe('TASK_STATE_COMPLETED');
  });

  test('halts when there is no such target, naming what comes close', async () => {
    system.desktop.add('ROLE_BUTTON', 'Save');
    system.interpreter.learn('click Svae', click('Svae', { role: 'ROLE_BUTTON' }));
    const task = await system.run('click Svae');
    expect(code(task)).toBe('target.missing');
    expect(task.fault?.message).toBe('Could not find the "Svae" button on the screen. There is: "Save".');
    expect(system.pictures.kept.has(task.steps[0]!.afterPicture)).toBe(true);
    expect(system.desktop.acts).toEqual([]);
  });
});

describe('typing', () => {
  test('is confirmed by reading the field', async () => {
    const name = system.desktop.add('ROLE_TEXT_FIELD', '', { label: 'Name' });
    system.interpreter.learn('name', type('Ada Lovelace', 'Name'));
    const task = await system.run('name');
    expect(verification(task)).toBe('VERIFICATION_CONFIRMED');
    expect(name.text).toBe('Ada Lovelace');
  });

  test('adds to what the field holds, or replaces it', async () => {
    const name = system.desktop.add('ROLE_TEXT_FIELD', 'Dr. ', { label: 'Name' });
    system.interpreter.learn('add', type('Ada', 'Name')).learn('set', type('Grace', 'Name', true));
    await system.run('add');
    expect(name.text).toBe('Dr. Ada');
    const task = await system.run('set');
    expect(name.text).toBe('Grace');
    expect(verification(task)).toBe('VERIFICATION_CONFIRMED');
  });

  test('halts when the field shows something else', async () => {
    const name = system.desktop.add('ROLE_TEXT_FIELD', '', { label: 'Name' });
    system.desktop.reactions.set('type', () => {
      name.text = '#####-####';
    });
    system.interpreter.learn('name', type('Ada Lovelace', 'Name'));
    const task = await system.run('name');
    expect(code(task)).toBe('effect.mismatch');
    expect(JSON.stringify(task.fault)).not.toContain('Ada');
  });

  test('halts when nothing arrives in the field', async () => {
    system.desktop.add('ROLE_TEXT_FIELD', '', { label: 'Name' });
    system.desktop.reactions.set('type', () => {});
    system.interpreter.learn('name', type('Ada Lovelace', 'Name'));
    expect(code(await system.run('name'))).toBe('effect.missing');
  });

  test('into a masked field is done unseen', async () => {
    system.desktop.add('ROLE_TEXT_FIELD', '', { label: 'Password', masked: true });
    system.interpreter.learn('password', type('hunter2!', 'Password'));
    const task = await system.run('password');
    expect(task.state).toBe('TASK_STATE_COMPLETED');
    expect(verification(task)).toBe('VERIFICATION_UNSEEN');
  });

  test('empties a field', async () => {
    const name = system.desktop.add('ROLE_TEXT_FIELD', 'Ada', { label: 'Name' });
    system.interpreter.learn('clear', type('', 'Name', true));
    expect(verification(await system.run('clear'))).toBe('VERIFICATION_CONFIRMED');
    expect(name.text).toBe('');
  });

  test('without a target is read where something changed', async () => {
    const name = system.desktop.add('ROLE_TEXT_FIELD', '', { label: 'Name' });
    system.desktop.onClick(name, () => {
      name.label = 'Name *';
    });
    system.interpreter.learn('type', click('Name'), type('hello'));
    const task = await system.run('type');
    expect(task.steps.map((step) => step.verification)).toEqual(['VERIFICATION_CONFIRMED', 'VERIFICATION_CONFIRMED']);
    expect(name.text).toBe('hello');
  });

  test('without a target halts when nothing has the keyboard', async () => {
    system.interpreter.learn('type', type('hello'));
    expect(code(await system.run('type'))).toBe('effect.missing');
  });

  test('never writes what was typed into the journal', async () => {
    system.desktop.add('ROLE_TEXT_FIELD', '', { label: 'Name' });
    system.interpreter.learn('name', type('Xyzzy Plugh', 'Name'));
    const task = await system.run('name');
    expect(JSON.stringify(system.tasks.journal(task.id))).not.toMatch(/Xyzzy|Plugh/);
  });
});

describe('choosing', () => {
  const colours = () => {
    const { desktop } = system;
    const control = desktop.add('ROLE_SELECT', 'Red', { label: 'Colour' });
    const options = ['Red', 'Green', 'Blue'].map((name) => desktop.add('ROLE_MENU_ITEM', name, { hidden: true }));
    const show = (hidden: boolean) => {
      for (const option of options) option.hidden = hidden;
    };
    desktop.onClick(control, () => show(false));
    for (const option of options) {
      desktop.onClick(option, () => {
        control.text = option.text;
        show(true);
      });
    }
    return control;
  };

  test('opens the list, picks the option and reads the control', async () => {
    const control = colours();
    system.interpreter.learn('blue', select('Blue', 'Colour'));
    const task = await system.run('blue');
    expect(verification(task)).toBe('VERIFICATION_CONFIRMED');
    expect(control.text).toBe('Blue');
    expect(system.desktop.acts).toEqual(['click Colour', 'click Blue']);
  });

  test('takes the list for the name that stands beside it', async () => {
    const control = colours();
    system.desktop.add('ROLE_TEXT', 'Colour');
    system.interpreter.learn('blue', select('Blue', 'Colour'));
    expect((await system.run('blue')).state).toBe('TASK_STATE_COMPLETED');
    expect(control.text).toBe('Blue');
  });

  test('does nothing when the option is chosen already', async () => {
    colours();
    system.interpreter.learn('red', select('Red', 'Colour'));
    expect((await system.run('red')).state).toBe('TASK_STATE_COMPLETED');
    expect(system.desktop.acts).toEqual([]);
  });

  test('opens the only list there is when it is not said from which', async () => {
    const control = colours();
    system.interpreter.learn('blue', select('Blue'));
    const task = await system.run('blue');
    expect(verification(task)).toBe('VERIFICATION_CONFIRMED');
    expect(control.text).toBe('Blue');
    expect(system.desktop.acts).toEqual(['click Colour', 'click Blue']);
  });

  test('chooses what stands open, and opens nothing for it', async () => {
    colours();
    const option = system.desktop.add('ROLE_RADIO', 'Express', { checked: false });
    system.interpreter.learn('express', select('Express'));
    expect((await system.run('express')).state).toBe('TASK_STATE_COMPLETED');
    expect(option.checked).toBe(true);
    expect(system.desktop.acts).toEqual(['click Express']);
  });

  test('closes the only list again when it has no such option', async () => {
    colours();
    system.interpreter.learn('pink', select('Pink'));
    expect(code(await system.run('pink'))).toBe('target.missing');
    expect(system.desktop.acts).toEqual(['click Colour', 'scroll 3', 'click Colour']);
  });

  test('asks from which of several lists, and goes on with the one that was said', async () => {
    const control = colours();
    system.desktop.add('ROLE_SELECT', 'Large', { label: 'Size' });
    system.interpreter.learn('blue', select('Blue'));
    const asked = await system.run('blue');
    expect(asked.state).toBe('TASK_STATE_NEEDS_CLARIFICATION');
    expect(system.desktop.acts).toEqual([]);
    const choice = asked.clarification?.choices.find(({ label }) => label.includes('Red'));
    await system.commands.answer({ taskId: asked.id, actor: 'ada', choiceId: choice!.id, text: '' });
    expect((await system.atRest(asked.id)).state).toBe('TASK_STATE_COMPLETED');
    expect(control.text).toBe('Blue');
    expect(system.desktop.acts).toEqual(['click Colour', 'click Blue']);
  });

  test('halts when there is no such option', async () => {
    colours();
    system.interpreter.learn('pink', select('Pink', 'Colour'));
    expect(code(await system.run('pink'))).toBe('target.missing');
  });

  test('halts when the control then shows another option', async () => {
    const control = colours();
    const blue = system.desktop.things.find(({ text }) => text === 'Blue')!;
    system.desktop.onClick(blue, () => {
      control.text = 'Green';
    });
    system.interpreter.learn('blue', select('Blue', 'Colour'));
    expect(code(await system.run('blue'))).toBe('effect.mismatch');
  });

  test('checks what is unchecked, and leaves alone what is right', async () => {
    const box = system.desktop.add('ROLE_CHECKBOX', '', { label: 'Urgent', checked: false });
    system.interpreter.learn('urgent', check('Urgent')).learn('not urgent', check('Urgent', false));
    expect(verification(await system.run('urgent'))).toBe('VERIFICATION_CONFIRMED');
    expect(box.checked).toBe(true);
    await system.run('urgent');
    expect(system.desktop.acts).toEqual(['click Urgent']);
    await system.run('not urgent');
    expect(box.checked).toBe(false);
  });

  test('halts when the mark stays as it was', async () => {
    const box = system.desktop.add('ROLE_CHECKBOX', '', { label: 'Locked', checked: false });
    system.desktop.onClick(box, () => {});
    system.interpreter.learn('locked', check('Locked'));
    expect(code(await system.run('locked'))).toBe('effect.missing');
  });
});

describe('the other verbs', () => {
  test('keys are confirmed by a change and unseen without one', async () => {
    const status = system.desktop.add('ROLE_TEXT', 'Draft');
    system.desktop.reactions.set('press Control+s', () => {
      status.text = 'Saved';
    });
    system.interpreter.learn('keys', press('Control+s'), press('F5'));
    const task = await system.run('keys');
    expect(task.steps.map((step) => step.verification)).toEqual(['VERIFICATION_CONFIRMED', 'VERIFICATION_UNSEEN']);
    expect(task.sentence).toBe('Done: all 2 steps (one effect could not be seen)');
  });

  test('scrolling goes on until the target is visible', async () => {
    const { desktop } = system;
    desktop.pageHeight = 3_000;
    for (let i = 0; i < 10; i++) {
      desktop.add('ROLE_TEXT', `line ${i}`, { scrolls: true, box: { x: 10, y: 250 * i, width: 100, height: 20 } });
    }
    desktop.add('ROLE_BUTTON', 'Imprint', { scrolls: true, box: { x: 10, y: 2_600, width: 100, height: 20 } });
    system.interpreter.learn('imprint', scrollTo('Imprint'));
    expect(verification(await system.run('imprint'))).toBe('VERIFICATION_CONFIRMED');
  });

  test('scrolling back finds what lay above, and halts when it is nowhere', async () => {
    const { desktop } = system;
    desktop.pageHeight = 3_000;
    for (let i = 0; i < 12; i++) {
      desktop.add('ROLE_TEXT', `line${i}`, { scrolls: true, box: { x: 10, y: 250 * i, width: 100, height: 20 } });
    }
    system.interpreter
      .learn('down', scrollBy(30))
      .learn('line0', scrollTo('line0'))
      .learn('nowhere', scrollTo('Nowhere'));
    await system.run('down');
    expect((await system.run('line0')).state).toBe('TASK_STATE_COMPLETED');
    expect(code(await system.run('nowhere'))).toBe('target.missing');
  });

  test('opening an application is confirmed by its window', async () => {
    system.desktop.reactions.set('launch calculator', () => system.desktop.open('w2', 'galculator'));
    system.interpreter.learn('open calculator', openApplication('calculator'));
    expect(verification(await system.run('open calculator'))).toBe('VERIFICATION_CONFIRMED');
  });

  test('an application that never opens halts the task', async () => {
    system.interpreter.learn('open nothing', openApplication('nothing'));
    expect(code(await system.run('open nothing'))).toBe('app.not_opened');
  });

  test('waiting ends when the target comes, or goes, or never does', async () => {
    const { desktop, interpreter } = system;
    const done = desktop.add('ROLE_TEXT', 'Finished', { hidden: true });
    let looks = 0;
    desktop.beforeLooking = () => {
      looks += 1;
      done.hidden = looks < 3;
    };
    interpreter.learn('wait', waitFor('Finished')).learn('wait gone', waitFor('Finished', true));
    expect((await system.run('wait')).state).toBe('TASK_STATE_COMPLETED');
    expect(code(await system.run('wait gone'))).toBe('wait.expired');
    desktop.beforeLooking = undefined;
    done.hidden = true;
    expect((await system.run('wait gone')).state).toBe('TASK_STATE_COMPLETED');
    expect(desktop.acts).toEqual([]);
  });

  test('reading answers with the value beside the name', async () => {
    system.desktop.add('ROLE_TEXT', 'Total', { box: { x: 10, y: 10, width: 60, height: 20 } });
    system.desktop.add('ROLE_TEXT', '42.00', { box: { x: 120, y: 11, width: 60, height: 20 } });
    system.interpreter.learn('read total', readOutOf('Total'));
    const task = await system.run('read total');
    expect(task.answer).toBe('42.00');
    expect(system.desktop.acts).toEqual([]);
  });

  test('dragging is confirmed by what moved', async () => {
    system.desktop.add('ROLE_ICON', 'report');
    system.desktop.add('ROLE_ICON', 'archive');
    system.interpreter.learn('drag', drag('report', 'archive'));
    expect(verification(await system.run('drag'))).toBe('VERIFICATION_CONFIRMED');
    expect(system.desktop.acts).toEqual(['drag report to archive']);
  });

  test('hovering may change nothing', async () => {
    system.desktop.add('ROLE_TEXT', 'Total');
    system.interpreter.learn('hover', hover('Total'));
    expect(verification(await system.run('hover'))).toBe('VERIFICATION_UNSEEN');
  });
});

describe('a condition', () => {
  const target = { text: 'Cookies', role: 'ROLE_UNSPECIFIED', ordinal: 0, exact: false, relation: undefined } as const;

  test('lets a step be taken when what it asks for is there', async () => {
    const { desktop, interpreter } = system;
    desktop.add('ROLE_TEXT', 'Cookies');
    const accept = desktop.add('ROLE_BUTTON', 'Accept');
    desktop.onClick(accept, () => {
      accept.text = 'Accepted';
    });
    interpreter.learnIf('accept', { target, gone: false }, click('Accept'));
    const task = await system.run('accept');
    expect(task.steps.map(({ state }) => state)).toEqual(['STEP_STATE_DONE']);
    expect(desktop.acts).toEqual(['click Accept']);
  });

  test('has it skipped, and the task completed, when it is not', async () => {
    const { desktop, interpreter } = system;
    desktop.add('ROLE_BUTTON', 'Accept');
    interpreter.learnIf('accept', { target, gone: false }, click('Accept'));
    const task = await system.run('accept');
    expect(task.state).toBe('TASK_STATE_COMPLETED');
    expect(task.steps.map(({ state }) => state)).toEqual(['STEP_STATE_SKIPPED']);
    expect(system.events(task.id)).toContain('skipped');
    expect(desktop.acts).toEqual([]);
  });

  test('may ask for something to be gone', async () => {
    const { desktop, interpreter } = system;
    desktop.add('ROLE_TEXT', 'Cookies');
    desktop.add('ROLE_BUTTON', 'Save');
    interpreter.learnIf('save', { target, gone: true }, click('Save'));
    expect((await system.run('save')).steps.map(({ state }) => state)).toEqual(['STEP_STATE_SKIPPED']);
  });
});

test('waiting for a time alone takes that time and looks at nothing', async () => {
  const value = { target: undefined, gone: false, limitMs: 300 };
  system.interpreter.learn('wait', { $case: 'waitFor', value });
  const task = await system.run('wait');
  expect(task.state).toBe('TASK_STATE_COMPLETED');
  const { startedAt, finishedAt } = task.steps[0] ?? {};
  expect(Number(finishedAt) - Number(startedAt)).toBeGreaterThanOrEqual(300);
});

import { Rules } from '@karna/proto/gen/policy/v1/policy';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { click, System, target } from './testing/system.ts';

let system: System;
beforeEach(async () => {
  system = await System.start();
  system.interpreter
    .suppose('hit rock bottom', click('rock bottom'))
    .suppose('click delete lane', click('delete lane'))
    .suppose('click Save near rock bottom', click('Save'), target('rock bottom'))
    .learnUnless('copy', { $case: 'pressKeys', value: { chords: ['Control+c'] } }, click('copy'))
    .supposeOneOf('click Rock and Roll', [click('Rock and Roll')], [click('Rock'), click('Roll')]);
});
afterEach(() => system[Symbol.asyncDispose]());

function button(name: string): void {
  const thing = system.desktop.add('ROLE_BUTTON', name);
  const note = system.desktop.add('ROLE_TEXT', 'nothing yet');
  system.desktop.onClick(thing, () => {
    note.text = 'clicked';
  });
}

test('asks when no such thing is there, and does nothing', async () => {
  button('Save');
  const { state, clarification } = await system.run('hit rock bottom');
  expect(state).toBe('TASK_STATE_NEEDS_CLARIFICATION');
  expect(clarification?.question).toBe('I do not see "rock bottom" here, beyond doubt. Shall I hit rock bottom?');
  expect(clarification?.choices).toHaveLength(1);
  expect(system.desktop.acts).toEqual([]);
});

test('asks nothing when the thing is there', async () => {
  button('Rock bottom');
  const { state, id } = await system.run('hit rock bottom');
  expect(state).toBe('TASK_STATE_COMPLETED');
  expect(system.tasks.journal(id)).toContainEqual(
    expect.objectContaining({ event: 'planned', details: expect.objectContaining({ vouched: 'screen' }) }),
  );
  expect(system.desktop.acts).toEqual(['click Rock bottom']);
});

test('asks when there are two of it', async () => {
  button('Rock bottom');
  button('Rock bottom');
  expect((await system.run('hit rock bottom')).state).toBe('TASK_STATE_NEEDS_CLARIFICATION');
  expect(system.desktop.acts).toEqual([]);
});

test('asks when one of several names is not there', async () => {
  button('Save');
  expect((await system.run('click Save near rock bottom')).state).toBe('TASK_STATE_NEEDS_CLARIFICATION');
  system.desktop.add('ROLE_TEXT', 'Rock bottom');
  expect((await system.run('click Save near rock bottom')).state).toBe('TASK_STATE_COMPLETED');
});

test('does what of several readings the names on the screen are for', async () => {
  button('Rock');
  expect((await system.run('click Rock and Roll')).clarification?.question).toBe('One, or several?');
  expect(system.desktop.acts).toEqual([]);
  button('Roll');
  expect((await system.run('click Rock and Roll')).state).toBe('TASK_STATE_COMPLETED');
  expect(system.desktop.acts).toEqual(['click Rock', 'click Roll']);
});

test('does what was understood, unless the screen has what it could mean besides', async () => {
  expect((await system.run('copy')).state).not.toBe('TASK_STATE_NEEDS_CLARIFICATION');
  expect(system.desktop.acts).not.toContain('click Copy');
  button('Copy');
  await system.run('copy');
  expect(system.desktop.acts.at(-1)).toBe('click Copy');
});

test('asks where the screen has the names of two readings', async () => {
  for (const name of ['Rock', 'Roll', 'Rock and Roll']) button(name);
  expect((await system.run('click Rock and Roll')).state).toBe('TASK_STATE_NEEDS_CLARIFICATION');
  expect(system.desktop.acts).toEqual([]);
});

test('asks without looking about what would have to be approved', async () => {
  button('Delete lane');
  button('Rock bottom');
  const { state, clarification } = await system.run('click delete lane');
  expect(state).toBe('TASK_STATE_NEEDS_CLARIFICATION');
  expect(clarification?.question).toBe('Shall I click delete lane?');
  system.policies.rules = [Rules.fromPartial({ asks: ['rock'] })];
  expect((await system.run('hit rock bottom')).state).toBe('TASK_STATE_NEEDS_CLARIFICATION');
  expect(system.eyes.located).toBe(0);
  expect(system.desktop.acts).toEqual([]);
});

test('looks for what is in doubt in an answer, too', async () => {
  button('Edit');
  system.interpreter.askAbout('do something', 'What?');
  const asked = await system.run('do something');
  const given = { taskId: asked.id, choiceId: '', text: 'hit rock bottom', actor: 'ada' };
  const { clarification } = await system.commands.answer(given);
  expect(clarification?.question).toBe('I do not see "rock bottom" here, beyond doubt. Shall I hit rock bottom?');
  button('Rock bottom');
  await system.commands.answer(given);
  expect((await system.atRest(asked.id)).state).toBe('TASK_STATE_COMPLETED');
  expect(system.desktop.acts).toEqual(['click Rock bottom']);
});

test('clicks what was said without a verb where exactly one button is called so, else has to be taught', async () => {
  system.interpreter.knowOnlyAs('continue', click('continue'));
  button('Edit');
  expect((await system.run('continue')).state).toBe('TASK_STATE_NEEDS_TEACHING');
  button('Continue');
  expect((await system.run('continue')).state).toBe('TASK_STATE_COMPLETED');
  button('Continue');
  expect((await system.run('continue')).state).toBe('TASK_STATE_NEEDS_TEACHING');
  expect(system.desktop.acts).toEqual(['click Continue']);
});

test('asks as before when the screen cannot be looked at', async () => {
  button('Rock bottom');
  await system.agent?.close();
  const { state, clarification } = await system.run('hit rock bottom');
  expect(state).toBe('TASK_STATE_NEEDS_CLARIFICATION');
  expect(clarification?.question).toBe('Shall I hit rock bottom?');
});

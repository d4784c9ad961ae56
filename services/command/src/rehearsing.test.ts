import type { Rehearse } from '@karna/proto/gen/agent/v1/agent';
import { Rules, type Ruling, type RulingKind } from '@karna/proto/gen/policy/v1/policy';
import { word } from '@karna/proto/words';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { click, press, System, type, waitFor } from './testing/system.ts';

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(() => system[Symbol.asyncDispose]());

const button = (name: string) => system.desktop.add('ROLE_BUTTON', name);
const ruling = (kind: RulingKind): Ruling => ({ kind, rule: 'act_never_in', sentence: 'no' });

/** A dry run, and what the rules say of each step: `refused hours`. */
async function rehearse(more: { approved?: boolean } = {}) {
  const task = await system.run('all', { dryRun: true, ...more });
  expect(task.state).toBe('TASK_STATE_COMPLETED');
  expect(system.desktop.acts).toEqual([]);
  const said = task.steps.map(({ rulings }) =>
    rulings.map(({ kind, rule }) => `${word(kind)} ${rule}`.trim()).join(', '),
  );
  return { task, said };
}

test('tells what would be asked about, and nobody is asked', async () => {
  button('Save');
  button('Delete');
  button('Publish now');
  system.interpreter.learn('all', click('Save'), click('Delete'), click('Publish now'));
  system.policies.rules = [Rules.create({ asks: ['publish'] })];
  const { task, said } = await rehearse();
  expect(said).toEqual(['', 'needs_approval irreversible', 'needs_approval ask_first_about']);
  expect(task.sentence).toContain('Would need an approval: steps 2 and 3.');
  expect((await rehearse({ approved: true })).said).toEqual(['', '', '']);
  system.policies.rules = [Rules.create({ asksAlways: true })];
  expect((await rehearse()).said).toEqual(['needs_approval ask_before_every_task', 'needs_approval irreversible', '']);
});

test('tells that it is not the hour, once', async () => {
  button('Save');
  system.interpreter.learn('all', click('Save'), press('Enter'));
  const day = ((new Date().getUTCDay() + 2) % 7) + 1;
  const hours = [{ days: [day], from: '08:00', until: '08:01' }];
  system.policies.rules = [Rules.create({ hours, timeZone: 'UTC' })];
  const { task, said } = await rehearse();
  expect(said).toEqual(['refused hours', '']);
  expect(task.sentence).toContain('Would be refused: step 1.');
});

test('tells what the agent says of its windows, asked about the places that were found', async () => {
  const save = button('Save');
  system.interpreter.learn(
    'all',
    click('Save'),
    click('Nowhere'),
    type('x', 'Nowhere'),
    press('Enter'),
    waitFor('Save'),
  );
  const windows = { only: [], never: ['*bank*'] };
  system.policies.rules = [Rules.create({ windows })];
  const orders: Rehearse[] = [];
  system.desktop.rulingsOn = (order, rules) => {
    expect(rules).toEqual([windows]);
    orders.push(order);
    return order.windowsUnknown ? [ruling('RULING_KIND_UNKNOWN')] : [ruling('RULING_KIND_REFUSED')];
  };
  const { said } = await rehearse();
  const unknown = 'unknown act_never_in';
  expect(said).toEqual(['refused act_never_in', unknown, unknown, unknown, '']);
  const kinds = orders.map(({ actions }) => actions.map(({ kind }) => kind?.$case).join(' '));
  expect(kinds).toEqual(['clickAt', '', 'enterText', 'pressChord']);
  const at = { x: save.box.x + save.box.width / 2, y: save.box.y + save.box.height / 2 };
  expect(orders[0]?.actions[0]?.kind).toMatchObject({ value: { at } });
});

test('tells that it is not known, where the agent is too old to tell: not that it is allowed', async () => {
  button('Save');
  system.interpreter.learn('all', click('Save'));
  system.desktop.rulingsOn = undefined;
  const { task, said } = await rehearse();
  expect(said).toEqual(['unknown']);
  expect(task.steps[0]?.rulings[0]?.sentence).toContain('does not tell');
});

import { DomainError } from '@karna/common/errors';
import { eventually } from '@karna/common/testing';
import { Rules } from '@karna/proto/gen/policy/v1/policy';
import { facts } from '@karna/proto/subjects';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decode, encode } from './adapters/memory/screen.ts';
import {
  check,
  click,
  desktopId,
  openApplication,
  press,
  System,
  select,
  target,
  type,
  waitFor,
} from './testing/system.ts';
import { sweepApprovals } from './use-cases/sweep.ts';

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(() => system[Symbol.asyncDispose]());

/** A button that writes what it did, and the command that clicks it. */
function button(name: string) {
  const { desktop, interpreter } = system;
  const thing = desktop.add('ROLE_BUTTON', name);
  let clicks = 0;
  const count = desktop.add('ROLE_TEXT', `0 x`);
  desktop.onClick(thing, () => {
    clicks += 1;
    count.text = `${clicks} x ${name}`;
  });
  interpreter.learn(`click ${name}`, click(name));
  return thing;
}

const acting = (taskId: string) => () =>
  system.events(taskId).includes('acting') ? undefined : 'the action to be journalled';

describe('submitting', () => {
  test.each([
    ['', 'command.empty'],
    ['  \n', 'command.empty'],
    ['x'.repeat(4_001), 'input.too_large'],
    ['x'.repeat(1_000_000), 'input.too_large'],
  ])('refuses a command that cannot be one', async (text, code) => {
    await expect(system.submit(text)).rejects.toMatchObject({ code });
    expect(system.tasks.history).toEqual([]);
  });

  test('takes 4,000 characters', async () => {
    expect((await system.submit('é'.repeat(4_000))).state).toBe('TASK_STATE_PENDING');
  });

  test('refuses a desktop that nobody knows', async () => {
    const asked = {
      requestId: '1',
      principal: 'ada',
      text: 'x',
      domain: '',
      desktopId: 'd',
      dryRun: false,
      approved: false,
    };
    await expect(system.commands.submit(asked)).rejects.toMatchObject({ code: 'desktop.not_found' });
    await expect(system.commands.submit({ ...asked, desktopId: '' })).rejects.toMatchObject({
      code: 'desktop.unclear',
    });
  });

  test('answers the same task for the same request, and does it once', async () => {
    button('Save');
    const first = await system.submit('click Save', { requestId: 'r' });
    const again = await system.submit('click Save', { requestId: 'r' });
    expect(again.id).toBe(first.id);
    await system.atRest(first.id);
    expect(system.desktop.acts).toEqual(['click Save']);
  });
});

describe('the whole way', () => {
  test('journals every step before and after its action', async () => {
    button('Save');
    const task = await system.run('click Save');
    expect(system.events(task.id)).toEqual([
      'accepted',
      'planning',
      'planned',
      'locating',
      'acting',
      'acted',
      'verified',
      'completed',
    ]);
  });

  test('tells its progress as a number that rises and a sentence', async () => {
    button('Save');
    button('Close');
    system.interpreter.learn('both', click('Save'), click('Close'));
    const task = await system.run('both');
    const progress = system.tasks.history.map((one) => one.progress);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(progress.at(-1)).toBe(1);
    expect(system.tasks.history.map((one) => one.sentence)).toContain('Step 2 of 2: both: click');
    expect(task.sentence).toBe('Done: all 2 steps');
  });

  test('does one task at a time on a desktop', async () => {
    button('Save');
    const release = system.holdDesktop();
    const first = await system.submit('click Save');
    const second = await system.submit('click Save');
    await eventually(acting(first.id));
    expect((await system.tasks.get(second.id)).state).toBe('TASK_STATE_PENDING');
    release();
    await system.atRest(first.id);
    await system.atRest(second.id);
    expect(system.desktop.acts).toEqual(['click Save', 'click Save']);
  });

  test('needs teaching for what nobody understands', async () => {
    const task = await system.run('frobnicate');
    expect(task.state).toBe('TASK_STATE_NEEDS_TEACHING');
    expect(task.sentence).toBe('I do not know what "frobnicate" means. Try: "click Save".');
  });

  test('halts, with the code, when the language service stays away', async () => {
    system.interpreter.failure = new DomainError('service.unavailable', 'the language service does not answer');
    const task = await system.run('anything');
    expect(task).toMatchObject({ state: 'TASK_STATE_HALTED', fault: { code: 'service.unavailable' } });
  });

  test('waits for a vision service that comes back', async () => {
    button('Save');
    system.eyes.failure = new DomainError('service.unavailable', 'the vision service does not answer');
    const { id } = await system.submit('click Save');
    await eventually(() => (system.events(id).includes('waiting') ? undefined : 'the task to say that it waits'));
    system.eyes.failure = undefined;
    expect((await system.atRest(id)).state).toBe('TASK_STATE_COMPLETED');
  });

  test('fails, without its words, on what nobody foresaw', async () => {
    button('Save');
    system.eyes.failure = new TypeError('secret detail');
    const task = await system.run('click Save');
    expect(task).toMatchObject({ state: 'TASK_STATE_FAILED', fault: { code: 'internal' } });
    expect(task.fault?.incidentId).not.toBe('');
    expect(JSON.stringify(task)).not.toContain('secret detail');
  });

  test('completes without a picture when it cannot be kept', async () => {
    button('Save');
    system.pictures.failure = new DomainError('service.unavailable', 'no');
    const task = await system.run('click Save');
    expect(task.state).toBe('TASK_STATE_COMPLETED');
    expect(task.steps[0]).toMatchObject({ beforePicture: '', afterPicture: '' });
  });
});

describe('a dry run', () => {
  test('locates what is on the screen now, and never acts', async () => {
    const save = button('Save');
    system.interpreter.learn(
      'all',
      click('Save'),
      type('x', 'Nowhere'),
      press('Enter'),
      openApplication('calc'),
      waitFor('Save'),
    );
    const task = await system.run('all', { dryRun: true });
    expect(task.state).toBe('TASK_STATE_COMPLETED');
    expect(system.desktop.acts).toEqual([]);
    expect(task.steps.map(({ state }) => state)).toEqual(Array(5).fill('STEP_STATE_SKIPPED'));
    expect(task.steps[0]).toMatchObject({ targetBox: save.box, confidence: 0.95 });
    expect(task.steps[1]?.targetBox).toBeUndefined();
    expect(task.sentence).toBe('Would take 5 steps; 2 of the targets are on the screen now. Nothing was done.');
  });

  test('needs no approval for what it will not do', async () => {
    button('Delete');
    const task = await system.run('click Delete', { dryRun: true });
    expect(task.state).toBe('TASK_STATE_COMPLETED');
    expect(system.desktop.acts).toEqual([]);
  });
});

describe('clarification', () => {
  const twoEdits = () => {
    const { desktop, interpreter } = system;
    const places = [1, 2].map(() => desktop.add('ROLE_BUTTON', 'Edit'));
    const status = desktop.add('ROLE_TEXT', 'none');
    places.forEach((place, i) => {
      desktop.onClick(place, () => {
        status.text = `editing ${i + 1}`;
      });
    });
    interpreter.learn('edit', click('Edit'), waitFor('editing'));
    return { places, status };
  };

  test('asks which of several places is meant, and goes on with the chosen one', async () => {
    const { places, status } = twoEdits();
    const asked = await system.run('edit');
    expect(asked.state).toBe('TASK_STATE_NEEDS_CLARIFICATION');
    expect(system.desktop.acts).toEqual([]);
    expect(asked.clarification?.choices.map(({ box }) => box)).toEqual(places.map(({ box }) => box));
    expect(system.pictures.kept.has(asked.clarification!.picture)).toBe(true);

    const choiceId = asked.clarification!.choices[1]!.id;
    await system.commands.answer({ taskId: asked.id, choiceId, text: '', actor: 'ada' });
    const task = await system.atRest(asked.id);
    expect(task.state).toBe('TASK_STATE_COMPLETED');
    expect(status.text).toBe('editing 2');
    expect(task.clarification).toBeUndefined();
  });

  test('asks again when the chosen place is not there any more', async () => {
    const { places } = twoEdits();
    const asked = await system.run('edit');
    for (const place of places) place.box = { ...place.box, x: 700 };
    await system.commands.answer({ taskId: asked.id, choiceId: '', text: 'the second one', actor: 'ada' });
    const task = await system.atRest(asked.id);
    expect(task.state).toBe('TASK_STATE_NEEDS_CLARIFICATION');
    expect(system.desktop.acts).toEqual([]);
  });

  test('takes other words for the target, and keeps the rest of the plan', async () => {
    const { status } = twoEdits();
    system.interpreter.learnTarget('the last edit button', target('Edit', { ordinal: -1 }));
    const asked = await system.run('edit');
    await system.commands.answer({ taskId: asked.id, choiceId: '', text: 'the last edit button', actor: 'ada' });
    const task = await system.atRest(asked.id);
    expect(task.state).toBe('TASK_STATE_COMPLETED');
    expect(task.steps).toHaveLength(2);
    expect(status.text).toBe('editing 2');
  });

  test('takes a new command for what is not done yet', async () => {
    twoEdits();
    button('Close');
    const asked = await system.run('edit');
    await system.commands.answer({ taskId: asked.id, choiceId: '', text: 'click Close', actor: 'ada' });
    expect((await system.atRest(asked.id)).state).toBe('TASK_STATE_COMPLETED');
    expect(system.desktop.acts).toEqual(['click Close']);
  });

  test('keeps the question open for an answer that nobody understands', async () => {
    twoEdits();
    const asked = await system.run('edit');
    const given = { taskId: asked.id, actor: 'ada' };
    await expect(system.commands.answer({ ...given, choiceId: '', text: 'blub' })).rejects.toMatchObject({
      code: 'command.not_understood',
    });
    await expect(system.commands.answer({ ...given, choiceId: 'pick_9', text: '' })).rejects.toMatchObject({
      code: 'input.invalid',
    });
    expect((await system.tasks.get(asked.id)).clarification?.choices).toHaveLength(2);
  });

  test('asks what a command with several meanings means', async () => {
    button('Save');
    const meanings = [
      { label: 'Click the button', command: 'click Save' },
      { label: 'Press the keys', command: 'press save' },
    ];
    system.interpreter.askAbout('save', 'Which one?', ...meanings);
    const asked = await system.run('save');
    expect(asked.clarification).toMatchObject({
      question: 'Which one?',
      choices: meanings.map(({ label }) => ({ label })),
    });
    await system.commands.answer({
      taskId: asked.id,
      choiceId: asked.clarification!.choices[0]!.id,
      text: '',
      actor: 'ada',
    });
    expect((await system.atRest(asked.id)).state).toBe('TASK_STATE_COMPLETED');
    expect(system.desktop.acts).toEqual(['click Save']);
  });

  test('cannot be answered when nothing was asked', async () => {
    button('Save');
    const task = await system.run('click Save');
    const given = { taskId: task.id, choiceId: '', text: 'x', actor: 'ada' };
    await expect(system.commands.answer(given)).rejects.toMatchObject({ code: 'task.state' });
  });
});

describe('a screen that changes under the plan', () => {
  test('is looked at again before anything is done', async () => {
    const save = button('Save');
    system.desktop.beforeActing = (batch) => {
      if (batch === 1) save.box = { ...save.box, y: save.box.y + 300 };
    };
    const task = await system.run('click Save');
    expect(task.state).toBe('TASK_STATE_COMPLETED');
    expect(task.steps[0]?.targetBox).toEqual(save.box);
    expect(system.events(task.id).filter((event) => event === 'looked_again')).toHaveLength(1);
    expect(system.desktop.acts).toEqual(['click Save']);
  });

  test('halts the task when it never holds still', async () => {
    const save = button('Save');
    system.desktop.beforeActing = () => {
      save.box = { ...save.box, y: save.box.y + 30 };
    };
    const task = await system.run('click Save');
    expect(task).toMatchObject({ state: 'TASK_STATE_HALTED', fault: { code: 'frame.stale' } });
    expect(system.desktop.acts).toEqual([]);
  });
});

describe('a desktop that goes away', () => {
  test('is waited for before the action', async () => {
    button('Save');
    await system.agent?.close();
    const { id } = await system.submit('click Save');
    await eventually(async () =>
      (await system.tasks.get(id)).sentence.startsWith('Waiting') ? undefined : 'the task to wait',
    );
    await system.connectAgent();
    expect((await system.atRest(id)).state).toBe('TASK_STATE_COMPLETED');
    expect(system.desktop.acts).toEqual(['click Save']);
  });

  test('halts the task when it does not come back', async () => {
    button('Save');
    await system.agent?.close();
    const task = await system.run('click Save');
    expect(task).toMatchObject({ state: 'TASK_STATE_HALTED', fault: { code: 'desktop.offline' } });
    await system.connectAgent();
    await system.commands.steer({ taskId: task.id, verb: 'TASK_VERB_RESUME', actor: 'ada' });
    expect((await system.atRest(task.id)).state).toBe('TASK_STATE_COMPLETED');
  });

  test('is asked what came of the action when only its answer was lost', async () => {
    button('Save');
    system.desktop.afterActing = () => {
      system.desktop.afterActing = undefined;
      throw new DomainError('agent.lost', 'the connection broke');
    };
    expect((await system.run('click Save')).state).toBe('TASK_STATE_COMPLETED');
    expect(system.desktop.acts).toEqual(['click Save']);
  });

  const restartsAfterActing = () => {
    system.desktop.afterActing = () => {
      system.desktop.afterActing = undefined;
      system.desktop.restart();
      throw new DomainError('agent.lost', 'the agent died');
    };
  };

  test('is looked at, not acted on again, after it died in an action whose effect can be told', async () => {
    const box = system.desktop.add('ROLE_CHECKBOX', '', { label: 'Urgent', checked: false });
    system.interpreter.learn('urgent', check('Urgent'));
    restartsAfterActing();
    const task = await system.run('urgent');
    expect(task.state).toBe('TASK_STATE_COMPLETED');
    expect(box.checked).toBe(true);
    expect(system.desktop.acts).toEqual(['click Urgent']);
    expect(system.events(task.id)).toContain('looked');
  });

  test('makes the task uncertain when the effect cannot be told', async () => {
    button('Save');
    restartsAfterActing();
    const task = await system.run('click Save');
    expect(task).toMatchObject({ state: 'TASK_STATE_HALTED', fault: { code: 'task.uncertain' } });
    expect(system.desktop.acts).toEqual(['click Save']);
  });

  test('keeps the step in doubt when it is lost in the action and stays away', async () => {
    button('Save');
    system.desktop.afterActing = () => {
      void system.agent?.close();
      system.desktop.restart();
      throw new DomainError('agent.lost', 'the agent died');
    };
    const task = await system.run('click Save');
    expect(task).toMatchObject({ state: 'TASK_STATE_HALTED', fault: { code: 'agent.lost' } });
    expect(task.steps[0]?.state).toBe('STEP_STATE_ACTING');

    system.desktop.afterActing = undefined;
    await system.connectAgent();
    await system.commands.steer({ taskId: task.id, verb: 'TASK_VERB_RESUME', actor: 'ada' });
    expect((await system.atRest(task.id)).fault?.code).toBe('task.uncertain');
    expect(system.desktop.acts).toEqual(['click Save']);
  });
});

test('keeps a step that was done but not verified when the desktop goes away, and does not repeat it', async () => {
  const { desktop, interpreter } = system;
  desktop.add('ROLE_BUTTON', 'Slow');
  interpreter.learn('click Slow', click('Slow'));
  desktop.afterActing = () => {
    void system.agent?.close();
  };
  const task = await system.run('click Slow');
  expect(task).toMatchObject({ state: 'TASK_STATE_HALTED', fault: { code: 'desktop.offline' } });
  expect(task.steps[0]?.state).toBe('STEP_STATE_VERIFYING');
  desktop.afterActing = undefined;
  await system.connectAgent();
  await system.commands.steer({ taskId: task.id, verb: 'TASK_VERB_RESUME', actor: 'ada' });
  expect((await system.atRest(task.id)).fault?.code).toBe('task.uncertain');
  expect(desktop.acts).toEqual(['click Slow']);
});

describe('a worker that died', () => {
  /** The task as a crash leaves it: its step in this state, and its work delivered again. */
  async function crashedIn(state: 'STEP_STATE_ACTING' | 'STEP_STATE_LOCATING' | 'STEP_STATE_VERIFYING', text: string) {
    const release = system.holdDesktop();
    const { id } = await system.submit(text);
    await eventually(acting(id));
    const [dead] = system.replicas.splice(0);
    // Dead to the world: what it does from here on does not reach the store.
    system.tasks.failure = () => new DomainError('service.unavailable', 'dead');
    void dead?.stop();
    await system.desktop.halt();
    release();
    system.tasks.failure = undefined;
    const task = await system.tasks.get(id);
    const steps = task.steps.map((step) => ({ ...step, state }));
    await system.tasks.advance({ ...task, steps }, []);
    return id;
  }

  test('leaves an action that is looked at, and counts when it had its effect', async () => {
    const name = system.desktop.add('ROLE_TEXT_FIELD', '', { label: 'Name' });
    system.interpreter.learn('name', type('Ada Lovelace', 'Name'));
    const id = await crashedIn('STEP_STATE_ACTING', 'name');
    name.text = 'Ada Lovelace';
    system.desktop.acts.length = 0;
    const replica = await system.addReplica();
    await replica.parts.workers.wake(await system.tasks.get(id));
    expect((await system.atRest(id)).state).toBe('TASK_STATE_COMPLETED');
    expect(system.desktop.acts).toEqual([]);
  });

  test('leaves an action that is not repeated when nobody can tell', async () => {
    button('Save');
    const id = await crashedIn('STEP_STATE_ACTING', 'click Save');
    system.desktop.acts.length = 0;
    const replica = await system.addReplica();
    await replica.parts.workers.wake(await system.tasks.get(id));
    const task = await system.atRest(id);
    expect(task).toMatchObject({ state: 'TASK_STATE_HALTED', fault: { code: 'task.uncertain' } });
    expect(task.steps[0]?.state).toBe('STEP_STATE_HALTED');
    expect(system.desktop.acts).toEqual([]);
  });

  test('leaves a step that had not acted, which is simply taken', async () => {
    button('Save');
    const id = await crashedIn('STEP_STATE_LOCATING', 'click Save');
    system.desktop.acts.length = 0;
    const replica = await system.addReplica();
    await replica.parts.workers.wake(await system.tasks.get(id));
    expect((await system.atRest(id)).state).toBe('TASK_STATE_COMPLETED');
    expect(system.desktop.acts).toEqual(['click Save']);
  });

  test('counts a window that opened since the action began', async () => {
    system.desktop.reactions.set('launch calculator', () => system.desktop.open('w2', 'galculator'));
    system.interpreter.learn('open calculator', openApplication('calculator'));
    const id = await crashedIn('STEP_STATE_ACTING', 'open calculator');
    system.desktop.open('w7', 'galculator');
    const replica = await system.addReplica();
    await replica.parts.workers.wake(await system.tasks.get(id));
    expect((await system.atRest(id)).state).toBe('TASK_STATE_COMPLETED');
  });
});

describe('work that is delivered twice', () => {
  test('is done once', async () => {
    button('Save');
    const release = system.holdDesktop();
    const { id } = await system.submit('click Save');
    await eventually(acting(id));
    await system.replicas[0]!.parts.workers.wake(await system.tasks.get(id));
    release();
    const task = await system.atRest(id);
    await system.replicas[0]!.parts.workers.wake(task);
    await system.run('click Save');
    expect(system.desktop.acts).toEqual(['click Save', 'click Save']);
    expect(system.events(id).filter((event) => event === 'acting')).toHaveLength(1);
  });

  test('is done once even when another replica takes it up meanwhile', async () => {
    button('Save');
    const other = await system.addReplica();
    const release = system.holdDesktop();
    const { id } = await system.submit('click Save');
    await eventually(acting(id));
    for (const replica of [system.replicas[0]!, other]) {
      await replica.parts.workers.wake({
        ...(await system.tasks.get(id)),
        version: 900 + system.replicas.indexOf(replica),
      });
    }
    await eventually(() => (system.events(id).includes('looked') ? undefined : 'the other one to look'));
    release();
    await system.atRest(id);
    await eventually(() =>
      system.replicas.every(({ runs }) => runs.on(undefined).length === 0) ? undefined : 'all workers to be done',
    );
    expect(system.desktop.acts.length).toBeLessThanOrEqual(1);
    expect(system.events(id).filter((event) => event === 'acting')).toHaveLength(1);
  });
});

describe('a store that fails', () => {
  test('is waited for in the middle of a task', async () => {
    button('Save');
    let failures = 3;
    system.desktop.afterActing = () => {
      system.tasks.failure = () => (failures-- > 0 ? new DomainError('service.unavailable', 'away') : undefined);
    };
    expect((await system.run('click Save')).state).toBe('TASK_STATE_COMPLETED');
    expect(system.desktop.acts).toEqual(['click Save']);
  });

  test('may lose its answers without the task being lost', async () => {
    button('Save');
    let n = 0;
    system.tasks.lostAnswer = () => (n++ % 2 === 0 ? new DomainError('request.deadline', 'late') : undefined);
    expect((await system.run('click Save')).state).toBe('TASK_STATE_COMPLETED');
    expect(system.desktop.acts).toEqual(['click Save']);
  });
});

describe('steering', () => {
  test('pauses between two steps and goes on from there', async () => {
    button('Save');
    button('Close');
    system.interpreter.learn('both', click('Save'), click('Close'));
    const release = system.holdDesktop();
    const { id } = await system.submit('both');
    await eventually(acting(id));
    const pausing = system.commands.steer({ taskId: id, verb: 'TASK_VERB_PAUSE', actor: 'ada' });
    release();
    expect((await pausing).state).toBe('TASK_STATE_PAUSED');
    expect(system.desktop.acts).toEqual(['click Save']);

    await system.commands.steer({ taskId: id, verb: 'TASK_VERB_RESUME', actor: 'bob' });
    const task = await system.atRest(id);
    expect(task.state).toBe('TASK_STATE_COMPLETED');
    expect(system.desktop.acts).toEqual(['click Save', 'click Close']);
    const journal = system.tasks.journal(id).filter(({ event }) => event === 'paused' || event === 'resumed');
    expect(journal.map(({ event, actor }) => `${event} ${actor}`)).toEqual(['paused ada', 'resumed bob']);
  });

  test.each([
    ['TASK_VERB_HALT', 'TASK_STATE_HALTED', 'agent.halted'],
    ['TASK_VERB_CANCEL', 'TASK_STATE_CANCELLED', 'task.cancelled'],
  ] as const)('%s ends the action under way at once', async (verb, state, code) => {
    button('Save');
    system.holdDesktop();
    const { id } = await system.submit('click Save');
    await eventually(acting(id));
    const task = await system.commands.steer({ taskId: id, verb, actor: 'ada' });
    expect(task).toMatchObject({ state, fault: { code } });
    expect(task.steps[0]?.state).toBe('STEP_STATE_ACTING');
    expect(system.desktop.halts).toBe(1);
    expect(system.desktop.acts).toEqual([]);
  });

  test('cancels a paused task', async () => {
    button('Save');
    button('Close');
    system.interpreter.learn('both', click('Save'), click('Close'));
    const release = system.holdDesktop();
    const { id } = await system.submit('both');
    await eventually(acting(id));
    const pausing = system.commands.steer({ taskId: id, verb: 'TASK_VERB_PAUSE', actor: 'ada' });
    release();
    await pausing;
    const task = await system.commands.steer({ taskId: id, verb: 'TASK_VERB_CANCEL', actor: 'ada' });
    expect(task).toMatchObject({ state: 'TASK_STATE_CANCELLED', fault: { code: 'task.cancelled' } });
    expect(task.steps.map(({ state }) => state)).toEqual(['STEP_STATE_DONE', 'STEP_STATE_SKIPPED']);
    expect(system.desktop.acts).toEqual(['click Save']);
  });

  test.each(['click Delete', 'frobnicate', 'click Save'])('cancels %j while it is being planned', async (text) => {
    button('Save');
    button('Delete');
    const planned = Promise.withResolvers<void>();
    system.interpreter.gate = planned.promise;
    const { id } = await system.submit(text);
    await eventually(() => (system.events(id).includes('planning') ? undefined : 'the planning'));
    const cancelling = system.commands.steer({ taskId: id, verb: 'TASK_VERB_CANCEL', actor: 'ada' });
    await eventually(() => (system.desktop.halts > 0 ? undefined : 'the order to be taken'));
    planned.resolve();
    expect((await cancelling).state).toBe('TASK_STATE_CANCELLED');
    expect(system.desktop.acts).toEqual([]);
  });

  test('looks at what was halted in mid-action before it goes on', async () => {
    button('Save');
    const release = system.holdDesktop();
    const { id } = await system.submit('click Save');
    await eventually(acting(id));
    await system.commands.steer({ taskId: id, verb: 'TASK_VERB_HALT', actor: 'ada' });
    release();
    await system.commands.steer({ taskId: id, verb: 'TASK_VERB_RESUME', actor: 'ada' });
    expect((await system.atRest(id)).fault?.code).toBe('task.uncertain');
    expect(system.desktop.acts).toEqual([]);
    // Told that it may not have been done, a person decides to do it.
    await system.commands.steer({ taskId: id, verb: 'TASK_VERB_RESUME', actor: 'ada' });
    expect((await system.atRest(id)).state).toBe('TASK_STATE_COMPLETED');
    expect(system.desktop.acts).toEqual(['click Save']);
  });

  test('pauses a step that waits, whose time stands still', async () => {
    await system[Symbol.asyncDispose]();
    system = await System.start({ limits: { waitMs: 60_000 } });
    const done = system.desktop.add('ROLE_TEXT', 'Finished', { hidden: true });
    system.interpreter.learn('wait', waitFor('Finished'));
    const { id } = await system.submit('wait');
    await eventually(() => (system.events(id).includes('locating') ? undefined : 'the step to begin'));
    const paused = await system.commands.steer({ taskId: id, verb: 'TASK_VERB_PAUSE', actor: 'ada' });
    expect(paused.state).toBe('TASK_STATE_PAUSED');
    expect(paused.steps[0]?.state).toBe('STEP_STATE_LOCATING');
    await system.commands.steer({ taskId: id, verb: 'TASK_VERB_RESUME', actor: 'bob' });
    done.hidden = false;
    expect((await system.atRest(id)).state).toBe('TASK_STATE_COMPLETED');
    expect(system.events(id).filter((event) => event === 'locating').length).toBe(1);
  });

  test('halts a task that looks for something', async () => {
    system.interpreter.learn('wait', waitFor('Never'));
    await system[Symbol.asyncDispose]();
    system = await System.start({ limits: { waitMs: 60_000 } });
    system.interpreter.learn('wait', waitFor('Never'));
    const { id } = await system.submit('wait');
    await eventually(() => (system.events(id).includes('locating') ? undefined : 'the step to begin'));
    const task = await system.commands.steer({ taskId: id, verb: 'TASK_VERB_HALT', actor: 'ada' });
    expect(task.state).toBe('TASK_STATE_HALTED');
  });

  test('cancels a task that waits in line, without disturbing the one at work', async () => {
    button('Save');
    const release = system.holdDesktop();
    const first = await system.submit('click Save');
    const second = await system.submit('click Save');
    await eventually(acting(first.id));
    const cancelled = await system.commands.steer({ taskId: second.id, verb: 'TASK_VERB_CANCEL', actor: 'ada' });
    expect(cancelled.state).toBe('TASK_STATE_CANCELLED');
    expect(system.desktop.halts).toBe(0);
    release();
    expect((await system.atRest(first.id)).state).toBe('TASK_STATE_COMPLETED');
    expect(system.desktop.acts).toEqual(['click Save']);
  });

  test('refuses what the task is in no state for', async () => {
    button('Save');
    const { id } = await system.run('click Save');
    for (const verb of ['PAUSE', 'RESUME', 'CANCEL', 'HALT', 'APPROVE', 'REFUSE'] as const) {
      const order = { taskId: id, verb: `TASK_VERB_${verb}` as const, actor: 'ada' };
      await expect(system.commands.steer(order)).rejects.toMatchObject({ code: 'task.state' });
    }
    const unknown = { taskId: 'task_x', verb: 'TASK_VERB_HALT' as const, actor: 'ada' };
    await expect(system.commands.steer(unknown)).rejects.toMatchObject({ code: 'task.not_found' });
  });

  test('resumes a paused task that nobody runs any more', async () => {
    button('Save');
    const [replica] = system.replicas.splice(0);
    await replica?.stop();
    const { id } = await system.submit('click Save');
    const task = await system.tasks.get(id);
    await system.tasks.advance({ ...task, state: 'TASK_STATE_PAUSED' }, []);
    await system.commands.steer({ taskId: id, verb: 'TASK_VERB_RESUME', actor: 'ada' });
    await system.addReplica();
    expect((await system.atRest(id)).state).toBe('TASK_STATE_COMPLETED');
  });
});

describe('approval', () => {
  test('is asked for by name before anything irreversible is done', async () => {
    button('Save');
    button('Delete all');
    system.interpreter.learn('tidy', click('Save'), click('Delete all'));
    const asked = await system.run('tidy');
    expect(asked.state).toBe('TASK_STATE_AWAITING_APPROVAL');
    expect(asked.sentence).toContain('tidy: click');
    expect(system.desktop.acts).toEqual([]);

    await system.commands.steer({ taskId: asked.id, verb: 'TASK_VERB_APPROVE', actor: 'ada' });
    expect((await system.atRest(asked.id)).state).toBe('TASK_STATE_COMPLETED');
    expect(system.desktop.acts).toEqual(['click Save', 'click Delete all']);
  });

  test('is asked for when only the screen shows what the target does', async () => {
    const { desktop, interpreter } = system;
    const danger = desktop.add('ROLE_BUTTON', 'Erase disk', { label: 'red' });
    desktop.onClick(danger, () => desktop.add('ROLE_TEXT', 'Erased'));
    interpreter.learn('click the red button', click('red'));
    const asked = await system.run('click the red button');
    expect(asked.state).toBe('TASK_STATE_AWAITING_APPROVAL');
    expect(asked.sentence).toContain('("Erase disk")');
    expect(desktop.acts).toEqual([]);
    await system.commands.steer({ taskId: asked.id, verb: 'TASK_VERB_APPROVE', actor: 'ada' });
    expect((await system.atRest(asked.id)).state).toBe('TASK_STATE_COMPLETED');
  });

  test('refused means cancelled, and nothing done', async () => {
    button('Delete');
    const asked = await system.run('click Delete');
    const task = await system.commands.steer({ taskId: asked.id, verb: 'TASK_VERB_REFUSE', actor: 'ada' });
    expect(task).toMatchObject({ state: 'TASK_STATE_CANCELLED', fault: { code: 'task.refused' } });
    expect(system.desktop.acts).toEqual([]);
  });

  test('that nobody gives in time is a no', async () => {
    await system[Symbol.asyncDispose]();
    system = await System.start({ limits: { approvalMs: 30 } });
    button('Delete');
    const asked = await system.run('click Delete');
    const { parts } = system.replicas[0]!;
    await eventually(async () => {
      await sweepApprovals(parts);
      const { state } = await system.tasks.get(asked.id);
      return state === 'TASK_STATE_CANCELLED' ? undefined : `a cancelled task (is ${state})`;
    });
    expect((await system.tasks.get(asked.id)).fault?.code).toBe('task.refused');
    expect(system.desktop.acts).toEqual([]);
  });

  test('is not swept away before its time', async () => {
    button('Delete');
    const asked = await system.run('click Delete');
    await sweepApprovals(system.replicas[0]!.parts);
    expect((await system.tasks.get(asked.id)).state).toBe('TASK_STATE_AWAITING_APPROVAL');
  });

  test('is not asked for what was approved beforehand, nor for plain form buttons', async () => {
    button('Delete');
    button('Submit');
    expect((await system.run('click Delete', { approved: true })).state).toBe('TASK_STATE_COMPLETED');
    expect((await system.run('click Submit')).state).toBe('TASK_STATE_COMPLETED');
  });
});

describe('policy', () => {
  const rule = (rules: Partial<Rules>) => {
    system.policies.rules = [Rules.create(rules)];
  };

  test('asks about what its words are in, in the name that was said or that is seen', async () => {
    button('Publish now');
    button('Publisher');
    rule({ asks: ['publish'] });
    const asked = await system.run('click Publish now');
    expect(asked).toMatchObject({ state: 'TASK_STATE_AWAITING_APPROVAL' });
    expect(asked.sentence).toContain('The rules here want it asked about');
    await system.commands.steer({ taskId: asked.id, verb: 'TASK_VERB_APPROVE', actor: 'ada' });
    expect((await system.atRest(asked.id)).state).toBe('TASK_STATE_COMPLETED');
    expect((await system.run('click Publisher')).state).toBe('TASK_STATE_COMPLETED');
    expect(system.desktop.acts).toEqual(['click Publish now', 'click Publisher']);
  });

  test('asks before every task, once, where it says so', async () => {
    button('Save');
    button('Next');
    system.interpreter.learn('both', click('Save'), click('Next'));
    rule({ asksAlways: true });
    const asked = await system.run('both');
    expect(asked.state).toBe('TASK_STATE_AWAITING_APPROVAL');
    expect(system.desktop.acts).toEqual([]);
    await system.commands.steer({ taskId: asked.id, verb: 'TASK_VERB_APPROVE', actor: 'ada' });
    expect((await system.atRest(asked.id)).state).toBe('TASK_STATE_COMPLETED');
    expect(system.desktop.acts).toEqual(['click Save', 'click Next']);
  });

  test('approval is for what was asked about, though the rules changed since', async () => {
    button('Publish');
    button('Archive');
    system.interpreter.learn('both', click('Publish'), click('Archive'));
    rule({ asks: ['publish'] });
    const asked = await system.run('both');
    rule({ asks: ['publish', 'archive'] });
    await system.commands.steer({ taskId: asked.id, verb: 'TASK_VERB_APPROVE', actor: 'ada' });
    expect((await system.atRest(asked.id)).state).toBe('TASK_STATE_AWAITING_APPROVAL');
    expect(system.events(asked.id).filter((event) => event === 'approved')).toHaveLength(1);
    expect(system.desktop.acts).toEqual([]);
    await system.commands.steer({ taskId: asked.id, verb: 'TASK_VERB_APPROVE', actor: 'ada' });
    expect((await system.atRest(asked.id)).state).toBe('TASK_STATE_COMPLETED');
  });

  test('halts outside its hours, goes on within them', async () => {
    button('Save');
    const day = ((new Date().getUTCDay() + 6) % 7) + 1;
    const dayAfterTomorrow = ((day + 1) % 7) + 1;
    rule({ hours: [{ days: [dayAfterTomorrow], from: '08:00', until: '09:00' }], timeZone: 'UTC' });
    const task = await system.run('click Save');
    expect(task).toMatchObject({ state: 'TASK_STATE_HALTED', fault: { code: 'policy.hours' } });
    expect(system.desktop.acts).toEqual([]);
    rule({});
    await system.commands.steer({ taskId: task.id, verb: 'TASK_VERB_RESUME', actor: 'ada' });
    expect((await system.atRest(task.id)).state).toBe('TASK_STATE_COMPLETED');
  });

  test('of windows goes to the agent with whatever acts', async () => {
    button('Save');
    const windows = { only: ['Editor'], never: ['*Bank*'] };
    rule({ windows });
    await system.run('click Save');
    const acting = system.desktop.batches.filter(({ actions }) =>
      actions.some(({ kind }) => kind?.$case === 'clickAt'),
    );
    expect(acting.map((batch) => batch.windows)).toEqual([[windows]]);
  });
});

describe('halting desktops', () => {
  test('stops the task at work and those in line', async () => {
    button('Save');
    system.holdDesktop();
    const first = await system.submit('click Save');
    const second = await system.submit('click Save');
    await eventually(acting(first.id));
    const halted = await system.commands.halt(undefined, 'ada');
    expect(halted.desktopIds).toEqual([desktopId]);
    expect(halted.taskIds.toSorted()).toEqual([first.id, second.id].toSorted());
    for (const { id } of [first, second]) expect((await system.atRest(id)).state).toBe('TASK_STATE_HALTED');
    expect(system.desktop.acts).toEqual([]);
  });

  test('reaches a desktop although the store does not answer', async () => {
    const online = {
      desktopId,
      name: 'd',
      online: true,
      gatewayInstance: 'g',
      agentVersion: '1',
      platform: 'linux',
      displays: [],
      backend: 'x11',
      at: undefined,
    };
    await system.bus.publish(facts.desktopReported, { desktopId }, online);
    await eventually(() => (system.replicas[0]!.presence.online.length === 1 ? undefined : 'the desktop to be known'));
    button('Save');
    system.holdDesktop();
    const { id } = await system.submit('click Save');
    await eventually(acting(id));
    system.tasks.failure = () => new DomainError('service.unavailable', 'away');
    const halted = await system.commands.halt(undefined, 'ada');
    expect(halted.desktopIds).toEqual([desktopId]);
    expect(system.desktop.halts).toBeGreaterThan(0);
    system.tasks.failure = undefined;
    expect((await system.atRest(id)).state).toBe('TASK_STATE_HALTED');
    expect(system.desktop.acts).toEqual([]);
  });
});

describe('two replicas', () => {
  test('steer each other', async () => {
    button('Save');
    const other = await system.addReplica();
    system.holdDesktop();
    const { id } = await system.submit('click Save');
    await eventually(acting(id));
    for (const replica of [other, system.replicas[0]!]) {
      const task = await replica.commands.steer({ taskId: id, verb: 'TASK_VERB_HALT', actor: 'ada' });
      expect(task.state).toBe('TASK_STATE_HALTED');
    }
  });

  test('hand a task over when one stops in its middle', async () => {
    button('Save');
    button('Close');
    system.interpreter.learn('both', click('Save'), click('Close'));
    const release = system.holdDesktop();
    const { id } = await system.submit('both');
    await eventually(acting(id));
    const [first] = system.replicas.splice(0, 1);
    await system.addReplica();
    const stopping = first?.stop();
    release();
    await stopping;
    expect((await system.atRest(id)).state).toBe('TASK_STATE_COMPLETED');
    // The step that was under way was finished by the one that stopped, not interrupted and not repeated.
    expect(system.desktop.acts).toEqual(['click Save', 'click Close']);
    expect(system.events(id)).not.toContain('looked');
  });

  test('hand over a paused task, which stays paused', async () => {
    button('Save');
    button('Close');
    system.interpreter.learn('both', click('Save'), click('Close'));
    const release = system.holdDesktop();
    const { id } = await system.submit('both');
    await eventually(acting(id));
    const pausing = system.commands.steer({ taskId: id, verb: 'TASK_VERB_PAUSE', actor: 'ada' });
    release();
    await pausing;
    const [first] = system.replicas.splice(0, 1);
    const other = await system.addReplica();
    await first?.stop();
    await eventually(() => (other.runs.on(desktopId).length === 1 ? undefined : 'the other one to take it up'));
    expect((await system.tasks.get(id)).state).toBe('TASK_STATE_PAUSED');
    await other.commands.steer({ taskId: id, verb: 'TASK_VERB_RESUME', actor: 'ada' });
    expect((await system.atRest(id)).state).toBe('TASK_STATE_COMPLETED');
  });
});

describe('looking', () => {
  test('captures the screen and keeps it', async () => {
    button('Save');
    const { picture, width, height } = await system.commands.capture(desktopId, AbortSignal.timeout(1_000));
    expect(system.pictures.kept.has(picture)).toBe(true);
    expect([width, height]).toEqual([1280, 720]);
  });

  const find = (text: string, looksLike: Uint8Array = new Uint8Array()) =>
    system.commands.find(desktopId, { text, looksLike }, AbortSignal.timeout(1_000));

  test('finds a target by its looks, by itself and together with words', async () => {
    const bin = system.desktop.add('ROLE_ICON', 'bin');
    button('Save');
    const { picture } = await system.commands.capture(desktopId, AbortSignal.timeout(1_000));
    const { things, windows } = decode(system.pictures.kept.get(picture) ?? new Uint8Array());
    const looksLike = encode({ windows, things: things.filter(({ text }) => text === 'bin') });
    for (const words of ['', 'bin']) {
      expect(await find(words, looksLike)).toMatchObject({ unique: true, candidates: [{ element: { box: bin.box } }] });
    }
    expect(await find('Save', looksLike)).toMatchObject({ unique: false, candidates: [] });
  });

  test('asks for words or a picture', () => expect(find(' ')).rejects.toMatchObject({ code: 'command.empty' }));

  test('finds a target by its description, or by its text', async () => {
    const save = button('Save');
    system.interpreter.learnTarget('the save button', target('Save', { role: 'ROLE_BUTTON' }));
    for (const words of ['the save button', 'Save']) {
      const found = await find(words);
      expect(found).toMatchObject({ unique: true, candidates: [{ element: { box: save.box } }] });
    }
    expect(system.desktop.acts).toEqual([]);
  });

  test('says that a desktop is offline', async () => {
    await system.agent?.close();
    await expect(system.commands.capture(desktopId, AbortSignal.timeout(1_000))).rejects.toMatchObject({
      code: 'desktop.offline',
    });
  });
});

test('asks which option is meant when a list has two of it, closes the list, and opens it again for the answer', async () => {
  const { desktop, interpreter } = system;
  const control = desktop.add('ROLE_SELECT', 'None', { label: 'City' });
  const cities = [1, 2].map(() => desktop.add('ROLE_MENU_ITEM', 'Springfield', { hidden: true }));
  const toggle = () => {
    for (const city of cities) city.hidden = !city.hidden;
  };
  desktop.onClick(control, toggle);
  cities.forEach((city, i) => {
    desktop.onClick(city, () => {
      control.text = city.text;
      control.label = `City (${i + 1})`;
      toggle();
    });
  });
  interpreter.learn('springfield', select('Springfield', 'City'));
  const asked = await system.run('springfield');
  expect(asked.state).toBe('TASK_STATE_NEEDS_CLARIFICATION');
  expect(asked.clarification?.choices).toHaveLength(2);
  expect(cities.every(({ hidden }) => hidden)).toBe(true);

  await system.commands.answer({
    taskId: asked.id,
    choiceId: asked.clarification!.choices[1]!.id,
    text: '',
    actor: 'ada',
  });
  expect((await system.atRest(asked.id)).state).toBe('TASK_STATE_COMPLETED');
  expect(control.label).toBe('City (2)');
});

import { Skill } from '@karna/proto/gen/skill/v1/skill';
import { describe, expect, test } from 'vitest';
import { skillOf, someSkills } from '../testing/skills.ts';
import { asking, talking } from '../testing/talking.ts';

const login = Skill.fromPartial({
  id: 'skill_login',
  name: 'Log in',
  version: 1,
  phrases: ['log in as {user} with {password}'],
  slots: [
    { name: 'user', type: 'SLOT_TYPE_TEXT', choices: [] },
    { name: 'password', type: 'SLOT_TYPE_SECRET', choices: [] },
  ],
});
const transfer = Skill.fromPartial({
  id: 'skill_transfer',
  name: 'Transfer',
  version: 1,
  phrases: ['move {from} to {to}', 'move {amount} things from {from} to {to}'],
  slots: [
    { name: 'from', type: 'SLOT_TYPE_TEXT', choices: [] },
    { name: 'to', type: 'SLOT_TYPE_TEXT', choices: [] },
    { name: 'amount', type: 'SLOT_TYPE_NUMBER', choices: [], optional: true },
  ],
});

describe('again', () => {
  test.each([
    ['click Save', 'do it again', 'click Save'],
    ['type "Ada" into Name', 'the same for Grace', 'type "Grace" into Name'],
    ['set Name to "Ada"', 'do it again for "Grace Hopper"', 'fill Name with "Grace Hopper"'],
    ['select "Berlin" from City', 'do it again for Oslo', 'select "Oslo" from City'],
    ['click the Edit button right of Ada', 'the same for Grace', 'click the Edit button right of Grace'],
    ['click Save', 'and now for Cancel', 'click Cancel'],
    ['make the weekly report', 'again', 'make the weekly report'],
    ['book a train to Berlin', 'the same for Oslo', 'run skill "Book travel" with city "Oslo"'],
    ['move boxes to Berlin', 'do it again with to Oslo', 'run skill "Transfer" with from "boxes" and to "Oslo"'],
  ])('after %j, %j runs %j', async (first, words, wanted) => {
    const { say, ran } = Object.assign(talking([...someSkills, transfer]));
    await say(first);
    expect(await say(words)).toMatchObject({ kind: 'TURN_KIND_RAN', command: wanted });
    void ran;
  });

  test('puts a number where only a number fits', async () => {
    const { say } = talking([transfer]);
    await say('move 3 things from boxes to Berlin');
    expect(await say('the same for 17')).toMatchObject({ kind: 'TURN_KIND_ASKED' });
    expect((await say('do it again with amount 17')).command).toContain('amount "17"');
  });

  test('asks in the place of what, where it is not clear, and takes the answer in words', async () => {
    const talk = talking([transfer]);
    await talk.say('move boxes to Berlin');
    const turn = await talk.say('do it again for Oslo');
    expect(turn).toMatchObject({ kind: 'TURN_KIND_ASKED', choices: [{ label: 'from' }, { label: 'to' }] });
    expect(talk.ran).toHaveLength(1);
    expect(await talk.say('hmm')).toMatchObject({ kind: 'TURN_KIND_ASKED', choices: { length: 2 } });
    expect(await talk.say('the second')).toMatchObject({
      kind: 'TURN_KIND_RAN',
      command: 'run skill "Transfer" with from "boxes" and to "Oslo"',
    });
  });

  test('lets its own question drop for a new command, and for a no', async () => {
    const talk = talking([transfer]);
    await talk.say('move boxes to Berlin');
    await talk.say('do it again for Oslo');
    expect(await talk.say('press Enter')).toMatchObject({ kind: 'TURN_KIND_RAN', command: 'press Enter' });
    await talk.say('move boxes to Berlin');
    await talk.say('do it again for Oslo');
    expect(await talk.say('neither')).toMatchObject({ kind: 'TURN_KIND_ANSWERED' });
    expect(talk.ran).toHaveLength(3);
  });

  test('says so when there is nothing to do again, or nothing in it to change', async () => {
    const talk = talking();
    expect((await talk.say('do it again')).kind).toBe('TURN_KIND_REFUSED');
    await talk.say('press Enter');
    expect((await talk.say('the same for Berlin')).kind).toBe('TURN_KIND_REFUSED');
    expect(talk.ran).toEqual(['press Enter']);
  });
});

describe('corrections', () => {
  test('"no, Berlin" changes the value and runs it', async () => {
    const talk = talking();
    await talk.say('select "Oslo" from City');
    expect(await talk.say('no, Berlin')).toMatchObject({ command: 'select "Berlin" from City' });
  });

  test('what is still under way is cancelled first', async () => {
    const talk = talking();
    talk.meet({ state: 'TASK_STATE_RUNNING' });
    await talk.say('select "Oslo" from City');
    await talk.say('no, Berlin');
    expect(talk.steered).toEqual(['TASK_VERB_CANCEL']);
    expect(talk.ran).toEqual(['select "Oslo" from City', 'select "Berlin" from City']);
  });

  test('of what was typed asks whether it takes the place of what stands there', async () => {
    const talk = talking();
    await talk.say('type "Ada" into Name');
    expect(await talk.say('no, Grace')).toMatchObject({ kind: 'TURN_KIND_ASKED', choices: { length: 2 } });
    expect((await talk.say('replace all')).command).toBe('fill Name with "Grace"');
  });

  test('"the other one" after a question runs what was not chosen, and teaches it', async () => {
    const talk = talking([
      skillOf('s1', 'Report of the week', ['send the report']),
      skillOf('s2', 'Report of the month', ['send the report']),
    ]);
    talk.meet(asking('Which of these do you mean?', 'Report of the week', 'Report of the month'));
    await talk.say('send the report');
    expect(await talk.say('the first')).toMatchObject({
      kind: 'TURN_KIND_STEERED',
      choices: [{ label: 'Report of the month' }],
    });
    expect(await talk.say('no, the other one')).toMatchObject({ command: 'run skill "Report of the month"' });
    expect(await talk.examples.list()).toMatchObject([
      {
        skillId: '',
        text: 'send the report',
        command: 'run skill "Report of the month"',
        origin: 'EXAMPLE_ORIGIN_CORRECTED',
      },
    ]);
  });

  test('"the other one" of two places asks again: a place has no words of its own', async () => {
    const talk = talking();
    talk.meet(asking('Which one is "Edit"?', '"Edit" button, top left', '"Edit" button, bottom left'));
    await talk.say('click Edit');
    await talk.say('the top one');
    expect(await talk.say('the other one')).toMatchObject({ kind: 'TURN_KIND_RAN', command: 'click Edit' });
  });

  test('"the other one" out of nowhere is asked about', async () => {
    const talk = talking();
    await talk.say('click Edit');
    expect((await talk.say('no, the other one')).kind).toBe('TURN_KIND_ASKED');
    expect(talk.ran).toEqual(['click Edit']);
  });

  test('"I meant ..." runs that, and is remembered for the one who said it', async () => {
    const talk = talking();
    await talk.say('press Home');
    expect(await talk.say('I meant click "Home"')).toMatchObject({ command: 'click "Home"' });
    await talk.learn();
    expect((await talk.say('press home')).sentence).toBe('Click Home');
    expect((await talk.say('press Home', { principal: 'bob' })).sentence).not.toBe('Click Home');
  });

  test('while something is asked, they are answers', async () => {
    const talk = talking();
    talk.meet(asking('Which one?', 'Save', 'Save as'));
    await talk.say('click Save');
    expect(await talk.say('no, Save as')).toMatchObject({ kind: 'TURN_KIND_STEERED', sentence: 'Save as' });
    expect(talk.orders.at(-1)).toMatchObject({ $case: 'answer', value: { choiceId: 'c1' } });
  });
});

describe('questions of a task', () => {
  const asked = async (words: string) => {
    const talk = talking();
    talk.meet(asking('Which one is "Edit"?', '"Edit" button, top left', '"Edit" button, bottom left'));
    await talk.say('click Edit');
    return { turn: await talk.say(words), last: talk.orders.at(-1), talk };
  };

  test.each([
    ['2', 'c1'],
    ['the second one', 'c1'],
    ['the bottom one', 'c1'],
    ['top left', 'c0'],
  ])('%j is a choice', async (words, choiceId) => {
    expect((await asked(words)).last).toMatchObject({ $case: 'answer', value: { choiceId } });
  });

  test.each(['hmm', 'Edit', 'perhaps', 'the fifth', 'yes', '\u202e2', 'Ю 二'])(
    '%j is none, and asks again',
    async (words) => {
      const { turn, last } = await asked(words);
      expect(turn).toMatchObject({ kind: 'TURN_KIND_ASKED', choices: { length: 2 } });
      expect(last?.$case).toBe('run');
    },
  );

  test.each(['the Edit button right of Ada', 'the first Edit button'])('%j is an answer in words', async (words) => {
    expect((await asked(words)).last).toMatchObject({ $case: 'answer', value: { choiceId: '', text: words } });
  });

  test('a new command takes the place of the one that asked', async () => {
    const { talk } = await asked('press Enter');
    expect(talk.steered).toEqual(['TASK_VERB_CANCEL']);
    expect(talk.ran).toEqual(['click Edit', 'press Enter']);
  });

  test.each(['neither', 'no', 'cancel', 'never mind'])('%j gives it up', async (words) => {
    expect((await asked(words)).last).toMatchObject({ $case: 'steer', value: { verb: 'TASK_VERB_CANCEL' } });
  });

  test('a value that was asked for is taken as it is said; a secret one is not kept', async () => {
    const talk = talking([login]);
    const open = asking('Which password?');
    const clarification = { ...open.clarification!, answerIn: 'run skill "Log in" with password {}', secret: true };
    talk.meet({ ...open, clarification });
    await talk.say('log in');
    await talk.say('hunter2');
    expect(talk.orders.at(-1)).toMatchObject({ $case: 'answer', value: { text: 'hunter2' } });
    expect(JSON.stringify(await talk.threads.read({ principal: 'ada', desktopId: 'desk' }))).not.toContain('hunter2');
  });

  test.each([
    ['yes', 'TASK_VERB_APPROVE'],
    ['go ahead', 'TASK_VERB_APPROVE'],
    ['no', 'TASK_VERB_REFUSE'],
  ])('an approval is given or refused by %j', async (words, verb) => {
    const talk = talking();
    talk.meet({ state: 'TASK_STATE_AWAITING_APPROVAL', sentence: 'Needs your approval: Click Delete.' });
    await talk.say('click Delete');
    await talk.say(words);
    expect(talk.steered).toEqual([verb]);
  });

  test('what is neither yes nor no approves nothing, and runs nothing', async () => {
    const talk = talking();
    talk.meet({ state: 'TASK_STATE_AWAITING_APPROVAL', sentence: 'Needs your approval: Click Delete.' });
    await talk.say('click Delete');
    const turn = await talk.say('press Enter');
    expect(turn).toMatchObject({ kind: 'TURN_KIND_ASKED' });
    expect(turn.sentence).toContain('Click Delete');
    expect([talk.steered, talk.ran]).toEqual([[], ['click Delete']]);
    expect((await talk.say('press Enter', { alone: true })).kind).toBe('TURN_KIND_RAN');
  });

  test('"yes" to nothing does nothing', async () => {
    const talk = talking();
    expect((await talk.say('yes')).kind).toBe('TURN_KIND_REFUSED');
    expect(talk.orders).toEqual([]);
  });
});

describe('undo', () => {
  test('unticks what was ticked', async () => {
    const talk = talking();
    await talk.say('check Newsletter');
    expect((await talk.say('undo that')).command).toBe('uncheck Newsletter');
  });

  test('brings back what Karna itself had set before', async () => {
    const talk = talking();
    for (const words of ['select "Oslo" from City', 'set Name to "Ada"', 'select "Berlin" from City'])
      await talk.say(words);
    expect((await talk.say('undo that')).command).toBe('select "Oslo" from City');
    await talk.say('set Name to "Bob"');
    expect((await talk.say('take it back')).command).toBe('fill Name with "Ada"');
  });

  test('takes back what a halted skill did, as its steps say, and names what stays', async () => {
    const talk = talking();
    const came = await talk.say('check Newsletter, then click Save, then click Launch');
    const { task } = talk.tasks.all.get(came.taskId)!;
    const done = { state: 'STEP_STATE_DONE' as const };
    const [first, second, third] = task.steps;
    const steps = [
      { ...first!, ...done, canBeUndone: true },
      { ...second!, ...done },
      { ...third!, state: 'STEP_STATE_HALTED' as const },
    ];
    talk.put({ ...task, state: 'TASK_STATE_HALTED', steps });
    expect(await talk.say('undo that')).toMatchObject({
      kind: 'TURN_KIND_STEERED',
      sentence: 'I take this back, the last first: Check Newsletter. This stays: Click Save.',
      taskId: task.id,
    });
    expect(talk.steered).toEqual(['TASK_VERB_UNDO']);
  });

  test('takes back what a completed skill did by a task of its own, once', async () => {
    const talk = talking();
    const came = await talk.say('check Newsletter, then click Save');
    const { task } = talk.tasks.all.get(came.taskId)!;
    const done = { state: 'STEP_STATE_DONE' as const };
    const [first, second] = task.steps;
    talk.put({
      ...task,
      state: 'TASK_STATE_COMPLETED',
      steps: [
        { ...first!, ...done, canBeUndone: true },
        { ...second!, ...done },
      ],
    });
    const said = await talk.say('undo that');
    expect(said).toMatchObject({
      kind: 'TURN_KIND_STEERED',
      sentence: 'I take this back, the last first: Check Newsletter. This stays: Click Save.',
    });
    expect(talk.steered).toEqual(['TASK_VERB_UNDO']);
    talk.put({ ...task, state: 'TASK_STATE_ROLLED_BACK' });
    expect(await talk.say('undo that')).toMatchObject({
      kind: 'TURN_KIND_REFUSED',
      sentence: 'It was taken back already.',
    });
    expect(talk.steered).toHaveLength(1);
  });

  test('takes nothing back where nothing was touched', async () => {
    const talk = talking();
    const came = await talk.say('check Newsletter');
    talk.put(talk.tasks.all.get(came.taskId)!.task, []);
    expect(await talk.say('undo that')).toMatchObject({ kind: 'TURN_KIND_REFUSED' });
    expect(talk.ran).toEqual(['check Newsletter']);
  });

  test('offers the undo of the application where it does not know what stood there', async () => {
    const talk = talking();
    await talk.say('type "Ada" into Name');
    expect(await talk.say('undo that')).toMatchObject({
      kind: 'TURN_KIND_ASKED',
      choices: [{ command: 'press ctrl+z' }],
    });
    expect((await talk.say('yes')).command).toBe('press ctrl+z');
  });

  test('says what it cannot take back, and offers the rest', async () => {
    const talk = talking();
    await talk.say('click Save');
    expect(await talk.say('undo that')).toMatchObject({
      kind: 'TURN_KIND_REFUSED',
      sentence: expect.stringContaining('Click Save'),
    });
    await talk.say('check Newsletter, then click Save');
    const offer = await talk.say('undo that');
    expect(offer).toMatchObject({ kind: 'TURN_KIND_ASKED', choices: [{ command: 'uncheck Newsletter' }] });
    expect(offer.sentence).toContain('Click Save');
    expect((await talk.say('no')).kind).toBe('TURN_KIND_ANSWERED');
  });
});

describe('what is and was', () => {
  test('tells what happened, where it halted, and why', async () => {
    const talk = talking();
    expect((await talk.say('what happened?')).sentence).toContain('Nothing yet');
    const came = await talk.say('check Newsletter, then click Launch');
    const { task } = talk.tasks.all.get(came.taskId)!;
    const [first, second] = task.steps;
    const fault = { code: 'target.missing', message: 'there is no "Launch" on the screen', incidentId: '' };
    const steps = [first!, { ...second!, state: 'STEP_STATE_HALTED' as const }];
    talk.put({ ...task, state: 'TASK_STATE_HALTED', fault, steps });
    await talk.clock.advance(120_000);
    const { sentence } = await talk.say('what happened?');
    expect(sentence).toBe(
      '2 min ago you asked: "check Newsletter, then click Launch". Done 1 of 2: Check Newsletter. ' +
        'It halted at step 2 of 2 (Click Launch): there is no "Launch" on the screen. "Go on" tries again, "cancel" gives up.',
    );
  });

  test('says when it is not known whether an action happened', async () => {
    const talk = talking();
    const came = await talk.say('click Save');
    const { task } = talk.tasks.all.get(came.taskId)!;
    const steps = [{ ...task.steps[0]!, state: 'STEP_STATE_ACTING' as const }];
    talk.put({ ...task, state: 'TASK_STATE_HALTED', sentence: 'Halted', steps });
    expect((await talk.say('what happened?')).sentence).toContain('not known');
  });

  test('tells what it is doing, and that it does nothing', async () => {
    const talk = talking();
    expect((await talk.say('what are you doing?')).sentence).toContain('idle');
    talk.meet({ state: 'TASK_STATE_RUNNING', progress: 0.5, sentence: 'Step 2 of 4: Click Save' });
    await talk.say('click Save');
    expect((await talk.say('what is it doing?')).sentence).toBe(
      '"click Save". 50 %, running: Step 2 of 4: Click Save.',
    );
  });

  test('tells what can be done here, the skills of the application in front first', async () => {
    const shop = { ...skillOf('s', 'Order goods', ['order {what}']), domain: 'shop' };
    const talk = talking([...someSkills, shop]);
    const { sentence } = await talk.say('what can you do here?');
    expect(sentence).toMatch(/^For Shop: Order goods \("order \{what\}"\)\.\nOther skills: Send invoice/);
    expect(sentence).toContain('click Save');
    talk.fail({ $case: 'fault', value: { code: 'desktop.offline', message: 'offline', incidentId: '' } });
    expect((await talk.say('what can you do?')).sentence).toMatch(/^Skills: /);
  });
});

describe('steering in words', () => {
  test.each([
    ['pause', 'TASK_STATE_RUNNING', 'TASK_VERB_PAUSE'],
    ['go on', 'TASK_STATE_PAUSED', 'TASK_VERB_RESUME'],
    ['continue', 'TASK_STATE_HALTED', 'TASK_VERB_RESUME'],
    ['cancel that', 'TASK_STATE_HALTED', 'TASK_VERB_CANCEL'],
  ] as const)('%j', async (words, state, verb) => {
    const talk = talking();
    talk.meet({ state });
    await talk.say('click Save');
    expect(await talk.say(words)).toMatchObject({ kind: 'TURN_KIND_STEERED' });
    expect(talk.steered).toEqual([verb]);
    expect(talk.ran).toEqual(['click Save']);
  });

  test('stops at once, also when nobody remembers anything', async () => {
    const talk = talking();
    talk.threads.failure = new Error('the store is away');
    expect(await talk.say('stop!')).toMatchObject({ kind: 'TURN_KIND_STEERED' });
    expect(talk.orders).toEqual([{ $case: 'halt', value: {} }]);
  });

  test.each(['pause', 'go on', 'cancel'])('%j without a task says so', async (words) => {
    expect((await talking().say(words)).kind).toBe('TURN_KIND_REFUSED');
  });
});

describe('a thread', () => {
  test('belongs to its principal', async () => {
    const talk = talking();
    await talk.say('click Save');
    expect((await talk.say('do it again', { principal: 'bob' })).kind).toBe('TURN_KIND_REFUSED');
  });

  test('takes the same turn again for the first one', async () => {
    const talk = talking();
    const first = await talk.say('click Save', { turnId: 't' });
    const again = await talk.say('click Save', { turnId: 't' });
    expect([again.taskId, talk.ran]).toEqual([first.taskId, ['click Save']]);
  });

  test.each([
    ['log in as ada with hunter2', [login]],
    ['type "hunter2" into Password', []],
    ['set the PIN field to "hunter2"', []],
    ['put my password hunter2 somewhere', []],
  ])('keeps no secret of %j, and does not run it again', async (words, skills) => {
    const talk = talking(skills);
    const turn = await talk.say(words);
    expect(talk.ran).toEqual([words]);
    expect(JSON.stringify([turn, await talk.threads.read({ principal: 'ada', desktopId: 'desk' })])).not.toContain(
      'hunter2',
    );
    expect(turn.hadSecret).toBe(true);
    expect((await talk.say('do it again')).kind).toBe('TURN_KIND_REFUSED');
  });

  test('keeps what failed, and fails with its code', async () => {
    const talk = talking();
    talk.fail({ $case: 'fault', value: { code: 'desktop.offline', message: '"Office" is offline', incidentId: '' } });
    await expect(talk.say('click Save')).rejects.toEqual(expect.objectContaining({ code: 'desktop.offline' }));
    expect(await talk.threads.read({ principal: 'ada', desktopId: 'desk' })).toMatchObject([
      { said: 'click Save', kind: 'TURN_KIND_REFUSED', sentence: '"Office" is offline' },
    ]);
  });

  test('a command counts as done although nobody could remember it', async () => {
    const talk = talking();
    const keep = talk.threads.keep.bind(talk.threads);
    talk.threads.keep = async () => Promise.reject(new Error('full'));
    expect((await talk.say('click Save')).kind).toBe('TURN_KIND_RAN');
    talk.threads.keep = keep;
  });
});

describe('bad input', () => {
  test.each([
    ['', 'command.empty'],
    [' \t\n', 'command.empty'],
    ['x'.repeat(100_000), 'input.too_large'],
    ['click \u0000', 'input.invalid'],
    ['no, \u0007', 'input.invalid'],
    ['click \ud83d', 'input.invalid'],
  ])('is refused: %.20j', async (text, code) => {
    const talk = talking();
    await expect(talk.say(text)).rejects.toEqual(expect.objectContaining({ code }));
    expect(talk.orders).toEqual([]);
  });

  test.each(['click Сохранить', '保存をクリック', 'klick auf Spеichern', 'click \u202eevaS', '👋'])(
    'mixed scripts are a command like any: %j',
    async (text) => {
      expect((await talking().say(text)).kind).toBe('TURN_KIND_RAN');
    },
  );

  test('names that are missing or too long are refused', async () => {
    await expect(talking().say('click Save', { principal: '' })).rejects.toEqual(
      expect.objectContaining({ code: 'input.invalid' }),
    );
    await expect(talking().say('click Save', { turnId: 'x'.repeat(500) })).rejects.toEqual(
      expect.objectContaining({ code: 'input.invalid' }),
    );
  });
});

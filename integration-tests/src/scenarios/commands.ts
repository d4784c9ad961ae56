import { eventually } from '@karna/common/testing';
import { Rules } from '@karna/proto/gen/policy/v1/policy';
import { Skill } from '@karna/proto/gen/skill/v1/skill';
import { StepState, TaskState, TaskVerb, Verification } from '@karna/proto/gen/task/v1/task';
import { word } from '@karna/proto/words';
import { serveRegistrationForm } from '@karna/standalone/registration-form';
import { expect } from 'vitest';
import { done, describe as inWords, type Stage, say, show } from './stage.ts';

/** A scenario's name finishes the sentence "Karna ...". Written once, played in every world. */
export const commandScenarios: Record<string, (stage: Stage) => Promise<void>> = {
  'fills and submits a web form; the form server has it right': async (stage) => {
    await using form = disposable(await serveRegistrationForm());
    await done(stage, `open ${form.it.url}`);
    await done(stage, 'type "Grace Hopper" into Name and "grace@example.org" into E-mail');
    await done(stage, 'select "Oslo" from City');
    await done(stage, 'check Newsletter');
    await done(stage, 'type 2 into Seats, then click Register');
    await done(stage, 'wait until "Thank you" appears');
    expect(form.it.registrations).toEqual([
      { name: 'Grace Hopper', email: 'grace@example.org', city: 'Oslo', newsletter: true, seats: '2' },
    ]);
  },

  'verifies each step and keeps its pictures': async (stage) => {
    await show(stage, '/settings', 'Settings');
    const task = await done(stage, 'check Sound');
    const [step] = task.steps;
    expect(step).toMatchObject({ state: StepState.STEP_STATE_DONE, verification: Verification.VERIFICATION_CONFIRMED });
    const { data, mediaType } = await stage.client.blob(step?.afterPicture ?? '');
    expect(mediaType).toBe('image/png');
    expect(data.length).toBeGreaterThan(1_000);
    expect(stage.pages.events).toEqual(['sound true']);
    const { journal } = await stage.client.task(task.id);
    const events = journal.map(({ event }) => event);
    expect(events.indexOf('acting')).toBeLessThan(events.indexOf('verified'));
    expect(JSON.stringify(journal)).not.toContain('Settings');
  },

  'does not touch a box that is already as wanted': async (stage) => {
    await show(stage, '/settings', 'Settings');
    await done(stage, 'check "Mail alerts"');
    expect(stage.pages.events).toEqual([]);
  },

  'reads something out': async (stage) => {
    await show(stage, '/settings', 'Settings');
    const task = await done(stage, 'read out Balance');
    expect(task.answer.replaceAll(/\s/g, '')).toContain('1,204.50');
  },

  'knows a skill soon after it was saved, learns it with progress, and does not pretend to have been shown': async (
    stage,
  ) => {
    const phrases = ['make the weekly report'];
    const kept = await stage.client.saveSkill(Skill.fromPartial({ name: 'Weekly report', phrases }));
    await eventually(async () => {
      const { sentence } = await say(stage, 'make the weekly report');
      return sentence.includes('Weekly report') ? undefined : `the skill to be known, but: ${sentence}`;
    });
    const told: number[] = [];
    // What was saved is being learned at this very moment.
    const outcome = await eventuallyOf(() =>
      stage.client.trainSkills({ onProgress: ({ progress }) => told.push(progress) }),
    );
    expect(outcome.model?.skills).toBe(1);
    expect(told.length).toBeGreaterThan(2);
    const task = await say(stage, 'could you write the weekly report');
    expect(task.state).toBe(TaskState.TASK_STATE_NEEDS_TEACHING);
    await stage.client.removeSkill(kept.id);
  },

  'halts when the target is not on the screen, and says what comes close': async (stage) => {
    await show(stage, '/settings', 'Settings');
    const task = await say(stage, 'click "Launch rocket"');
    expect(inWords(task)).toMatch(/^halted target\.missing: .*Launch rocket/);
    expect(stage.pages.events).toEqual([]);
  },

  'asks which of two equal targets is meant, and uses the answer': async (stage) => {
    await show(stage, '/people', 'People');
    const task = await say(stage, 'click Edit');
    expect(task.state).toBe(TaskState.TASK_STATE_NEEDS_CLARIFICATION);
    expect(task.clarification?.choices).toHaveLength(2);
    expect(stage.pages.events).toEqual([]);
    const lower = task.clarification?.choices.toSorted((a, b) => (a.box?.y ?? 0) - (b.box?.y ?? 0)).at(1);
    await stage.client.answer(task.id, { choiceId: lower?.id ?? '' });
    expect(inWords(await stage.client.waitFor(task.id))).toBe('completed');
    expect(stage.pages.events).toEqual(['click grace']);
  },

  'tells look-alikes apart by what was said': async (stage) => {
    await show(stage, '/people', 'People');
    await done(stage, 'click the first Edit button');
    await done(stage, 'click the Edit button right of "New York"');
    expect(stage.pages.events).toEqual(['click ada', 'click grace']);
  },

  'halts rather than report a click that did nothing': async (stage) => {
    await show(stage, '/dead', 'Dead end');
    expect(inWords(await say(stage, 'click Proceed'))).toMatch(/^halted effect\.missing/);
  },

  'waits for what comes late': async (stage) => {
    await show(stage, '/slow', 'Loading');
    await done(stage, 'wait until "Continue" appears, then click Continue');
    expect(stage.pages.events).toEqual(['click late']);
  },

  'says so when what was waited for does not come': async (stage) => {
    await show(stage, '/people', 'People');
    expect(inWords(await say(stage, 'wait up to 2 seconds until "Godot" appears'))).toMatch(/^halted wait\.expired/);
  },

  'drags one thing onto another': async (stage) => {
    await show(stage, '/drag', 'Board');
    await done(stage, 'drag Parcel onto Warehouse');
    expect(stage.pages.events).toEqual(['down', 'up inside']);
  },

  'scrolls to what is not in sight': async (stage) => {
    await show(stage, '/long', 'Long page');
    await done(stage, 'scroll down to "Finish", then click Finish');
    expect(stage.pages.events).toEqual(['click bottom']);
  },

  'asks before an effect that cannot be undone, and takes no for an answer': async (stage) => {
    await show(stage, '/settings', 'Settings');
    const task = await say(stage, 'click "Delete account"');
    expect(task.state).toBe(TaskState.TASK_STATE_AWAITING_APPROVAL);
    await stage.client.steer(task.id, TaskVerb.TASK_VERB_REFUSE);
    expect(inWords(await stage.client.waitFor(task.id, { until: 'ended' }))).toMatch(/^cancelled task\.refused/);
    expect(stage.pages.events).toEqual([]);
    await done(stage, 'click "Delete account"', { approved: true });
    expect(stage.pages.events).toEqual(['click erase']);
  },

  'shows what it would do and touches nothing': async (stage) => {
    await show(stage, '/people', 'People');
    const task = await done(stage, 'click the second Edit button', { dryRun: true });
    expect(task.steps[0]?.targetBox?.width).toBeGreaterThan(10);
    expect(stage.pages.events).toEqual([]);
  },

  'tells in a dry run what the rules would refuse, and what they would ask about': async (stage) => {
    await show(stage, '/settings', 'Settings');
    const { administration } = stage.client;
    const told = async () => {
      const { steps } = await done(stage, 'check Sound, then click "Delete account"', { dryRun: true });
      return steps.map(({ rulings }) => rulings.map(({ kind, rule }) => `${word(kind)} ${rule}`));
    };
    const approval = 'needs_approval irreversible';
    expect(await told()).toEqual([[], [approval]]);
    await administration.setPolicy(Rules.fromPartial({ windows: { never: ['chrom*'] } }));
    try {
      expect(await told()).toEqual([['refused act_never_in'], [approval, 'refused act_never_in']]);
    } finally {
      await administration.setPolicy(Rules.create());
    }
    expect(stage.pages.events).toEqual([]);
  },

  'does not act on what it does not understand': async (stage) => {
    const task = await say(stage, 'order me a pizza');
    expect(task.state).toBe(TaskState.TASK_STATE_NEEDS_TEACHING);
    expect(task.steps).toEqual([]);
  },

  'does one thing for a request that was sent twice': async (stage) => {
    await show(stage, '/settings', 'Settings');
    const options = { id: `twice-${Date.now()}` };
    const [first, second] = await Promise.all([
      stage.client.run('check Sound', options),
      stage.client.run('check Sound', options),
    ]);
    expect(second.id).toBe(first.id);
    await stage.client.waitFor(first.id);
    expect(stage.pages.events).toEqual(['sound true']);
  },

  'says that an application does not exist': async (stage) => {
    expect(inWords(await say(stage, 'open the application "Quux Painter"'))).toMatch(/^halted app\.not_found/);
  },
};

/** What happens to a task from outside. */
export const steeringScenarios: Record<string, (stage: Stage) => Promise<void>> = {
  'halts at once from any client, and goes on when told': async (stage) => {
    await show(stage, '/slow', 'Loading');
    const { id } = await stage.client.run('wait up to 50 seconds until "Never" appears');
    await reaches(stage, id, TaskState.TASK_STATE_RUNNING);
    const other = await stage.world.connect();
    expect((await other.halt()).taskIds).toContain(id);
    expect(inWords(await stage.client.waitFor(id))).toMatch(/^halted agent\.halted/);
    await stage.client.steer(id, TaskVerb.TASK_VERB_RESUME);
    await reaches(stage, id, TaskState.TASK_STATE_RUNNING);
    await stage.client.steer(id, TaskVerb.TASK_VERB_CANCEL);
    expect(inWords(await stage.client.waitFor(id, { until: 'ended' }))).toMatch(/^cancelled/);
  },

  'pauses after the step and goes on where it was': async (stage) => {
    await show(stage, '/people', 'People');
    const { id } = await stage.client.run(
      'click the first Edit button, wait up to 20 seconds until "Opened grace" appears',
    );
    await eventually(() => (stage.pages.events.length > 0 ? undefined : 'the first click'), { timeoutMs: 20_000 });
    await stage.client.steer(id, TaskVerb.TASK_VERB_PAUSE);
    await reaches(stage, id, TaskState.TASK_STATE_PAUSED);
    await stage.client.steer(id, TaskVerb.TASK_VERB_RESUME);
    await reaches(stage, id, TaskState.TASK_STATE_RUNNING);
    await stage.client.steer(id, TaskVerb.TASK_VERB_CANCEL);
    await stage.client.waitFor(id, { until: 'ended' });
    expect(stage.pages.events).toEqual(['click ada']);
  },

  'does commands for one desktop in the order they were given': async (stage) => {
    await show(stage, '/people', 'People');
    const commands = ['click the first Edit button', 'click the second Edit button', 'click the first Edit button'];
    const tasks = [];
    for (const command of commands) tasks.push(await stage.client.run(command));
    for (const { id } of tasks) expect(inWords(await stage.client.waitFor(id))).toBe('completed');
    expect(stage.pages.events).toEqual(['click ada', 'click grace', 'click ada']);
  },

  'tells several clients the same facts, and one that was away what it missed': async (stage) => {
    const other = await stage.world.connect();
    const mine = stage.client.facts();
    const theirs = other.facts();
    const task = await say(stage, 'order me a pizza');
    const read = async (facts: typeof mine) => {
      const seen: string[] = [];
      let first = 0;
      for await (const { sequence, task: changed } of facts) {
        first ||= sequence;
        if (changed?.id === task.id) seen.push(`${sequence} ${changed.state}`);
        if (changed?.id === task.id && changed.version >= task.version) break;
      }
      return { seen, first };
    };
    const [a, b] = await Promise.all([read(mine), read(theirs)]);
    expect(a.seen.length).toBeGreaterThan(1);
    expect(b.seen).toEqual(a.seen);
    const late = await stage.world.connect();
    expect((await read(late.facts({ after: a.first - 1 }))).seen).toEqual(a.seen);
  },
};

async function reaches({ client }: Stage, id: string, state: TaskState): Promise<void> {
  await eventually(
    async () => {
      const { task } = await client.task(id);
      return task.state === state ? undefined : `${state}; it is ${inWords(task)}`;
    },
    { timeoutMs: 20_000, everyMs: 50 },
  );
}

const disposable = <T extends { close(): Promise<void> }>(it: T) => ({ it, [Symbol.asyncDispose]: () => it.close() });

/** Tries again while the same is going on already. */
async function eventuallyOf<T>(work: () => Promise<T>): Promise<T> {
  let value: T | undefined;
  await eventually(async () => {
    value = await work().catch((error: { code?: string }) => {
      if (error.code === 'training.running') return undefined;
      throw error;
    });
    return value === undefined ? 'the training before to end' : undefined;
  });
  return value as T;
}

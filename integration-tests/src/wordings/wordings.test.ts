// Many wordings, said one after the other to a real page that writes down what was done to it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { eventually } from '@karna/common/testing';
import { Skill, SkillStep } from '@karna/proto/gen/skill/v1/skill';
import { TargetQuery } from '@karna/proto/gen/target/v1/target';
import { TaskState, TaskVerb } from '@karna/proto/gen/task/v1/task';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describe as inWords, type Stage, say, show } from '../scenarios/stage.ts';
import { openStandalone, type Pages, servePages, type World } from '../world/index.ts';
import { wordings } from './wordings.ts';

/** One answer of the application: the page reports by a request of its own. */
const reportedMs = 5_000;

describe('many wordings', () => {
  let stage: Stage;
  let world: World | undefined;
  let pages: Pages | undefined;
  beforeAll(async () => {
    pages = await servePages();
    world = await openStandalone();
    stage = { world, pages, client: await world.connect() };
    await show(stage, '/desk', 'Desk');
  });
  afterAll(async () => {
    await world?.close();
    await pages?.close();
  });

  test.each(wordings)('"%s" is noticed as "%s"', { timeout: 60_000 }, async (said, noticed) => {
    stage.pages.forget();
    const task = await say(stage, said);
    expect(inWords(task)).toBe('completed');
    const [, answer] = /^answer (.*)$/.exec(noticed) ?? [];
    if (answer) return expect(task.answer.replaceAll(/\s/g, '')).toContain(answer);
    const { events } = stage.pages;
    await eventually(
      () => (lastOf(events, noticed) === noticed ? undefined : `${noticed}; it was ${events.join(', ')}`),
      {
        timeoutMs: reportedMs,
      },
    );
  });

  test('a name that nothing vouches for is asked about, unless a thing on the screen is called so', {
    timeout: 120_000,
  }, async () => {
    stage.pages.forget();
    const task = await say(stage, 'hit rock bottom');
    expect(task.state).toBe(TaskState.TASK_STATE_NEEDS_CLARIFICATION);
    expect(task.clarification?.question).toBe(
      'I do not see "rock bottom" here, beyond doubt. Shall I click "rock bottom"?',
    );
    expect(stage.pages.events.filter((event) => event.startsWith('click '))).toEqual([]);
    for (const [said, noticed] of [
      ['hit kanban lane', 'click lane'],
      ['set Town to Rome', 'town Rome'],
      ['clear the town', 'town '],
      ['hit Save', 'click save'],
    ] as const) {
      expect(inWords(await say(stage, said))).toBe('completed');
      await eventually(() => (lastOf(stage.pages.events, noticed) === noticed ? undefined : noticed), {
        timeoutMs: reportedMs,
      });
    }
    await stage.client.steer(task.id, TaskVerb.TASK_VERB_CANCEL);
  });

  test('and by the command line as well, in words about the last one', { timeout: 120_000 }, async () => {
    stage.pages.forget();
    const { url, token } = stage.world;
    const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', KARNA_URL: url, KARNA_TOKEN: token };
    const karna = async (...args: string[]) => {
      const main = fileURLToPath(new URL('../../../apps/cli/src/main.ts', import.meta.url));
      const child = spawn(process.execPath, ['--conditions=source', main, ...args], { env, stdio: 'ignore' });
      const [code] = await once(child, 'exit');
      return code;
    };
    expect(await karna('run', 'check Reminders')).toBe(0);
    expect(await karna('run', 'do it again for Newsletter')).toBe(0);
    expect(await karna('run', 'undo that')).toBe(0);
    const ticked = stage.pages.events.filter((event) => /^(?:reminders|newsletter) /.test(event));
    expect(ticked).toEqual(['reminders true', 'newsletter true', 'newsletter false']);
    expect(await karna('run', 'order me a pizza')).toBe(2);
    const skill = await stage.client.saveSkill(quietSkill);
    stage.pages.forget();
    expect(await karna('run', 'run skill "Be quiet"')).toBe(0);
    expect(await karna('run', 'undo that')).toBe(0);
    expect(stage.pages.events.filter((event) => event.startsWith('reminders '))).toEqual([
      'reminders false',
      'reminders true',
    ]);
    await stage.client.removeSkill(skill.id);
  });
});

const reminds = (checked: boolean) =>
  SkillStep.fromPartial({
    id: `reminders-${checked}`,
    sentence: checked ? 'Remind me' : 'Do not remind me',
    action: {
      confidence: 1,
      verb: { $case: 'setChecked', value: { target: TargetQuery.fromPartial({ text: 'Reminders' }), checked } },
    },
  } as SkillStep);

/** The box is ticked by then. */
const quietSkill = Skill.fromPartial({
  name: 'Be quiet',
  phrases: ['be quiet'],
  steps: [{ ...reminds(false), inverse: reminds(true) }],
});

/** The last thing noticed of the kind that is looked for: a pointer passes over others on its way. */
const lastOf = (events: readonly string[], wanted: string): string | undefined =>
  events.findLast((event) => event.split(' ', 1)[0] === wanted.split(' ', 1)[0]);

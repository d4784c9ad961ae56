import { eventually } from '@karna/common/testing';
import { type Turn, TurnKind } from '@karna/proto/gen/language/v1/conversation';
import { Skill } from '@karna/proto/gen/skill/v1/skill';
import { type Task, TaskState } from '@karna/proto/gen/task/v1/task';
import { expect } from 'vitest';
import { describe as inWords, type Stage, show } from './stage.ts';

/** What is said to a desktop, in words about what was said before. A scenario's name finishes the sentence "Karna ...". */
export const conversationScenarios: Record<string, (stage: Stage) => Promise<void>> = {
  'takes the answer to its question in words, and asks again when it is none': async (stage) => {
    await fresh(stage, '/people', 'People');
    expect((await turn(stage, 'click Edit')).task?.state).toBe(TaskState.TASK_STATE_NEEDS_CLARIFICATION);
    expect((await turn(stage, 'hmm')).spoken.kind).toBe(TurnKind.TURN_KIND_ASKED);
    expect(stage.pages.events).toEqual([]);
    const { task } = await turn(stage, 'the second one, please');
    expect(task && inWords(task)).toBe('completed');
    expect(stage.pages.events).toHaveLength(1);
    expect((await turn(stage, 'what happened?')).spoken.sentence).toMatch(/you asked: "click Edit"\. Done: Click Edit/);
  },

  'does the last command again with another value, corrects it, and takes it back; also for who comes back later':
    async (stage) => {
      await fresh(stage, '/desk', 'Desk');
      await turn(stage, 'check Newsletter');
      await turn({ ...stage, client: await stage.world.connect() }, 'do it again for Reminders');
      await turn(stage, 'undo that');
      await turn(stage, 'click Save');
      await turn(stage, 'no, Archive');
      const wanted = ['newsletter true', 'reminders true', 'reminders false', 'click save', 'click archive'];
      const noticed = () => stage.pages.events.filter((event) => /^(?:newsletter|reminders|click) /.test(event));
      await eventually(() => (noticed().length === wanted.length ? undefined : `all, not only ${noticed().join()}`));
      expect(noticed()).toEqual(wanted);
      const said = await stage.client.thread();
      expect(said.map((one) => one.taskState)).toEqual(said.map(() => 'TASK_STATE_COMPLETED'));
    },

  'names the effect that it wants a yes for, and takes a no in words': async (stage) => {
    await fresh(stage, '/settings', 'Settings');
    const { task } = await turn(stage, 'click "Delete account"');
    expect(task?.sentence).toContain('Delete account');
    expect((await turn(stage, 'perhaps')).spoken.sentence).toContain('Delete account');
    await turn(stage, 'no');
    expect((await turn(stage, 'what happened?')).spoken.sentence).toContain('cancelled');
    expect(stage.pages.events).toEqual([]);
  },

  'stops in a word, and goes on in two': async (stage) => {
    await fresh(stage, '/slow', 'Loading');
    const said = await stage.client.say('wait up to 50 seconds until "Never" appears');
    const id = said.task?.id ?? '';
    const reaches = (state: TaskState) =>
      eventually(async () => ((await stage.client.task(id)).task.state === state ? undefined : state), {
        timeoutMs: 20_000,
      });
    await reaches(TaskState.TASK_STATE_RUNNING);
    expect((await stage.client.say('what is it doing?')).turn?.sentence).toContain('running');
    await stage.client.say('stop');
    await reaches(TaskState.TASK_STATE_HALTED);
    await stage.client.say('go on');
    await reaches(TaskState.TASK_STATE_RUNNING);
    await stage.client.say('cancel that');
    await reaches(TaskState.TASK_STATE_CANCELLED);
  },

  'learns from an answer what words mean, until it is told to forget it': async (stage) => {
    await fresh(stage, '/people', 'People');
    await stage.client.forgetThread();
    const asked = (await turn(stage, 'press Home')).task;
    expect(asked?.clarification?.choices.map(({ label }) => label)).toEqual(['Press Home', 'Click Home']);
    await turn(stage, 'the first');
    const again = async () => (await turn(stage, 'press home')).task;
    await eventually(async () =>
      (await again())?.state === TaskState.TASK_STATE_COMPLETED ? undefined : 'the lesson',
    );
    const [example] = await stage.client.examples();
    expect(example).toMatchObject({ text: 'press Home', command: 'press the Home key' });
    await stage.client.removeExample(example?.id ?? '');
    const isAsked = (task: Task | undefined) => task?.state === TaskState.TASK_STATE_NEEDS_CLARIFICATION;
    await eventually(async () => (isAsked(await again()) ? undefined : 'the question again'));
  },

  'knows what is possible here, and the skills of this desktop': async (stage) => {
    const skill = Skill.fromPartial({ name: 'Weekly report', phrases: ['make the weekly report'] });
    const kept = await stage.client.saveSkill(skill);
    await eventually(async () => {
      const { sentence } = (await turn(stage, 'what can you do here?')).spoken;
      return sentence.includes('Weekly report ("make the weekly report")') ? undefined : `the skill in: ${sentence}`;
    });
    await stage.client.removeSkill(kept.id);
  },
};

async function fresh(stage: Stage, path: string, heading: string): Promise<void> {
  await show(stage, path, heading);
  await stage.client.forgetThread();
}

/** Says it, and waits until the task that it is about has ended or waits for somebody. */
async function turn(
  { client }: Pick<Stage, 'client'>,
  text: string,
): Promise<{ spoken: Turn; task: Task | undefined }> {
  const { turn: spoken, task } = await client.say(text);
  if (!spoken) throw new Error('the gateway answered without a turn');
  const isMoved = spoken.kind === TurnKind.TURN_KIND_RAN || spoken.kind === TurnKind.TURN_KIND_STEERED;
  if (!task || !isMoved) return { spoken, task };
  return { spoken, task: await client.waitFor(task.id, { signal: AbortSignal.timeout(60_000) }) };
}

import { answers, type Endpoint } from '@karna/language/testing';
import { TaskState } from '@karna/proto/gen/task/v1/task';
import { expect } from 'vitest';
import { done, type Stage, say, show } from './stage.ts';

const ticking = (name: string) => ({ name: 'set_checked', arguments: { target: { name }, checked: true } });

export interface ModelStage extends Stage {
  /** The language model that the world was told of, played by a script. */
  readonly model: Endpoint;
}

export const modelScenarios: Record<string, (stage: ModelStage) => Promise<void>> = {
  'asks about what only the language model understood, and does it after a yes': async (stage) => {
    await show(stage, '/settings', 'Settings');
    stage.model.play(answers({ calls: [ticking('Sound')] }));
    const asked = await say(stage, 'give me back the Sound');
    expect(asked.state).toBe(TaskState.TASK_STATE_NEEDS_CLARIFICATION);
    expect(asked.clarification?.question).toBe('Did you mean: Check Sound?');
    expect(stage.pages.events).toEqual([]);
    await stage.client.answer(asked.id, { choiceId: asked.clarification?.choices[0]?.id ?? '' });
    const task = await stage.client.waitFor(asked.id, { until: 'ended', signal: AbortSignal.timeout(60_000) });
    expect(task.state).toBe(TaskState.TASK_STATE_COMPLETED);
    expect(stage.pages.events).toEqual(['sound true']);
  },

  'plans with a language model that is shown the words on the screen, and does nothing by itself': async (stage) => {
    await show(stage, '/settings', 'Settings');
    stage.model.play(answers({ text: 'I would tick Sound.', calls: [ticking('Sound')] }));
    let words = '';
    let command = '';
    for await (const { body } of stage.client.plan('bring the noise', { withScreen: true })) {
      if (body?.$case === 'said') words += body.value;
      if (body?.$case === 'proposal') command = body.value.command;
    }
    expect(words).toBe('I would tick Sound.');
    const [, matter] = stage.model.received.at(-1)?.body.messages ?? [];
    expect(JSON.parse(String(matter?.content)).screen.join()).toContain('Sound');
    expect(stage.pages.events).toEqual([]);
    await done(stage, command);
    expect(stage.pages.events).toEqual(['sound true']);
  },

  'goes on without a language model that fails': async (stage) => {
    stage.model.play((response) => void response.destroy());
    const task = await say(stage, 'order me a pizza');
    expect(task.state).toBe(TaskState.TASK_STATE_NEEDS_TEACHING);
    stage.model.play(answers({}));
  },
};

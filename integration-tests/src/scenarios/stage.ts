import type { KarnaClient } from '@karna/client';
import type { Task } from '@karna/proto/gen/task/v1/task';
import { TaskState } from '@karna/proto/gen/task/v1/task';
import { word } from '@karna/proto/words';
import { expect } from 'vitest';
import type { Pages, World } from '../world/index.ts';

/** What a scenario plays on: a world, a client of it, and pages that keep their own record. */
export interface Stage {
  readonly world: World;
  readonly client: KarnaClient;
  readonly pages: Pages;
}

/** Says it and waits until it has ended or waits for somebody. */
export async function say(
  { client }: Pick<Stage, 'client'>,
  text: string,
  options: Parameters<KarnaClient['run']>[1] = {},
): Promise<Task> {
  const { id } = await client.run(text, options);
  return client.waitFor(id, { signal: AbortSignal.timeout(60_000) });
}

/** Says it and expects it done; a failure tells why it was not. */
export async function done(
  stage: Pick<Stage, 'client'>,
  text: string,
  options: Parameters<KarnaClient['run']>[1] = {},
): Promise<Task> {
  const task = await say(stage, text, options);
  expect(describe(task), text).toBe('completed');
  return task;
}

/** `halted target.missing: there is no ...`; `completed`. */
export const describe = ({ state, fault, clarification, sentence }: Task): string =>
  state === TaskState.TASK_STATE_COMPLETED
    ? 'completed'
    : `${word(state)} ${fault?.code ?? ''}: ${fault?.message ?? clarification?.question ?? sentence}`;

/** Shows a page in the world's browser and waits until it is there. */
export async function show(stage: Stage, path: string, heading: string): Promise<void> {
  await done(stage, `open ${stage.pages.url}${path}`);
  await done(stage, `wait until "${heading}" appears`);
  stage.pages.forget();
}

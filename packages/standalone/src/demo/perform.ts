import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KarnaClient } from '@karna/client';
import { type Step, StepState, TaskState } from '@karna/proto/gen/task/v1/task';
import { word } from '@karna/proto/words';

export type Print = (text: string) => void;

/** What every part of the demo is played with. */
export interface Stage {
  readonly client: KarnaClient;
  /** The folder that the pictures of the steps are kept in. */
  readonly pictures: string;
  readonly print: Print;
  readonly signal: AbortSignal;
}

/** Says it, tells each step, and whether it was done; why not is printed. */
export async function perform({ client, pictures, print, signal }: Stage, text: string): Promise<boolean> {
  print(`\n› ${text}`);
  let last = await client.run(text, { signal });
  const told = new Set<string>();
  for await (const task of client.follow(last.id, { signal })) {
    last = task;
    for (const step of task.steps.filter(({ state }) => state === StepState.STEP_STATE_DONE)) {
      if (told.has(step.id)) continue;
      told.add(step.id);
      print(`  ✓ ${step.sentence}   ${await keep(client, step, pictures)}`);
    }
  }
  if (last.state === TaskState.TASK_STATE_COMPLETED) return true;
  print(`  ${word(last.state, ' ')}: ${last.fault?.message ?? last.clarification?.question ?? last.sentence}`);
  return false;
}

async function keep(client: KarnaClient, step: Step, pictures: string): Promise<string> {
  if (!step.afterPicture) return '';
  const path = join(pictures, `${step.id}.png`);
  await writeFile(path, (await client.blob(step.afterPicture)).data);
  return path;
}

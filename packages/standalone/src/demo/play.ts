import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { KarnaClient } from '@karna/client';
import type { Lifecycle } from '@karna/common/lifecycle';
import { type Step, StepState, type Task, TaskState } from '@karna/proto/gen/task/v1/task';
import { word } from '@karna/proto/words';
import type { Standalone } from '../start.ts';
import { serveRegistrationForm } from './registration-form.ts';

type Print = (text: string) => void;

/** A sum for the calculator, so that its answer cannot be anywhere else on the screen. */
const sum = { buttons: ['1', '2', '*', '3', '4', '='], answer: '408' };

/** Opens applications, fills a web form in plain words, carries a result from the calculator to it, and judges by the form server's record. */
export async function playDemo(karna: Standalone, pictures: string, print: Print, life: Lifecycle): Promise<boolean> {
  const form = life.own('form', await serveRegistrationForm(), (it) => it.close());
  const client = life.own('client', await KarnaClient.connect({ url: karna.url, token: karna.token }), (it) =>
    it.close(),
  );
  await rm(pictures, { recursive: true, force: true });
  await mkdir(pictures, { recursive: true });
  const commands = [
    'open the text editor and type "Hello from Karna"',
    `open the calculator and click ${sum.buttons.join(', then click ')}`,
    'press ctrl+c',
    `open ${form.url}`,
    'type "Ada Lovelace" into Name and "ada@example.org" into E-mail',
    'select "Berlin" from City, then check Newsletter',
    'click the Seats field and press ctrl+v',
    'click Register and wait until "Thank you" appears',
  ];
  for (const command of commands) {
    print(`\n› ${command}`);
    const task = await perform(client, command, pictures, print, life.stopping);
    if (task.state === TaskState.TASK_STATE_COMPLETED) continue;
    print(`  ${word(task.state, ' ')}: ${task.fault?.message ?? task.clarification?.question ?? task.sentence}`);
    return false;
  }
  return judge(form.registrations, print);
}

async function perform(
  client: KarnaClient,
  text: string,
  pictures: string,
  print: Print,
  signal: AbortSignal,
): Promise<Task> {
  const accepted = await client.run(text, { signal });
  const told = new Set<string>();
  let last = accepted;
  for await (const task of client.follow(accepted.id, { signal })) {
    last = task;
    for (const step of task.steps.filter(({ state }) => state === StepState.STEP_STATE_DONE)) {
      if (told.has(step.id)) continue;
      told.add(step.id);
      print(`  ✓ ${step.sentence}   ${await keep(client, step, pictures)}`);
    }
  }
  return last;
}

async function keep(client: KarnaClient, step: Step, pictures: string): Promise<string> {
  if (!step.afterPicture) return '';
  const path = join(pictures, `${step.id}.png`);
  await writeFile(path, (await client.blob(step.afterPicture)).data);
  return path;
}

function judge(registrations: readonly unknown[], print: Print): boolean {
  const expected = [
    { name: 'Ada Lovelace', email: 'ada@example.org', city: 'Berlin', newsletter: true, seats: sum.answer },
  ];
  const right = isDeepStrictEqual(registrations, expected);
  print(`\nthe form's own record: ${JSON.stringify(registrations)}`);
  if (!right) print(`expected:              ${JSON.stringify(expected)}`);
  return right;
}

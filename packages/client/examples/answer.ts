// Takes the last choice whenever a task asks something, so that it goes on without anybody: node answer.ts "press 5, wait, I mean 6"
import { KarnaClient } from '@karna/client';
import { TaskState } from '@karna/proto/gen/task/v1/task';

const { KARNA_URL: url = 'http://127.0.0.1:7400', KARNA_TOKEN: token = '' } = process.env;
const [words = ''] = process.argv.slice(2);

await using karna = await KarnaClient.connect({ url, token });
const { id } = await karna.run(words);
let task = await karna.waitFor(id);
while (task.state === TaskState.TASK_STATE_NEEDS_CLARIFICATION) {
  const { question = '', choices = [] } = task.clarification ?? {};
  const chosen = choices.at(-1);
  if (!chosen) break; // it wants words
  console.log(`${question} ${chosen.label}`);
  await karna.answer(id, { choiceId: chosen.id });
  task = await karna.waitFor(id);
}
console.log(task.sentence);

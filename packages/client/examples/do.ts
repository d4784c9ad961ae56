// Has something done and tells each change of it: node do.ts "click Save, then press Enter"
import { KarnaClient, KarnaError } from '@karna/client';
import { TaskState } from '@karna/proto/gen/task/v1/task';

const { KARNA_URL: url = 'http://127.0.0.1:7400', KARNA_TOKEN: token = '' } = process.env;
const [words = ''] = process.argv.slice(2);

try {
  await using karna = await KarnaClient.connect({ url, token });
  const { id } = await karna.run(words);
  for await (const task of karna.follow(id)) {
    console.log(`${Math.round(task.progress * 100)} % ${task.sentence}`);
    if (task.state === TaskState.TASK_STATE_COMPLETED) console.log('done');
    else if (task.fault) console.log(`${task.fault.code}: ${task.fault.message}`);
  }
} catch (error) {
  if (!(error instanceof KarnaError)) throw error;
  console.error(`${error.code}: ${error.message}`);
  process.exitCode = 1;
}

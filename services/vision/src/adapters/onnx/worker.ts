// The worker thread: decodes, runs the networks and makes a screen of what they say. Started by worker-thread.ts.
import { parentPort, workerData } from 'node:worker_threads';
import { DomainError } from '@karna/common/errors';
import { readPack } from '@karna/sight/pack';
import { Eyes } from '../../eyes.ts';
import { recollect } from '../../recollecting.ts';
import { decoded } from '../image.ts';
import { encodedPng } from '../png.ts';
import { heeding } from './heeding.ts';
import { OnnxModels } from './models.ts';
import type { FromWorker, Task, ToWorker, WorkerSettings } from './protocol.ts';

const settings = workerData as WorkerSettings;
const port = parentPort;
if (!port) throw new Error('this file runs as a worker thread');
const say = (message: FromWorker) => port.postMessage(message);

const models = await OnnxModels.open(await readPack(settings.modelsFolder), settings.threads);
// The size of a common virtual desktop: its first real frame is then as quick as the next.
await models.warmUp(1280, 720);

/** What is in work now. */
let task = new AbortController();
const eyes = new Eyes(heeding(models, () => task.signal));

let inWork: Promise<void> = Promise.resolve();
port.on('message', (message: ToWorker) => {
  if (message.kind === 'close') return void inWork.then(close);
  if (message.kind === 'stop') return task.abort();
  task = new AbortController();
  inWork = done(message).then(say, (thrown: unknown) => say(failure(thrown)));
});
say({ kind: 'ready' });

async function done(task: Task): Promise<FromWorker> {
  const decode = (image: Uint8Array) => decoded(image, settings.imageLimits);
  if (task.kind === 'recollect') {
    const files = { read: decode, write: encodedPng };
    const { image, screen, question } = task;
    return { kind: 'recollected', recollection: await recollect(await decode(image), screen, question, files) };
  }
  if (task.kind === 'look') return { kind: 'seen', screen: await eyes.look(await decode(task.image), task.hints) };
  const [before, after] = await Promise.all([decode(task.before), decode(task.after)]);
  return { kind: 'compared', comparison: await eyes.compare(before, after, task.hints) };
}

function failure(thrown: unknown): FromWorker {
  const error = DomainError.from(thrown);
  const detail = thrown instanceof Error ? (thrown.stack ?? thrown.message) : '';
  return { kind: 'failed', code: error.code, message: error.message, detail };
}

/** The thread ends by itself once nothing keeps it: cutting it off inside native code can take the process along. */
async function close(): Promise<void> {
  port?.close();
  await models.close();
}

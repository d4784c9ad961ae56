// The worker thread: decodes, runs the networks and makes a screen of what they say. Started by pool.ts.
import { parentPort, workerData } from 'node:worker_threads';
import { DomainError } from '@karna/common/errors';
import { perceive } from '../../perceiving.ts';
import { decoded } from '../image.ts';
import { readModels } from './manifest.ts';
import { OnnxModels } from './models.ts';
import type { FromWorker, ToWorker, WorkerSettings } from './protocol.ts';

const settings = workerData as WorkerSettings;
const port = parentPort;
if (!port) throw new Error('this file runs as a worker thread');
const say = (message: FromWorker) => port.postMessage(message);

const models = await OnnxModels.open(await readModels(settings.modelsFolder), settings.threads);
// The size of a common virtual desktop: its first real frame is then as quick as the next.
await models.warmUp(1280, 720);

let inWork: Promise<void> = Promise.resolve();
port.on('message', (message: ToWorker) => {
  if (message.kind === 'close') void inWork.then(close);
  else inWork = look(message.image).then(say, (thrown: unknown) => say(failure(thrown)));
});
say({ kind: 'ready' });

async function look(image: Uint8Array): Promise<FromWorker> {
  return { kind: 'seen', screen: await perceive(await decoded(image, settings.imageLimits), models) };
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

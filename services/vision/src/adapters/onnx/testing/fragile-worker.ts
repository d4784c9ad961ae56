// A worker that speaks the pool's protocol and does what the first byte of its image says.
import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { FromWorker, ToWorker, WorkerSettings } from '../protocol.ts';

/** What an image makes this worker do. */
export const deeds = { see: 1, crash: 2, hang: 3, fail: 4, slow: 5 } as const;

const port = parentPort;
const settings: WorkerSettings | undefined = workerData;
if (port && settings) {
  if (settings.modelsFolder === 'absent') throw new Error('no models here');
  const say = (message: FromWorker) => port.postMessage(message);
  let inWork = Promise.resolve();
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'close') return void inWork.then(() => port.close());
    const [deed, width = 0] = message.image;
    if (deed === deeds.crash) throw new Error('broken on purpose');
    if (deed === deeds.fail) say({ kind: 'failed', code: 'image.invalid', message: 'cut off', detail: '' });
    const seen: FromWorker = { kind: 'seen', screen: { width, height: 1, elements: [], lines: [] } };
    if (deed === deeds.see) say(seen);
    if (deed === deeds.slow) inWork = delay(60).then(() => say(seen));
  });
  say({ kind: 'ready' });
}

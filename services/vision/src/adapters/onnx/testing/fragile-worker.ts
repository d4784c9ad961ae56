// A worker that speaks the pool's protocol and does what the first byte of its image says.
import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, threadId, workerData } from 'node:worker_threads';
import type { FromWorker, ToWorker, WorkerSettings } from '../protocol.ts';

/** What an image makes this worker do. `slow` takes 60 ms, `work` as many as the second byte says, `long` as long as it may. */
export const deeds = { see: 1, crash: 2, hang: 3, fail: 4, slow: 5, work: 6, long: 7 } as const;

const port = parentPort;
const settings: WorkerSettings | undefined = workerData;
if (port && settings) {
  const { modelsFolder } = settings;
  if (modelsFolder === 'absent' || (isAbsolute(modelsFolder) && !existsSync(modelsFolder))) {
    throw new Error('no models here');
  }
  const say = (message: FromWorker) => port.postMessage(message);
  let inWork = Promise.resolve();
  let isLong = false;
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'close') return void inWork.then(() => port.close());
    if (message.kind === 'stop') {
      if (isLong) say({ kind: 'failed', code: 'request.cancelled', message: 'stopped', detail: '' });
      isLong = false;
      return;
    }
    const [deed, width = 0] = message.kind === 'compare' ? message.before : message.image;
    if (deed === deeds.crash) throw new Error('broken on purpose');
    if (deed === deeds.long) isLong = true;
    if (deed === deeds.fail) say({ kind: 'failed', code: 'image.invalid', message: 'cut off', detail: '' });
    const answer = message.kind === 'look' ? seen(width, modelsFolder) : compared();
    if (deed === deeds.see) say(answer);
    if (deed === deeds.slow) inWork = delay(60).then(() => say(answer));
    if (deed === deeds.work) inWork = delay(width).then(() => say(answer));
  });
  if (modelsFolder !== 'stuck') say({ kind: 'ready' });
}

/** The height tells which thread it was; the only line names its models. */
function seen(width: number, modelsFolder: string): FromWorker {
  const box = { x: 0, y: 0, width: 1, height: 1 };
  const lines = [{ text: modelsFolder, box, words: [] }];
  return { kind: 'seen', screen: { width, height: threadId, elements: [], lines, lookedAt: 1, isWhole: true } };
}

function compared(): FromWorker {
  return { kind: 'compared', comparison: { changes: [], regions: [], changed: 0 } };
}

// The thread that reads: the agent goes on answering meanwhile. Started by reader.ts.
import { parentPort, workerData } from 'node:worker_threads';
import { type Frame, type Line, openSight } from '@karna/sight';
import type { FromWorker, PicturePart, ToWorker, WorkerSettings } from './protocol.ts';

const { modelsFolder, threads } = workerData as WorkerSettings;
const port = parentPort;
if (!port) throw new Error('this file runs as a worker thread');
const say = (message: FromWorker) => port.postMessage(message);

const sight = await openSight(modelsFolder, { threads });
let inWork: Promise<void> = Promise.resolve();
port.on('message', (message: ToWorker) => {
  if (message.kind === 'close') void inWork.then(close);
  else inWork = inWork.then(() => answer(message.id, message.parts));
});
say({ kind: 'ready' });

async function answer(id: number, parts: readonly PicturePart[]): Promise<void> {
  try {
    const lines: Line[][] = [];
    for (const part of parts) lines.push(placed(await sight.readLines(rgbOf(part), { doubtful: true }), part));
    say({ kind: 'read', id, lines });
  } catch (error) {
    say({ kind: 'failed', id, detail: error instanceof Error ? (error.stack ?? error.message) : '' });
  }
}

function rgbOf({ width, height, pixels }: PicturePart): Frame {
  const rgb = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < rgb.length; from += 4) {
    rgb[to++] = pixels[from + 2] ?? 0;
    rgb[to++] = pixels[from + 1] ?? 0;
    rgb[to++] = pixels[from] ?? 0;
  }
  return { width, height, rgb };
}

/** In px of the whole picture. */
const placed = (lines: readonly Line[], { left, top }: PicturePart): Line[] =>
  lines.map((line) => ({
    text: line.text,
    box: { ...line.box, x: line.box.x + left, y: line.box.y + top },
    words: line.words.map((word) => ({
      ...word,
      box: { ...word.box, x: word.box.x + left, y: word.box.y + top },
      characters: word.characters.map((character) => ({ ...character, x: character.x + left })),
    })),
  }));

/** The thread ends by itself once nothing keeps it: cutting it off inside native code can take the process along. */
async function close(): Promise<void> {
  port?.close();
  await sight.close();
}

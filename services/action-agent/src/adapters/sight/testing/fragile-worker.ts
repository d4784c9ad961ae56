// A reader's thread that does what the width of the first part says: fails (13), dies (14), hangs (15), says which it is (16), else reads one line.
import { parentPort, threadId } from 'node:worker_threads';
import type { FromWorker, ToWorker } from '../protocol.ts';

const port = parentPort;
if (!port) throw new Error('this file runs as a worker thread');
const say = (message: FromWorker) => port.postMessage(message);

port.on('message', (message: ToWorker) => {
  if (message.kind === 'close') {
    port.close();
    return;
  }
  const { id, parts } = message;
  const [first] = parts;
  if (first?.width === 13) say({ kind: 'failed', id, detail: 'as asked' });
  else if (first?.width === 14) process.exit(1);
  else if (first?.width === 16)
    say({ kind: 'read', id, lines: [[{ text: String(threadId), box: boxOf(first), words: [] }]] });
  else if (first?.width !== 15) say({ kind: 'read', id, lines: parts.map(lineIn) });
});
say({ kind: 'ready' });

type Part = (ToWorker & { kind: 'read' })['parts'][number];
const boxOf = ({ left, top, width, height }: Part) => ({ x: left, y: top, width, height });
const lineIn = (part: Part) => [{ text: String(part.pixels[0]), box: boxOf(part), words: [] }];

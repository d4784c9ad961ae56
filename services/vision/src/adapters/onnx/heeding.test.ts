import { expect, test } from 'vitest';
import type { Models } from '../../ports.ts';
import { heeding } from './heeding.ts';

const frame = { width: 1, height: 1, rgb: new Uint8Array(3) };
const part = { x: 0, y: 0, width: 1, height: 1 };

test('models stop before the next run once nobody waits, and go on for who comes next', async () => {
  const runs: string[] = [];
  const models: Models = {
    detect: async () => {
      runs.push('detect');
      return [];
    },
    read: async (_, signal) => {
      runs.push(signal?.aborted ? 'aborted' : 'read');
      return [];
    },
  };
  let task = new AbortController();
  const heeded = heeding(models, () => task.signal);
  await heeded.detect(frame, part);
  task.abort();
  await expect(heeded.detect(frame, part)).rejects.toMatchObject({ name: 'AbortError' });
  await expect(heeded.read([])).rejects.toMatchObject({ name: 'AbortError' });
  task = new AbortController();
  await heeded.read([]);
  expect(runs).toEqual(['detect', 'read']);
});

import { quiet } from '@karna/common/log';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Sheet } from '../../testing/drawing.ts';
import { SightReader } from './reader.ts';

const script = new URL('./testing/fragile-worker.ts', import.meta.url);
const never = new AbortController().signal;
const sheet = new Sheet(100, 100).fill({ x: 20, y: 30, width: 10, height: 10 }, 0x000042);
const part = (width: number) => ({ x: 20, y: 30, width, height: 5 });

/** Which thread reads now. */
const thread = async () => (await reader.read(sheet, [part(16)], never))[0]?.[0]?.text;

let reader: SightReader;
beforeEach(async () => {
  reader = await SightReader.open({ modelsFolder: 'none', threads: 1, log: quiet, script, limitMs: 300 });
});
afterEach(() => reader.close());

test('reads the parts it is given, in their order', async () => {
  const lines = await reader.read(sheet, [part(10), { x: 0, y: 0, width: 5, height: 5 }], never);
  expect(lines).toMatchObject([[{ text: '66', box: part(10) }], [{ text: '255' }]]);
});

test('passes on that the thread could not read', async () => {
  await expect(reader.read(sheet, [part(13)], never)).rejects.toThrow('could not read');
  await expect(reader.read(sheet, [part(10)], never)).resolves.toHaveLength(1);
});

test('fails what a thread died of, and reads on with another', async () => {
  await expect(reader.read(sheet, [part(14)], never)).rejects.toThrow('has ended');
  await expect(reader.read(sheet, [part(10)], never)).resolves.toHaveLength(1);
});

test('replaces a thread that hangs, and fails nothing that the new one is asked', async () => {
  const first = await thread();
  await expect(reader.read(sheet, [part(15)], never)).rejects.toThrow('hangs');
  expect(await thread()).not.toBe(first);
});

test('replaces no thread because somebody was in a hurry', async () => {
  const first = await thread();
  await expect(reader.read(sheet, [part(15)], AbortSignal.timeout(20))).rejects.toThrow();
  expect(await thread()).toBe(first);
});

test('lets whoever asked go, without harm to the next', async () => {
  const gone = new AbortController();
  const reading = reader.read(sheet, [part(15)], gone.signal);
  gone.abort(new Error('gone'));
  await expect(reading).rejects.toThrow('gone');
  await expect(reader.read(sheet, [part(10)], never)).resolves.toHaveLength(1);
});

test('reads nothing any more once it is closed', async () => {
  await reader.close();
  await expect(reader.read(sheet, [part(10)], never)).rejects.toThrow('closed');
});

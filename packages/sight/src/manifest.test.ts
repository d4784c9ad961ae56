import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readFiles } from './manifest.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'karna-models-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function given(models: Record<string, object>): Promise<void> {
  const entries = Object.entries(models).map(([name, more]) => {
    const sha256 = createHash('sha256').update(name).digest('hex');
    return { name, file: `${name}.onnx`, sha256, ...more };
  });
  for (const name of Object.keys(models)) await writeFile(join(folder, `${name}.onnx`), name);
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ format: 1, models: entries }));
}

const reader = { alphabet: 'abc' };

test('a network for lines alone has one class and one group of boxes', async () => {
  await given({ lines: { classes: ['line'] }, reader });
  expect((await readFiles(folder)).finder).toMatchObject({ lineClasses: [0], lineGroup: 0 });
});

test('of a network for everything the classes for text are taken, and their boxes', async () => {
  await given({ lines: {}, screen: { classes: ['button', 'heading', 'row', 'text'], groups: [1, 2, 3, 2] }, reader });
  const { finder, reader: read } = await readFiles(folder);
  expect(finder).toMatchObject({ lineClasses: [3, 1], lineGroup: 2 });
  expect(Buffer.from(finder.bytes).toString()).toBe('screen');
  expect(read.alphabet).toEqual(['a', 'b', 'c']);
});

test('a pack is read as well', async () => {
  await given({ screen: {}, reader: {} });
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const models = {
    screen: { file: 'screen.onnx', sha256: sha256('screen'), classes: ['text'], groups: [0] },
    reader: { file: 'reader.onnx', sha256: sha256('reader'), alphabet: 'ä😀' },
  };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ format: 2, name: 'x', version: '2.0.0', models }));
  expect(await readFiles(folder)).toMatchObject({ finder: { lineClasses: [0] }, reader: { alphabet: ['ä', '😀'] } });
});

test('a file that is not the one of the manifest is refused', async () => {
  await given({ lines: {}, reader });
  await writeFile(join(folder, 'reader.onnx'), 'cut off');
  await expect(readFiles(folder)).rejects.toThrow('reader.onnx is not the one');
});

test('a folder without a reader is refused', async () => {
  await given({ lines: {} });
  await expect(readFiles(folder)).rejects.toThrow('or no reader');
});

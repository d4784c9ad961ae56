import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readPack } from './pack.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'karna-models-'));
  for (const name of ['screen', 'reader']) await writeFile(join(folder, `${name}.onnx`), name);
});
afterEach(() => rm(folder, { recursive: true }));

const entry = (name: string) => ({
  file: `${name}.onnx`,
  sha256: createHash('sha256').update(name).digest('hex'),
  bytes: name.length,
});
const right = {
  format: 2,
  name: 'karna',
  version: '2.0.0',
  licence: 'Apache-2.0',
  provenance: 'made for a test',
  models: {
    screen: { ...entry('screen'), classes: ['button', 'text'], groups: [1, 0] },
    reader: { ...entry('reader'), alphabet: '0123456789 ä€' },
  },
};
const given = (manifest: unknown) => writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));

test('a pack has both networks, and what their outputs mean', async () => {
  await given(right);
  const { screen, reader } = await readPack(folder);
  expect(screen).toMatchObject({ classes: ['button', 'text'], groups: [1, 0] });
  expect(Buffer.from(screen.bytes).toString()).toBe('screen');
  expect(reader.alphabet).toBe('0123456789 ä€');
});

test('a file that is not the one of the manifest is refused', async () => {
  await given(right);
  await writeFile(join(folder, 'reader.onnx'), 'cut off');
  await expect(readPack(folder)).rejects.toMatchObject({
    code: 'model.invalid',
    message: /reader.onnx is not the file/,
  });
});

test.each([
  ['an older format', { ...right, format: 1 }],
  ['a newer format', { ...right, format: 3 }],
  ['no reader', { ...right, models: { screen: right.models.screen } }],
  [
    'a network without a class for text',
    { ...right, models: { ...right.models, screen: { ...right.models.screen, classes: ['button'], groups: [0] } } },
  ],
])('a pack of %s is refused', async (_, manifest) => {
  await given(manifest);
  await expect(readPack(folder)).rejects.toMatchObject({ code: 'model.invalid' });
});

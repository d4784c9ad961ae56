import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { MemoryModels } from '../memory/models.ts';
import { modelsContract } from './contract.ts';
import { FolderModels } from './folder-models.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});
async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'karna-models-'));
  folders.push(folder);
  return folder;
}

describe('in a folder', () => {
  modelsContract(async () => new FolderModels(join(await freshFolder(), 'not', 'there', 'yet')));

  test('takes what was cut half-way for no model', async () => {
    const folder = await freshFolder();
    await writeFile(join(folder, 'skills_1234.part'), 'half');
    await writeFile(join(folder, 'skills-7.place'), 'half');
    await writeFile(join(folder, 'notes.txt'), 'hello');
    expect(await new FolderModels(folder).versions()).toEqual([]);
    expect(await readdir(folder)).toHaveLength(3);
  });
});

describe('in memory', () => modelsContract(async () => new MemoryModels()));

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { spoolContract } from '../contract/spool-contract.ts';
import { MemorySpool } from '../memory/spool.ts';
import { FolderSpool } from './folder-spool.ts';

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

spoolContract('memory', async () => {
  const spools = new Map<number | undefined, MemorySpool>();
  return (maxBytes) => {
    const spool = spools.get(maxBytes) ?? new MemorySpool(maxBytes);
    spools.set(maxBytes, spool);
    return spool;
  };
});

spoolContract('folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'karna-spool-'));
  folders.push(folder);
  return (maxBytes) => new FolderSpool(join(folder, 'recordings'), maxBytes);
});

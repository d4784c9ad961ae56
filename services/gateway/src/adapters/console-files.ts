import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import type { ConsoleFile, ConsoleFiles } from '../ports.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Reads the built console into memory (about 2 MB): what is not in this list cannot be asked for. */
export async function readConsole(folder: string): Promise<ConsoleFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = new Map<string, ConsoleFile>();
  for (const name of names.filter((one) => types[extname(one)] !== undefined)) {
    const path = `/${relative(folder, name).split(sep).join('/')}`;
    files.set(path === '/index.html' ? '/' : path, await readOne(name, names, path));
  }
  if (!files.has('/')) throw new Error(`${folder} holds no console: index.html is not there`);
  return files;
}

async function readOne(name: string, names: readonly string[], path: string): Promise<ConsoleFile> {
  const body = await readFile(name);
  const [br, gzip] = await Promise.all(
    ['br', 'gz'].map((ending) => (names.includes(`${name}.${ending}`) ? readFile(`${name}.${ending}`) : undefined)),
  );
  return {
    body,
    br,
    gzip,
    type: types[extname(name)] ?? '',
    etag: `"${createHash('sha256').update(body).digest('base64url')}"`,
    // Named by its content.
    isImmutable: path.startsWith('/assets/'),
  };
}

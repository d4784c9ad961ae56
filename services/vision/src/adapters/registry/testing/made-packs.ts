import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

export const hashOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** The two networks of a pack, as far as the registry cares: bytes. */
export const networks = { screen: Buffer.alloc(50_000, 'screen'), reader: Buffer.alloc(30_000, 'reader') };

/** A manifest that is right, but for what a test changes. */
export function manifestOf(changes: Record<string, unknown> = {}, models: Record<string, object> = {}) {
  const entry = (name: 'screen' | 'reader') => ({
    file: `${name}.onnx`,
    sha256: hashOf(networks[name]),
    bytes: networks[name].length,
  });
  return {
    format: 2,
    name: 'other',
    version: '1.0.0',
    licence: 'MIT',
    provenance: 'made for a test',
    figures: { 'words exact': 0.9 },
    models: {
      screen: { ...entry('screen'), classes: ['text', 'button'], groups: [0, 1], ...models.screen },
      reader: { ...entry('reader'), alphabet: '0123456789abc ', figures: { unseen: { exact: 0.8 } }, ...models.reader },
    },
    ...changes,
  };
}

/** A pack in a folder. */
export async function savePack(folder: string, manifest: object = manifestOf()): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'screen.onnx'), networks.screen);
  await writeFile(join(folder, 'reader.onnx'), networks.reader);
}

type Answer = Uint8Array | string | ((request: IncomingMessage, response: ServerResponse) => void);

/** Serves files, or misbehaves; paths without an entry are 404. */
export async function servePack(files: Record<string, Answer>) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const answer = files[(request.url ?? '').split('?')[0] ?? ''];
    if (typeof answer === 'function') answer(request, response);
    else if (answer === undefined) response.writeHead(404).end('no such file');
    else response.end(answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A whole pack at `/manifest.json`. */
export const packFiles = (manifest: object = manifestOf()): Record<string, Answer> => ({
  '/manifest.json': JSON.stringify(manifest),
  '/screen.onnx': networks.screen,
  '/reader.onnx': networks.reader,
});

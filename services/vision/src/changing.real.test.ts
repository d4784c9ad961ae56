// The shipped networks, pulled as a pack under another version: tried, changed to under load, broken on the disk.
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MemoryBus } from '@karna/common/bus';
import { connectGrpc } from '@karna/common/grpc';
import { Lifecycle } from '@karna/common/lifecycle';
import { quiet } from '@karna/common/log';
import type { ModelPack } from '@karna/proto/gen/vision/v1/model';
import { VisionServiceService } from '@karna/proto/gen/vision/v1/vision';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startVision } from './app.ts';
import { visionConfig } from './config.ts';

const shipped = fileURLToPath(new URL('../../../models/', import.meta.url));
const minutes = 60_000;
const hashOf = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

let root: string;
const lives: Lifecycle[] = [];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'karna-changing-'));
});
afterEach(async () => {
  for (const life of lives.splice(0)) await life[Symbol.asyncDispose]();
  await rm(root, { recursive: true, force: true });
});

async function vision() {
  const life = new Lifecycle();
  lives.push(life);
  const config = visionConfig.parse({
    NATS_URL: 'nats://unused:4222',
    PACKS_DIR: join(root, 'kept'),
    QUEUE_LIMIT: '300',
    DESKTOP_QUEUE_LIMIT: '300',
    THREADS: '1',
  });
  const bus = life.own('bus', new MemoryBus(quiet), (it) => it.drain());
  const { grpcPort, healthPort } = await startVision(config, quiet, life, { bus });
  const client = connectGrpc(VisionServiceService, `127.0.0.1:${grpcPort}`, { retry: [], deadlineMs: 3 * minutes });
  life.own('client', client, (it) => it.close());
  const pull = async (source: string): Promise<ModelPack | undefined> => {
    let pulled: ModelPack | undefined;
    for await (const { pack } of client.calls.pullModel({ source, sha256: '' })) pulled = pack;
    return pulled;
  };
  return { calls: client.calls, pull, ready: () => fetch(`http://127.0.0.1:${healthPort}/readyz`) };
}

interface Manifest {
  version: string;
  models: Record<'screen' | 'reader', { file: string; sha256: string; bytes: number }>;
}

/** The shipped pack under another version, with one file changed where a test says so. */
async function otherPack(version: string, changed: { file?: string; bytes?: Uint8Array } = {}): Promise<string> {
  const folder = join(root, version);
  await cp(shipped, folder, {
    recursive: true,
    filter: (path) => !/[/\\]vision([/\\]|$)/.test(path.slice(shipped.length - 1)),
  });
  const manifest: Manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
  const entry = Object.values(manifest.models).find(({ file }) => file === changed.file);
  if (entry && changed.bytes) {
    Object.assign(entry, { sha256: hashOf(changed.bytes), bytes: changed.bytes.length });
    await writeFile(join(folder, entry.file), changed.bytes);
  }
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, version }));
  return folder;
}

const pictureOf = (index: number): Promise<Buffer> => {
  const mark = { create: { width: 40, height: 20, channels: 3, background: '#1a56c4' } } as const;
  return sharp({ create: { width: 128, height: 64, channels: 3, background: '#ffffff' } })
    .composite([{ input: mark, left: 4 + (index % 80), top: 10 + Math.floor(index / 80) * 10 }])
    .png()
    .toBuffer();
};

test('changes under load without losing a request, and is the same after a restart', {
  timeout: 5 * minutes,
}, async () => {
  const first = await vision();
  const pulled = await first.pull(await otherPack('98.0.0'));
  expect(pulled).toMatchObject({ version: '98.0.0', inUse: false, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  const pictures = await Promise.all(Array.from({ length: 200 }, (_, index) => pictureOf(index)));
  let answered = 0;
  const ask = async (data: Buffer, index: number) => {
    const { width } = await first.calls.detect({ image: { data }, desktopId: `desktop-${index % 5}` });
    answered += 1;
    return width;
  };
  const asked = pictures.map(ask);
  const changed = await first.calls.useModel({ id: pulled?.id ?? '', principal: 'test' });
  const answeredByThen = answered;
  expect(changed.pack).toMatchObject({ id: pulled?.id, inUse: true });
  expect(await Promise.all(asked)).toEqual(Array(200).fill(128));
  expect(answeredByThen).toBeLessThan(200); // else the change came after the load

  const [inUse, previous] = (await (await vision()).calls.listModels({})).packs;
  expect(inUse).toMatchObject({ id: pulled?.id, inUse: true, builtIn: false });
  expect(previous).toMatchObject({ previous: true, builtIn: true });
});

test('serves with what came with Karna when the chosen pack is broken on the disk', {
  timeout: 3 * minutes,
}, async () => {
  const first = await vision();
  const pulled = await first.pull(await otherPack('98.0.0'));
  await first.calls.useModel({ id: pulled?.id ?? '', principal: 'test' });
  await writeFile(join(root, 'kept', 'packs', pulled?.id ?? '', 'reader.onnx'), 'rotten');
  const again = await vision();
  expect((await again.ready()).status).toBe(200);
  const [inUse] = (await again.calls.listModels({})).packs;
  expect(inUse).toMatchObject({ builtIn: true, inUse: true });
  const image = { data: await pictureOf(1) };
  await expect(again.calls.detect({ image, desktopId: '' })).resolves.toMatchObject({ width: 128 });
  const back = again.calls.useModel({ id: pulled?.id ?? '', principal: 'test' });
  await expect(back).rejects.toMatchObject({ code: 'model.invalid' });
});

test('refuses packs that do not load, or see nothing', { timeout: 3 * minutes }, async () => {
  const { pull, calls } = await vision();
  const noNetwork = await otherPack('97.0.0', { file: 'screen.onnx', bytes: Buffer.from('not a network') });
  await expect(pull(noNetwork)).rejects.toMatchObject({
    code: 'model.invalid',
    message: expect.stringMatching(/do not run/),
  });
  const reader = await readFile(join(shipped, 'reader.onnx'));
  const swapped = await otherPack('96.0.0', { file: 'screen.onnx', bytes: reader });
  await expect(pull(swapped)).rejects.toMatchObject({ code: 'model.invalid' });
  expect((await calls.listModels({})).packs).toHaveLength(1);
});

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryBus } from '@karna/common/bus';
import { connectGrpc, serveGrpc } from '@karna/common/grpc';
import { quiet } from '@karna/common/log';
import { eventually } from '@karna/common/testing';
import { VisionServiceService } from '@karna/proto/gen/vision/v1/vision';
import { facts } from '@karna/proto/subjects';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FolderPacks } from './adapters/registry/folder-packs.ts';
import { manifestOf, packFiles, savePack, servePack } from './adapters/registry/testing/made-packs.ts';
import { ModelChoice, openChosen } from './choosing.ts';
import { modelHandlers } from './handlers/models.ts';
import type { ChoiceEvents } from './ports.ts';

let root: string;
const closing: (() => unknown)[] = [];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'karna-choice-'));
  await savePack(join(root, 'built-in'), manifestOf({ name: 'karna' }));
  await savePack(join(root, 'first'), manifestOf({ name: 'first' }));
  await savePack(join(root, 'second'), manifestOf({ name: 'second' }));
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  await rm(root, { recursive: true, force: true });
});

/** One replica, with workers that only note which models they were given. */
async function replica(name: string, bus = new MemoryBus(quiet)) {
  const loaded: string[] = [];
  const told: string[] = [];
  let fault: Error | undefined;
  const load = async (folder: string) => {
    if (fault) throw fault;
    loaded.push(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')).name);
  };
  const events: ChoiceEvents = {
    pulled: (id) => told.push(`pulled ${id}`),
    chosen: (id, principal) => told.push(`${principal} chose ${id}`),
    followed: (id) => told.push(`followed ${id}`),
    broken: (id) => told.push(`broken ${id}`),
  };
  const packs = await FolderPacks.open({
    builtInFolder: join(root, 'built-in'),
    folder: join(root, name),
    allowPrivate: true,
    maxPackBytes: 1_000_000,
    tryOut: async () => {},
    log: quiet,
  });
  const { serving } = await openChosen(packs, load, events);
  const announce = (chosen: Parameters<ModelChoice['follow']>[0]) =>
    bus.publish(facts.modelChosen, { name: 'vision' }, chosen);
  const stopping = new AbortController().signal;
  const choice = new ModelChoice({ packs, change: load, announce, events, stopping }, serving);
  await bus.subscribe(facts.modelChosen, (chosen) => choice.follow(chosen));
  return {
    bus,
    packs,
    choice,
    loaded,
    told,
    pull: (pack: string) => choice.pull({ source: join(root, pack), sha256: '' }).pack,
    marks: async () =>
      (await choice.list()).map(
        ({ name: one, isInUse, isPrevious }) => `${isInUse ? '*' : isPrevious ? '-' : ' '}${one}`,
      ),
    failWith: (error: Error | undefined) => {
      fault = error;
    },
  };
}

describe('the choice of models', () => {
  test('begins with what came with Karna', async () => {
    const { loaded, marks, choice } = await replica('a');
    expect([loaded, await marks()]).toEqual([['karna'], ['*karna']]);
    await expect(choice.use('', 'ada')).rejects.toMatchObject({ code: 'model.not_found' });
    await expect(choice.use('first@1.0.0', 'ada')).rejects.toMatchObject({ code: 'model.not_found' });
  });

  test('changes to a pack that was pulled, keeps the one before, and goes back to it', async () => {
    const { pull, choice, loaded, marks, told } = await replica('a');
    expect(await pull('first')).toMatchObject({ id: 'first@1.0.0', isInUse: false });
    expect(await marks()).toEqual(['*karna', ' first']);
    expect(await choice.use('first@1.0.0', 'ada')).toMatchObject({ isInUse: true });
    expect(await marks()).toEqual(['*first', '-karna']);
    await choice.use('', 'ada');
    expect(await marks()).toEqual(['*karna', '-first']);
    await choice.use('', 'ada');
    expect(loaded).toEqual(['karna', 'first', 'karna', 'first']);
    expect(told.slice(0, 2)).toEqual(['pulled first@1.0.0', 'ada chose first@1.0.0']);
  });

  test('loads nothing again when it is in use already', async () => {
    const { pull, choice, loaded } = await replica('a');
    await pull('first');
    await Promise.all([choice.use('first@1.0.0', 'ada'), choice.use('first@1.0.0', 'ada')]);
    expect(loaded).toEqual(['karna', 'first']);
  });

  test('stays, when the workers do not start with the other pack', async () => {
    const { pull, choice, marks, failWith } = await replica('a');
    await pull('first');
    failWith(new Error('out of memory'));
    await expect(choice.use('first@1.0.0', 'ada')).rejects.toMatchObject({ code: 'model.invalid' });
    expect(await marks()).toEqual(['*karna', ' first']);
  });

  test('stays, when a file of the other pack has changed on the disk', async () => {
    const { pull, choice, marks, loaded } = await replica('a');
    const { folder } = await pull('first');
    await writeFile(join(folder, 'reader.onnx'), 'rotten');
    await expect(choice.use('first@1.0.0', 'ada')).rejects.toMatchObject({ code: 'model.invalid' });
    expect([loaded, await marks()]).toEqual([['karna'], ['*karna', ' first']]);
  });

  test('is the same after a restart', async () => {
    const { pull, choice } = await replica('a');
    await pull('first');
    await choice.use('first@1.0.0', 'ada');
    const again = await replica('a');
    expect([again.loaded, await again.marks()]).toEqual([['first'], ['*first', '-karna']]);
  });

  test('of the pack that comes with Karna is of whichever comes with it', async () => {
    const { pull, choice } = await replica('a');
    await pull('first');
    await choice.use('first@1.0.0', 'ada');
    await choice.use('karna@1.0.0', 'ada');
    await savePack(join(root, 'built-in'), manifestOf({ name: 'karna', version: '2.0.0' }));
    const again = await replica('a');
    expect((await again.choice.list())[0]).toMatchObject({ id: 'karna@2.0.0', isInUse: true });
    expect(again.told).toEqual([]);
  });

  test('falls back at a start to the one before, then to what came with Karna', async () => {
    const { pull, choice } = await replica('a');
    for (const name of ['first', 'second']) {
      await pull(name);
      await choice.use(`${name}@1.0.0`, 'ada');
    }
    await rm(join(root, 'a/packs/second@1.0.0/screen.onnx'));
    const before = await replica('a');
    expect([before.loaded, before.told]).toEqual([['first'], ['broken second@1.0.0']]);
    expect(await before.marks()).toEqual(['*first', ' karna', ' second']);
    await rm(join(root, 'a/packs/first@1.0.0'), { recursive: true });
    const builtIn = await replica('a');
    expect(builtIn.loaded).toEqual(['karna']);
    expect(builtIn.told).toEqual(['broken second@1.0.0', 'broken first@1.0.0']);
  });

  test('falls back while it serves, when the workers cannot be started with it any more', async () => {
    const { pull, choice, loaded, marks, told } = await replica('a');
    await pull('first');
    await choice.use('first@1.0.0', 'ada');
    await choice.fallBack();
    expect(loaded).toEqual(['karna', 'first', 'karna']);
    expect(told).toContain('broken first@1.0.0');
    expect((await marks())[0]).toBe('*karna');
  });

  test('is pulled once by two who ask at the same time', async () => {
    await using server = await servePack(packFiles());
    const { choice } = await replica('a');
    const request = { source: `${server.url}/manifest.json`, sha256: '' };
    const [one, other] = await Promise.all([choice.pull(request).pack, choice.pull(request).pack]);
    expect(one).toEqual(other);
    expect(server.asked).toEqual(['/manifest.json', '/screen.onnx', '/reader.onnx']);
  });
});

describe('other replicas', () => {
  test('follow, and pull what they have not got, checked by its hash', async () => {
    await using server = await servePack(packFiles(manifestOf({ name: 'first' })));
    const one = await replica('a');
    const other = await replica('b', one.bus);
    await one.choice.pull({ source: `${server.url}/manifest.json`, sha256: '' }).pack;
    await one.choice.use('first@1.0.0', 'ada');
    await eventually(() => (other.told.includes('followed first@1.0.0') ? undefined : 'the other one following'));
    expect(other.loaded).toEqual(['karna', 'first']);
    expect(await (await replica('b')).marks()).toEqual(['*first', '-karna']); // kept, too
    await one.choice.use('', 'ada');
    await eventually(() => (other.loaded.at(-1) === 'karna' ? undefined : 'the other one going back'));
    expect(one.told.filter((event) => event.startsWith('followed'))).toEqual([]);
  });

  test('stay with what they have, when the source has changed since', async () => {
    const one = await replica('a');
    const other = await replica('b', one.bus);
    await one.pull('first');
    await savePack(join(root, 'first'), manifestOf({ name: 'first', provenance: 'made again' }));
    await one.choice.use('first@1.0.0', 'ada');
    const { source, sha256 } = await one.packs.find('first@1.0.0');
    await expect(other.choice.follow({ id: 'first@1.0.0', source, sha256 })).rejects.toThrow(/SHA-256 is another/);
    expect(await other.marks()).toEqual(['*karna']);
  });
});

describe('over gRPC', () => {
  test('packs are listed, pulled with progress, and used', async () => {
    await using server = await servePack(packFiles());
    const { choice } = await replica('a');
    const { listModels, pullModel, useModel } = VisionServiceService;
    const definition = { listModels, pullModel, useModel };
    const grpc = await serveGrpc({
      bind: '127.0.0.1',
      port: 0,
      services: [[definition, modelHandlers(choice, quiet)]],
    });
    closing.push(() => grpc.stop(10));
    const { calls, close } = connectGrpc(definition, `127.0.0.1:${grpc.port}`, { retry: [], deadlineMs: 5_000 });
    closing.push(close);

    const replies = await all(calls.pullModel({ source: `${server.url}/manifest.json`, sha256: '' }));
    const last = replies.at(-1);
    expect(last).toMatchObject({ pack: { id: 'other@1.0.0', inUse: false, figures: { 'words exact': 0.9 } } });
    expect(last?.receivedBytes).toBe(last?.totalBytes);
    expect((await calls.useModel({ id: 'other@1.0.0', principal: 'ada' })).pack).toMatchObject({ inUse: true });
    const { packs } = await calls.listModels({});
    expect(packs.map(({ id, inUse, previous, builtIn }) => ({ id, inUse, previous, builtIn }))).toEqual([
      { id: 'other@1.0.0', inUse: true, previous: false, builtIn: false },
      { id: 'karna@1.0.0', inUse: false, previous: true, builtIn: true },
    ]);

    const pull = (source: string, sha256 = '') => all(calls.pullModel({ source, sha256 }));
    await expect(pull(' ')).rejects.toMatchObject({ code: 'input.invalid' });
    await expect(pull('https://x/m.json', 'abc')).rejects.toMatchObject({ code: 'input.invalid' });
    await expect(pull(`${server.url}/gone.json`)).rejects.toMatchObject({ code: 'model.invalid' });
    await expect(calls.useModel({ id: 'gone@1', principal: '' })).rejects.toMatchObject({ code: 'model.not_found' });
  });
});

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

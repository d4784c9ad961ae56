import { cp, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DomainError } from '@karna/common/errors';
import { quiet } from '@karna/common/log';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FolderPacks, type FolderPacksOptions } from './folder-packs.ts';
import { hashOf, manifestOf, networks, packFiles, savePack as saved, servePack } from './testing/made-packs.ts';

let root: string;
const tried: string[][] = [];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'karna-packs-'));
  tried.length = 0;
  await savePack('built-in', manifestOf({ name: 'karna' }));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const inRoot = (...path: string[]) => join(root, ...path);
const savePack = (name: string, manifest?: object) => saved(inRoot(name), manifest);
const openPacks = (changes: Partial<FolderPacksOptions> = {}) =>
  FolderPacks.open({
    builtInFolder: inRoot('built-in'),
    folder: inRoot('packs-dir'),
    allowPrivate: true,
    maxPackBytes: 1_000_000,
    tryOut: async (folder) => void tried.push((await readdir(folder)).sort()),
    log: quiet,
    ...changes,
  });
const never = new AbortController().signal;
const pull = (packs: FolderPacks, source: string, sha256 = '', progress = (_received: number, _total: number) => {}) =>
  packs.pull({ source, sha256 }, progress, never);
/** What a failed or finished pull leaves behind besides packs. */
const leftovers = () => readdir(inRoot('packs-dir', 'arriving')).catch(() => []);
const ids = async (packs: FolderPacks) => (await packs.list()).map(({ id }) => id);

describe('pulling a pack', () => {
  test('over http: fetched, checked, tried, then listed, with where it came from', async () => {
    await using server = await servePack(packFiles());
    const packs = await openPacks();
    const source = `${server.url}/manifest.json`;
    const progress: [number, number][] = [];
    const sha256 = hashOf(JSON.stringify(manifestOf()));
    const pulled = await pull(packs, source, sha256, (...at) => progress.push(at));
    const expected = { id: 'other@1.0.0', licence: 'MIT', source, sha256, isBuiltIn: false };
    expect(pulled).toMatchObject({ ...expected, figures: { 'words exact': 0.9, 'reader.unseen.exact': 0.8 } });
    expect(tried).toEqual([['manifest.json', 'origin.json', 'reader.onnx', 'screen.onnx']]);
    expect(progress.at(-1)).toEqual([pulled.bytes, pulled.bytes]);
    expect(progress.map(([received]) => received)).toEqual(
      progress.map(([received]) => received).sort((a, b) => a - b),
    );
    expect(await ids(packs)).toEqual(['karna@1.0.0', 'other@1.0.0']);
    expect(await readFile(join(pulled.folder, 'screen.onnx'))).toEqual(networks.screen);
    await packs.verify(pulled);
    expect(await leftovers()).toEqual([]);
    expect(await ids(await openPacks())).toEqual(['karna@1.0.0', 'other@1.0.0']);
  });

  test('from a path: of the manifest, or of its folder', async () => {
    await savePack('elsewhere');
    const packs = await openPacks();
    const { source } = await pull(packs, inRoot('elsewhere'));
    expect(source).toBe(inRoot('elsewhere', 'manifest.json'));
    await expect(pull(packs, inRoot('elsewhere', 'manifest.json'))).resolves.toMatchObject({ id: 'other@1.0.0' });
    expect(tried).toHaveLength(1); // the second time it was here
  });

  test('again repairs one that is broken', async () => {
    await savePack('elsewhere');
    const packs = await openPacks();
    const first = await pull(packs, inRoot('elsewhere'));
    await writeFile(join(first.folder, 'reader.onnx'), 'rotten');
    await expect(packs.verify(first)).rejects.toMatchObject({ code: 'model.invalid' });
    await packs.verify(await pull(packs, inRoot('elsewhere')));
    expect(await leftovers()).toEqual([]);
  });

  test('is one at a time', async () => {
    await savePack('elsewhere');
    const trying = Promise.withResolvers<void>();
    const packs = await openPacks({ tryOut: () => trying.promise });
    const first = pull(packs, inRoot('elsewhere'));
    await expect(pull(packs, inRoot('elsewhere'))).rejects.toMatchObject({ code: 'service.overloaded' });
    trying.resolve();
    await first;
  });

  test('follows redirects', async () => {
    const files = packFiles();
    await using server = await servePack({
      ...files,
      '/latest/manifest.json': (_, response) => void response.writeHead(302, { location: '../manifest.json' }).end(),
      '/latest/screen.onnx': (_, response) => void response.writeHead(307, { location: '/screen.onnx' }).end(),
      '/latest/reader.onnx': networks.reader,
    });
    await expect(pull(await openPacks(), `${server.url}/latest/manifest.json`)).resolves.toMatchObject({
      id: 'other@1.0.0',
    });
  });

  test('does not list a pack that does not run, and leaves nothing of it', async () => {
    await savePack('elsewhere');
    const packs = await openPacks({
      tryOut: async () => {
        throw new DomainError('model.invalid', 'the models crash');
      },
    });
    await expect(pull(packs, inRoot('elsewhere'))).rejects.toMatchObject({ message: 'the models crash' });
    expect([await ids(packs), await leftovers()]).toEqual([['karna@1.0.0'], []]);
  });

  test('stops when it is called off, and leaves nothing', async () => {
    await using server = await servePack({
      ...packFiles(),
      '/screen.onnx': (_, response) => void response.write(networks.screen.subarray(0, 1000)),
    });
    const packs = await openPacks();
    const off = new AbortController();
    const pulling = packs.pull({ source: `${server.url}/manifest.json`, sha256: '' }, () => {}, off.signal);
    setTimeout(() => off.abort(), 100);
    await expect(pulling).rejects.toMatchObject({ name: 'AbortError' });
    expect([await ids(packs), await leftovers()]).toEqual([['karna@1.0.0'], []]);
  });

  test.each([
    ['a copyleft licence', { licence: 'AGPL-3.0' }, /licence must be one of Apache-2.0, MIT/],
    ['a non-commercial licence', { licence: 'CC-BY-NC-4.0' }, /licence must be one of/],
    ['no licence', { licence: undefined }, /licence must be one of/],
    ['no provenance', { provenance: '' }, /provenance/],
    ['a newer format', { format: 3 }, /format 3; this version of Karna reads 2: update Karna/],
    ['an older format', { format: 1 }, /format/],
    ['a name that is a path', { name: '../../etc' }, /name: a name has/],
    ['a version that is none', { version: 'latest' }, /version: not a version/],
    ['something unknown', { postInstall: 'rm -rf /' }, /nrecognized key/],
  ])('refuses a manifest with %s', async (_, changes, message) => {
    await savePack('elsewhere', manifestOf(changes));
    await expectRefusal(inRoot('elsewhere'), message);
  });

  test.each([
    ['unknown classes', { screen: { classes: ['text', 'hologram'] } }, /not a class that this version knows/],
    ['no class for text', { screen: { classes: ['button', 'link'] } }, /nothing can be read/],
    ['too few groups', { screen: { groups: [0] } }, /one group for each class/],
    ['a letter twice', { reader: { alphabet: '0123456789 aa' } }, /a character is there twice/],
    ['invisible letters', { reader: { alphabet: '0123456789 \u202e' } }, /cannot be seen/],
    ['no digits', { reader: { alphabet: 'abc ' } }, /digits and the blank are needed/],
    ['a file outside', { reader: { file: '../../models/reader.onnx' } }, /not a file name/],
    ['a huge file', { reader: { bytes: 10 ** 12 } }, /models.reader.bytes/],
    ['another size', { reader: { bytes: 29_999 } }, /reader.onnx has more than 29999 bytes/],
    ['a size that is not reached', { reader: { bytes: 30_001 } }, /has 30000 bytes; the manifest says 30001/],
    ['another hash', { screen: { sha256: 'a'.repeat(64) } }, /screen.onnx is not the file/],
    ['no file', { screen: { file: 'gone.onnx' } }, /gone.onnx is not there/],
  ])('refuses networks with %s', async (_, models, message) => {
    await savePack('elsewhere', manifestOf({}, models));
    await expectRefusal(inRoot('elsewhere'), message);
  });

  test('refuses more bytes than a pack may have', async () => {
    await savePack('elsewhere');
    const packs = await openPacks({ maxPackBytes: 60_000 });
    await expect(pull(packs, inRoot('elsewhere'))).rejects.toThrow(/60000 are allowed/);
  });

  test('refuses another pack of a name and version that is here', async () => {
    await savePack('elsewhere');
    const packs = await openPacks();
    await pull(packs, inRoot('elsewhere'));
    await savePack('elsewhere', manifestOf({ provenance: 'made again' }));
    await expect(pull(packs, inRoot('elsewhere'))).rejects.toThrow(/its maker must count the version up/);
  });

  test('refuses a manifest that is not the one that was asked for', async () => {
    await savePack('elsewhere');
    await expect(pull(await openPacks(), inRoot('elsewhere'), 'b'.repeat(64))).rejects.toThrow(
      /its SHA-256 is another/,
    );
  });

  test.each([
    ['what is no manifest', 'PK\u0003\u0004', 'model.invalid', /not JSON/],
    ['a manifest without end', endless, 'model.invalid', /the manifest has more than 262144 bytes/],
    [
      'another status',
      (_: unknown, response: Ending) => response.writeHead(403).end(),
      'model.invalid',
      /HTTP status 403/,
    ],
    [
      'a server in trouble',
      (_: unknown, response: Ending) => response.writeHead(502).end(),
      'service.unavailable',
      /502/,
    ],
    ['a way round and round', redirect('/manifest.json'), 'model.invalid', /round and round/],
    ['another scheme', redirect('file:///etc/passwd'), 'model.invalid', /https or http only/],
    [
      'a cut wire',
      (_: unknown, response: Ending) => cut(response),
      'service.unavailable',
      /cut off on its way|does not answer/,
    ],
  ])('refuses %s from a server', async (_, manifest, code, message) => {
    await using server = await servePack({ ...packFiles(), '/manifest.json': manifest });
    const error = await expectRefusal(`${server.url}/manifest.json`, message);
    expect(error.code).toBe(code);
  });

  test('does not begin a file that the server says is another', async () => {
    await using server = await servePack({ ...packFiles(), '/reader.onnx': Buffer.alloc(30_000, 'evil') });
    await expectRefusal(`${server.url}/manifest.json`, /reader.onnx is not the file/);
  });

  test.each([
    ['ftp://example.org/manifest.json', /https or http only/],
    ['https://user:word@example.org/manifest.json', /password does not belong/],
    ['http://', /not a valid address/],
    ['models/manifest.json', /http\(s\) address or an absolute path/],
    ['/dev/zero', /not a file/],
    ['/nowhere/manifest.json', /not there/],
  ])('refuses the source %s', async (source, message) => {
    await expectRefusal(source, message);
  });

  test.each([
    'http://127.0.0.1:9/manifest.json',
    'http://[::1]:9/m.json',
    'http://10.1.2.3/m.json',
    'http://localhost:9/m.json',
  ])('refuses %s unless private networks are allowed', async (source) => {
    const packs = await openPacks({ allowPrivate: false });
    await expect(pull(packs, source)).rejects.toThrow(/KARNA_VISION_PULL_PRIVATE/);
  });

  test('is not possible without a folder', async () => {
    await savePack('elsewhere');
    const packs = await openPacks({ folder: '' });
    await expect(pull(packs, inRoot('elsewhere'))).rejects.toThrow(/KARNA_VISION_PACKS_DIR/);
    expect(await ids(packs)).toEqual(['karna@1.0.0']);
  });

  async function expectRefusal(source: string, message: RegExp): Promise<DomainError> {
    const packs = await openPacks();
    const error = await pull(packs, source).then(
      () => new Error('it was not refused'),
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(DomainError);
    expect((error as Error).message).toMatch(message);
    expect(tried).toEqual([]);
    expect([await ids(packs), await leftovers()]).toEqual([['karna@1.0.0'], []]);
    return error as DomainError;
  }
});

describe('packs on the disk', () => {
  test('are left out when they are not right', async () => {
    await savePack('packs-dir/packs/good@1.0.0', manifestOf({ name: 'good' }));
    await savePack('packs-dir/packs/renamed@1.0.0', manifestOf({ name: 'good' }));
    await savePack('packs-dir/packs/cut-off@1.0.0', manifestOf({ name: 'cut-off' }));
    await writeFile(inRoot('packs-dir/packs/cut-off@1.0.0/manifest.json'), '{"format": 2, "na');
    await mkdir(inRoot('packs-dir/packs/empty@1.0.0'));
    const packs = await openPacks();
    expect(await ids(packs)).toEqual(['karna@1.0.0', 'good@1.0.0']);
    await expect(packs.find('cut-off@1.0.0')).rejects.toMatchObject({ code: 'model.not_found' });
  });

  test('are found changed when they are verified', async () => {
    await savePack('packs-dir/packs/other@1.0.0');
    const packs = await openPacks();
    const pack = await packs.find('other@1.0.0');
    await packs.verify(pack);
    const bytes = Buffer.from(networks.screen);
    bytes[40_000] = 1;
    await writeFile(join(pack.folder, 'screen.onnx'), bytes);
    await expect(packs.verify(pack)).rejects.toMatchObject({ code: 'model.invalid' });
    await rm(join(pack.folder, 'screen.onnx'));
    await expect(packs.verify(pack)).rejects.toMatchObject({ code: 'model.invalid' });
  });

  test('what a killed pull has left is removed, once it is old', async () => {
    for (const name of ['old', 'new'])
      await cp(inRoot('built-in'), inRoot('packs-dir/arriving', name), { recursive: true });
    const old = new Date(Date.now() - 3_600_000);
    await utimes(inRoot('packs-dir/arriving/old'), old, old);
    await openPacks();
    expect(await leftovers()).toEqual(['new']);
  });
});

describe('the choice', () => {
  test('is kept over restarts', async () => {
    await (await openPacks()).keepChoice({ id: 'other@1.0.0', previousId: '' });
    expect(await (await openPacks()).choice()).toEqual({ id: 'other@1.0.0', previousId: '' });
    expect(await readdir(inRoot('packs-dir'))).toEqual(['chosen.json']);
  });

  test('is none when it cannot be read', async () => {
    const packs = await openPacks();
    expect(await packs.choice()).toBeUndefined();
    await mkdir(inRoot('packs-dir'), { recursive: true });
    await writeFile(inRoot('packs-dir/chosen.json'), '{"id": 7');
    expect(await packs.choice()).toBeUndefined();
  });
});

type Ending = Pick<import('node:http').ServerResponse, 'writeHead' | 'write' | 'destroy'> & { end(): unknown };

const redirect = (location: string) => (_: unknown, response: Ending) =>
  void response.writeHead(302, { location }).end();

async function endless(_: unknown, response: Ending): Promise<void> {
  for (let i = 0; i < 1_000; i++) {
    if (!response.write('"'.repeat(1_000))) await delay(1);
  }
}

function cut(response: Ending): void {
  response.writeHead(200, { 'content-length': '1000' });
  response.write('{');
  setTimeout(() => response.destroy(), 20);
}

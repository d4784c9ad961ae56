import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Hidden, openPictureReader, type PictureReader } from '@karna/action-agent/planted-secrets';
import { Lifecycle } from '@karna/common/lifecycle';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isBrief } from '../brief.ts';
import { done, say } from '../scenarios/stage.ts';
import { type GuardedWorld, openGuarded } from './guarded-world.ts';
import { type PlantedSite, servePlanted } from './planted-site.ts';
import { openWindow, plantedWindows } from './planted-windows.ts';
import { isPng, type LeftFile, written } from './searching.ts';

const models = fileURLToPath(new URL('../../../models/', import.meta.url));
const seed = 20_260_317;
const kindsOf = (found: readonly Hidden[]): string[] => found.map(({ kind }) => kind);

// A whole Karna works on a desktop full of secrets (in CI on a third of the pages) and is then turned inside out: every picture, log line, row and message.
describe('secrets on the screen', { timeout: 900_000 }, () => {
  const life = new Lifecycle();
  const windows = plantedWindows(seed, existsSync(join(models, 'screen.onnx')));
  let world: GuardedWorld;
  let site: PlantedSite;
  let reader: PictureReader;
  let secrets: readonly Hidden[];
  /** All that a client is told. */
  const told: unknown[] = [];
  /** Screens as they are, each with the kinds of secrets that could be read on it. */
  const seen: { readonly of: string; readonly kinds: readonly string[] }[] = [];
  let files: LeftFile[];

  beforeAll(async () => {
    site = life.own('site', await servePlanted(seed), (it) => it.close());
    reader = life.own('reader', await openPictureReader(models), (it) => it.close());
    secrets = [...site.secrets, ...windows.flatMap((window) => window.secrets)];
    world = await openGuarded(life);
    await visitVault();
    const shown = isBrief ? site.pages.slice(-2) : site.pages;
    for (const [index, address] of shown.entries()) await visit(`page ${index}`, address);
    for (const window of windows) await lookAtWindow(window);
    for (const { id } of await world.client.tasks()) told.push(await world.client.task(id));
    files = await world.files();
  }, 900_000);

  afterAll(() => life[Symbol.asyncDispose]());

  async function visit(name: string, address: string): Promise<void> {
    told.push(await say(world, `open ${address}`));
    await look(name);
  }

  /** Everything that makes Karna look, find, fail and keep a picture of it. */
  async function look(name: string): Promise<void> {
    const { pixels, ...frame } = await world.eyes.screen.capture();
    seen.push({ of: name, kinds: kindsOf(await reader.secretsIn({ ...frame, data: pixels }, secrets)) });
    told.push(await say(world, 'click "There is nothing of this name"'));
    told.push(await world.client.find('Password'));
    told.push(await world.client.screenshot());
  }

  async function visitVault(): Promise<void> {
    await visit('vault', site.vault);
    told.push(await done(world, 'click "Reveal"'));
    await look('revealed');
  }

  async function lookAtWindow(window: (typeof windows)[number]): Promise<void> {
    const open = await openWindow(window, world.scratch, world.eyes, world.display);
    await look(window.title);
    await open.close();
  }

  test('are there to be read by whoever sits at the desktop', () => {
    expect(seen.filter(({ kinds }) => kinds.length === 0)).toEqual([]);
    const kinds = new Set(seen.flatMap((one) => one.kinds));
    const wanted = ['card', 'iban', 'email', 'token', 'password', 'pin', 'corner', 'window'];
    expect(wanted.filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  test('are on none of the pictures that left the agent, nor on those that are kept', async () => {
    const sent = world.wire.frames.map(({ picture }) => picture).filter(({ byteLength }) => byteLength > 0);
    const kept = files.filter(isPng).map(({ bytes }) => bytes);
    expect(sent.length).toBeGreaterThan(2 * seen.length);
    expect(kept.length).toBeGreaterThan(seen.length);
    for (const picture of different([...sent, ...kept])) {
      expect(kindsOf(await reader.secretsIn(picture, secrets))).toEqual([]);
    }
  });

  test('are in nothing else that left the agent: titles, names of elements, reasons', () => {
    for (const message of world.wire.messages) expect(kindsOf(written(message, secrets))).toEqual([]);
  });

  test('are in nothing that a client is told', () => {
    const all = JSON.stringify(told);
    expect(all.length).toBeGreaterThan(10_000);
    expect(kindsOf(written(Buffer.from(all), secrets))).toEqual([]);
  });

  test('are in no log line, at the finest level', async () => {
    const log = await world.log();
    expect(log).toContain('"level":"debug"');
    expect(kindsOf(written(Buffer.from(log), secrets))).toEqual([]);
  });

  test('are in no row of the database', async () => {
    const rows = await world.rows();
    expect(rows.length).toBeGreaterThan(20);
    for (const { table, bytes } of rows) expect(kindsOf(written(bytes, secrets)), table).toEqual([]);
  });

  test('are in no other file that is kept', () => {
    for (const { path, bytes } of files) expect(kindsOf(written(bytes, secrets)), path).toEqual([]);
  });
});

/** The same picture is read once. */
function different(pictures: readonly Uint8Array[]): Uint8Array[] {
  const byContent = new Map(pictures.map((bytes) => [createHash('sha256').update(bytes).digest('hex'), bytes]));
  return [...byContent.values()];
}

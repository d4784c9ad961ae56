import { fileURLToPath } from 'node:url';
import { type Hidden, openPictureReader, type PictureReader } from '@karna/action-agent/planted-secrets';
import type { KarnaClient } from '@karna/client';
import { Lifecycle } from '@karna/common/lifecycle';
import { everyRow } from '@karna/store/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { done, say } from '../scenarios/stage.ts';
import { type DistributedWorld, openDistributed } from '../world/index.ts';
import { cornerRegion, type PlantedSite, servePlanted } from './planted-site.ts';
import { isPng, type LeftFile, leftBehind, written } from './searching.ts';

const models = fileURLToPath(new URL('../../../models/', import.meta.url));
const seed = 20_260_529;
/** The standalone Karna is shown all pages and windows. */
const most = 2;
const kindsOf = (found: readonly Hidden[]): string[] => found.map(({ kind }) => kind);

// What only the distributed Karna has: a broker and a cache that everything passes through, and a log of every process.
describe('secrets on the screen of a distributed Karna', { timeout: 300_000 }, () => {
  const life = new Lifecycle();
  let world: DistributedWorld;
  let client: KarnaClient;
  let site: PlantedSite;
  let reader: PictureReader;
  let files: LeftFile[];

  beforeAll(async () => {
    site = life.own('site', await servePlanted(seed), (it) => it.close());
    reader = life.own('reader', await openPictureReader(models), (it) => it.close());
    const env = { KARNA_AGENT_REDACT_REGIONS: cornerRegion };
    world = life.own('world', await openDistributed({ env, searched: true }), (it) => it.close());
    client = await world.connect();
    await done({ client }, `open ${site.vault}`);
    await look();
    await done({ client }, 'click "Reveal"');
    await look();
    for (const page of site.pages.slice(0, most)) {
      await done({ client }, `open ${page}`);
      await look();
    }
    files = (await Promise.all(world.insides.dataDirs.map(leftBehind))).flat();
  }, 300_000);

  afterAll(() => life[Symbol.asyncDispose]());

  /** Looks, fails and keeps pictures of it. */
  async function look(): Promise<void> {
    await say({ client }, 'click "There is nothing of this name"');
    await client.find('Password');
    await client.screenshot();
  }

  test('are in nothing that passes over NATS and Redis', () => {
    const traffic = world.insides.traffic();
    expect(traffic.filter((way) => way.includes('karna.')).length).toBeGreaterThan(4);
    for (const way of traffic) expect(kindsOf(written(way, site.secrets))).toEqual([]);
  });

  test('are in no log line of any process, at the finest level', () => {
    const logs = world.insides.logs();
    for (const service of ['gateway', 'command', 'vision', 'language', 'store', 'action-agent']) {
      expect(logs).toContain(`"service":"${service}"`);
    }
    expect(kindsOf(written(Buffer.from(logs), site.secrets))).toEqual([]);
  });

  test('are in no row of the database', async () => {
    const rows = await everyRow(world.insides.postgresUrl);
    expect(rows.length).toBeGreaterThan(20);
    for (const { table, bytes } of rows) expect(kindsOf(written(bytes, site.secrets)), table).toEqual([]);
  });

  test('are on no picture that is kept, and in no other file', async () => {
    const pictures = files.filter(isPng);
    expect(pictures.length).toBeGreaterThan(2 * most);
    for (const { bytes } of pictures) expect(kindsOf(await reader.secretsIn(bytes, site.secrets))).toEqual([]);
    for (const { path, bytes } of files) expect(kindsOf(written(bytes, site.secrets)), path).toEqual([]);
  });
});

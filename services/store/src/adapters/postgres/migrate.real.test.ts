import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findPostgres, startTestPostgres, type TestPostgres } from '../../testing/index.ts';
import { migrationsDir } from '../../testing/schema.ts';
import { migrate } from './migrate.ts';

const all = (await readdir(migrationsDir)).sort();
const numbered = (number: number): string => String(number).padStart(4, '0');
const newest = all.at(-1)!;

describe.each(await findPostgres())('migrating Postgres ($name)', (binaries) => {
  let postgres: TestPostgres;
  let dir: string;
  const clients: Client[] = [];
  const connect = async () => {
    const client = new Client({ connectionString: postgres.url });
    await client.connect();
    clients.push(client);
    return client;
  };
  const migrateNow = async () => migrate(await connect(), dir);
  const without = (name: string) => rm(join(dir, name));

  beforeAll(async () => {
    postgres = await startTestPostgres(binaries);
  });
  afterAll(() => postgres.stop());
  beforeEach(async () => {
    await postgres.clear();
    dir = await mkdtemp(join(tmpdir(), 'karna-migrations-'));
    await cp(migrationsDir, dir, { recursive: true });
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.end()));
    await rm(dir, { recursive: true });
  });

  it('brings an empty database to the newest version, once', async () => {
    expect(await migrateNow()).toEqual(all);
    expect(await migrateNow()).toEqual([]);
  });

  it('brings the previous version to the newest, with what is in it', async () => {
    const last = await readFile(join(dir, newest));
    await without(newest);
    expect(await migrateNow()).toEqual(all.slice(0, -1));
    const client = await connect();
    await client.query(`
      insert into task (id, desktop_id, state, version, requested_by, request_id, body, created_at, updated_at)
      values ('task_1', 'desktop_1', 'pending', 1, 'ada', 'r1', '{"id": "task_1"}', now(), now())`);
    await client.query(`insert into journal values ('task_1', 1, '', 'accepted', 'ada', '{}', now(), 'hash')`);
    await writeFile(join(dir, newest), last);
    expect(await migrateNow()).toEqual([newest]);
    const { rows } = await client.query('select t.body, j.hash from task t join journal j on j.task_id = t.id');
    expect(rows).toEqual([{ body: { id: 'task_1' }, hash: 'hash' }]);
  });

  it('lets several replicas start at once', async () => {
    const applied = await Promise.all(Array.from({ length: 6 }, migrateNow));
    expect(applied.flat().sort()).toEqual(all);
  });

  it('refuses a file that was changed after it was applied', async () => {
    await migrateNow();
    await writeFile(join(dir, newest), 'select 1;');
    await expect(migrateNow()).rejects.toThrow(`${newest} was changed after it was applied`);
  });

  it('does not mind line ends of another system', async () => {
    await migrateNow();
    const sql = await readFile(join(dir, newest), 'utf8');
    await writeFile(join(dir, newest), sql.replaceAll('\n', '\r\n'));
    expect(await migrateNow()).toEqual([]);
  });

  it('refuses a database that is newer than the code', async () => {
    await migrateNow();
    await without(newest);
    await expect(migrateNow()).rejects.toThrow(
      `database is newer than this version of Karna: it has ${newest.slice(0, 5)}`,
    );
  });

  it('applies all of a file or nothing of it, and says which', async () => {
    const name = `${numbered(all.length + 1)}-broken.sql`;
    await writeFile(join(dir, name), 'create table half (id integer); select nonsense;');
    await expect(migrateNow()).rejects.toThrow(`${name} could not be applied`);
    const client = await connect();
    const { rows } = await client.query(
      `select to_regclass('half') as half, max(number) as newest from schema_migration`,
    );
    expect(rows).toEqual([{ half: null, newest: all.length }]);
  });

  it.each([`${numbered(all.length + 2)}-gap.sql`, '3-short.sql', 'words.sql'])(
    'refuses a file called %s',
    async (name) => {
      await writeFile(join(dir, name), 'select 1;');
      await expect(migrateNow()).rejects.toThrow(name);
    },
  );
});

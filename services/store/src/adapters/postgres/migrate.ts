import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from 'pg';

/** The database and the migrations at hand do not belong together. Nothing was changed. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

interface Applied {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
}

const fileName = /^(\d{4})-[a-z0-9-]+\.sql$/;
/** Key of the session lock under which one replica migrates while the others wait. */
const migrationLock = 7_230_000;

const ledger = `
  create table if not exists schema_migration (
    number integer primary key,
    name text not null,
    checksum text not null,
    applied_at timestamptz not null default now()
  )`;

/** Brings the database up to the newest migration in `dir`; answers the names of those applied now. */
export async function migrate(client: Client, dir: string): Promise<readonly string[]> {
  const migrations = await readMigrations(dir);
  await client.query('select pg_advisory_lock($1)', [migrationLock]);
  try {
    await client.query(ledger);
    const { rows } = await client.query<Applied>('select number, name, checksum from schema_migration order by number');
    const missing = stillMissing(migrations, rows);
    for (const migration of missing) await apply(client, migration);
    return missing.map(({ name }) => name);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [migrationLock]).catch(() => {}); // it ends with the connection anyway
  }
}

async function readMigrations(dir: string): Promise<readonly Migration[]> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.sql')).sort();
  const migrations = await Promise.all(names.map((name) => readMigration(dir, name)));
  const misplaced = migrations.find(({ number }, index) => number !== index + 1);
  if (misplaced) throw new MigrationError(`migrations are numbered 0001, 0002, ...; ${misplaced.name} is out of order`);
  if (migrations.length === 0) throw new MigrationError(`there are no migrations in ${dir}`);
  return migrations;
}

async function readMigration(dir: string, name: string): Promise<Migration> {
  const number = Number(fileName.exec(name)?.[1]);
  if (!(number > 0)) throw new MigrationError(`${name} is not named like 0001-some-words.sql`);
  // Line ends may differ between checkouts of the same file.
  const sql = (await readFile(join(dir, name), 'utf8')).replaceAll('\r\n', '\n');
  return { number, name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
}

function stillMissing(migrations: readonly Migration[], applied: readonly Applied[]): readonly Migration[] {
  const newest = applied.at(-1);
  if (newest && newest.number > migrations.length) {
    throw new MigrationError(
      `the database is newer than this version of Karna: it has ${newest.name}, this version knows ` +
        `${migrations.at(-1)?.name}; start the version that wrote it, or a later one`,
    );
  }
  for (const [index, { name, checksum }] of applied.entries()) {
    const known = migrations[index];
    if (known?.checksum !== checksum) {
      throw new MigrationError(`${name} was changed after it was applied; undo that and add a new migration instead`);
    }
  }
  return migrations.slice(applied.length);
}

async function apply(client: Client, { number, name, sql, checksum }: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(sql);
    await client.query('insert into schema_migration (number, name, checksum) values ($1, $2, $3)', [
      number,
      name,
      checksum,
    ]);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback').catch(() => {}); // the first error is the one to know
    throw new MigrationError(`${name} could not be applied`, { cause });
  }
}

import { Client } from 'pg';

export interface StoredRow {
  readonly table: string;
  /** Every column, one per line; bytes as they are. */
  readonly bytes: Buffer;
}

/** All that stands in a database, whatever its tables are. */
export async function everyRow(url: string): Promise<StoredRow[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    const found: StoredRow[] = [];
    for (const { name } of tables.rows) {
      const { rows } = await client.query<Record<string, unknown>>(`select * from ${name}`);
      found.push(...rows.map((row) => ({ table: name, bytes: joined(Object.values(row)) })));
    }
    return found;
  } finally {
    await client.end();
  }
}

const joined = (values: readonly unknown[]): Buffer =>
  Buffer.concat(values.flatMap((value) => [asBytes(value), Buffer.from('\n')]));

function asBytes(value: unknown): Buffer {
  if (value instanceof Buffer) return value;
  return Buffer.from(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
}

import { access } from 'node:fs/promises';
import { inspect } from 'node:util';
import { loadConfig } from '@karna/common/config';
import { describe, expect, it } from 'vitest';
import { storeConfig } from './config.ts';

const env = {
  KARNA_STORE_NATS_URL: 'nats://127.0.0.1:4222',
  KARNA_STORE_POSTGRES_URL: 'postgres://karna:hunter2@127.0.0.1/karna',
};
const load = (more: Record<string, string> = {}) => loadConfig(storeConfig, 'KARNA_STORE_', { ...env, ...more });

describe('the configuration', () => {
  it('needs only to know where the database and the bus are', () => {
    expect(load()).toMatchObject({
      bind: '127.0.0.1',
      retention: { terms: { tasksDays: 90, recordsDays: 365 }, factsDays: 7 },
      relay: { pollMs: 1_000 },
    });
  });

  it('finds the migrations of the repository by itself', async () => {
    await access(`${load().postgres.migrationsDir}/0001-base.sql`);
    expect(load({ KARNA_STORE_MIGRATIONS_DIR: '/elsewhere' }).postgres.migrationsDir).toBe('/elsewhere');
  });

  it('never shows its secrets', () => {
    const config = load({
      KARNA_STORE_BOOTSTRAP_TOKEN: 'hunter2',
      KARNA_STORE_REDIS_URL: 'redis://:hunter2@127.0.0.1',
    });
    expect(`${JSON.stringify(config)}${inspect(config, { depth: 9 })}`).not.toContain('hunter2');
  });

  it('names all faults at once', () => {
    const faulty = () =>
      load({ KARNA_STORE_POSTGRES_URL: '', KARNA_STORE_POOL_SIZE: 'many', KARNA_STORE_KEEP_DAYS: '3' });
    expect(faulty).toThrow(/KARNA_STORE_POSTGRES_URL: /);
    expect(faulty).toThrow(/KARNA_STORE_POOL_SIZE: /);
    expect(faulty).toThrow(/KARNA_STORE_KEEP_DAYS: no such setting/);
  });
});

import type { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { storeContract } from '../../service/contract/index.ts';
import { findPostgres, startTestPostgres, type TestPostgres } from '../../testing/index.ts';
import { openTestPool, unitOfWorkOn } from '../../testing/schema.ts';
import { PgMail } from './mail.ts';

describe.each(await findPostgres())('the use cases on Postgres ($name)', (binaries) => {
  let postgres: TestPostgres;
  let pool: Pool | undefined;
  beforeAll(async () => {
    postgres = await startTestPostgres(binaries);
  });
  afterEach(() => pool?.end());
  afterAll(() => postgres.stop());

  storeContract(async () => {
    await postgres.clear();
    pool = await openTestPool(postgres.url);
    return { work: unitOfWorkOn(pool), mail: new PgMail(pool) };
  });
});

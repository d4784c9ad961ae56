export { startTestRedis, type TestRedis } from '@karna/common/testing/redis';
export { findPostgres, type PostgresBinaries, startTestPostgres, type TestPostgres } from './postgres.ts';
export { everyRow, type StoredRow } from './rows.ts';

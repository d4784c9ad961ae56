export { findPostgres, type PostgresBinaries, startTestPostgres, type TestPostgres } from './postgres.ts';
export { startTestRedis, type TestRedis } from './redis.ts';
export { everyRow, type StoredRow } from './rows.ts';

export { startPostgres } from './postgres.ts';
export { type Standalone, type StandaloneOptions, startStandalone } from './start.ts';

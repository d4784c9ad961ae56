export { openDistributed } from './distributed.ts';
export { openStandalone } from './standalone.ts';
export type { BreakableWorld, ServiceName, World } from './world.ts';

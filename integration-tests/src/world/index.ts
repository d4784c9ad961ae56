export { type DistributedWorld, openDistributed } from './distributed.ts';
export { type Pages, servePages } from './pages.ts';
export { openStandalone } from './standalone.ts';
export type { BreakableWorld, ServiceName, World } from './world.ts';

export { MemoryBus } from './memory.ts';
export { connectBus } from './nats.ts';
export type { Bus, DeliveredWork, Subscription, WorkOptions } from './port.ts';

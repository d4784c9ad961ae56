import type { Bus, Subscription } from '@karna/common/bus';
import { orders } from '@karna/proto/subjects';
import type { MemoryDesktop } from './desktop.ts';

/** Puts a simulated desktop on the bus, as a gateway does for a connected agent. Closing it takes the desktop offline. */
export async function connectDesktop(bus: Bus, desktopId: string, desktop: MemoryDesktop): Promise<Subscription> {
  const served = [
    await bus.serve(orders.perform, { desktopId }, (batch) => desktop.perform(batch)),
    await bus.serve(orders.haltDesktop, { desktopId }, () => desktop.halt()),
  ];
  return { close: async () => void (await Promise.all(served.map((one) => one.close()))) };
}

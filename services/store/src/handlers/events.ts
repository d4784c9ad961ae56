import type { Bus, Subscription } from '@karna/common/bus';
import { facts } from '@karna/proto/subjects';
import type { DesktopRecords } from '../service/desktops.ts';

/** Hears which desktops are there, so that "last seen" is known of those that are not. */
export const hearDesktops = (bus: Bus, desktops: DesktopRecords): Promise<Subscription> =>
  bus.subscribe(facts.desktopReported, async ({ desktopId, online, at }) => {
    if (online && at) await desktops.seen(desktopId, at);
  });

import type { DesktopReported } from '@karna/proto/gen/desktop/v1/desktop';

/** Which desktops are online, as their gateways report it: known without asking anybody, for when every moment counts. */
export class Presence {
  readonly #online = new Set<string>();

  heard({ desktopId, online }: DesktopReported): void {
    if (online) this.#online.add(desktopId);
    else this.#online.delete(desktopId);
  }

  get online(): string[] {
    return [...this.#online];
  }
}

import type { Clock } from '@karna/common/clock';
import type { DesktopReported } from '@karna/proto/gen/desktop/v1/desktop';

/** Which desktops are online, as their gateways report it: known without asking anybody, for when every moment counts. */
export class Presence {
  readonly #online = new Set<string>();
  readonly #heardAtMs = new Map<string, number>();
  readonly #clock: Clock;
  readonly #sinceMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#sinceMs = clock.elapsed();
  }

  heard({ desktopId, online }: DesktopReported): void {
    if (online) this.#heardAtMs.set(desktopId, this.#clock.elapsed());
    if (online) this.#online.add(desktopId);
    else this.#online.delete(desktopId);
  }

  /** How long nobody reported this desktop as online (ms); at most since we listen. */
  silentMs(desktopId: string): number {
    return this.#clock.elapsed() - (this.#heardAtMs.get(desktopId) ?? this.#sinceMs);
  }

  get online(): string[] {
    return [...this.#online];
  }
}

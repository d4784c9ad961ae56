import type { Bus } from '@karna/common/bus';
import type { Clock } from '@karna/common/clock';
import type { Lifecycle } from '@karna/common/lifecycle';
import { facts } from '@karna/proto/subjects';
import { type Change, StatusBoard } from './domain/status-board.ts';

/** How often silence is looked for (ms). */
const sweepMs = 1_000;

/** What services and desktops report over the bus, for everybody who watches. */
export class StatusFeed {
  readonly board: StatusBoard;
  readonly #clock: Clock;
  readonly #listeners = new Set<(change: Change) => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
    this.board = new StatusBoard(() => clock.elapsed());
  }

  async open(bus: Bus, life: Lifecycle): Promise<void> {
    const services = await bus.subscribe(facts.serviceReported, (report) => this.#tell(this.board.hearService(report)));
    life.own('service reports', services, (open) => open.close());
    const desktops = await bus.subscribe(facts.desktopReported, (report) => {
      const change = this.board.hearDesktop(report);
      if (change) this.#tell(change);
    });
    life.own('desktop reports', desktops, (open) => open.close());
    life.loop('status sweep', (stopping) => this.#sweep(stopping));
  }

  listen(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #sweep(stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      await this.#clock.sleep(sweepMs, stopping).catch(() => {});
      for (const change of this.board.sweep()) this.#tell(change);
    }
  }

  #tell(change: Change): void {
    for (const listener of [...this.#listeners]) listener(change);
  }
}

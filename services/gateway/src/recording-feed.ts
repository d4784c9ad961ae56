import type { Bus } from '@karna/common/bus';
import type { Lifecycle } from '@karna/common/lifecycle';
import type { RecordingChanged } from '@karna/proto/gen/recording/v1/recording';
import { facts } from '@karna/proto/subjects';

/** What persons who teach do, as the store tells it over the bus, for every client that may watch. */
export class RecordingFeed {
  readonly #listeners = new Set<(change: RecordingChanged) => void>();

  async open(bus: Bus, life: Lifecycle): Promise<void> {
    const heard = await bus.subscribe(facts.recordingChanged, (change) => {
      for (const listener of [...this.#listeners]) listener(change);
    });
    life.own('recording facts', heard, (open) => open.close());
  }

  listen(listener: (change: RecordingChanged) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

import type { Bus } from '@karna/common/bus';
import type { Clock } from '@karna/common/clock';
import type { Lifecycle } from '@karna/common/lifecycle';
import type { ClientsReported, ConnectedClient } from '@karna/proto/gen/access/v1/access';
import { facts } from '@karna/proto/subjects';
import type { Sessions } from './channels/sessions.ts';

/** How often a gateway says who is connected to it (ms). */
const reportEveryMs = 5_000;
/** Unheard for so long, a gateway has no clients any more (ms). */
const staleMs = 3 * reportEveryMs;
/** Most connections in one report: the bus carries no more than a megabyte. */
const maxReported = 2_000;

interface Heard {
  readonly clients: readonly ConnectedClient[];
  readonly atMs: number;
}

/** Who is connected to which gateway, and what ends when a token is revoked at any of them. */
export class ClientsFeed {
  readonly #bus: Bus;
  readonly #sessions: Sessions;
  readonly #clock: Clock;
  readonly #instance: string;
  readonly #others = new Map<string, Heard>();

  constructor(bus: Bus, sessions: Sessions, clock: Clock, instance: string) {
    this.#bus = bus;
    this.#sessions = sessions;
    this.#clock = clock;
    this.#instance = instance;
  }

  async open(life: Lifecycle): Promise<void> {
    const reports = await this.#bus.subscribe(facts.clientsReported, (report) => this.#hear(report));
    life.own('client reports', reports, (open) => open.close());
    const revoked = await this.#bus.subscribe(facts.tokensRevoked, ({ tokenIds }) =>
      this.#sessions.endTokens(tokenIds),
    );
    life.own('revoked tokens', revoked, (open) => open.close());
    life.loop('client reports', (stopping) => this.#report(stopping));
  }

  /** Of this gateway as it is now, of the others as they said last. */
  get clients(): readonly ConnectedClient[] {
    const fresh = this.#clock.elapsed() - staleMs;
    const others = [...this.#others.values()].filter(({ atMs }) => atMs >= fresh).flatMap(({ clients }) => clients);
    return [...this.#sessions.clients, ...others];
  }

  /** What stands on these ends, here at once and at other gateways as soon as they hear of it; their next look at it is the latest. */
  async end(tokenIds: readonly string[]): Promise<void> {
    this.#sessions.endTokens(tokenIds);
    await this.#bus
      .publish(facts.tokensRevoked, { instanceId: this.#instance }, { tokenIds: [...tokenIds] })
      .catch(() => {});
  }

  #hear({ gatewayInstance, clients }: ClientsReported): void {
    if (gatewayInstance === this.#instance) return;
    if (clients.length === 0) this.#others.delete(gatewayInstance);
    else this.#others.set(gatewayInstance, { clients, atMs: this.#clock.elapsed() });
  }

  async #report(stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      const clients = this.#sessions.clients.slice(0, maxReported);
      const report = { gatewayInstance: this.#instance, clients };
      // Said again in a moment.
      await this.#bus.publish(facts.clientsReported, { instanceId: this.#instance }, report).catch(() => {});
      await this.#clock.sleep(reportEveryMs, stopping).catch(() => {});
    }
  }
}

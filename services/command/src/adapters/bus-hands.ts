import type { Bus } from '@karna/common/bus';
import { DomainError } from '@karna/common/errors';
import type { Batch, BatchResult, DesktopHalted, HaltDesktop } from '@karna/proto/gen/agent/v1/agent';
import { orders } from '@karna/proto/subjects';
import type { Hands } from '../ports.ts';

/** A halt that is not confirmed by then counts as not heard (ms). */
const haltMs = 2_000;

/** The agents, through whichever gateway holds their connections. */
export class BusHands implements Hands {
  readonly #bus: Bus;

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  perform(
    desktopId: string,
    batch: Batch,
    { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal },
  ): Promise<BatchResult> {
    return this.#bus.request(orders.perform, { desktopId }, batch, { timeoutMs, ...(signal ? { signal } : {}), noOne });
  }

  halt(desktopId: string, order: HaltDesktop): Promise<DesktopHalted> {
    return this.#bus.request(orders.haltDesktop, { desktopId }, order, { timeoutMs: haltMs, noOne });
  }
}

const noOne = (): DomainError =>
  new DomainError('desktop.offline', 'The desktop is offline: no agent is connected for it.');

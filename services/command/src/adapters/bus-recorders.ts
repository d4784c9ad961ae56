import type { Bus } from '@karna/common/bus';
import { DomainError } from '@karna/common/errors';
import type { DesktopRecorded, RecordDesktop } from '@karna/proto/gen/agent/v1/agent';
import { orders } from '@karna/proto/subjects';
import type { Recorders } from '../ports.ts';

/** An agent that stops first hands over what it has (ms). */
const recordMs = 65_000;

/** The agents' recorders, through whichever gateway holds their connections. */
export class BusRecorders implements Recorders {
  readonly #bus: Bus;

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  order(desktopId: string, order: RecordDesktop): Promise<DesktopRecorded> {
    return this.#bus.request(orders.recordDesktop, { desktopId }, order, { timeoutMs: recordMs, noOne });
  }
}

const noOne = (): DomainError =>
  new DomainError('desktop.offline', 'The desktop is offline: no agent is connected for it.');

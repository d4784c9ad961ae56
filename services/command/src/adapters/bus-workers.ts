import type { Bus } from '@karna/common/bus';
import { DomainError, hasCode } from '@karna/common/errors';
import { inSpan } from '@karna/common/telemetry';
import type { SteerTask, Task } from '@karna/proto/gen/task/v1/task';
import { orders, work } from '@karna/proto/subjects';
import type { Workers } from '../ports.ts';

/** A worker answers when the order counts, or after three seconds (ms). */
const steerMs = 5_000;

/** The workers of all replicas, on the bus. */
export class BusWorkers implements Workers {
  readonly #bus: Bus;

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  async steer(order: SteerTask): Promise<boolean> {
    const nobody = new DomainError('task.state', 'nobody runs this task');
    try {
      await this.#bus.request(orders.steerTask, { taskId: order.taskId }, order, {
        timeoutMs: steerMs,
        noOne: () => nobody,
      });
      return true;
    } catch (error) {
      if (error === nobody) return false;
      if (hasCode(error, 'service.stopping')) throw new DomainError('task.stale', error.message, { cause: error });
      throw error;
    }
  }

  wake({ id, version, traceparent }: Task): Promise<void> {
    const ready = { taskId: id, traceparent };
    const enqueue = () => this.#bus.enqueue(work.taskReady, { taskId: id }, ready, `${id}.${version}.wake`);
    return inSpan('queue work', { 'karna.task.id': id }, enqueue, { kind: 'producer', traceparent });
  }
}

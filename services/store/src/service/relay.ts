import { backoffMs } from '@karna/common/backoff';
import type { Bus } from '@karna/common/bus';
import type { Clock } from '@karna/common/clock';
import { DomainError, hasCode } from '@karna/common/errors';
import { inSpan } from '@karna/common/telemetry';
import type { TaskChanged, TaskReady } from '@karna/proto/gen/task/v1/task';
import { facts, work } from '@karna/proto/subjects';
import type { Doorbell } from '../domain/doorbell.ts';
import type { Events, MailKind } from '../events.ts';
import type { Mail } from '../ports.ts';

/** One round sends so many; the right to send is given back in between. */
const batch = 200;
/** A stopping service takes no longer to send the rest (ms). */
const flushMs = 2_000;
const pause = { firstMs: 50, maxMs: 2_000 };

/**
 * Carries what was committed to the bus: at least once, facts in the order of their numbers. Rung right after each commit, and
 * looking by itself now and then for what a replica left behind that died in between.
 */
export class Relay {
  readonly #mail: Mail;
  readonly #bus: Bus;
  readonly #clock: Clock;
  readonly #events: Events;

  constructor(mail: Mail, bus: Bus, clock: Clock, events: Events) {
    this.#mail = mail;
    this.#bus = bus;
    this.#clock = clock;
    this.#events = events;
  }

  async loop(kind: MailKind, bell: Doorbell, pollMs: number, stopping: AbortSignal): Promise<void> {
    let failures = 0;
    while (!stopping.aborted) {
      try {
        await this.sendAll(kind);
        if (failures > 0) this.#events.sendRecovered(kind, failures);
        failures = 0;
      } catch (error) {
        failures += 1;
        this.#events.sendFailed(kind, failures, error);
      }
      if (failures === 0) await bell.wait(pollMs, stopping);
      else await this.#clock.sleep(backoffMs(failures, pause), stopping).catch(() => {}); // woken only by the stop
    }
  }

  /** The last round of a stopping service. What it cannot send now, another replica sends, or the next start. */
  async flush(): Promise<void> {
    const done = new AbortController();
    const sent = Promise.allSettled([this.sendAll('facts'), this.sendAll('work')]).finally(() => done.abort());
    await this.#clock.sleep(flushMs, done.signal).catch(() => sent);
  }

  /** Sends everything that waits now. */
  async sendAll(kind: MailKind): Promise<void> {
    for (let count = batch; count === batch; ) {
      count = await (kind === 'facts'
        ? this.#mail.sendFacts(batch, (facts) => this.#publishAll(facts))
        : this.#mail.sendWork(batch, (id, ready) => this.#enqueue(id, ready)));
      this.#events.sent(kind, count);
    }
  }

  async #publishAll(facts: readonly TaskChanged[]): Promise<void> {
    for (const fact of facts) await this.#publish(fact);
    // Publishing only writes to a socket. Once the broker has answered after it, it had all of them before.
    if (!(await this.#bus.isUp())) throw new DomainError('service.unavailable', 'the message bus does not answer');
  }

  async #publish(fact: TaskChanged): Promise<void> {
    const { id: taskId = '', traceparent = '' } = fact.task ?? {};
    try {
      const publish = () => this.#bus.publish(facts.taskChanged, { taskId }, fact);
      await inSpan('publish fact', { 'karna.task.id': taskId }, publish, { kind: 'producer', traceparent });
    } catch (error) {
      if (!hasCode(error, 'input.too_large')) throw error;
      this.#events.factTooLarge(taskId, fact.sequence); // one that cannot go must not hold up all others
    }
  }

  #enqueue(id: string, ready: TaskReady): Promise<void> {
    const { taskId, traceparent } = ready;
    const enqueue = () => this.#bus.enqueue(work.taskReady, { taskId }, ready, id);
    return inSpan('queue work', { 'karna.task.id': taskId }, enqueue, { kind: 'producer', traceparent });
  }
}

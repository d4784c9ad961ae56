import { DesktopHalted, HaltDesktop } from '@karna/proto/gen/agent/v1/agent';
import { DesktopReported } from '@karna/proto/gen/desktop/v1/desktop';
import { Task, TaskReady, TaskState } from '@karna/proto/gen/task/v1/task';
import { freshId } from '@karna/proto/ids';
import { facts, orders, work } from '@karna/proto/subjects';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DomainError } from '../errors.ts';
import { eventually } from '../testing/index.ts';
import type { Bus, WorkOptions } from './port.ts';

const noOne = () => new DomainError('desktop.offline', 'nobody holds it');
const options: WorkOptions = { concurrency: 2, ackWaitMs: 2_000, maxDeliver: 3, retryDelayMs: 30 };

/** What every bus promises. `open` gives a new member of the same bus. */
export function describeBus(name: string, open: () => Promise<Bus>): void {
  describe(`${name} bus`, () => {
    let bus: Bus;
    beforeEach(async () => {
      bus = await open();
    });
    afterEach(() => bus.drain());

    const desktopId = () => freshId<string>('desktop');
    const report = (id: string, text = '') => DesktopReported.fromPartial({ desktopId: id, name: text });

    test('hands a fact to everyone who listens, in order, as copies', async () => {
      const id = desktopId();
      const heard: string[][] = [[], []];
      for (const mine of heard) {
        await bus.subscribe(facts.desktopReported, (fact) => {
          if (fact.desktopId === id) mine.push(fact.name);
        });
      }
      for (const text of ['a', 'b', 'c']) await bus.publish(facts.desktopReported, { desktopId: id }, report(id, text));
      await eventually(() => (heard.every((mine) => mine.length === 3) ? undefined : JSON.stringify(heard)));
      expect(heard).toEqual([
        ['a', 'b', 'c'],
        ['a', 'b', 'c'],
      ]);
    });

    test('tells whoever asks for one thing of that one only', async () => {
      const [mine, other] = [desktopId(), desktopId()];
      const heard: string[] = [];
      const handle = (fact: DesktopReported) => void heard.push(fact.name);
      const subscription = await bus.subscribe(facts.desktopReported, handle, { desktopId: mine });
      await bus.publish(facts.desktopReported, { desktopId: other }, report(other, 'another'));
      await bus.publish(facts.desktopReported, { desktopId: mine }, report(mine, 'mine'));
      await expect.poll(() => heard).toEqual(['mine']);
      await subscription.close();
    });

    test('does not run a handler inside the publisher, nor let it fail the publisher', async () => {
      const id = desktopId();
      const order: string[] = [];
      await bus.subscribe(facts.desktopReported, (fact) => {
        if (fact.desktopId !== id) return;
        order.push(`heard ${fact.name}`);
        if (fact.name === 'first') throw new Error('the handler broke');
      });
      const published = bus.publish(facts.desktopReported, { desktopId: id }, report(id, 'first'));
      order.push('went on');
      await published;
      await bus.publish(facts.desktopReported, { desktopId: id }, report(id, 'second'));
      await eventually(() => (order.length === 3 ? undefined : order.join()));
      expect(order).toEqual(['went on', 'heard first', 'heard second']);
    });

    test('stops handing facts to a closed subscription', async () => {
      const id = desktopId();
      let heard = 0;
      const subscription = await bus.subscribe(facts.desktopReported, () => {
        heard += 1;
      });
      await subscription.close();
      await bus.publish(facts.desktopReported, { desktopId: id }, report(id));
      await bus.isUp();
      expect(heard).toBe(0);
    });

    test('asks one of several servers, each in turn', async () => {
      const id = desktopId();
      const asked = new Map<string, number>();
      for (const server of ['one', 'two']) {
        await bus.serve(orders.haltDesktop, { desktopId: id }, async () => {
          asked.set(server, (asked.get(server) ?? 0) + 1);
          return { released: [server] };
        });
      }
      const ask = () =>
        bus.request(orders.haltDesktop, { desktopId: id }, HaltDesktop.create(), { timeoutMs: 2_000, noOne });
      const replies = await Promise.all(Array.from({ length: 40 }, ask));
      expect(replies.every(({ released }) => released.length === 1)).toBe(true);
      expect([...asked.values()].reduce((a, b) => a + b)).toBe(40);
      expect(asked.size).toBe(2);
    });

    test('says at once that nobody serves an order', async () => {
      const started = performance.now();
      const asked = bus.request(orders.haltDesktop, { desktopId: desktopId() }, HaltDesktop.create(), {
        timeoutMs: 5_000,
        noOne,
      });
      await expect(asked).rejects.toMatchObject({ code: 'desktop.offline' });
      expect(performance.now() - started).toBeLessThan(2_000);
    });

    test('carries an error with its code, and hides one that nobody foresaw', async () => {
      const id = desktopId();
      const failures = [new DomainError('agent.busy', 'one batch at a time'), new Error('secret detail')];
      await bus.serve(orders.haltDesktop, { desktopId: id }, () => Promise.reject(failures.shift()));
      const ask = () =>
        bus.request(orders.haltDesktop, { desktopId: id }, HaltDesktop.create(), { timeoutMs: 2_000, noOne });
      await expect(ask()).rejects.toMatchObject({ code: 'agent.busy', message: 'one batch at a time' });
      const hidden = await ask().catch((error: unknown) => error);
      expect(hidden).toMatchObject({ code: 'internal' });
      expect(String(hidden)).not.toContain('secret');
    });

    test('gives up on an answer after the time-out, and when the caller aborts', async () => {
      const id = desktopId();
      const hold = Promise.withResolvers<DesktopHalted>();
      await bus.serve(orders.haltDesktop, { desktopId: id }, () => hold.promise);
      const ask = (timeoutMs: number, signal?: AbortSignal) =>
        bus.request(orders.haltDesktop, { desktopId: id }, HaltDesktop.create(), {
          timeoutMs,
          noOne,
          ...(signal && { signal }),
        });
      await expect(ask(60)).rejects.toMatchObject({ code: 'request.deadline' });
      const leaving = new AbortController();
      setTimeout(() => leaving.abort(), 30);
      await expect(ask(5_000, leaving.signal)).rejects.toMatchObject({ code: 'request.cancelled' });
      hold.resolve(DesktopHalted.create());
    });

    test('refuses a message over the limit', async () => {
      const id = desktopId();
      const fact = {
        sequence: 1,
        task: Task.fromPartial({ id, state: TaskState.TASK_STATE_RUNNING, answer: 'x'.repeat(bus.maxPayloadBytes) }),
      };
      await expect(bus.publish(facts.taskChanged, { taskId: id }, fact)).rejects.toMatchObject({
        code: 'input.too_large',
      });
    });

    test('refuses a subject that would smuggle in a wildcard', async () => {
      await expect(bus.publish(facts.desktopReported, { desktopId: '>' }, report('x'))).rejects.toThrow(
        /not a subject token/,
      );
    });

    // The work stream is one for the whole broker: each test minds only its own items and leaves none behind.
    const consuming = async (member: Bus, seen: (taskId: string, attempt: number) => Promise<void> | void, more = {}) =>
      member.consume(work.taskReady, 'contract', { ...options, ...more }, async ({ message, attempt }) =>
        seen(message.taskId, attempt),
      );
    const ready = (taskId: string) => TaskReady.fromPartial({ taskId });
    const queue = (taskId: string, id = taskId) => bus.enqueue(work.taskReady, { taskId }, ready(taskId), id);

    test('gives each item of work to one of the workers, also those queued before any came', async () => {
      const ids = Array.from({ length: 12 }, () => freshId<string>('task'));
      for (const id of ids) await queue(id);
      const done: string[] = [];
      const members = [bus, bus];
      const subscriptions = await Promise.all(members.map((member) => consuming(member, (id) => void done.push(id))));
      await eventually(() => (done.length >= ids.length ? undefined : `${done.length} of ${ids.length}`));
      for (const subscription of subscriptions) await subscription.close();
      expect(done.toSorted()).toEqual(ids.toSorted());
    });

    test('takes the same id for the same item', async () => {
      const id = freshId<string>('task');
      await queue(id);
      await queue(id);
      const other = freshId<string>('task');
      await queue(other);
      const done: string[] = [];
      const subscription = await consuming(bus, (taskId) => void done.push(taskId), { concurrency: 1 });
      await eventually(() => (done.includes(other) ? undefined : done.join()));
      await subscription.close();
      expect(done).toEqual([id, other]);
    });

    test('delivers an item again after a failure, and tells when it gives up', async () => {
      const id = freshId<string>('task');
      const attempts: number[] = [];
      let dead: unknown;
      const subscription = await consuming(
        bus,
        (_, attempt) => {
          attempts.push(attempt);
          throw new DomainError('desktop.offline', 'still away');
        },
        {
          onDead: (error: unknown) => {
            dead = error;
          },
        },
      );
      await queue(id);
      await eventually(() => (dead ? undefined : `attempts ${attempts.join()}`));
      await subscription.close();
      expect(attempts).toEqual([1, 2, 3]);
      expect(dead).toMatchObject({ code: 'desktop.offline' });
    });

    test('does not work on more items at once than asked', async () => {
      const ids = Array.from({ length: 6 }, () => freshId<string>('task'));
      let now = 0;
      let most = 0;
      let done = 0;
      const subscription = await consuming(bus, async () => {
        most = Math.max(most, ++now);
        await new Promise((resolve) => setTimeout(resolve, 25));
        now -= 1;
        done += 1;
      });
      for (const id of ids) await queue(id);
      await eventually(() => (done === ids.length ? undefined : `${done} done`));
      await subscription.close();
      expect(most).toBe(options.concurrency);
    });

    test('keeps an item with its worker for longer than the ack wait while it works', async () => {
      const id = freshId<string>('task');
      const deliveries: string[] = [];
      let finished = false;
      const slow = async (taskId: string, attempt: number) => {
        deliveries.push(`${taskId} ${attempt}`);
        await new Promise((resolve) => setTimeout(resolve, 1_300));
        finished = true;
      };
      const subscription = await consuming(bus, slow, { ackWaitMs: 500 });
      await queue(id);
      await eventually(() => (finished ? undefined : 'the slow item'));
      await subscription.close();
      expect(deliveries).toEqual([`${id} 1`]);
    });

    test('hands the items of a worker that leaves to the next', async () => {
      const id = freshId<string>('task');
      const started = Promise.withResolvers<void>();
      const leaving = await bus.consume(work.taskReady, 'contract', options, async ({ signal }) => {
        started.resolve();
        await new Promise((_, reject) =>
          signal.addEventListener('abort', () => reject(new DomainError('service.stopping', 'leaving')), {
            once: true,
          }),
        );
      });
      await queue(id);
      await started.promise;
      await leaving.close();
      const done: string[] = [];
      const next = await consuming(bus, (taskId) => void done.push(taskId));
      await eventually(() => (done.length > 0 ? undefined : 'the item left behind'));
      await next.close();
      expect(done).toEqual([id]);
    });

    test('says that it is up, and after draining that it is not', async () => {
      expect(await bus.isUp()).toBe(true);
      await bus.drain();
      expect(await bus.isUp()).toBe(false);
      await expect(bus.publish(facts.desktopReported, { desktopId: 'x' }, report('x'))).rejects.toMatchObject({
        code: 'service.unavailable',
      });
    });
  });
}

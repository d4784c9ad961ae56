import { MemoryBus } from '@karna/common/bus';
import { systemClock } from '@karna/common/clock';
import { DomainError } from '@karna/common/errors';
import { quiet } from '@karna/common/log';
import { eventually } from '@karna/common/testing';
import { Task, type TaskChanged } from '@karna/proto/gen/task/v1/task';
import { facts, work } from '@karna/proto/subjects';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemoryUnitOfWork } from '../adapters/memory/unit-of-work.ts';
import { Doorbell } from '../domain/doorbell.ts';
import { storeEvents } from '../events.ts';
import { Relay } from './relay.ts';

const now = new Date('2026-01-01T00:00:00Z');
const changed = (id: string) => Task.fromPartial({ id, version: 1 });

describe('the relay', () => {
  let bus: MemoryBus;
  let bell: Doorbell;
  let memory: MemoryUnitOfWork;
  let stop: AbortController;
  let heard: TaskChanged[];
  const write = (...ids: string[]) =>
    memory.run(async (tx) => {
      for (const id of ids) await tx.outbox.fact(changed(id), now);
    });
  const hears = (count: number) =>
    eventually(() => (heard.length >= count ? undefined : `${count - heard.length} facts`));

  beforeEach(async () => {
    bus = new MemoryBus(quiet);
    bell = new Doorbell();
    memory = new MemoryUnitOfWork(() => bell.ring());
    stop = new AbortController();
    heard = [];
    await bus.subscribe(facts.taskChanged, (fact) => void heard.push(fact));
  });
  afterEach(async () => {
    stop.abort();
    await bus.drain();
  });

  it('publishes right after a commit, long before it would look by itself', async () => {
    const relay = new Relay(memory, bus, systemClock, storeEvents(quiet));
    const loop = relay.loop('facts', bell, 60_000, stop.signal);
    await write('task_1');
    await write('task_2', 'task_3');
    await hears(3);
    expect(heard.map(({ sequence, task }) => [sequence, task?.id])).toEqual([
      [1, 'task_1'],
      [2, 'task_2'],
      [3, 'task_3'],
    ]);
    stop.abort();
    await loop;
  });

  it('finds by itself what nobody rang for', async () => {
    memory = new MemoryUnitOfWork();
    const loop = new Relay(memory, bus, systemClock, storeEvents(quiet)).loop('facts', bell, 10, stop.signal);
    await write('task_1');
    await hears(1);
    stop.abort();
    await loop;
  });

  it('hands work to the queue', async () => {
    const taken: string[] = [];
    const options = { concurrency: 1, ackWaitMs: 1_000, maxDeliver: 3, retryDelayMs: 10 };
    await bus.consume(work.taskReady, 'test', options, async ({ message }) => void taken.push(message.taskId));
    await memory.run((tx) => tx.outbox.ready({ taskId: 'task_1', traceparent: '' }, now));
    await new Relay(memory, bus, systemClock, storeEvents(quiet)).flush();
    await eventually(() => (taken.length > 0 ? undefined : 'the work'));
    expect(taken).toEqual(['task_1']);
  });

  it('goes on after the bus was away', async () => {
    let failures = 1;
    const publish = bus.publish.bind(bus);
    bus.publish = async (...args) => {
      failures -= 1;
      if (failures >= 0) throw new DomainError('service.unavailable', 'the broker does not answer');
      await publish(...args);
    };
    let silences = 1;
    bus.isUp = async () => {
      silences -= 1;
      return silences < 0;
    };
    const loop = new Relay(memory, bus, systemClock, storeEvents(quiet)).loop('facts', bell, 60_000, stop.signal);
    await write('task_1', 'task_2');
    await hears(4); // refused at first, then sent into the void as far as anybody knows, then sent
    expect(heard.map(({ sequence }) => sequence)).toEqual([1, 2, 1, 2]);
    stop.abort();
    await loop;
  });

  it('does not let one fact that the bus cannot carry hold up the others', async () => {
    const publish = bus.publish.bind(bus);
    bus.publish = async (fact, params, message) => {
      if (Object.values(params).includes('task_2')) throw new DomainError('input.too_large', 'too large');
      await publish(fact, params, message);
    };
    await write('task_1', 'task_2', 'task_3');
    await new Relay(memory, bus, systemClock, storeEvents(quiet)).flush();
    await hears(2);
    expect(heard.map(({ sequence }) => sequence)).toEqual([1, 3]);
  });
});

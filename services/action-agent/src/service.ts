import type { Clock } from '@karna/common/clock';
import { DomainError } from '@karna/common/errors';
import { inSpan } from '@karna/common/telemetry';
import { type Batch, BatchResult } from '@karna/proto/gen/agent/v1/agent';
import { sizeOf } from './domain/geometry.ts';
import { Pace } from './domain/pace.ts';
import { acts, checkBatch, type Policy } from './domain/policy.ts';
import { RecentFrames, RecentResults } from './domain/recent.ts';
import type { AgentEvents } from './events.ts';
import { Performance } from './performance.ts';
import type { Accessibility, Desktop } from './ports.ts';
import type { Redaction } from './redaction.ts';
import { untilAborted, within } from './waiting.ts';
import type { PictureEncoder } from './watching.ts';

/** New batches are refused this long after a halt at the desktop itself, so that the planner learns of it and stops too (ms). */
export const localHaltMs = 3000;
/** No batch takes longer, whatever its deadline says (ms). */
const maxDeadlineMs = 600_000;
/** How long a halt waits for the halted batch and for the display (ms). */
const haltMs = 1500;

export interface PerformerParts {
  readonly desktop: Desktop;
  readonly pictures: PictureEncoder;
  readonly clock: Clock;
  readonly events: AgentEvents;
  readonly policy: Policy;
  /** For batches that bring no deadline. */
  readonly defaultDeadlineMs: number;
  readonly redaction?: Redaction | undefined;
  readonly accessibility?: Accessibility | undefined;
  /** A person shows something at this desktop: nothing else acts meanwhile. */
  readonly isTaught?: () => boolean;
  /** A batch that changes something is about to be carried out. */
  readonly onActing?: () => Promise<void>;
}

interface Running {
  readonly batchId: string;
  readonly isActing: boolean;
  readonly abort: AbortController;
  readonly performance: Performance;
  readonly result: Promise<BatchResult>;
}

/** Carries out batches on one desktop, one at a time, and stops them. */
export class Performer {
  readonly #parts: PerformerParts;
  readonly #frames = new RecentFrames();
  readonly #results = new RecentResults();
  readonly #pace: Pace;
  #running: Running | undefined;
  #restingUntilMs = Number.NEGATIVE_INFINITY;

  constructor(parts: PerformerParts) {
    this.#parts = parts;
    this.#pace = new Pace(parts.policy.maxActionsPerSecond);
  }

  /** A batch that changes something is being carried out. */
  get isActing(): boolean {
    return this.#running?.isActing ?? false;
  }

  get inFlight(): number {
    return this.#running ? 1 : 0;
  }

  /** Never rejects. A batch seen before is not carried out again: its first result is the answer, also while it runs. */
  async perform(batch: Batch): Promise<BatchResult> {
    const known = this.#results.get(batch.id);
    if (known) return known;
    if (this.#running?.batchId === batch.id) return this.#running.result;
    const { clock } = this.#parts;
    if (clock.elapsed() < this.#restingUntilMs) return this.#refused(batch, restingFault);
    if (this.#running) return this.#refused(batch, busyFault);
    return this.#begin(batch);
  }

  /** Stops the batch under way within one action and releases everything; the names of what was down. */
  async halt(by: 'order' | 'key' | 'person'): Promise<string[]> {
    const { clock, desktop, events } = this.#parts;
    if (by !== 'order') this.#restingUntilMs = clock.elapsed() + localHaltMs;
    const running = this.#running;
    running?.abort.abort(new DomainError('agent.halted', haltedBy[by]));
    const mine = running ? (await running.performance.letGo()).released : [];
    if (running) await within(haltMs, running.result, undefined, clock);
    const others = await within(haltMs, desktop.releaseAll(), [], clock).catch((error: unknown) => {
      events.releaseFailed(error);
      return [];
    });
    const released = [...new Set([...mine, ...others])];
    events.halted(by, running !== undefined, released.length);
    return released;
  }

  /** A person touched the desktop: they win. Nothing happens while no batch runs or one is being stopped already. */
  async yieldToPerson(): Promise<string[] | undefined> {
    return this.#running && !this.#running.abort.signal.aborted ? this.halt('person') : undefined;
  }

  /** The connection is gone and with it whoever could halt: the batch under way is stopped; its result is kept. */
  async disconnected(): Promise<void> {
    const running = this.#running;
    running?.abort.abort(new DomainError('agent.lost', 'the connection to the gateway was lost on the way'));
    await running?.result;
  }

  /** Stops what runs, for good. */
  async close(): Promise<void> {
    this.#restingUntilMs = Number.POSITIVE_INFINITY;
    const running = this.#running;
    running?.abort.abort(new DomainError('agent.halted', 'the agent is stopping'));
    await running?.result;
  }

  #begin(batch: Batch): Promise<BatchResult> {
    const abort = new AbortController();
    const deadlineMs = Math.min(batch.deadlineMs || this.#parts.defaultDeadlineMs, maxDeadlineMs);
    const signal = AbortSignal.any([abort.signal, AbortSignal.timeout(deadlineMs)]);
    const performance = new Performance(batch, { ...this.#parts, frames: this.#frames }, signal);
    const result = inSpan('agent.perform', attributes(batch), () => this.#carryOut(batch, performance, signal), {
      kind: 'consumer',
      traceparent: batch.traceparent,
    });
    this.#running = { batchId: batch.id, isActing: batch.actions.some(acts), abort, performance, result };
    return result;
  }

  async #carryOut(batch: Batch, performance: Performance, signal: AbortSignal): Promise<BatchResult> {
    const { clock, events } = this.#parts;
    const startedMs = clock.elapsed();
    try {
      await untilAborted(this.#admit(batch), signal);
    } catch (error) {
      this.#running = undefined;
      return this.#refused(batch, DomainError.from(error));
    }
    const result = await performance.run((error) => {
      if (DomainError.from(error).code === 'internal') events.failed(batch, error);
    });
    if (!isUntouched(result)) this.#results.add(result);
    this.#free(performance.unwinding);
    events.performed(batch, result, clock.elapsed() - startedMs);
    return result;
  }

  /** Checked before anything is done, so that a refused batch may be sent again. */
  async #admit(batch: Batch): Promise<void> {
    if (this.#parts.isTaught?.() && batch.actions.some(acts)) {
      throw new DomainError('desktop.busy', 'a person is teaching at this desktop');
    }
    checkBatch(batch, this.#parts.policy, sizeOf(await this.#parts.desktop.screen.displays()));
    this.#pace.take(batch.actions.filter(acts).length, this.#parts.clock.elapsed());
    if (batch.actions.some(acts)) await this.#parts.onActing?.();
  }

  // An aborted action may still hang in a display that does not answer; two batches must not act at once.
  #free(unwinding: Promise<unknown> | undefined): void {
    const free = () => {
      this.#running = undefined;
    };
    if (unwinding) void unwinding.then(free);
    else free();
  }

  #refused(batch: Batch, error: DomainError): BatchResult {
    this.#parts.events.refused(batch, error.code);
    return BatchResult.create({ batchId: batch.id, fault: error.toFault() });
  }
}

/** Refused by its guard before the first action: the same batch may be sent again. */
const isUntouched = ({ performed, fault }: BatchResult): boolean => performed === 0 && fault?.code === 'frame.stale';

const haltedBy = {
  order: 'the desktop was halted',
  key: 'the desktop was halted with the halt key',
  person: 'a person is using the desktop',
};

const restingFault = new DomainError('agent.halted', 'the desktop was halted on the spot a moment ago');
const busyFault = new DomainError('agent.busy', 'this desktop is still working on another batch');

const attributes = ({ id, taskId, stepId, actions }: Batch) => ({
  'karna.batch.id': id,
  'karna.task.id': taskId,
  'karna.step.id': stepId,
  'karna.batch.actions': actions.length,
});

import type { Clock } from '@karna/common/clock';
import { DomainError, hasCode } from '@karna/common/errors';
import { currentTraceparent } from '@karna/common/telemetry';
import type { Action, Batch, BatchResult } from '@karna/proto/gen/agent/v1/agent';
import type { WindowRules } from '@karna/proto/gen/policy/v1/policy';
import { type BatchId, freshId } from '@karna/proto/ids';
import { deadlineMs, isDone, mayHaveActed } from '../domain/actions.ts';
import type { Hands } from '../ports.ts';
import { isAway, patiently } from './patience.ts';

export interface RunSignals {
  /** A person stopped the task: everything ends now. */
  readonly stopped: AbortSignal;
  /** The service stops: nothing new is begun, what is under way is finished. */
  readonly leaving: AbortSignal;
}

/** It may or may not have happened, and the agent does not know either: look, do not repeat. */
export class InDoubt extends Error {
  override readonly name = 'InDoubt';
}

/** All its consequences were carried out; the fault is about what came after them. */
export interface Performed {
  readonly result: BatchResult;
  readonly fault: DomainError | undefined;
}

export interface LineParts {
  readonly hands: Hands;
  readonly clock: Clock;
  readonly desktopId: string;
  readonly taskId: string;
  readonly stepId: string;
  readonly signals: RunSignals;
  /** How long it is waited for who does not answer (ms). */
  readonly limitMs: number;
  /** Told once per wait. */
  readonly onWait: (error: unknown) => Promise<void>;
}

/** Room for the way to the agent and back, on top of what the agent itself may take (ms). */
const travelMs = 3_000;

/** The line to one desktop's agent during one step. Patient where that is safe, certain about what was done. */
export class AgentLine {
  /** An action was begun and it is not known what came of it. */
  isOutcomeUnknown = false;
  /** What the applications took so far to show what was done to them (ms). */
  applicationMs = 0;
  /** How long after what was done last its first change was seen (ms); 0: there was none, or the agent does not tell. */
  firstChangeMs = 0;
  readonly #parts: LineParts;

  constructor(parts: LineParts) {
    this.#parts = parts;
  }

  batch(actions: readonly Action[], guard: Batch['guard'], windows: readonly WindowRules[] = []): Batch {
    return {
      id: freshId<BatchId>('batch'),
      taskId: this.#parts.taskId,
      stepId: this.#parts.stepId,
      actions: [...actions],
      guard,
      deadlineMs: deadlineMs(actions),
      traceparent: currentTraceparent(),
      windows: [...windows],
    };
  }

  /** Only looks: harmless however often it is sent. */
  look(actions: readonly Action[], guard: Batch['guard'], windows?: readonly WindowRules[]): Promise<BatchResult> {
    return this.patiently(async () => {
      const result = await this.#send(this.batch(actions, guard, windows));
      if (result.fault) throw DomainError.fromFault(result.fault);
      return result;
    }, mayPassForLooks);
  }

  /**
   * Carries the batch out once. Undefined when nothing was done because the screen had changed (or the line broke before
   * anything was begun): look again. Rejects with InDoubt, or with the fault, while the outcome is unknown or nothing was done.
   */
  async act(batch: Batch): Promise<Performed | undefined> {
    const before = this.isOutcomeUnknown;
    const { result, wasLost } = await this.#sendForCertain(batch, before);
    const fault = faultOf(result);
    if (!fault || isDone(batch.actions, result.performed)) {
      this.isOutcomeUnknown = false;
      return { result, fault };
    }
    if (wasLost && fault.code === 'frame.stale') throw new InDoubt();
    // The action that was refused was not begun.
    const begun = fault.code === 'policy.window' ? result.performed - 1 : result.performed;
    if (!mayHaveActed(batch.actions, begun) || surelyNothing.has(fault.code)) {
      this.isOutcomeUnknown = before;
      if (fault.code === 'frame.stale' || fault.code === 'agent.lost') return undefined;
      throw fault;
    }
    throw fault.code === 'agent.lost' ? new InDoubt() : fault;
  }

  /** Asks a service until it answers, or for as long as is waited for anybody. */
  ask<T>(work: () => Promise<T>): Promise<T> {
    return this.patiently(work, isAway);
  }

  patiently<T>(work: () => Promise<T>, isPassing: (error: unknown) => boolean): Promise<T> {
    const { clock, limitMs, onWait, signals } = this.#parts;
    return patiently(work, {
      clock,
      limitMs,
      signal: this.waiting,
      isPassing: (error) => !signals.stopped.aborted && isPassing(error),
      onWait,
    });
  }

  /** Waiting ends with either; what is under way at the agent ends only when the task is stopped. */
  get waiting(): AbortSignal {
    const { stopped, leaving } = this.#parts.signals;
    return AbortSignal.any([stopped, leaving]);
  }

  /** Sent again under its id after the answer was lost, the agent answers what came of it the first time. */
  async #sendForCertain(batch: Batch, before: boolean): Promise<{ result: BatchResult; wasLost: boolean }> {
    let wasLost = false;
    this.isOutcomeUnknown = true;
    const send = async () => {
      const result = await this.#send(batch);
      const fault = faultOf(result);
      if (hasCode(fault, ...notTaken)) throw fault;
      return result;
    };
    const isPassing = (error: unknown) => {
      wasLost ||= hasCode(error, ...lost);
      return hasCode(error, ...notTaken, ...lost);
    };
    try {
      return { result: await this.patiently(send, isPassing), wasLost };
    } catch (error) {
      if (!wasLost && hasCode(error, ...notTaken)) this.isOutcomeUnknown = before;
      throw error;
    }
  }

  async #send(batch: Batch): Promise<BatchResult> {
    const { hands, desktopId, signals } = this.#parts;
    const options = { timeoutMs: batch.deadlineMs + travelMs, signal: signals.stopped };
    const result = await hands.perform(desktopId, batch, options);
    this.applicationMs += result.applicationMs;
    this.firstChangeMs = result.firstChangeMs;
    return result;
  }
}

/** The agent never saw it. */
const notTaken = ['desktop.offline', 'agent.busy', 'rate.limited'] as const;
/** Nobody knows whether the agent saw it. */
const lost = ['agent.lost', 'request.deadline', 'service.unavailable', 'service.stopping'] as const;
/** Refused before anything was done. */
const surelyNothing: ReadonlySet<string> = new Set([
  'frame.stale',
  'action.refused',
  'action.unsupported',
  'input.invalid',
  'key.unknown',
  'text.untypable',
  'app.not_found',
  'window.not_found',
]);

const mayPassForLooks = (error: unknown): boolean => hasCode(error, ...notTaken, ...lost, 'capture.failed');

const faultOf = ({ fault }: BatchResult): DomainError | undefined => fault && DomainError.fromFault(fault);

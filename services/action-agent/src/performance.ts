import type { Clock } from '@karna/common/clock';
import { DomainError } from '@karna/common/errors';
import { inSpan } from '@karna/common/telemetry';
import { type Action, type Batch, BatchResult, type Rehearse } from '@karna/proto/gen/agent/v1/agent';
import { Acting, handsOf } from './acting.ts';
import { sizeOf } from './domain/geometry.ts';
import { HeldLedger } from './domain/held.ts';
import { acts, type Policy, unknownAction } from './domain/policy.ts';
import type { RecentFrames } from './domain/recent.ts';
import { rulingsOn } from './domain/rehearsal.ts';
import { checkWindows, inForce } from './domain/window-rules.ts';
import type { AgentEvents } from './events.ts';
import { launchAndWait } from './launching.ts';
import type { Accessibility, Desktop, Window } from './ports.ts';
import type { Redaction } from './redaction.ts';
import { untilAborted, within } from './waiting.ts';
import { type PictureEncoder, Watching } from './watching.ts';

const defaultQuietMs = 100;
const defaultSettleLimitMs = 2000;
/** Of a wait for quiet, how much has to be over before reading ahead begins (0..1). */
const aheadShare = 0.3;
/** How long an aborted action may take to unwind, and how long everything held to be let go, before the result leaves anyway (ms). */
const unwindMs = 1000;

const stillDown = new DomainError('action.failed', 'a key or button could not be released');

export interface PerformanceParts {
  readonly desktop: Desktop;
  readonly frames: RecentFrames;
  readonly pictures: PictureEncoder;
  readonly clock: Clock;
  readonly events: AgentEvents;
  /** Masks what is secret in every picture; undefined when this agent's owner has turned it off. */
  readonly redaction?: Redaction | undefined;
  readonly accessibility?: Accessibility | undefined;
  readonly policy: Policy;
}

/** One batch being carried out: its actions in order, up to the first that fails. Nothing stays held after it. */
export class Performance {
  readonly #result: BatchResult;
  readonly #batch: Batch;
  readonly #parts: PerformanceParts;
  readonly #signal: AbortSignal;
  readonly #ledger: HeldLedger;
  readonly #acting: Acting;
  readonly #watching: Watching;
  #last: Promise<unknown> = Promise.resolve();
  #unwound = true;

  constructor(batch: Batch, parts: PerformanceParts, signal: AbortSignal) {
    this.#batch = batch;
    this.#parts = parts;
    this.#signal = signal;
    this.#ledger = new HeldLedger(handsOf(parts.desktop), signal);
    this.#acting = new Acting(parts.desktop, this.#ledger, parts.clock, signal);
    this.#watching = new Watching({
      ...parts,
      redaction: parts.redaction,
      accessibility: parts.accessibility,
      guard: batch.guard,
      signal,
    });
    this.#result = BatchResult.create({ batchId: batch.id });
  }

  /** Never rejects: what went wrong stands in the result. `onFailure` hears of it with everything we know. */
  async run(onFailure: (error: unknown) => void): Promise<BatchResult> {
    try {
      await this.#actInOrder();
    } catch (error) {
      onFailure(error);
      this.#result.fault = DomainError.from(error).toFault();
    }
    await within(unwindMs, this.#last, undefined, this.#parts.clock);
    const stuck = [...(await this.letGo()).stuck];
    if (stuck.length > 0) this.#result.fault ??= stillDown.toFault();
    // A copy: an action that outlives its abort must not change what has been reported.
    return { ...this.#result, frames: [...this.#result.frames], opened: [...this.#result.opened], stuck };
  }

  /** Releases whatever this batch holds; also from outside, while an action hangs. */
  letGo(): Promise<{ readonly released: readonly string[]; readonly stuck: readonly string[] }> {
    const tooLong = { released: [], stuck: this.#ledger.names };
    return within(unwindMs, this.#ledger.letGoOfAll(), tooLong, this.#parts.clock);
  }

  /** Resolves when the last action has truly ended, which an abort does not wait for. */
  get unwinding(): Promise<unknown> | undefined {
    return this.#unwound ? undefined : this.#last;
  }

  async #actInOrder(): Promise<void> {
    let guard = this.#batch.guard;
    for (const action of this.#batch.actions) {
      this.#signal.throwIfAborted();
      if (guard && acts(action)) {
        await this.#watching.check(guard);
        guard = undefined; // what changes from here on is our own doing
      }
      if (acts(action)) await this.#checkWindows(action);
      await this.#carryOut(action);
      this.#result.performed++;
    }
  }

  async #checkWindows(action: Action): Promise<void> {
    const rules = inForce([this.#parts.policy.windows, ...this.#batch.windows]);
    if (rules.length > 0) checkWindows(action, rules, await this.#windows());
  }

  /** Bottom first, what applications pop up as well. */
  async #windows(): Promise<Window[]> {
    const { windows } = this.#parts.desktop;
    const [lasting, popups] = await Promise.all([windows.list(), windows.popups()]);
    return [...lasting, ...popups];
  }

  async #rehearse(order: Rehearse): Promise<void> {
    const { desktop, policy } = this.#parts;
    const [displays, windows] = await Promise.all([desktop.screen.displays(), this.#windows()]);
    const ground = { policy, rules: this.#batch.windows, desktop: sizeOf(displays), windows };
    this.#result.rehearsed = { rulings: rulingsOn(order, ground) };
  }

  #carryOut(action: Action): Promise<void> {
    const work = inSpan(`agent.${action.kind?.$case ?? 'unknown'}`, {}, () => this.#act(action));
    const ended = () => {
      this.#unwound = true;
    };
    this.#unwound = false;
    this.#last = work.then(ended, ended);
    return untilAborted(work, this.#signal);
  }

  async #act({ kind }: Action): Promise<void> {
    switch (kind?.$case) {
      case 'movePointer':
        return this.#acting.move(kind.value.to);
      case 'clickAt':
        this.#result.answered = await this.#acting.click(kind.value);
        return;
      case 'dragAlong':
        return this.#acting.drag(kind.value);
      case 'scrollAt':
        this.#watching.turned();
        return this.#acting.scroll(kind.value);
      case 'pressChord':
        return this.#acting.press(kind.value.chord);
      case 'enterText':
        this.#parts.redaction?.typing(kind.value.text);
        return this.#acting.enter(kind.value);
      case 'focusWindow':
        return this.#parts.desktop.windows.focus(kind.value.windowId);
      case 'launch': {
        const { desktop, clock, redaction } = this.#parts;
        const opened = await launchAndWait(kind.value, desktop, clock, this.#signal);
        this.#result.opened.push(...(redaction?.windows(opened) ?? opened));
        return;
      }
      case 'settle':
        return this.#settle(kind.value.quietMs || defaultQuietMs, kind.value.limitMs || defaultSettleLimitMs);
      case 'observe':
        this.#result.frames.push(await this.#watching.observe(kind.value));
        return;
      case 'rehearse':
        return this.#rehearse(kind.value);
      case undefined:
        throw unknownAction();
      default: {
        const nothing: never = kind;
        throw unknownAction(nothing);
      }
    }
  }

  async #settle(quietMs: number, limitMs: number): Promise<void> {
    // What an action changes is mostly drawn by then, also what moves for a while: reading it during the wait keeps the picture after it from waiting.
    const ahead = { afterMs: quietMs * aheadShare, calm: () => void this.#watching.lookAhead() };
    const rest = await this.#parts.desktop.screen.quietFor(quietMs, limitMs, this.#signal, ahead);
    this.#result.restless ||= rest.restless;
    this.#result.applicationMs += Math.round(rest.changedMs);
    this.#result.firstChangeMs = Math.ceil(rest.firstChangeMs);
  }
}

import { DomainError } from '@karna/common/errors';
import type { Deed } from '@karna/proto/gen/access/v1/access';
import type { HandsChanged, HandsReason } from '@karna/proto/gen/screen/v1/screen';
import { freshId } from '@karna/proto/ids';
import type { GatewayEvents } from '../events.ts';
import type { Audit } from '../ports.ts';

/** Whose hands they were, and the record of how that ended. */
const reasons: Partial<Record<HandsReason, string>> = {
  HANDS_REASON_PERSON: 'person',
  HANDS_REASON_TASK: 'task',
  HANDS_REASON_HALT: 'halt',
  HANDS_REASON_LOST: 'silence',
  HANDS_REASON_TAKEN_OVER: 'taken_over',
};

/** Keeps who had the hands of one desktop, as its agent tells it. Never what they did. */
export class HandsLog {
  readonly #desktopId: string;
  readonly #audit: Audit;
  readonly #events: GatewayEvents;
  #held: HandsChanged | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(desktopId: string, audit: Audit, events: GatewayEvents) {
    this.#desktopId = desktopId;
    this.#audit = audit;
    this.#events = events;
  }

  /** Told again with every newcomer: only what is new counts. */
  hear(hands: HandsChanged): void {
    const before = this.#held;
    if (before?.viewer === hands.viewer || (!before && hands.viewer === '')) return;
    this.#held = hands.viewer === '' ? undefined : hands;
    if (before) {
      const isReturned = hands.reason === 'HANDS_REASON_GIVEN_BACK';
      const reason = reasons[hands.reason] ?? '';
      this.#note(before.principal, isReturned ? 'DEED_HANDS_RETURNED' : 'DEED_HANDS_LOST', isReturned ? '' : reason);
    }
    if (hands.viewer !== '') this.#note(hands.principal, 'DEED_HANDS_TAKEN', '');
  }

  /** The agent's connection has ended, and with it whoever had the hands. */
  end(): void {
    if (this.#held) this.#note(this.#held.principal, 'DEED_HANDS_LOST', 'connection');
    this.#held = undefined;
  }

  /** One after the other, in their order. */
  #note(principal: string, deed: Deed, reason: string): void {
    const change = { key: freshId<string>('hands'), desktopId: this.#desktopId, principal, deed, reason };
    this.#last = this.#last
      .then(() => this.#audit.noteHands(change))
      .catch((error: unknown) => this.#events.handsNotNoted(change, DomainError.from(error).code));
  }
}

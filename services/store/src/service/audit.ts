import type { Clock } from '@karna/common/clock';
import { DomainError } from '@karna/common/errors';
import type { AuditRecord, Deed } from '@karna/proto/gen/access/v1/access';
import { handsDeeds, recordOf } from '../domain/audit.ts';
import { named } from '../domain/limits.ts';
import type { UnitOfWork } from '../ports.ts';

/** Most records in one answer, and how many when nobody says. */
const maxListed = 500;
const defaultListed = 50;

export interface HandsChange {
  /** Unique for what happened. */
  readonly key: string;
  readonly desktopId: string;
  readonly principal: string;
  readonly deed: Deed;
  /** A word; empty: none. */
  readonly reason: string;
}

/** Who did what. Most of it is written by the use case that does it, in the same unit of work. */
export class AuditRecords {
  readonly #work: UnitOfWork;
  readonly #clock: Clock;

  constructor(work: UnitOfWork, clock: Clock) {
    this.#work = work;
    this.#clock = clock;
  }

  /** Newest first. `before` 0: from the newest; empty actor: of everybody; no deeds: all. */
  list(limit: number, before: number, actor: string, deeds: readonly Deed[]): Promise<readonly AuditRecord[]> {
    const query = {
      limit: Math.min(limit === 0 ? defaultListed : limit, maxListed),
      before: before === 0 ? undefined : before,
      actor: actor === '' ? undefined : actor,
      deeds,
    };
    return this.#work.read((tx) => tx.audit.list(query));
  }

  /** Somebody took the hands of a desktop, or has them no more. */
  async noteHands({ key, desktopId, principal, deed, reason }: HandsChange): Promise<void> {
    named('the key', key);
    named('the desktop', desktopId);
    named('whose hands they are', principal);
    if (!handsDeeds.includes(deed)) throw new DomainError('input.invalid', 'hands are taken, returned or lost');
    const details = reason === '' ? {} : { reason: named('the reason', reason) };
    await this.#work.run(async (tx) => {
      const { name } = await tx.desktops.get(desktopId);
      const done = { actor: principal, deed, subject: desktopId, subjectName: name, details, key };
      await tx.audit.append(recordOf(done, this.#clock.now()));
    });
  }
}

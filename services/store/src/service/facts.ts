import type { TaskChanged } from '@karna/proto/gen/task/v1/task';
import { maxFacts, withoutGap } from '../domain/facts.ts';
import type { UnitOfWork } from '../ports.ts';

/** One answer stays well below what gRPC carries (64 MiB), whatever the tasks look like; the caller pages on. */
const maxReplyBytes = 16 * 1024 * 1024;

/** Replays task facts for those who missed some. */
export class FactRecords {
  readonly #work: UnitOfWork;

  constructor(work: UnitOfWork) {
    this.#work = work;
  }

  list(after: number, limit: number): Promise<{ facts: readonly TaskChanged[]; newest: number }> {
    const bounded = Math.min(limit === 0 ? maxFacts : limit, maxFacts);
    return this.#work.read(async (tx) => {
      const span = await tx.facts.span();
      const facts = withoutGap(after, await tx.facts.list(after, bounded, maxReplyBytes), span);
      return { facts, newest: span.newest };
    });
  }
}

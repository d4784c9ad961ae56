import { DomainError } from '@karna/common/errors';
import type { TaskChanged } from '@karna/proto/gen/task/v1/task';

/** How far facts go: `removed` is the newest one that retention took, `newest` the newest there is. */
export interface FactSpan {
  readonly newest: number;
  readonly removed: number;
}

/** Most facts in one answer. */
export const maxFacts = 1_000;

/** Refuses to answer with a gap: who asks for what retention has removed has to begin anew. */
export function withoutGap(after: number, facts: readonly TaskChanged[], { removed }: FactSpan) {
  const first = facts[0];
  if (after < removed || (first && first.sequence !== after + 1)) {
    throw new DomainError('task.facts_gone', `facts after ${after} are not all kept any more; read the tasks anew`);
  }
  return facts;
}

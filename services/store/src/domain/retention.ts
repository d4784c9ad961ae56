import { DomainError } from '@karna/common/errors';
import type { RetentionTerms } from '@karna/proto/gen/access/v1/access';

const dayMs = 24 * 3_600_000;
const mostDays = 3_650;
/** Who did what is kept for a month at least: the database itself refuses to lose it earlier. */
export const leastRecordsDays = 30;

/** Each kind of thing by the name of its term, and the fewest days that it may be kept. */
const least = { tasksDays: 1, turnsDays: 1, picturesDays: 1, recordsDays: leastRecordsDays } as const;
type Term = keyof typeof least;
export const termNames = Object.keys(least) as readonly Term[];

/** Terms that can be kept: 0 stands for what is configured. */
export function checkedTerms(asked: RetentionTerms): RetentionTerms {
  for (const name of termNames) {
    const days = asked[name];
    if (days !== 0 && !(days >= least[name] && days <= mostDays)) {
      const what = name.replace('Days', '');
      throw new DomainError('input.invalid', `${what} are kept from ${least[name]} to ${mostDays} days`);
    }
  }
  return asked;
}

/** What counts: what people set, and what is configured where they did not. */
export const inForce = (set: RetentionTerms | undefined, configured: RetentionTerms): RetentionTerms => ({
  tasksDays: set?.tasksDays || configured.tasksDays,
  turnsDays: set?.turnsDays || configured.turnsDays,
  picturesDays: set?.picturesDays || configured.picturesDays,
  recordsDays: set?.recordsDays || configured.recordsDays,
});

/** What is the same as configured follows the configuration from now on. */
export const asConfigured = (asked: RetentionTerms, configured: RetentionTerms): RetentionTerms => {
  const differing = (name: Term) => (asked[name] === configured[name] ? 0 : asked[name]);
  return {
    tasksDays: differing('tasksDays'),
    turnsDays: differing('turnsDays'),
    picturesDays: differing('picturesDays'),
    recordsDays: differing('recordsDays'),
  };
};

export const daysBefore = (now: Date, days: number): Date => new Date(now.getTime() - days * dayMs);

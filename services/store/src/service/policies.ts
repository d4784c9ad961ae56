import type { Clock } from '@karna/common/clock';
import { type Policy, Rules } from '@karna/proto/gen/policy/v1/policy';
import { recordOf } from '../domain/audit.ts';
import { named } from '../domain/limits.ts';
import { checkedRules } from '../domain/policy.ts';
import type { UnitOfWork, Work } from '../ports.ts';

/** Within what tasks act: on all desktops (`desktopId` empty), and on each besides. */
export class PolicyRecords {
  readonly #work: UnitOfWork;
  readonly #clock: Clock;

  constructor(work: UnitOfWork, clock: Clock) {
    this.#work = work;
    this.#clock = clock;
  }

  get(desktopId: string): Promise<Policy> {
    return this.#work.read((tx) => policyIn(tx, desktopId));
  }

  /** Rejects with `desktop.not_found`, `input.invalid`. */
  async set(desktopId: string, asked: Rules, principal: string): Promise<Policy> {
    named('who changes it', principal);
    const rules = checkedRules(asked);
    return this.#work.run(async (tx) => {
      const desktop = desktopId === '' ? undefined : await tx.desktops.get(desktopId);
      const changedAt = this.#clock.now();
      await tx.settings.put(settingOf(desktopId), { body: Rules.toJSON(rules), changedAt, changedBy: principal });
      const about = { subject: desktopId || 'policy', subjectName: desktop?.name ?? '' };
      const done = { actor: principal, deed: 'DEED_POLICY_CHANGED', ...about, details: outline(rules) } as const;
      await tx.audit.append(recordOf(done, changedAt));
      return policyIn(tx, desktopId);
    });
  }
}

/** Where the rules are kept: of all desktops (`desktopId` empty), or those of one. */
export const settingOf = (desktopId: string): string => (desktopId === '' ? 'policy' : `policy/${desktopId}`);

async function policyIn({ settings }: Work, desktopId: string): Promise<Policy> {
  const kept = await settings.get(settingOf(desktopId));
  return { rules: Rules.fromJSON(kept?.body ?? {}), changedAt: kept?.changedAt, changedBy: kept?.changedBy ?? '' };
}

/** What the rules are, as far as there are any. */
const outline = ({ windows, hours, timeZone, asks, asksAlways }: Rules): Record<string, string> =>
  Object.fromEntries(
    [
      ['only', windows?.only.join('; ')],
      ['never', windows?.never.join('; ')],
      ['hours', hours.map(({ days, from, until }) => `${days.join(',') || '1-7'} ${from}-${until}`).join('; ')],
      ['time_zone', timeZone],
      ['asks', asks.join('; ')],
      ['asks_always', asksAlways ? 'yes' : ''],
    ].filter((line): line is [string, string] => !!line[1]),
  );

// Business events: counters and log lines. Commands are personal: their words are never here, only what became of them.
import type { Logger } from '@karna/common/log';
import { counter, histogram } from '@karna/common/telemetry';
import type { ErrorCode } from '@karna/proto/errors';
import type { Outcome } from './domain/interpret.ts';

export type Asked = 'command' | 'target';
/** What became of it: an outcome of the grammar, or the code it was refused with. */
export type Became = Outcome['$case'] | ErrorCode;

const outcomes = counter('karna_language_outcomes_total', 'Commands and targets interpreted', ['asked', 'outcome']);
/** Seconds: a short command takes some tens of microseconds. */
const buckets = [0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5];
const seconds = histogram('karna_language_interpret_seconds', 'Time to interpret', ['asked'], buckets);

export type Events = ReturnType<typeof languageEvents>;

export const languageEvents = (log: Logger) => ({
  interpreted: (asked: Asked, outcome: Became, ms: number, steps: number) => {
    outcomes.inc({ asked, outcome });
    seconds.observe({ asked }, ms / 1_000);
    log.info({ asked, outcome, steps }, 'interpreted');
  },
});

import type { ServiceReported } from '@karna/proto/gen/service/v1/service';

/** What was answered between one report and the next. */
export interface Answered {
  readonly perSecond: number;
  /** Undefined: nothing was answered. */
  readonly meanMs: number | undefined;
  readonly failed: number;
}

/** From reports of one process, oldest first; reports count since it began. */
export function answeredBetween(reports: readonly ServiceReported[]): Answered[] {
  return reports.slice(1).flatMap((after, index) => {
    const before = reports[index];
    const seconds = ((after.at?.getTime() ?? 0) - (before?.at?.getTime() ?? 0)) / 1_000;
    if (!before || seconds <= 0) return [];
    const answered = after.answered - before.answered;
    return [
      {
        perSecond: answered / seconds,
        meanMs: answered > 0 ? (after.answeringMs - before.answeringMs) / answered : undefined,
        failed: after.failed - before.failed,
      },
    ];
  });
}

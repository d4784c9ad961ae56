import { ServiceReported } from '@karna/proto/gen/service/v1/service';
import { expect, test } from 'vitest';
import { answeredBetween } from './answering.ts';

const report = (second: number, answered: number, failed: number, answeringMs: number) =>
  ServiceReported.fromPartial({ at: new Date(second * 1_000), answered, failed, answeringMs });

test('tells what happened between two reports, and nothing of one alone', () => {
  expect(answeredBetween([report(0, 7, 1, 90)])).toEqual([]);
  const reports = [report(0, 7, 1, 90), report(2, 11, 2, 130), report(2, 11, 2, 130), report(4, 11, 2, 130)];
  expect(answeredBetween(reports)).toEqual([
    { perSecond: 2, meanMs: 10, failed: 1 },
    { perSecond: 0, meanMs: undefined, failed: 0 },
  ]);
});

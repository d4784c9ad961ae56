import type { LocateReply } from '@karna/proto/gen/vision/v1/vision';
import { holdsPoint } from '@karna/sight/boxes';
import { calibrationError } from './calibration.ts';
import type { Description } from './descriptions.ts';

/** One question to Locate and what became of it. `absent`: asked for what is not there. */
export interface Found {
  readonly kind: Description['kind'] | 'absent';
  /** The point of the best candidate, or else of the best hint, lies on the element meant. */
  readonly isRight: boolean;
  /** Said to be beyond doubt. */
  readonly isSure: boolean;
  /** Of the best candidate; undefined when there is none. */
  readonly confidence: number | undefined;
}

export interface FindFigures {
  readonly asked: number;
  readonly top1: number;
  readonly perKind: Readonly<Record<string, { readonly asked: number; readonly top1: number }>>;
  /** Shares of those asked for that are there. */
  readonly sureAndRight: number;
  readonly sureAndWrong: number;
  /** Of the best candidate's confidence, over every question that brought one. */
  readonly calibrationError: number;
  readonly absentAsked: number;
  /** The share of questions for what is not there that were answered without doubt. */
  readonly absentAccepted: number;
}

export function judgeFind({ kind, element }: Description, { candidates, hints, unique }: LocateReply): Found {
  const [best] = [...candidates, ...hints];
  const isRight = best?.point !== undefined && holdsPoint(element.box, best.point.x, best.point.y);
  return { kind, isRight, isSure: unique, confidence: best?.confidence };
}

export const judgeAbsent = ({ candidates, unique }: LocateReply): Found => ({
  kind: 'absent',
  isRight: false,
  isSure: unique,
  confidence: candidates[0]?.confidence,
});

export function findFigures(all: readonly Found[]): FindFigures | undefined {
  const present = all.filter(({ kind }) => kind !== 'absent');
  const absent = all.filter(({ kind }) => kind === 'absent');
  if (present.length === 0) return undefined;
  const share = (some: readonly Found[], of: readonly Found[]) => (of.length > 0 ? some.length / of.length : 0);
  const top1 = (of: readonly Found[]) =>
    share(
      of.filter(({ isRight }) => isRight),
      of,
    );
  const claims = present.flatMap(({ confidence, isRight }) =>
    confidence === undefined ? [] : { confidence, isRight },
  );
  return {
    asked: present.length,
    top1: top1(present),
    perKind: Object.fromEntries(
      [...Map.groupBy(present, ({ kind }) => kind)].map(([kind, of]) => [kind, { asked: of.length, top1: top1(of) }]),
    ),
    sureAndRight: share(
      present.filter(({ isSure, isRight }) => isSure && isRight),
      present,
    ),
    sureAndWrong: share(
      present.filter(({ isSure, isRight }) => isSure && !isRight),
      present,
    ),
    calibrationError: calibrationError(claims),
    absentAsked: absent.length,
    absentAccepted: share(
      absent.filter(({ isSure }) => isSure),
      absent,
    ),
  };
}

import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Role } from '@karna/proto/gen/target/v1/target';
import { holdsCentre, likenessOfBoxes, shareInside } from '@karna/sight/boxes';
import type { TrueElement, Truth } from './truth.ts';

// How well elements are found, as COCO counts it: detections, best score first, each take the true element that they overlap most and
// that nobody took; precision is made monotonous and summed over every step of recall.

export interface Detection {
  readonly box: Box;
  readonly role: Role;
  readonly score: number;
  /** What it was said to be, as truths call it. */
  readonly states: readonly string[];
}

export interface ElementsSeen {
  readonly truth: Truth;
  readonly detections: readonly Detection[];
}

export interface ElementFigures {
  readonly elements: number;
  readonly ap50: number;
  readonly map50: number;
  readonly ap75: number;
  /** At half overlap, among the `mostDetections` best of each picture. */
  readonly recall: number;
  /** The share of true elements that contain the centre of some detection. */
  readonly centreHit: number;
  readonly perRole: Readonly<Record<string, { readonly elements: number; readonly ap50: number }>>;
}

/** Per picture; more than any screen has controls: dense tables have four hundred cells. */
export const mostDetections = 1000;

export interface Judged {
  readonly detection: Detection;
  readonly isRight: boolean;
}

export interface Judgement {
  readonly judged: readonly Judged[];
  readonly total: number;
}

/** Undefined when no element of a known role is labelled. */
export function elementFigures(pictures: readonly ElementsSeen[]): ElementFigures | undefined {
  const sheets = sheetsOf(pictures);
  const roles = [...new Set(sheets.flatMap(({ wanted }) => wanted.map(({ role }) => role)))].filter(
    (role) => role !== undefined,
  );
  const all = judge(sheets, 0.5);
  if (all.total === 0) return undefined;
  const perRole = roles.sort().map((role) => {
    const judgement = judge(sheets.map(onlyRole(role)), 0.5);
    return [shortRole(role), { elements: judgement.total, ap50: averagePrecision(judgement) }] as const;
  });
  return {
    elements: all.total,
    ap50: averagePrecision(all),
    map50: mean(perRole.map(([, { ap50 }]) => ap50)),
    ap75: averagePrecision(judge(sheets, 0.75)),
    recall: all.judged.filter(({ isRight }) => isRight).length / all.total,
    centreHit: centreHit(sheets),
    perRole: Object.fromEntries(perRole),
  };
}

export const shortRole = (role: Role): string => role.replace('ROLE_', '').toLowerCase();

/** One picture, ready to be scored. */
interface Sheet {
  readonly wanted: readonly TrueElement[];
  /** Neither right nor wrong when found. */
  readonly free: readonly Box[];
  readonly ignore: readonly Box[];
  /** Best first. */
  readonly detections: readonly Detection[];
}

/**
 * Detections of roles that the truth never uses anywhere are left out: it does not label them. An element without any role may be
 * anything but mere text; one whose role the contract does not have is free to be found or not.
 */
function sheetsOf(pictures: readonly ElementsSeen[]): Sheet[] {
  const labelled = pictures.flatMap(({ truth }) => truth.elements ?? []);
  const used = new Set(labelled.map(({ role }) => role));
  const hasUnsaid = labelled.some(({ roleName }) => roleName === '');
  const counts = ({ role }: Detection) =>
    used.has(role) || (hasUnsaid && role !== 'ROLE_TEXT' && role !== 'ROLE_HEADING');
  return pictures.flatMap(({ truth, detections }) => {
    if (!truth.elements) return [];
    const hasRole = ({ role, roleName }: TrueElement) => role !== undefined || roleName === '';
    return {
      wanted: truth.elements.filter((element) => hasRole(element) && !isIgnored(element.box, truth.ignore)),
      free: truth.elements.filter((element) => !hasRole(element)).map(({ box }) => box),
      ignore: truth.ignore,
      detections: detections
        .filter((detection) => counts(detection) && !truth.unknownRoles.includes(detection.role))
        .sort((a, b) => b.score - a.score)
        .slice(0, mostDetections),
    };
  });
}

const onlyRole =
  (role: Role) =>
  (sheet: Sheet): Sheet => ({
    ...sheet,
    wanted: sheet.wanted.filter((element) => element.role === role),
    detections: sheet.detections.filter((detection) => detection.role === role),
  });

const isIgnored = (box: Box, ignore: readonly Box[]): boolean => ignore.some((place) => shareInside(box, place) >= 0.5);

/** Of each picture: its detections that are right or wrong, and how many true elements there are. What does not count is left out. */
export const judgedAlone = (pictures: readonly ElementsSeen[]): Judgement[] =>
  sheetsOf(pictures).map((sheet) => judge([sheet], 0.5));

function judge(sheets: readonly Sheet[], overlap: number): Judgement {
  return {
    judged: sheets.flatMap((sheet) => judgeSheet(sheet, overlap)),
    total: sheets.reduce((sum, { wanted }) => sum + wanted.length, 0),
  };
}

function judgeSheet({ wanted, free, ignore, detections }: Sheet, overlap: number): Judged[] {
  const open = new Set(wanted);
  return detections.flatMap((detection) => {
    const { box } = detection;
    const taken = mostAlike([...open], box, overlap);
    if (taken) {
      open.delete(taken);
      return { detection, isRight: true };
    }
    const isFree = free.some((other) => likenessOfBoxes(other, box) >= overlap) || isIgnored(box, ignore);
    return isFree ? [] : { detection, isRight: false };
  });
}

function mostAlike(elements: readonly TrueElement[], box: Box, atLeast: number): TrueElement | undefined {
  let best: TrueElement | undefined;
  let likeness = 0;
  for (const element of elements) {
    const here = likenessOfBoxes(element.box, box);
    if (here < atLeast || here <= likeness) continue;
    best = element;
    likeness = here;
  }
  return best;
}

/** Area under precision over recall, all points, precision being the best at this recall or beyond. */
export function averagePrecision({ judged, total }: Judgement): number {
  if (total === 0) return 0;
  const best = judged.toSorted((a, b) => b.detection.score - a.detection.score);
  let right = 0;
  const precisions = best.map(({ isRight }, index) => {
    if (isRight) right++;
    return right / (index + 1);
  });
  let sum = 0;
  let envelope = 0;
  for (let index = best.length - 1; index >= 0; index--) {
    envelope = Math.max(envelope, precisions[index] ?? 0);
    if (best[index]?.isRight) sum += envelope;
  }
  return sum / total;
}

function centreHit(sheets: readonly Sheet[]): number {
  const hits = sheets.flatMap(({ wanted, detections }) =>
    wanted.map(({ box }) => detections.some((found) => holdsCentre(box, found.box))),
  );
  return hits.filter(Boolean).length / hits.length;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

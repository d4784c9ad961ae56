import { readFile } from 'node:fs/promises';
import { TargetQuery } from '@karna/proto/gen/target/v1/target';
import { holdsPoint } from '../../../packages/sight/src/boxes.ts';
import { evidenceOf } from '../../../services/vision/src/domain/certainty.ts';
import { locate } from '../../../services/vision/src/domain/locating.ts';
import { rank } from '../../../services/vision/src/domain/ranking.ts';
import type { Screen } from '../../../services/vision/src/domain/screen.ts';
import { sceneOf } from '../../../services/vision/src/domain/tree/scene.ts';
import {
  absentFrom,
  type Description,
  descriptionsOf,
} from '../../../services/vision/src/testing/scoring/descriptions.ts';
import type { Truth } from '../../../services/vision/src/testing/scoring/truth.ts';

/** One question with what is known of the best answer. */
export interface Answer {
  readonly source: string;
  readonly kind: string;
  readonly isAbsent: boolean;
  /** Undefined when there is no candidate. */
  readonly evidence: Record<string, number> | undefined;
  readonly confidence: number;
  readonly isRight: boolean;
  readonly isUnique: boolean;
}

/** Names of other pictures asked for on each. */
const absentPerPicture = 8;

/** Everything that can be described on a picture, asked; and some things that are not there. */
export function answersOn(truth: Truth, screen: Screen, others: readonly Truth[]): Answer[] {
  const source = truth.source.split('/').slice(0, 2).join('/');
  const described = [...descriptionsOf(truth), ...withoutRole(truth), ...insideRows(truth)];
  const present = described.map(({ kind, query, element }) => ({
    ...answerTo(screen, query, (x, y) => holdsPoint(element.box, x, y)),
    source,
    kind,
    isAbsent: false,
  }));
  const absent = absentFrom(truth, others, absentPerPicture).map((query) => ({
    ...answerTo(screen, query, () => false),
    source,
    kind: 'absent',
    isAbsent: true,
  }));
  return [...present, ...absent];
}

function answerTo(screen: Screen, query: TargetQuery, isMeant: (x: number, y: number) => boolean) {
  const { candidates, unique } = locate(screen, query, undefined, 1);
  const [best, next] = rank(query, sceneOf(screen), () => true);
  const [candidate] = candidates;
  const evidence =
    best && candidate
      ? evidenceOf(query, {
          strength: best.strength,
          ahead: best.strength - (next?.strength ?? 0),
          score: best.element.score,
        })
      : undefined;
  const isRight = candidate !== undefined && isMeant(candidate.point.x, candidate.point.y);
  return { evidence, confidence: candidate?.confidence ?? 0, isRight, isUnique: unique };
}

/** People leave the kind out where the name is enough: a name that only one thing bears and no other text on the screen. */
function withoutRole(truth: Truth): Described[] {
  const names = Map.groupBy(truth.elements ?? [], ({ name }) => name.toLowerCase());
  return descriptionsOf(truth)
    .filter(({ kind, element }) => kind === 'name' && names.get(element.name.toLowerCase())?.length === 1)
    .filter(({ element }) => !isFieldRole(element.role ?? '') && timesWritten(truth, element.name) === 1)
    .map(({ query, element }) => ({ kind: 'bare name', query: { ...query, role: 'ROLE_UNSPECIFIED' }, element }));
}
const isFieldRole = (role: string): boolean => /TEXT_FIELD|TEXT_AREA|SELECT|SLIDER/.test(role);

function timesWritten({ lines }: Truth, name: string): number {
  return lines.filter(({ text }) => text.toLowerCase().includes(name.toLowerCase())).length;
}

interface Described extends Omit<Description, 'kind'> {
  readonly kind: string;
}

/** "The Edit in Ada's row": what stands in several rows, told apart by a text that stands in one of them only. */
function insideRows(truth: Truth): Described[] {
  const rows = (truth.elements ?? []).filter(({ role }) => role === 'ROLE_ROW');
  return descriptionsOf(truth).flatMap(({ kind, query, element }) => {
    if (kind !== 'ordinal') return [];
    const row = rows.find(({ box }) =>
      holdsPoint(box, element.box.x + element.box.width / 2, element.box.y + element.box.height / 2),
    );
    const anchor = row && truth.lines.find((line) => isAnchorIn(line, row.box, truth));
    if (!anchor) return [];
    const relation = {
      kind: 'RELATION_KIND_INSIDE',
      anchor: TargetQuery.fromPartial({ text: anchor.text, role: 'ROLE_ROW' }),
    } as const;
    return [{ kind: 'in a row', query: { ...query, ordinal: 0, relation }, element }];
  });
}

function isAnchorIn(line: Truth['lines'][number], row: Truth['lines'][number]['box'], truth: Truth): boolean {
  const { x, y, width, height } = line.box;
  return (
    /\p{L}{3}/u.test(line.text) &&
    line.text.length <= 40 &&
    holdsPoint(row, x + width / 2, y + height / 2) &&
    timesWritten(truth, line.text) === 1
  );
}

export const parseLines = async (file: string): Promise<Answer[]> =>
  (await readFile(file, 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

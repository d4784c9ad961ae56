import type { ElementFigures, FindFigures, WordFigures } from '@karna/vision/testing';
import type { SetFigures } from './accuracy.ts';
import type { AgainFigures } from './found-again.ts';
import { againGoals, falseGoals, findGoals, type Goals, goals, secretGoals, timeGoals } from './goals.ts';
import type { SecretFigures } from './planted-secrets.ts';
import type { ParseTimes } from './timing.ts';

// One table: what was asked, ours, the alternative's, and what is to be reached.

export interface Row {
  readonly group: string;
  readonly question: string;
  readonly ours: string;
  readonly other?: string;
  readonly goal?: string;
}

/** Three digits, as `.952`; nothing for what was not measured. */
const share = (value: number | undefined): string =>
  value === undefined ? '–' : value.toFixed(3).replace(/^0\./, '.');
const shares = (...values: (number | undefined)[]): string => values.map(share).join(' / ');
const atLeast = (...values: (number | undefined)[]): string =>
  values.every((value) => value === undefined)
    ? ''
    : values.map((value) => (value === undefined ? '' : share(value))).join(' / ');

export function rowsOf(set: string, figures: SetFigures): Row[] {
  const goal = goals[set] ?? {};
  const group = `${set} (${figures.pictures})`;
  const rows: Asked[] = [
    ...(figures.elements ? elementRows(figures.elements, figures.peers.edges, goal) : []),
    ...Object.entries(figures.states).map(([state, { elements, recall, precision }]) => ({
      question: `${state} (${elements}): recall / precision`,
      ours: shares(recall, precision),
    })),
    ...(figures.words ? wordRows(figures.words, figures, goal) : []),
    ...(figures.find ? findRows(figures.find) : []),
  ];
  return rows.map((row) => ({ group, ...row }));
}

type Asked = Omit<Row, 'group'>;

const elementRows = (ours: ElementFigures, edges: ElementFigures | undefined, goal: Goals): Asked[] => [
  {
    question: 'elements: AP50 / mAP50 / recall',
    ours: shares(ours.ap50, ours.map50, ours.recall),
    ...(edges ? { other: `edges ${shares(edges.ap50)} / – / ${share(edges.recall)}` } : {}),
    goal: atLeast(goal.ap50, goal.map50, goal.recall),
  },
  {
    question: 'elements: centre hit / AP75',
    ours: shares(ours.centreHit, ours.ap75),
    ...(edges ? { other: `edges ${shares(edges.centreHit, edges.ap75)}` } : {}),
    goal: atLeast(goal.centreHit),
  },
];

const wordRows = (ours: WordFigures, { bands = {}, peers: { tesseract } }: SetFigures, goal: Goals): Asked[] => [
  {
    question: 'words: exact / precision / CER',
    ours: shares(ours.exact, ours.precision, ours.cer),
    ...(tesseract ? { other: `tesseract ${shares(tesseract.exact, tesseract.precision, tesseract.cer)}` } : {}),
    goal: atLeast(goal.words),
  },
  ...Object.entries(bands)
    .filter(([, { words }]) => words < ours.words)
    .map(([band, { words, exact }]) => ({
      question: `words: exact, ${band} (${words})`,
      ours: share(exact),
      goal: atLeast(goal.bands?.[band]),
    })),
];

const findRows = (ours: FindFigures): Asked[] => [
  {
    question: `described (${ours.asked}): top-1 / calibration error`,
    ours: shares(ours.top1, ours.calibrationError),
    goal: `${share(findGoals.top1)} / ≤ ${share(findGoals.calibrationError)}`,
  },
  ...Object.entries(ours.perKind).map(([kind, { asked, top1 }]) => ({
    question: `described by ${kind} (${asked}): top-1`,
    ours: share(top1),
  })),
  { question: 'described: sure and right / sure and wrong', ours: shares(ours.sureAndRight, ours.sureAndWrong) },
  {
    question: `described, not there (${ours.absentAsked}): falsely sure`,
    ours: share(ours.absentAccepted),
    goal: `≤ ${share(findGoals.absentAccepted)}`,
  },
];

export function againRows(figures: AgainFigures): Row[] {
  const group = `found again (${figures.pages} pages)`;
  const there = Object.entries(figures.present).map(([kind, { asked, top1, accepted }]) => {
    const peer = figures.peer[kind];
    return {
      question: `${kind} (${asked}): top-1 / without doubt`,
      ours: shares(top1, accepted),
      ...(peer ? { other: `template ${shares(peer.top1, peer.accepted)}` } : {}),
      goal: atLeast(againGoals[kind]),
    };
  });
  const absent = Object.entries(figures.absent).map(([kind, { asked, accepted }]) => ({
    question: `${kind} (${asked}): falsely accepted`,
    ours: share(accepted),
  }));
  const rows: Asked[] = [
    { question: `remembered without doubt (of ${figures.targets})`, ours: share(figures.remembered) },
    ...there,
    ...absent,
    {
      question: 'all: falsely accepted / found without doubt / elsewhere',
      ours: shares(figures.falselyAccepted, figures.found, figures.acceptedElsewhere),
      other: `template ${share(figures.peerFalselyAccepted)}`,
      goal: `≤ ${share(falseGoals.accepted)} / ${share(falseGoals.found)}`,
    },
    {
      question: 'those that know their record: falsely accepted',
      ours: share(figures.falselyAcceptedWithRow),
      goal: '0',
    },
  ];
  return rows.map((row) => ({ group, ...row }));
}

export const secretRows = ({ seed, screens, secrets, visible, read, maskedWithoutNeed }: SecretFigures): Row[] => [
  {
    group: `planted secrets (${screens} screens, seed ${seed})`,
    question: `of ${secrets}: left to be seen / read by tesseract or our own reader`,
    ours: `${visible} / ${read}`,
    goal: '0',
  },
  {
    group: `planted secrets (${screens} screens, seed ${seed})`,
    question: 'share of the screen masked without need: mean / worst',
    ours: shares(maskedWithoutNeed.mean, maskedWithoutNeed.worst),
    goal: `≤ ${share(secretGoals.maskedWithoutNeed)}`,
  },
];

export function timeRows({ width, height, pictures, rows, lookedAtAfterTyping }: ParseTimes): Row[] {
  const goal = (index: number) => [`≤ ${timeGoals.parse}`, `≤ ${timeGoals.typed}`][index] ?? '';
  return [
    ...rows.map(({ name, n, p50, p95, ratio }, index) => ({
      group: `time, ${width}x${height} (${pictures})`,
      question: `${name} (${n})`,
      ours: `${p50.toFixed(1)} / ${p95.toFixed(1)} ms`,
      other: `${ratio.toFixed(2)} x`,
      goal: goal(index),
    })),
    {
      group: `time, ${width}x${height} (${pictures})`,
      question: 'looked at after a character was typed',
      ours: share(lookedAtAfterTyping),
    },
  ];
}

export function printRows(title: string, rows: readonly Row[]): void {
  const cells = [
    ['', '', 'karna', 'beside it', 'to reach'],
    ...rows.map(({ group, question, ours, other = '', goal = '' }, index) => [
      rows[index - 1]?.group === group ? '' : group,
      question,
      ours,
      other,
      goal,
    ]),
  ];
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  console.log(title);
  for (const row of cells)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}

/** What was labelled and does not count. */
export const otherRoles = (sets: Readonly<Record<string, SetFigures>>): string[] =>
  Object.entries(sets).flatMap(([set, figures]) => {
    const named = Object.entries(figures.otherRoles).map(([role, count]) => `${role} (${count})`);
    return named.length > 0 ? [`${set}: roles that Karna does not have, which do not count: ${named.join(', ')}`] : [];
  });

export const notes = [
  'Elements: COCO-style at half overlap, at most 300 a picture, best score first, each for one true element; roles that a set never labels are',
  'left out. Centre hit: the share of true elements that contain the centre of some detection. Words: the very string (case, punctuation) at',
  'its place. Described: asked for by name and kind, by place among equals, or beside a text; right when the point to click lies on it.',
];

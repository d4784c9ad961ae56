import type { MouseButton } from '@karna/proto/gen/intent/v1/intent';
import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import { type Clause, missing, read, type Step, step, strange, sure, type VerbTable } from '../clause.ts';
import { numberOf } from '../numbers.ts';
import { type Phrase, phrases } from '../phrase.ts';
import { readTarget } from '../target.ts';
import { readRange } from '../wide/ranges.ts';
import { readKeys } from './key-words.ts';

interface Manner {
  readonly button: MouseButton;
  readonly count: number;
}

const left: Manner = { button: 'MOUSE_BUTTON_LEFT', count: 1 };
const manners: Readonly<Record<string, Manner>> = {
  click: left,
  'left click': left,
  'double click': { ...left, count: 2 },
  'triple click': { ...left, count: 3 },
  'right click': { ...left, button: 'MOUSE_BUTTON_RIGHT' },
  'middle click': { ...left, button: 'MOUSE_BUTTON_MIDDLE' },
};
/** `click`, `click on`, `double-click on`, `doubleclick`: all ways to say it. */
const ways = Object.keys(manners).flatMap((name) =>
  [name, name.replace(' ', '-'), name.replace(' ', '')].flatMap((spelling) => [
    spelling,
    `${spelling} on`,
    `${spelling} at`,
  ]),
);
const behind = phrases('twice', 'two times', 'once', 'with the right button', 'with the right mouse button');

export const clickVerbs: VerbTable = [
  [[...new Set(ways)], readClick],
  [
    [
      'hover',
      'hover over',
      'hover on',
      'hover above',
      'point at',
      'point to',
      'move the mouse to',
      'move the mouse over',
      'move the pointer to',
      'mouse over',
    ],
    readHover,
  ],
];

/** `said` is any of `ways`. */
export function readClick(rest: Phrase, said: string): Clause {
  const name = said
    .replace(/ (on|at)$/, '')
    .replace('-', ' ')
    .replace(/^(double|triple|right|middle|left)click$/, '$1 click');
  const asked = manners[name] ?? left;
  const manner = rest.trimmed().matchEnd(behind);
  const changed = manner && asked === left ? withManner(manner.said) : undefined;
  const target = readTarget(changed && manner ? rest.trimmed().before(manner) : rest);
  if (target.is === 'nothing') return missing(`What should I ${name.replace(' ', '-')}?`);
  if (target.is === 'strange') return strange(target.part, 'click');
  // `press Up and click Less, twice`: that or all of it.
  const doubt = changed && manner && rest.trimmed().low(manner.at - 1) === ',' ? sure.doubtful : sure.exactly;
  const value = { target: target.query, ...(changed ?? asked) };
  return read({ $case: 'click', value }, Math.min(target.confidence, doubt));
}

function withManner(said: string): Manner | undefined {
  if (said === 'twice' || said === 'two times') return manners['double click'];
  return said === 'once' ? left : manners['right click'];
}

function readHover(rest: Phrase): Clause {
  const target = readTarget(rest);
  if (target.is === 'nothing') return missing('What should I point at?');
  if (target.is === 'strange') return strange(target.part, 'click');
  return read({ $case: 'hover', value: { target: target.query } }, target.confidence);
}

const clickWays = phrases('click', 'click on', 'tap', 'tap on');
const plainWays = phrases('click', 'click on', 'press', 'press on', 'tap', 'tap on', 'hit', 'push');
/** One or two times are said in other ways; more than these are a slip of the tongue. */
const repeats = { least: 3, most: 50 } as const;

/** `click Next 4 times`, `click the first three links`: one after the other. */
export function readClicks(words: Phrase): Clause | undefined {
  const phrase = words.trimmed();
  const way = phrase.match(plainWays);
  if (!way) return undefined;
  const rest = phrase.after(way);
  const each = readRange(rest);
  if (each?.length === 0) return strange(rest, 'click');
  if (each) return { is: 'read', readings: [each.map((target) => clickOn(target, sure.kind))], question: '' };
  return readRepeated(rest, phrase.match(clickWays) !== undefined);
}

const clickOn = (target: TargetQuery, confidence: number): Step =>
  step({ $case: 'click', value: { target, ...left } }, confidence);

function readRepeated(rest: Phrase, isClick: boolean): Clause | undefined {
  const count = /^times?$/.test(rest.low(rest.length - 1)) ? numberOf(rest.low(rest.length - 2)) : undefined;
  if (count === undefined || !Number.isInteger(count) || count < repeats.least || count > repeats.most)
    return undefined;
  const target = readTarget(rest.slice(0, -2));
  // Keys are repeated where keys are read.
  if (target.is !== 'found' || (!isClick && readKeys(rest.slice(0, -2).raw))) return undefined;
  const { query, confidence } = target;
  return { is: 'read', readings: [Array.from({ length: count }, () => clickOn(query, confidence))], question: '' };
}

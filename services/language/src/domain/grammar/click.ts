import type { MouseButton } from '@karna/proto/gen/intent/v1/intent';
import { type Clause, missing, read, strange, type VerbTable } from '../clause.ts';
import { type Phrase, phrases } from '../phrase.ts';
import { readTarget } from '../target.ts';

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
const behind = phrases(
  'twice',
  'two times',
  'three times',
  'once',
  'with the right button',
  'with the right mouse button',
);

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
  return read({ $case: 'click', value: { target: target.query, ...(changed ?? asked) } }, target.confidence);
}

function withManner(said: string): Manner | undefined {
  if (said === 'twice' || said === 'two times') return manners['double click'];
  if (said === 'three times') return manners['triple click'];
  return said === 'once' ? left : manners['right click'];
}

function readHover(rest: Phrase): Clause {
  const target = readTarget(rest);
  if (target.is === 'nothing') return missing('What should I point at?');
  if (target.is === 'strange') return strange(target.part, 'click');
  return read({ $case: 'hover', value: { target: target.query } }, target.confidence);
}

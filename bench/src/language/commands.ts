import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { targetsOf } from '@karna/command/testing';
import { interpret, summaryOf, targetSummary } from '@karna/language/testing';
import type { Screen } from '@karna/vision/testing';
import { doneOn, isBegun, isSameThere, screenFrom } from './screens.ts';
import { targetFrom } from './target-notation.ts';

const developments = [
  'development',
  'development-2',
  'development-3',
  'development-4',
  'development-5',
  'development-6',
  'development-7',
  'development-8',
  'development-9',
  'development-10',
  'development-11',
  'development-12',
  'development-13',
];

export type Verdict = 'right' | 'asked' | 'wrong';

export interface Said {
  readonly command: string;
  /** What it means, one line for each meaning that is as good; `unknown`: it should not be understood. */
  readonly meanings: readonly string[];
  /** What stands on the screen when it is said, where the file tells. */
  readonly screen?: Screen | undefined;
}

/** `npm run bench -- commands`: direct commands written by hand. Which ones fail is only told of those that rules may be written by. */
export async function run({ args }: { readonly args: readonly string[] }): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean', default: false }, show: { type: 'boolean', default: false } },
  });
  const seenLater = readSaid('held-out-2.txt');
  const figures: Record<string, ReturnType<typeof score>> = {
    heldOut: score(readSaid('held-out.txt')),
    heldOut2: score(seenLater),
    'heldOut2, seen': score(seenLater, onScreen),
  };
  for (const name of developments) {
    const developed = readSaid(`${name}.txt`);
    if (values.show) for (const said of developed) show(said);
    figures[name] = score(developed);
    const shown = developed.filter(({ screen }) => screen);
    if (shown.length > 0) figures[`${name}, seen`] = score(shown, onScreen);
  }
  if (values.json) return console.log(JSON.stringify(figures));
  for (const [name, { count, right, asked, wrong }] of Object.entries(figures)) {
    console.log(
      `${name.padEnd(20)} ${count} commands: right ${percent(right)}, asked ${percent(asked)}, wrong ${percent(wrong)}`,
    );
  }
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** `command => meaning || meaning`; lines that begin with `# ` are none, but `# screen: ` tells what is seen from there on. */
export function readSaid(name: string): Said[] {
  const file = new URL(`../../src/language/commands/${name}`, import.meta.url);
  const all: Said[] = [];
  let screen: Screen | undefined;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line.startsWith('# screen: ')) screen = screenFrom(line.slice('# screen: '.length));
    if (line.trim() === '' || line.startsWith('# ')) continue;
    const [command = '', meanings = ''] = line.split(' => ');
    all.push({ command, meanings: meanings.split(' || '), screen });
  }
  return all;
}

function score(all: readonly Said[], outcomeOn: (said: Said) => Outcome = meant) {
  const verdicts = all.map((said) => verdictOn(said, outcomeOn));
  const share = (verdict: Verdict) => verdicts.filter((one) => one === verdict).length / all.length;
  return { count: all.length, right: share('right'), asked: share('asked'), wrong: share('wrong') };
}

type Outcome = ReturnType<typeof interpret>;

const meant = ({ command }: Said): Outcome => interpret(command);

/** What is done, or asked, once the screen was looked at. */
export const onScreen = ({ command, screen }: Said): Outcome => {
  const outcome = interpret(command);
  return screen ? doneOn(screen, outcome) : outcome;
};

/**
 * Asking, and saying that it was not understood, do nothing wrong; what is done and was not meant does. On a screen that has no such thing nothing is
 * done.
 */
export function verdictOn(said: Said, outcomeOn: (said: Said) => Outcome = meant): Verdict {
  const { meanings } = said;
  const outcome = outcomeOn(said);
  if (outcome.$case !== 'understood')
    return meanings.includes('unknown') || meanings.includes('ask') ? 'right' : 'asked';
  const understood = plain(summaryOf(outcome));
  if (meanings.some((meaning) => plain(meaning) === understood)) return 'right';
  if (outcomeOn === onScreen && said.screen && meanings.some((meaning) => isDoneAlike(said.screen, outcome, meaning)))
    return 'right';
  return outcomeOn === onScreen && said.screen && !isBegun(said.screen, outcome) ? 'asked' : 'wrong';
}

/** Whether, on this screen, the same is done to the same things: `Edit near(Ada)` and `Edit inside(Ada:row)` may be one button. */
function isDoneAlike(screen: Screen | undefined, outcome: Outcome, meaning: string): boolean {
  const parts = plain(meaning).split('; ');
  if (!screen || outcome.$case !== 'understood' || parts.length !== outcome.value.actions.length) return false;
  return outcome.value.actions.every((action, at) => {
    const done = plain(summaryOf({ $case: 'understood', value: { actions: [action], confidence: 1 } }));
    const targets = targetsOf(action);
    const [, target] = targets[0] ?? [];
    const name = plain(targetSummary(target));
    const meant = parts[at] ?? '';
    if (done === meant) return true;
    const before = done.slice(0, -name.length);
    const isOne = target !== undefined && targets.length === 1 && done.endsWith(name) && meant.startsWith(before);
    return isOne && isSameThere(screen, action, target, targetFrom(meant.slice(before.length)));
  });
}

/** Letter case of names, quotes around them and how keys are grouped are no part of the meaning. */
const plain = (meaning: string): string =>
  meaning
    .replaceAll(/(?<=keys .*); keys /g, ' ')
    .replaceAll('"', '')
    .toLowerCase()
    .trim();

function show(said: Said): void {
  const verdict = verdictOn(said, onScreen);
  if (verdict !== 'right')
    console.log(
      `${verdict}: ${said.command}\n   ${summaryOf(interpret(said.command))}\n   ${said.meanings.join(' || ')}`,
    );
}

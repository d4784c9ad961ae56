import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { interpret, summaryOf } from '@karna/language/testing';

const developments = [
  'development',
  'development-2',
  'development-3',
  'development-4',
  'development-5',
  'development-6',
];

export type Verdict = 'right' | 'asked' | 'wrong';

export interface Said {
  readonly command: string;
  /** What it means, one line for each meaning that is as good; `unknown`: it should not be understood. */
  readonly meanings: readonly string[];
}

/** `npm run bench -- commands`: direct commands written by hand. Which ones fail is only told of those that rules may be written by. */
export async function run({ args }: { readonly args: readonly string[] }): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean', default: false }, show: { type: 'boolean', default: false } },
  });
  const figures: Record<string, ReturnType<typeof score>> = { heldOut: score(readSaid('held-out.txt')) };
  for (const name of developments) {
    const developed = readSaid(`${name}.txt`);
    if (values.show) for (const said of developed) show(said);
    figures[name] = score(developed);
  }
  if (values.json) return console.log(JSON.stringify(figures));
  for (const [name, { count, right, asked, wrong }] of Object.entries(figures)) {
    console.log(
      `${name.padEnd(14)} ${count} commands: right ${percent(right)}, asked ${percent(asked)}, wrong ${percent(wrong)}`,
    );
  }
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** `command => meaning || meaning`; lines that begin with `# ` are none. */
export function readSaid(name: string): Said[] {
  const file = new URL(`../../src/language/commands/${name}`, import.meta.url);
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('# '))
    .map((line) => {
      const [command = '', meanings = ''] = line.split(' => ');
      return { command, meanings: meanings.split(' || ') };
    });
}

function score(all: readonly Said[]) {
  const verdicts = all.map(verdictOn);
  const share = (verdict: Verdict) => verdicts.filter((one) => one === verdict).length / all.length;
  return { count: all.length, right: share('right'), asked: share('asked'), wrong: share('wrong') };
}

/** Asking, and saying that it was not understood, do nothing wrong; what is done and was not meant does. */
export function verdictOn({ command, meanings }: Said): Verdict {
  const outcome = interpret(command);
  if (outcome.$case !== 'understood')
    return meanings.includes('unknown') || meanings.includes('ask') ? 'right' : 'asked';
  const understood = plain(summaryOf(outcome));
  return meanings.some((meaning) => plain(meaning) === understood) ? 'right' : 'wrong';
}

/** Letter case of names, quotes around them and how keys are grouped are no part of the meaning. */
const plain = (meaning: string): string =>
  meaning
    .replaceAll(/(?<=keys .*); keys /g, ' ')
    .replaceAll('"', '')
    .toLowerCase()
    .trim();

function show(said: Said): void {
  const verdict = verdictOn(said);
  if (verdict !== 'right')
    console.log(
      `${verdict}: ${said.command}\n   ${summaryOf(interpret(said.command))}\n   ${said.meanings.join(' || ')}`,
    );
}

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Catalogue, learnSkills, Skill, signsFor, understand } from '@karna/language/testing';
import { fitWeights, type Lesson } from './certainty-fit.ts';

interface Taught {
  readonly skill: Skill;
  readonly wordings: readonly string[];
}

interface Wordings {
  readonly taught: readonly Taught[];
  /** Wishes that none of the skills is for. */
  readonly outside: readonly string[];
}

const developments = [
  'development',
  'development-2',
  'development-3',
  'development-4',
  'development-5',
  'development-6',
  'development-7',
];

type Knowledge = Parameters<typeof understand>[1];
type Verdict = 'right' | 'asked' | 'wrong';

/**
 * `npm run bench -- skills`: taught skills, asked for in words they were not taught in. Right: the skill, or a question about one of its values.
 * Which ones fail (`--show`) is only told of those that rules may be written by; `--fit` finds the weights of the signs on them.
 */
export async function run({ args }: { readonly args: readonly string[] }): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      show: { type: 'boolean', default: false },
      fit: { type: 'boolean', default: false },
    },
  });
  const developed = developments.map((name) => {
    const wordings = read(name);
    return { name, wordings, knowledge: learn(wordings) };
  });
  if (values.fit) {
    const lessons = developed.flatMap(({ wordings, knowledge }) => lessonsOf(wordings, knowledge));
    return console.log(JSON.stringify(fitWeights(lessons)));
  }
  if (values.show) for (const { wordings, knowledge } of developed) show(wordings, knowledge);
  const figures: Record<string, ReturnType<typeof score>> = { heldOut: score(read('held-out')) };
  for (const { name, wordings, knowledge } of developed) figures[name] = score(wordings, knowledge);
  if (values.json) return console.log(JSON.stringify(figures));
  const percent = (part: number) => `${(part * 100).toFixed(1)} %`;
  for (const [name, { count, right, asked, wrong, refused, ...times }] of Object.entries(figures)) {
    console.log(
      `${name.padEnd(14)} ${count} wordings: right ${percent(right)}, asked ${percent(asked)}, wrong skill or action ${percent(wrong)}${
        refused === undefined ? '' : `; of wishes for none of them, run: ${percent(1 - refused)}`
      }`,
    );
    console.log(
      `${''.padEnd(14)} learned in ${(times.trainingCpuMs / 1_000).toFixed(1)} s of one core; a query takes ${times.queryMs.toFixed(2)} ms`,
    );
  }
}

function learn({ taught }: Wordings): Knowledge & { trainingCpuMs: number } {
  const skills = taught.map(({ skill }) => skill);
  const started = process.cpuUsage();
  const model = learnSkills({ version: 1, skills });
  return { model, catalogue: new Catalogue(1, skills), trainingCpuMs: process.cpuUsage(started).user / 1_000 };
}

function score(wordings: Wordings, knowledge = learn(wordings)) {
  const asked = performance.now();
  const verdicts = wordings.taught.flatMap(({ skill, wordings: own }) =>
    own.map((text) => verdictOn(skill, text, knowledge)),
  );
  const queryMs = (performance.now() - asked) / verdicts.length;
  const share = (verdict: Verdict) => verdicts.filter((one) => one === verdict).length / verdicts.length;
  const refused = wordings.outside.filter((text) => outcomeOf(text, knowledge).outcome.$case !== 'skill').length;
  return {
    count: verdicts.length,
    right: share('right'),
    asked: share('asked'),
    wrong: share('wrong'),
    refused: wordings.outside.length === 0 ? undefined : refused / wordings.outside.length,
    trainingCpuMs: knowledge.trainingCpuMs,
    queryMs,
  };
}

function outcomeOf(text: string, knowledge: Knowledge) {
  const setting = { locale: 'en-US', now: new Date(2026, 4, 6, 12) };
  return understand({ text, domain: '', setting }, knowledge);
}

/** A question about a value is one of a skill that was understood. */
function verdictOn(skill: Skill, text: string, knowledge: Knowledge): Verdict {
  const { outcome, skillId } = outcomeOf(text, knowledge);
  if (skillId !== undefined) return skillId === skill.id ? 'right' : 'wrong';
  return outcome.$case === 'understood' ? 'wrong' : 'asked';
}

function show({ taught, outside }: Wordings, knowledge: Knowledge): void {
  for (const { skill, wordings } of taught)
    for (const text of wordings) {
      const verdict = verdictOn(skill, text, knowledge);
      if (verdict !== 'right') console.log(`${verdict}: ${text} (${skill.name})\n   ${saidOf(text, knowledge)}`);
    }
  for (const text of outside) {
    const { outcome } = outcomeOf(text, knowledge);
    if (outcome.$case === 'skill') console.log(`run: ${text}\n   ${saidOf(text, knowledge)}`);
  }
}

function saidOf(text: string, knowledge: Knowledge): string {
  const { outcome, witnesses } = outcomeOf(text, knowledge);
  const heard = witnesses.map(({ name, says, confidence }) => `${name} ${says} ${confidence.toFixed(2)}`).join(', ');
  if (outcome.$case === 'skill') return `${outcome.value.name} ${outcome.value.confidence.toFixed(2)} [${heard}]`;
  if (outcome.$case === 'ask') return `ask ${outcome.value.meanings.map(({ label }) => label).join(' | ')} [${heard}]`;
  return `${outcome.$case} [${heard}]`;
}

function lessonsOf({ taught, outside }: Wordings, knowledge: Knowledge): Lesson[] {
  const lesson = (text: string, id: string | undefined): Lesson => {
    const { skills, none } = signsFor({ text, domain: '' }, knowledge).signs;
    const meant = skills.findIndex(({ skill }) => skill.id === id);
    return { signs: skills.map(({ signs }) => signs), none, meant: meant < 0 ? undefined : meant };
  };
  return [
    ...taught.flatMap(({ skill, wordings }) => wordings.map((text) => lesson(text, skill.id))),
    ...outside.map((text) => lesson(text, undefined)),
  ];
}

/** `= name | phrases | slots`, `- a wording for it`, `? a wish for none`; braces around what are values. */
function read(name: string): Wordings {
  const file = new URL(`../../src/language/skills/${name}.txt`, import.meta.url);
  const taught: { skill: Skill; wordings: string[] }[] = [];
  const outside: string[] = [];
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line.startsWith('= ')) taught.push({ skill: skillIn(line.slice(2), taught.length), wordings: [] });
    if (line.startsWith('- ')) taught.at(-1)?.wordings.push(line.slice(2).replaceAll(/[{}]/g, ''));
    if (line.startsWith('? ')) outside.push(line.slice(2));
  }
  return { taught, outside };
}

function skillIn(line: string, index: number): Skill {
  const [name = '', phrases = '', slots = ''] = line.split('|').map((part) => part.trim());
  return Skill.fromPartial({
    id: `skill_${index}`,
    name,
    version: 1,
    phrases: phrases.split(';').map((phrase) => phrase.trim()),
    slots: slots === '' ? [] : slots.split(' ').map((slot) => slotIn(slot)),
  });
}

function slotIn(slot: string) {
  const [name = '', type = 'TEXT'] = slot.split(':');
  return { name, type: `SLOT_TYPE_${type}` as Skill['slots'][number]['type'], choices: [] };
}

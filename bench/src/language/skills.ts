import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Catalogue, learnSkills, Skill, understand } from '@karna/language/testing';

interface Taught {
  readonly skill: Skill;
  readonly wordings: readonly string[];
}

/** `npm run bench -- skills`: taught skills, asked for in words they were not taught in. Right: the skill, or a question about one of its values. */
export async function run({ args }: { readonly args: readonly string[] }): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean', default: false } } });
  const taught = readTaught();
  const skills = taught.map(({ skill }) => skill);
  const started = process.cpuUsage();
  const model = learnSkills({ version: 1, skills });
  const trainingCpuMs = process.cpuUsage(started).user / 1_000;
  const knowledge = { catalogue: new Catalogue(1, skills), model };
  const asked = performance.now();
  const verdicts = taught.flatMap(({ skill, wordings }) => wordings.map((text) => verdictOn(skill, text, knowledge)));
  const queryMs = (performance.now() - asked) / verdicts.length;
  const share = (verdict: string) => verdicts.filter((one) => one === verdict).length / verdicts.length;
  const figures = {
    count: verdicts.length,
    right: share('right'),
    asked: share('asked'),
    wrong: share('wrong'),
    trainingCpuMs,
    queryMs,
  };
  if (values.json) return console.log(JSON.stringify(figures));
  const percent = (part: number) => `${(part * 100).toFixed(1)} %`;
  console.log(
    `learned ${skills.length} skills in ${(trainingCpuMs / 1_000).toFixed(1)} s of one core; a query takes ${queryMs.toFixed(2)} ms`,
  );
  console.log(
    `${figures.count} wordings: right ${percent(figures.right)}, asked ${percent(figures.asked)}, wrong skill or action ${percent(figures.wrong)}`,
  );
}

function verdictOn(
  skill: Skill,
  text: string,
  knowledge: Parameters<typeof understand>[1],
): 'right' | 'asked' | 'wrong' {
  const setting = { locale: 'en-US', now: new Date(2026, 4, 6, 12) };
  const { outcome } = understand({ text, domain: '', setting }, knowledge);
  if (outcome.$case === 'skill') return outcome.value.skillId === skill.id ? 'right' : 'wrong';
  return outcome.$case === 'understood' ? 'wrong' : 'asked';
}

function readTaught(): Taught[] {
  const file = new URL('../../src/language/skills/held-out.txt', import.meta.url);
  const lines = readFileSync(file, 'utf8').split('\n');
  const taught: { skill: Skill; wordings: string[] }[] = [];
  for (const line of lines) {
    if (line.startsWith('= ')) taught.push({ skill: skillIn(line.slice(2), taught.length), wordings: [] });
    if (line.startsWith('- ')) taught.at(-1)?.wordings.push(line.slice(2));
  }
  return taught;
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

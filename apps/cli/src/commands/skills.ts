import { TrainOutcome } from '@karna/proto/gen/language/v1/language';
import { Skill } from '@karna/proto/gen/skill/v1/skill';
import type { Command } from 'commander';
import { type Session, withSession } from '../session.ts';
import { skillNamed } from '../skill-named.ts';
import { table } from '../table.ts';
import { addExampleCommands } from './examples.ts';
import { addParaphrasing } from './paraphrase.ts';
import { addSkillFileCommands } from './skill-files.ts';
import { addSkillVersionCommands } from './skill-versions.ts';
import { addSkillEditing } from './teach-edit.ts';

/** What Karna was taught, and what it learned from it. */
export function addSkillCommands(program: Command): void {
  const skills = program
    .command('skills')
    .description('what was taught: list, look at, share and mend it, and learn how it is asked for');
  addKeeping(skills);
  addSkillVersionCommands(skills);
  addSkillEditing(skills);
  addSkillFileCommands(skills);
  addExampleCommands(skills);
  addLearning(skills);
  addParaphrasing(skills);
}

function addKeeping(skills: Command): void {
  skills
    .command('list', { isDefault: true })
    .description('the skills there are')
    .action((_: unknown, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        const all = await client.skills();
        say(all.length > 0 ? table(['id', 'name', 'version', 'steps', 'said as'], all.map(row)) : 'no skills yet');
        for (const skill of all) tell(Skill.toJSON(skill));
      }),
    );
  skills
    .command('rm')
    .description('remove a skill (scope administer)')
    .argument('<skill>', 'its id or name')
    .action((reference: string, _: unknown, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        const { id, name } = await skillNamed(client, reference);
        await client.removeSkill(id);
        say(`removed ${name}`);
        tell({ removed: id });
      }),
    );
}

function addLearning(skills: Command): void {
  skills
    .command('train')
    .description('learn how the skills are asked for, anew (scope administer)')
    .action((_: unknown, command: Command) =>
      withSession(command, async (session) => {
        const { client, signal } = session;
        report(session, await client.trainSkills({ signal, onProgress: shown(session) }));
      }),
    );
  skills
    .command('rollback')
    .description('go back to what was learned before (scope administer)')
    .action((_: unknown, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        const outcome = await client.rollBackSkills();
        say(`version ${outcome.model?.version ?? 0} serves again`);
        tell(TrainOutcome.toJSON(outcome));
      }),
    );
}

const row = ({ id, name, version, stepCount, phrases }: Skill): string[] => [
  id,
  name,
  String(version),
  stepCount === 0 ? 'not shown yet' : String(stepCount),
  phrases[0] ?? '',
];

/** A line that is written over at a terminal; lines of their own elsewhere, one for each tenth. */
function shown({ json, tell }: Session): (progress: { progress: number; sentence: string }) => void {
  let tenth = -1;
  return ({ progress, sentence }) => {
    const now = Math.floor(progress * 10);
    if (json) {
      if (now > tenth) tell({ progress, sentence });
    } else if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${sentence}: ${Math.round(progress * 100)} %`);
    else if (now > tenth) process.stderr.write(`${sentence}: ${now * 10} %\n`);
    tenth = Math.max(tenth, now);
  };
}

function report({ say, tell }: Session, outcome: TrainOutcome): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  const { model, switched, accuracy, previousAccuracy } = outcome;
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  say(
    switched
      ? `learned ${model?.skills ?? 0} skills: version ${model?.version ?? 0} serves, ${percent(accuracy)} of what it was not taught understood (before: ${percent(previousAccuracy)})`
      : `the new model understood less (${percent(accuracy)}, before: ${percent(previousAccuracy)}): version ${model?.version ?? 0} goes on`,
  );
  tell(TrainOutcome.toJSON(outcome));
}

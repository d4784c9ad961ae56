import { readFile, writeFile } from 'node:fs/promises';
import { readSkills, writeSkills } from '@karna/client';
import { Skill } from '@karna/proto/gen/skill/v1/skill';
import type { Command } from 'commander';
import { withSession } from '../session.ts';
import { skillNamed } from '../skill-named.ts';

/** Skills in a file, to keep or to give away. */
export function addSkillFileCommands(skills: Command): void {
  skills
    .command('export')
    .description('write skills with all their steps into one file')
    .argument('<file>', 'the file')
    .argument('[skills...]', 'their ids or names (default: all)')
    .action((file: string, references: string[], _: unknown, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        const wanted =
          references.length === 0
            ? await client.skills()
            : await Promise.all(references.map((reference) => skillNamed(client, reference)));
        const whole: Skill[] = [];
        for (const { id } of wanted) whole.push(await client.skill(id));
        await writeFile(file, await writeSkills(whole), { mode: 0o600 });
        say(`wrote ${whole.length} skill${whole.length === 1 ? '' : 's'} to ${file}`);
        tell({ file, skills: whole.map(({ id, name, version }) => ({ id, name, version })) });
      }),
    );
  skills
    .command('import')
    .description('save the skills of a file; those that are here already get a new version (scope administer)')
    .argument('<file>', 'as `karna skills export` wrote it')
    .action((file: string, _: unknown, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        const read = await readSkills(await readFile(file, 'utf8'));
        const here = new Map((await client.skills()).map((skill) => [skill.id, skill]));
        for (const skill of read) {
          const version = here.get(skill.id)?.version ?? 0;
          const kept = await client.saveSkill({ ...skill, version, change: 'Imported' });
          say(`saved ${kept.name} (${kept.id}, version ${kept.version})`);
          tell(Skill.toJSON({ ...kept, steps: [] }));
        }
      }),
    );
}

import { lineDiff, skillLines } from '@karna/client';
import { Skill, StepProposal } from '@karna/proto/gen/skill/v1/skill';
import type { Command } from 'commander';
import { withSession } from '../session.ts';
import { skillNamed } from '../skill-named.ts';
import { ago, table } from '../table.ts';
import { wholeNumber } from '../whole-number.ts';

const version = wholeNumber(undefined, 'a version is a whole number from 1');

/** What a skill does, how that changed, and what is proposed. */
export function addSkillVersionCommands(skills: Command): void {
  addLooking(skills);
  addProposals(skills);
}

function addLooking(skills: Command): void {
  skills
    .command('show')
    .description('what a skill does, step by step')
    .argument('<skill>', 'its id or name')
    .argument('[version]', 'which version (default: the newest)', version, 0)
    .action((reference: string, wanted: number, _: unknown, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        const skill = await client.skill((await skillNamed(client, reference)).id, wanted);
        for (const line of skillLines(skill)) say(line);
        if (skill.steps.length === 0) say('nobody has shown yet how it is done');
        tell(Skill.toJSON(skill));
      }),
    );
  skills
    .command('versions')
    .description('the versions of a skill, newest first')
    .argument('<skill>', 'its id or name')
    .action((reference: string, _: unknown, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        const versions = await client.skillVersions((await skillNamed(client, reference)).id);
        const rows = versions.map((one) => [
          String(one.version),
          ago(one.updatedAt),
          one.updatedBy,
          String(one.stepCount),
          one.change,
        ]);
        say(table(['version', 'saved', 'by', 'steps', 'what changed'], rows));
        for (const one of versions) tell(Skill.toJSON(one));
      }),
    );
  skills
    .command('diff')
    .description('what changed between two versions of a skill')
    .argument('<skill>', 'its id or name')
    .argument('<before>', 'version', version)
    .argument('[after]', 'version (default: the newest)', version, 0)
    .action((reference: string, from: number, to: number, _: unknown, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        const { id } = await skillNamed(client, reference);
        const [before, after] = [await client.skill(id, from), await client.skill(id, to)];
        const lines = lineDiff(skillLines(before), skillLines(after));
        for (const line of lines) say(line);
        tell({ skill: id, before: before.version, after: after.version, lines });
      }),
    );
  skills
    .command('restore')
    .description('make an old version the newest one again (scope administer)')
    .argument('<skill>', 'its id or name')
    .argument('<version>', 'as `karna skills versions` prints it', version)
    .action((reference: string, wanted: number, _: unknown, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        const kept = await client.restoreSkill((await skillNamed(client, reference)).id, wanted);
        say(`${kept.name} is as in version ${wanted} again (version ${kept.version})`);
        tell(Skill.toJSON(kept));
      }),
    );
}

function addProposals(skills: Command): void {
  skills
    .command('proposals')
    .description('how runs and people propose to know elements from now on')
    .argument('[skill]', 'its id or name (default: of all skills)')
    .action((reference: string | undefined, _: unknown, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        const skillId = reference === undefined ? '' : (await skillNamed(client, reference)).id;
        const [proposals, all] = [await client.stepProposals(skillId), await client.skills()];
        const nameOf = (id: string) => all.find((one) => one.id === id)?.name ?? id;
        const rows = proposals.map((one) => [one.id, nameOf(one.skillId), ago(one.proposedAt), one.because]);
        say(rows.length > 0 ? table(['proposal', 'skill', 'made', 'why'], rows) : 'nothing is proposed');
        for (const one of proposals) tell(StepProposal.toJSON(one));
      }),
    );
  skills
    .command('accept')
    .description('make a proposal a new version of its skill (scope administer)')
    .argument('<proposal>', 'its id')
    .action((id: string, _: unknown, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        const kept = await client.acceptProposal(id);
        say(`${kept.name} has it now (version ${kept.version})`);
        tell(Skill.toJSON(kept));
      }),
    );
  skills
    .command('dismiss')
    .description('forget a proposal (scope administer)')
    .argument('<proposal>', 'its id')
    .action((id: string, _: unknown, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        await client.dismissProposal(id);
        say('forgotten');
        tell({ dismissed: id });
      }),
    );
}

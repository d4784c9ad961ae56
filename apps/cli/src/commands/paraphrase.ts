import { KarnaError } from '@karna/client';
import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import { Skill as SkillMessage } from '@karna/proto/gen/skill/v1/skill';
import { type Command, InvalidArgumentError } from 'commander';
import { ask, isSomebodyThere } from '../asking.ts';
import { exitCodes } from '../exit-codes.ts';
import { forgetProposals, keepProposals, type Proposals, readProposals } from '../proposals.ts';
import { type Session, withSession } from '../session.ts';
import { skillNamed } from '../skill-named.ts';

const notes = `
Only where a language model is configured. Nothing is kept that you did not choose. In a script, first look, then choose:
  karna skills paraphrase "Send invoice"
  karna skills paraphrase "Send invoice" --accept 1,3`;

/** `karna skills paraphrase`: a language model proposes, a person chooses. */
export function addParaphrasing(skills: Command): void {
  skills
    .command('paraphrase')
    .description('have the language model propose other ways to ask for a skill, and choose (scope administer)')
    .argument('<skill>', 'its name or id')
    .option('--accept <numbers>', 'keep these of the phrases that were proposed last', numbers)
    .addHelpText('after', notes)
    .action((named: string, { accept }: { accept?: readonly number[] }, command: Command) =>
      withSession(command, async (session) => {
        const skill = await skillNamed(session.client, named);
        if (accept) return save(session, skill, await readProposals(skill.id), accept);
        return propose(session, skill);
      }),
    );
}

async function propose(session: Session, skill: Skill): Promise<number> {
  const { client, say, tell, signal } = session;
  const proposals = await client.paraphrases(skill.id, { signal });
  await keepProposals(skill.id, proposals);
  tell({ skillId: skill.id, skillVersion: proposals.skillVersion, phrases: proposals.phrases });
  if (proposals.phrases.length === 0) {
    say('nothing new was proposed');
    return exitCodes.completed;
  }
  for (const [index, phrase] of proposals.phrases.entries()) say(`${String(index + 1).padStart(3)}  ${phrase}`);
  if (!isSomebodyThere(session)) {
    say(`keep some with: karna skills paraphrase ${skill.id} --accept 1,2`);
    return exitCodes.completed;
  }
  const said = await ask('keep which? (numbers with commas, empty: none): ', signal);
  return said === '' ? exitCodes.completed : save(session, skill, proposals, numbers(said));
}

async function save(
  { client, say, tell }: Session,
  skill: Skill,
  proposals: Proposals | undefined,
  accepted: readonly number[],
): Promise<number> {
  if (!proposals) {
    throw new KarnaError(
      'input.invalid',
      `nothing was proposed here for "${skill.name}": karna skills paraphrase ${skill.id}`,
    );
  }
  // What was chosen belongs to the skill as it was then.
  if (proposals.skillVersion !== skill.version) {
    throw new KarnaError('skill.stale', `"${skill.name}" has changed since: have phrases proposed again`);
  }
  const chosen = accepted.map((number) => {
    const phrase = proposals.phrases[number - 1];
    if (phrase === undefined)
      throw new KarnaError('input.invalid', `there are ${proposals.phrases.length} phrases, and no ${number}`);
    return phrase;
  });
  const whole = await client.skill(skill.id, skill.version);
  const kept = await client.saveSkill({ ...whole, phrases: [...whole.phrases, ...chosen] });
  await forgetProposals(skill.id);
  for (const phrase of chosen) say(`kept: ${phrase}`);
  tell(SkillMessage.toJSON(kept));
  return exitCodes.completed;
}

function numbers(text: string): number[] {
  const all = text.split(',').map((one) => Number(one.trim()));
  if (all.some((one) => !Number.isInteger(one) || one < 1)) throw new InvalidArgumentError('numbers with commas: 1,3');
  return [...new Set(all)];
}

import { type KarnaClient, KarnaError } from '@karna/client';
import { Draft, type DraftEdit } from '@karna/proto/gen/recording/v1/draft';
import { type Check, SkillStep } from '@karna/proto/gen/skill/v1/skill';
import { TargetQuery } from '@karna/proto/gen/target/v1/target';
import { type Command, InvalidArgumentError } from 'commander';
import { draftLines } from '../draft-text.ts';
import { type Session, withSession } from '../session.ts';
import { skillNamed } from '../skill-named.ts';

type What = NonNullable<DraftEdit['what']>;

const examples = `
Steps are named by their numbers, as \`karna teach show DRAFT\` prints them.

Examples:
  karna teach edit remove DRAFT 2 3
  karna teach edit reorder DRAFT 1 3 2
  karna teach edit box DRAFT 4 300,120,90,24
  karna teach edit wait DRAFT 3 "Loading" --gone
  karna teach edit check DRAFT 5 "Saved"
  karna teach edit undo DRAFT`;

/** Changes of a draft, one by one. */
export function addDraftEditing(teach: Command): void {
  const edit = teach.command('edit').description('change a draft, step by step').addHelpText('after', examples);
  const step = ['<step>', 'its number'] as const;

  change(
    edit,
    'remove',
    'leave steps out',
    (it) => it.argument('<steps...>', 'their numbers'),
    (draft, steps: string[]) => ({
      $case: 'remove',
      value: { stepIds: steps.map((number) => stepId(draft, number)) },
    }),
  );
  change(
    edit,
    'reorder',
    'put all steps in another order',
    (it) => it.argument('<steps...>', 'all their numbers, in the new order'),
    (draft, steps: string[]) => ({
      $case: 'reorder',
      value: { stepIds: steps.map((number) => stepId(draft, number)) },
    }),
  );
  change(
    edit,
    'relabel',
    'say otherwise what a step does',
    (it) => it.argument(...step).argument('<sentence>', 'for people'),
    (draft, number: string, sentence: string) => ({
      $case: 'relabel',
      value: { stepId: stepId(draft, number), sentence },
    }),
  );
  for (const [name, description] of [
    ['optional', 'left out when its element is not there'],
    ['sensitive', 'what it shows and types is kept from pictures and reports'],
    ['irreversible', 'asks for approval first'],
  ] as const) {
    change(
      edit,
      name,
      `mark a step: ${description}`,
      (it) => it.argument(...step).option('--off', 'no more'),
      (draft, number: string, { off }: { off?: boolean }) => ({
        $case: name,
        value: { stepId: stepId(draft, number), on: off !== true },
      }),
    );
  }
  change(
    edit,
    'box',
    'show which element a step means, in the picture before it',
    (it) => it.argument(...step).argument('<box>', 'X,Y,WIDTH,HEIGHT in px of that picture'),
    (draft, number: string, box: string) => ({
      $case: 'correctBox',
      value: { stepId: stepId(draft, number), box: boxOf(box) },
    }),
  );
  change(
    edit,
    'text',
    'another text to type, option to choose or address to open',
    (it) => it.argument(...step).argument('<text>', 'with {slot} for a value'),
    (draft, number: string, text: string) => ({
      $case: 'text',
      value: { stepId: stepId(draft, number), text },
    }),
  );
  change(
    edit,
    'wait',
    'insert a wait after a step',
    (it) =>
      it
        .argument(...step)
        .argument('<for>', 'text that appears, or a number of seconds')
        .option('--gone', 'until it is gone'),
    (draft, number: string, what: string, { gone }: { gone?: boolean }) => ({
      $case: 'insert',
      value: { afterStepId: number === '0' ? '' : stepId(draft, number), step: waiting(what, gone === true) },
    }),
  );
  change(
    edit,
    'check',
    'add a check after a step',
    (it) =>
      it
        .argument(...step)
        .argument('<text>', 'what is to be seen then')
        .option('--gone', 'what is not to be seen any more')
        .option('--only', 'in the place of the checks that it has'),
    (draft, number: string, text: string, { gone, only }: { gone?: boolean; only?: boolean }) => ({
      $case: 'checks',
      value: {
        stepId: stepId(draft, number),
        checks: [...(only ? [] : checksOf(draft, number)), checkOf(text, gone === true)],
      },
    }),
  );
  change(
    edit,
    'uncheck',
    'remove the checks of a step',
    (it) => it.argument(...step),
    (draft, number: string) => ({
      $case: 'checks',
      value: { stepId: stepId(draft, number), checks: [] },
    }),
  );
  change(
    edit,
    'slot',
    'make a proposed value a slot',
    (it) => it.argument('<proposal>', 'its id, like p1').argument('[name]', 'another name for it', ''),
    (_, id: string, name: string) => ({
      $case: 'accept',
      value: { proposals: [{ id, name }] },
    }),
  );
  change(
    edit,
    'rename',
    'another name, and how it is asked for',
    (it) => it.argument('<name>', 'of the skill').argument('[phrases...]', 'how it is asked for (default: as before)'),
    (_, name: string, phrases: string[] = []) => ({
      $case: 'rename',
      value: { name, phrases },
    }),
  );
  change(
    edit,
    'undo',
    'take the last change back',
    (it) => it,
    () => ({ $case: 'undo', value: true }),
  );
  change(
    edit,
    'redo',
    'make a change again that was taken back',
    (it) => it,
    () => ({ $case: 'redo', value: true }),
  );
}

/** A draft of a skill as it is, to be changed and accepted as its next version. */
export function addSkillEditing(skills: Command): void {
  skills
    .command('edit')
    .description('make a draft of a skill, to be changed step by step and accepted as its next version')
    .argument('<skill>', 'its id or name')
    .action((reference: string, _: unknown, command: Command) =>
      withSession(command, async (session) => {
        const draft = await session.client.teaching.revise((await skillNamed(session.client, reference)).id);
        report(session, draft);
        session.say(`\nchange it: karna teach edit --help    keep it: karna teach accept ${draft.id}`);
      }),
    );
}

function change<Rest extends unknown[]>(
  edit: Command,
  name: string,
  description: string,
  build: (command: Command) => Command,
  whatOf: (draft: Draft, ...rest: Rest) => What,
): void {
  build(edit.command(name).description(description).argument('<draft>', 'its id')).action(
    (id: string, ...rest: unknown[]) => {
      const command = rest.at(-1) as Command;
      return withSession(command, async (session) => {
        const draft = await session.client.teaching.draft(id);
        report(session, await apply(session.client, draft, whatOf(draft, ...(rest.slice(0, -1) as Rest))));
      });
    },
  );
}

const apply = (client: KarnaClient, draft: Draft, what: What): Promise<Draft> => client.teaching.edit(draft, what);

function report({ say, tell }: Session, draft: Draft): void {
  for (const line of draftLines(draft)) say(line);
  tell(Draft.toJSON(draft));
}

export function stepId({ steps }: Pick<Draft, 'steps'>, number: string): string {
  const found = steps[Number(number) - 1]?.step ?? steps.find(({ step }) => step?.id === number)?.step;
  if (!found) throw new KarnaError('draft.invalid', `there is no step ${number}`);
  return found.id;
}

const checksOf = (draft: Draft, number: string): readonly Check[] =>
  draft.steps.find(({ step }) => step?.id === stepId(draft, number))?.step?.checks ?? [];

const checkOf = (text: string, gone: boolean): Check => ({
  what: { $case: gone ? 'gone' : 'appears', value: TargetQuery.create({ text }) },
  limitMs: 0,
});

function waiting(what: string, gone: boolean): SkillStep {
  const seconds = Number(what);
  const isTime = what.trim() !== '' && Number.isFinite(seconds);
  const value = isTime
    ? { target: undefined, gone: false, limitMs: Math.round(seconds * 1_000) }
    : { target: TargetQuery.create({ text: what }), gone, limitMs: 0 };
  return SkillStep.fromPartial({ action: { verb: { $case: 'waitFor', value } } });
}

export function boxOf(text: string) {
  const numbers = text.split(',').map(Number);
  const [x = 0, y = 0, width = 0, height = 0] = numbers;
  if (numbers.length !== 4 || !numbers.every(Number.isInteger) || width < 1 || height < 1) {
    throw new InvalidArgumentError('a box is X,Y,WIDTH,HEIGHT');
  }
  return { x, y, width, height };
}

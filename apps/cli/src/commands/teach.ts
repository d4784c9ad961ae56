import { KarnaError, type Row } from '@karna/client';
import { Draft, type DraftEdit, DraftTest } from '@karna/proto/gen/recording/v1/draft';
import { Act, Recording } from '@karna/proto/gen/recording/v1/recording';
import { Skill } from '@karna/proto/gen/skill/v1/skill';
import { word } from '@karna/proto/words';
import type { Command } from 'commander';
import { ask, isSomebodyThere } from '../asking.ts';
import { actLine, draftLines, proposalLine, recordingLine, testLines } from '../draft-text.ts';
import { exitCodes } from '../exit-codes.ts';
import { saveDraftPictures, saveStepPictures } from '../pictures.ts';
import { type Session, withSession } from '../session.ts';
import { skillNamed } from '../skill-named.ts';
import { slotIn } from '../slot-in.ts';
import { ago, table } from '../table.ts';
import { addDraftEditing } from './teach-edit.ts';

interface Where {
  readonly desktop?: string;
}

interface TestOptions extends Where {
  readonly slot: Row;
  readonly pictures?: string;
}

interface StopOptions extends Where {
  readonly accept?: boolean;
  readonly slots?: string;
  readonly learn: boolean;
}

const examples = `
Examples:
  karna teach start "search cats on youtube" --watch    then do it on the desktop
  karna teach stop                                      shows the steps, and asks what may be said otherwise
  karna teach test DRAFT --slot query=dogs              where each step would act now; nothing is touched
  karna teach stop --accept                             the values said in the name become slots, and the skill is kept
  karna teach start "search dogs on youtube" --again "search {query} on youtube"   shows the same skill once more

The halt key (Ctrl+Alt+Escape) on the desktop ends a recording, too.`;

/** Showing something once, and making a skill of it. */
export function addTeachCommands(program: Command): void {
  const teach = program
    .command('teach')
    .description('show something on a desktop once, and make a skill of it')
    .addHelpText('after', examples);
  addRecording(teach);
  addWatching(teach);
  addLearning(teach);
  addDraftEditing(teach);
}

function addRecording(teach: Command): void {
  teach
    .command('start')
    .description('record what the person at a desktop does from now on')
    .argument('<name>', 'what is going to be shown, as it will be said: "search cats on youtube"')
    .option('-d, --desktop <name>', 'which desktop (needed when there are several)')
    .option('--again <skill>', 'the skill that is shown once more: its id or name')
    .option('-w, --watch', 'print every act as it happens, until the recording ends')
    .action((name: string, options: Where & { again?: string; watch?: boolean }, command: Command) =>
      withSession(command, async (session) => {
        const { client, say, tell } = session;
        const { desktop = '', again, watch = false } = options;
        const skillId = again === undefined ? '' : (await skillNamed(client, again)).id;
        const recording = await client.teaching.start(name, { desktop, skillId });
        say(`recording ${recording.id}: do it now. End with: karna teach stop`);
        tell(Recording.toJSON(recording));
        return watch ? follow(session, recording.id) : exitCodes.completed;
      }),
    );
  steering(teach, 'pause', 'hold a recording: what follows is not recorded', (session, id) =>
    session.client.teaching.pause(id),
  );
  steering(teach, 'resume', 'go on with a recording', (session, id) => session.client.teaching.resume(id));
  steering(teach, 'discard', 'end a recording and forget what was recorded', (session, id) =>
    session.client.teaching.discard(id),
  );
  teach
    .command('stop')
    .description('end a recording, and show what was learned from it')
    .argument('[recording]', 'its id (default: the one that runs)')
    .option('-d, --desktop <name>', 'the one on this desktop')
    .option('--accept', 'keep it as a skill, with the values that are said in its name as slots (scope administer)')
    .option('--slots <ids>', 'with --accept: these proposals instead, as `p1,p2` or `p1=query`; `none` for none')
    .option('--no-learn', 'only end it; learn from it later')
    .action((id: string | undefined, options: StopOptions, command: Command) =>
      withSession(command, async (session) => {
        const recording = await session.client.teaching.stop(await recordingOf(session, id, options));
        session.say(recordingLine(recording));
        session.tell(Recording.toJSON(recording));
        return options.learn ? learn(session, recording.id, options) : exitCodes.completed;
      }),
    );
}

function steering(
  teach: Command,
  name: string,
  description: string,
  order: (session: Session, id: string) => Promise<Recording>,
): void {
  teach
    .command(name)
    .description(description)
    .argument('[recording]', 'its id (default: the one that runs)')
    .option('-d, --desktop <name>', 'the one on this desktop')
    .action((id: string | undefined, options: Where, command: Command) =>
      withSession(command, async (session) => {
        const recording = await order(session, await recordingOf(session, id, options));
        session.say(name === 'discard' ? 'forgotten' : recordingLine(recording));
        session.tell(Recording.toJSON(recording));
      }),
    );
}

function addWatching(teach: Command): void {
  teach
    .command('watch')
    .description('print every act of a recording as it happens, until it ends')
    .argument('[recording]', 'its id (default: the one that runs)')
    .option('-d, --desktop <name>', 'the one on this desktop')
    .action((id: string | undefined, options: Where, command: Command) =>
      withSession(command, async (session) => follow(session, await recordingOf(session, id, options))),
    );
  teach
    .command('status')
    .description('the recordings there are, and the drafts that wait for a decision')
    .action((_: unknown, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        const [recordings, drafts] = [await client.teaching.recordings(), await client.teaching.drafts()];
        const rows = recordings.map((one) => [one.id, one.name, word(one.state), String(one.acts), ago(one.startedAt)]);
        say(
          rows.length > 0 ? table(['recording', 'name', 'state', 'acts', 'begun'], rows) : 'nothing was recorded yet',
        );
        if (drafts.length > 0) {
          const waiting = drafts.map((one) => [one.id, one.name, String(one.version), ago(one.updatedAt)]);
          say(`\n${table(['draft', 'name', 'version', 'changed'], waiting)}`);
        }
        tell({
          recordings: recordings.map((one) => Recording.toJSON(one)),
          drafts: drafts.map((one) => Draft.toJSON(one)),
        });
      }),
    );
}

function addLearning(teach: Command): void {
  teach
    .command('learn')
    .description('make a draft of what was recorded')
    .argument('<recording>', 'its id')
    .option('--accept', 'keep it as a skill, with the values that are said in its name as slots (scope administer)')
    .option('--slots <ids>', 'with --accept: these proposals instead, as `p1,p2` or `p1=query`; `none` for none')
    .action((id: string, options: { accept?: boolean; slots?: string }, command: Command) =>
      withSession(command, (session) => learn(session, id, options)),
    );
  teach
    .command('show')
    .description('the steps of a draft, and what may vary')
    .argument('<draft>', 'its id')
    .option('--pictures <folder>', 'save the picture before each step, with its element marked')
    .action((id: string, { pictures }: { pictures?: string }, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        const draft = await client.teaching.draft(id);
        for (const line of draftLines(draft)) say(line);
        if (pictures) for (const path of await saveDraftPictures(client, pictures, draft)) say(path);
        tell(Draft.toJSON(draft));
      }),
    );
  teach
    .command('test')
    .description('show where the steps of a draft would act on the screen now; nothing is touched, nothing is kept')
    .argument('<draft>', 'its id')
    .option('-d, --desktop <name>', 'which desktop (default: the one it was shown on)')
    .option('--slot <name=value>', 'a value of a slot; may be given several times', slotIn, {})
    .option('--pictures <folder>', 'save the screen once for each step, with its element marked')
    .action((id: string, { desktop, slot, pictures }: TestOptions, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        const draft = await client.teaching.draft(id);
        const tested = await client.teaching.test(draft, { desktop: desktop ?? draft.desktopId, slots: slot });
        for (const [index, step] of tested.steps.entries()) {
          for (const line of testLines(step, index)) say(line);
          if (pictures) for (const path of await saveStepPictures(client, pictures, step, index)) say(`   ${path}`);
        }
        say(tested.sentence);
        tell(DraftTest.toJSON(tested));
      }),
    );
  teach
    .command('accept')
    .description('keep a draft as a skill (scope administer)')
    .argument('<draft>', 'its id')
    .option(
      '--slots <ids>',
      'these proposals become slots, as `p1,p2` or `p1=query`; `none` for none (default: those said in the name)',
    )
    .action((id: string, { slots }: { slots?: string }, command: Command) =>
      withSession(command, async (session) => accept(session, await session.client.teaching.draft(id), slots)),
    );
  teach
    .command('rm')
    .description('forget a draft')
    .argument('<draft>', 'its id')
    .action((id: string, _: unknown, command: Command) =>
      withSession(command, async ({ client, say, tell }) => {
        await client.teaching.removeDraft(id);
        say('forgotten');
        tell({ removed: id });
      }),
    );
}

async function learn(
  session: Session,
  recordingId: string,
  { accept: isAccepted = false, slots }: { accept?: boolean; slots?: string },
): Promise<number> {
  const draft = await session.client.teaching.learn(recordingId);
  for (const line of draftLines(draft)) session.say(line);
  session.tell(Draft.toJSON(draft));
  if (isAccepted) return accept(session, draft, slots);
  if (isSomebodyThere(session)) return decide(session, draft);
  session.say(`\nkeep it with: karna teach accept ${draft.id}    change it first: karna teach edit --help`);
  return exitCodes.asks;
}

/** Each value is asked about: nothing becomes a slot, or stays what it was, silently. */
async function decide(session: Session, draft: Draft): Promise<number> {
  const { say, signal } = session;
  const chosen: string[] = [];
  for (const proposal of draft.proposals) {
    say(proposalLine(proposal));
    const said = await ask(
      `Is it another value each time? (${proposal.likely ? 'Yes/no' : 'yes/No'}, or another name for it): `,
      signal,
    );
    const isYes = said === '' ? proposal.likely : !/^(n|no)$/i.test(said);
    const name = /^(y|yes|)$/i.test(said) ? '' : `=${said}`;
    if (isYes) chosen.push(proposal.id + name);
  }
  if (!/^(y|yes|)$/i.test(await ask('Keep it as a skill? (Yes/no): ', signal)) || signal.aborted) {
    say(`kept as a draft: karna teach accept ${draft.id}    or change it: karna teach edit --help`);
    return exitCodes.asks;
  }
  return accept(session, draft, chosen.join(',') || 'none');
}

async function accept(session: Session, draft: Draft, slots: string | undefined): Promise<number> {
  const { client, say, tell } = session;
  const wanted = wantedOf(draft, slots);
  const edit: DraftEdit['what'] = { $case: 'accept', value: { proposals: wanted } };
  const ready = wanted.length === 0 ? draft : await client.teaching.edit(draft, edit);
  const skill = await client.teaching.accept(ready);
  say(`"${skill.name}" is kept (version ${skill.version}). Say it: karna run "${skill.phrases[0] ?? skill.name}"`);
  tell(Skill.toJSON(skill));
  return exitCodes.completed;
}

/** `p1,p2=customer`; left out: what is said in the name. */
export function wantedOf(
  { proposals }: Pick<Draft, 'proposals'>,
  slots: string | undefined,
): { id: string; name: string }[] {
  if (slots === undefined) return proposals.filter(({ likely }) => likely).map(({ id }) => ({ id, name: '' }));
  if (slots === 'none') return [];
  return slots.split(',').map((one) => {
    const [id = '', name = ''] = one.trim().split('=');
    if (!proposals.some((proposal) => proposal.id === id))
      throw new KarnaError('draft.invalid', `there is no proposal "${id}"`);
    return { id, name };
  });
}

async function follow({ client, say, tell, signal }: Session, recordingId: string): Promise<number> {
  let last: Recording | undefined;
  try {
    for await (const { recording, act } of client.teaching.watch(recordingId, { signal })) {
      if (act) say(actLine(act));
      else if (recording.state !== last?.state && last) say(recordingLine(recording));
      tell(act ? { act: Act.toJSON(act) } : { recording: Recording.toJSON(recording) });
      last = recording;
    }
  } catch (error) {
    if (!signal.aborted) throw error; // Ctrl-C ends the watching, not the recording
  }
  return exitCodes.completed;
}

/** The recording that is meant: by its id, or the only one that runs. */
async function recordingOf({ client }: Session, id: string | undefined, { desktop }: Where): Promise<string> {
  if (id !== undefined) return id;
  const [running, ...others] = await client.teaching.recordings({ active: true, ...(desktop ? { desktop } : {}) });
  if (!running)
    throw new KarnaError('recording.not_found', 'nothing is being recorded; begin with: karna teach start NAME');
  if (others.length > 0)
    throw new KarnaError('desktop.unclear', 'several desktops are taught now: name one with --desktop');
  return running.id;
}

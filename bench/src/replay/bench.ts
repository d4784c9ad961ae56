// A demonstration each on several applications, replayed with other values on screens that changed: is it done right, or does it halt?
// The applications' own records are the truth. Beside us the same demonstrations by places and by pixels.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Desktop } from '@karna/action-agent/desktop';
import { type KarnaClient, writeSkills } from '@karna/client';
import { DomainError } from '@karna/common/errors';
import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import { StepState, type Task, TaskState } from '@karna/proto/gen/task/v1/task';
import { openKarna } from '../whole-karna.ts';
import { type App, type Change, openApps } from './apps.ts';
import { replayOptions, replayUsage } from './options.ts';
import { byPixels, byPlace, type Find, replayPlainly } from './peers.ts';
import { type Outcome, printReplays, summaryOf } from './report.ts';

const appNames = ['records', 'shop', 'people', 'editor', 'form', 'calculator', 'terminal'];
const changeNames = [
  'same',
  ...[80, 90, 110, 125, 150, 175, 200].map((zoom) => `zoom-${zoom}`),
  ...['font-110', 'font-119', 'font-137', 'serif', 'monospace', 'dark', 'moved', 'dark-moved-125', 'scale-2'],
  ...['reordered', 'grown', 'twins', 'long', 'far-twin', 'removed', 'disabled', 'modal', 'slow', 'renamed'],
];
/** What an application may still write down after a replay has ended (ms). */
const afterMs = 400;

export async function run({ args }: { args: readonly string[] }): Promise<void> {
  const options = optionsFrom(args);
  if (!options) return;
  await using open = new AsyncDisposableStack();
  const { client, display, desktop } = await openKarna(open);
  const stage = open.adopt(await openApps(display, desktop), (it) => it.close());
  const bench = new ReplayBench(client, desktop, options.keep);
  const apps = stage.apps.filter(({ name }) => options.apps?.includes(name) ?? true);
  const cells = chosen(apps, options.changes, options.limit, options.seed);
  if (cells.some(({ app }) => ['records', 'shop', 'people'].includes(app.name))) {
    await bench.say(`open ${stage.site.url}`);
  }
  const outcomes: Outcome[] = [];
  for (const app of apps.filter((one) => cells.some((cell) => cell.app === one))) {
    const skill = await bench.teach(app);
    if (!skill) continue;
    for (const { change } of cells.filter((cell) => cell.app === app)) {
      const told = (outcome: Outcome) => {
        outcomes.push(outcome);
        if (!options.json) console.error(lineOf(outcome));
      };
      told(await bench.replay(app, skill, change));
      if (!options.peers) continue;
      told(await bench.replayPlainly('places', app, skill, change, byPlace));
      told(
        await bench.replayPlainly(
          'pixels',
          app,
          skill,
          change,
          byPixels(() => bench.screen()),
        ),
      );
    }
    await app.close();
  }
  if (!options.json) printReplays(outcomes);
  console.log(JSON.stringify(summaryOf(outcomes)));
}

function optionsFrom(args: readonly string[]) {
  try {
    return replayOptions(args, { apps: appNames, changes: changeNames });
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\nusage: ${replayUsage}`);
    process.exitCode = error instanceof DomainError ? 1 : 2;
    return undefined;
  }
}

const lineOf = ({ who, app, change, verdict, why }: Outcome): string =>
  `${who.padEnd(7)} ${app.padEnd(11)} ${change.padEnd(15)} ${verdict}${why ? `  ${why}` : ''}`;

interface Cell {
  readonly app: App;
  readonly change: Change;
}

/** All, or so many of them that the seed picks. */
function chosen(
  apps: readonly App[],
  changes: readonly string[] | undefined,
  limit: number | undefined,
  seed: number,
): Cell[] {
  const all = apps.flatMap((app) =>
    app.changes.filter(({ name }) => changes?.includes(name) ?? true).map((change) => ({ app, change })),
  );
  if (limit === undefined || limit >= all.length) return all;
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
  const mixed = all.map((cell) => ({ cell, at: next() })).sort((a, b) => a.at - b.at);
  const taken = new Set(mixed.slice(0, limit).map(({ cell }) => cell));
  return all.filter((cell) => taken.has(cell));
}

class ReplayBench {
  readonly #client: KarnaClient;
  readonly #desktop: Desktop;
  readonly #keep: string | undefined;

  constructor(client: KarnaClient, desktop: Desktop, keep: string | undefined) {
    this.#keep = keep;
    this.#client = client;
    this.#desktop = desktop;
  }

  async say(text: string): Promise<void> {
    const task = await this.#client.waitFor((await this.#client.run(text)).id);
    if (task.state !== TaskState.TASK_STATE_COMPLETED) throw new Error(`"${text}" was not done: ${whyOf(task)}`);
  }

  async screen(): Promise<Uint8Array> {
    return (await this.#client.blob((await this.#client.screenshot()).picture)).data;
  }

  /** One demonstration: the skill as it was written down, done once by its words, and what it saw accepted. */
  async teach(app: App): Promise<Skill | undefined> {
    const { id } = await this.#client.saveSkill(app.skill);
    await app.open();
    const task = await this.#shownWhich(app, await this.#do(id, app.shown));
    if (task.state !== TaskState.TASK_STATE_COMPLETED) {
      console.error(`${app.name} could not be demonstrated: ${whyOf(task)}`);
      return undefined;
    }
    for (const proposal of await this.#client.stepProposals(id)) await this.#client.acceptProposal(proposal.id);
    const skill = await this.#client.skill(id);
    await this.#kept(`${app.name}.json`, await writeSkills([skill]));
    return skill;
  }

  /** As a person does who is asked which one it is. */
  async #shownWhich({ place }: App, task: Task): Promise<Task> {
    if (!place || task.state !== TaskState.TASK_STATE_NEEDS_CLARIFICATION) return task;
    await this.#client.answer(task.id, { box: await place() });
    return this.#client.waitFor(task.id);
  }

  async #kept(name: string, data: string | Uint8Array): Promise<void> {
    if (this.#keep === undefined) return;
    await mkdir(this.#keep, { recursive: true });
    await writeFile(join(this.#keep, name), data);
  }

  async replay(app: App, { id }: Skill, change: Change): Promise<Outcome> {
    await app.open(change.name);
    const task = await this.#do(id, app.asked);
    const isDone = task.state === TaskState.TASK_STATE_COMPLETED;
    const picture = task.clarification?.picture;
    if (picture) await this.#kept(`${app.name}-${change.name}.png`, (await this.#client.blob(picture)).data);
    return {
      ...(await judged('karna', app, change, isDone)),
      why: isDone ? '' : whyOf(task),
      stepsMs: stepTimes(task),
    };
  }

  async replayPlainly(who: 'places' | 'pixels', app: App, skill: Skill, change: Change, find: Find): Promise<Outcome> {
    await app.open(change.name);
    const isDone = await replayPlainly(this.#desktop, skill, app.asked, find);
    return judged(who, app, change, isDone);
  }

  async #do(skill: string, slots: Readonly<Record<string, string>>): Promise<Task> {
    const task = await this.#client.run('replay', { skill, slots, approved: true });
    return this.#client.waitFor(task.id);
  }
}

const whyOf = ({ fault, clarification, sentence }: Task): string =>
  fault ? `${fault.code}: ${fault.message}` : (clarification?.question ?? sentence);

const stepTimes = ({ steps }: Task): number[] =>
  steps
    .filter(({ state }) => state === StepState.STEP_STATE_DONE)
    .flatMap(({ startedAt, finishedAt }) =>
      startedAt && finishedAt ? [finishedAt.getTime() - startedAt.getTime()] : [],
    );

/** By the application's own record. */
async function judged(who: Outcome['who'], app: App, change: Change, isDone: boolean): Promise<Outcome> {
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  const record = await app.record();
  const isRight = isDeepStrictEqual([...record], [...app.expected(app.asked)]);
  const isWrong = isDone ? !isRight || !change.isPresent : record.length > 0 && !isRight;
  const verdict = isWrong ? 'WRONG' : isDone ? 'right' : 'halted';
  const why = isWrong ? `its record: ${record.join('; ') || 'nothing'}` : '';
  return { who, app: app.name, change: change.name, isPresent: change.isPresent, verdict, why, stepsMs: [] };
}

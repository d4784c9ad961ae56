// A demonstration each on several applications, replayed with other values on screens that changed: is it done right, or does it halt?
// The applications' own records are the truth. Beside us the same demonstrations by places and by pixels.
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Desktop } from '@karna/action-agent/desktop';
import { type KarnaClient, writeSkills } from '@karna/client';
import { DomainError } from '@karna/common/errors';
import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import { StepState, type Task, TaskState } from '@karna/proto/gen/task/v1/task';
import { openKarna } from '../whole-karna.ts';
import { type App, type Change, type Demonstration, openApps } from './apps.ts';
import { type ReplayOptions, replayOptions, replayUsage } from './options.ts';
import { byPixels, byPlace, type Find, replayPlainly } from './peers.ts';
import { type Outcome, printReplays, summaryOf } from './report.ts';

const appNames = ['records', 'shop', 'people', 'editor', 'form', 'calculator', 'terminal'];
const changeNames = [
  'same',
  ...[80, 90, 110, 125, 150, 175, 200].map((zoom) => `zoom-${zoom}`),
  ...[
    'rows',
    'device-150',
    'device-200',
    'device-300',
    'covered',
    'font-110',
    'font-119',
    'font-137',
    'serif',
    'monospace',
    'dark',
    'moved',
    'dark-moved-125',
    'scale-2',
  ],
  ...['second', 'reordered', 'grown', 'twins', 'long', 'far-twin', 'removed', 'disabled', 'modal', 'slow', 'renamed'],
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
  const cells = chosen(stage.apps, options);
  const outcomes = await Outcomes.open(options.into);
  for (const app of stage.apps) {
    const open = cells.filter((cell) => cell.app === app && outcomes.lacks(cell, options.peers));
    const skill = open.length > 0 && (await bench.teach(app));
    if (!skill) continue;
    for (const cell of open) {
      const told = async (outcome: Outcome) => {
        await outcomes.add(outcome);
        if (!options.json) console.error(lineOf(outcome));
      };
      // A program that does not come up is named, and no replay: the others go on.
      await bench
        .replayAll(cell, skill, outcomes.lacking(cell, options.peers), told)
        .catch((error: unknown) => console.error(`${nameOf(cell)} could not be played: ${String(error)}`));
    }
    await app.close();
  }
  if (!options.json) printReplays(outcomes.all);
  console.log(JSON.stringify(summaryOf(outcomes.all)));
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

const lineOf = ({ who, app, change, round, verdict, tookMs, why }: Outcome): string =>
  `${who.padEnd(7)} ${app.padEnd(11)} ${change.padEnd(15)} ${round} ${(tookMs / 1000).toFixed(1).padStart(5)} s  ${verdict}${why ? `  ${why}` : ''}`;

interface Cell {
  readonly app: App;
  readonly change: Change;
  /** From 1. */
  readonly round: number;
}

const nameOf = ({ app, change, round }: Cell): string => `${app.name} ${change.name} ${round}`;

/** All, or the part and the number of them that were asked for. */
function chosen(apps: readonly App[], { apps: names, changes, rounds, shard, limit, seed }: ReplayOptions): Cell[] {
  const every = Array.from({ length: rounds }, (_, index) =>
    apps
      .filter(({ name }) => names?.includes(name) ?? true)
      .flatMap((app) =>
        app.changes
          .filter(({ name }) => changes?.includes(name) ?? true)
          .map((change) => ({ app, change, round: index + 1 })),
      ),
  ).flat();
  const all = shard ? every.filter((_, index) => index % shard.of === shard.number - 1) : every;
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

/** What came of the replays, also of those of earlier runs. */
class Outcomes {
  readonly all: Outcome[];
  readonly #file: string | undefined;

  private constructor(all: Outcome[], file: string | undefined) {
    this.all = all;
    this.#file = file;
  }

  static async open(file: string | undefined): Promise<Outcomes> {
    const known = file === undefined ? '' : await readFile(file, 'utf8').catch(() => '');
    const lines = known.split('\n').filter((line) => line !== '');
    return new Outcomes(
      lines.map((line) => JSON.parse(line)),
      file,
    );
  }

  /** Peers take part in the first round: other values are the same to them. */
  lacking(cell: Cell, peers: boolean): Outcome['who'][] {
    const wanted = peers && cell.round === 1 ? (['karna', 'places', 'pixels'] as const) : (['karna'] as const);
    return wanted.filter((who) => !this.all.some((one) => one.who === who && isOf(cell, one)));
  }

  lacks(cell: Cell, peers: boolean): boolean {
    return this.lacking(cell, peers).length > 0;
  }

  async add(outcome: Outcome): Promise<void> {
    this.all.push(outcome);
    if (this.#file !== undefined) await appendFile(this.#file, `${JSON.stringify(outcome)}\n`);
  }
}

const isOf = ({ app, change, round }: Cell, outcome: Outcome): boolean =>
  outcome.app === app.name && outcome.change === change.name && outcome.round === round;

class ReplayBench {
  readonly #client: KarnaClient;
  readonly #desktop: Desktop;
  readonly #keep: string | undefined;

  constructor(client: KarnaClient, desktop: Desktop, keep: string | undefined) {
    this.#keep = keep;
    this.#client = client;
    this.#desktop = desktop;
  }

  async screen(): Promise<Uint8Array> {
    return (await this.#client.blob((await this.#client.screenshot()).picture)).data;
  }

  /** One demonstration: shown by hand, or the skill as it was written down, done once by its words, and what it saw accepted. */
  async teach(app: App): Promise<Skill | undefined> {
    await app.open();
    const id = await ('act' in app.skill ? this.#showByHand(app, app.skill) : this.#showByWords(app, app.skill));
    if (id === undefined) return undefined;
    const skill = await this.#client.skill(id);
    await this.#kept(`${app.name}.json`, await writeSkills([skill]));
    return skill;
  }

  async #showByWords(app: App, written: Skill): Promise<string | undefined> {
    const { id } = await this.#client.saveSkill(written);
    const task = await this.#shownWhich(app, await this.#do(id, app.shown));
    if (task.state !== TaskState.TASK_STATE_COMPLETED) {
      console.error(`${app.name} could not be demonstrated: ${whyOf(task)}`);
      return undefined;
    }
    for (const proposal of await this.#client.stepProposals(id)) await this.#client.acceptProposal(proposal.id);
    return id;
  }

  /** By real input, as a person at the desktop does it; what varies is called as in the replays. */
  async #showByHand({ shown }: App, { name, act }: Demonstration): Promise<string> {
    const { teaching } = this.#client;
    const { id } = await teaching.start(name);
    await act(this.#desktop);
    await teaching.stop(id);
    const draft = await teaching.learn(id);
    const proposals = Object.entries(shown).flatMap(([slot, value]) =>
      draft.proposals.filter((one) => one.value === value).map((one) => ({ id: one.id, name: slot })),
    );
    return (await teaching.accept(await teaching.edit(draft, { $case: 'accept', value: { proposals } }))).id;
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

  /** Ours, and those beside us. */
  async replayAll(
    cell: Cell,
    skill: Skill,
    contenders: readonly Outcome['who'][],
    told: (outcome: Outcome) => Promise<void>,
  ) {
    for (const who of contenders) {
      if (who === 'karna') await told(await this.replay(cell, skill));
      else {
        const find = who === 'places' ? byPlace : byPixels(() => this.screen());
        await told(await this.replayPlainly(who, cell, skill, find));
      }
    }
  }

  async replay(cell: Cell, { id }: Skill): Promise<Outcome> {
    const { app, change } = cell;
    const startMs = performance.now();
    await app.open(change.name);
    const tasks = await this.#doEach(id, rowsOf(cell));
    const isDone = tasks.every(({ state }) => state === TaskState.TASK_STATE_COMPLETED);
    const last = tasks.at(-1);
    const picture = last?.clarification?.picture;
    if (picture) {
      const name = `${nameOf(cell).replaceAll(' ', '-')}.png`;
      await this.#kept(name, (await this.#client.blob(picture)).data);
    }
    const outcome = await judged('karna', cell, isDone, startMs);
    const why = isDone || !last ? outcome.why : [whyOf(last), outcome.why].filter((one) => one !== '').join('; ');
    // Where the application itself takes its time, that is not ours.
    const times = change.name === 'slow' ? [] : tasks.flatMap(stepTimes);
    return {
      ...outcome,
      why,
      stepsMs: times.map(({ wholeMs }) => wholeMs),
      applicationsMs: times.map(({ applicationMs }) => applicationMs),
    };
  }

  /** One after the other, to the first that is not done. */
  async #doEach(skill: string, rows: readonly Readonly<Record<string, string>>[]): Promise<Task[]> {
    const tasks: Task[] = [];
    for (const row of rows) {
      const task = await this.#do(skill, row);
      tasks.push(task);
      if (task.state !== TaskState.TASK_STATE_COMPLETED) break;
    }
    return tasks;
  }

  async replayPlainly(who: 'places' | 'pixels', cell: Cell, skill: Skill, find: Find): Promise<Outcome> {
    const startMs = performance.now();
    await cell.app.open(cell.change.name);
    let isDone = true;
    for (const row of rowsOf(cell)) isDone &&= await replayPlainly(this.#desktop, skill, row, find);
    return judged(who, cell, isDone, startMs);
  }

  async #do(skill: string, slots: Readonly<Record<string, string>>): Promise<Task> {
    const task = await this.#client.run('replay', { skill, slots, approved: true });
    return this.#client.waitFor(task.id);
  }
}

function rowsOf({ app, change: { name }, round }: Cell): readonly Readonly<Record<string, string>>[] {
  const turned = <T>(list: readonly T[]) => list.map((_, index) => list[(index + round - 1) % list.length] as T);
  return name === 'rows' && app.rows ? turned(app.rows) : turned(app.asked).slice(0, 1);
}

const whyOf = ({ fault, clarification, sentence }: Task): string =>
  fault ? `${fault.code}: ${fault.message}` : (clarification?.question ?? sentence);

const stepTimes = ({ steps }: Task) =>
  steps
    .filter(({ state }) => state === StepState.STEP_STATE_DONE)
    .flatMap(({ startedAt, finishedAt, applicationMs }) =>
      startedAt && finishedAt ? [{ wholeMs: finishedAt.getTime() - startedAt.getTime(), applicationMs }] : [],
    );

/** By the application's own record. */
async function judged(who: Outcome['who'], cell: Cell, isDone: boolean, startMs: number): Promise<Outcome> {
  const { app, change, round } = cell;
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  const record = await app.record();
  const expected = rowsOf(cell).flatMap((row) => app.expected(row));
  const isRight = isDeepStrictEqual([...record], expected);
  // Before a halt, what was done so far is right.
  const isBegun = isDeepStrictEqual([...record], expected.slice(0, record.length));
  const isWrong = isDone ? !isRight || !change.isPresent : !isBegun;
  const verdict = isWrong ? 'WRONG' : isDone ? 'right' : 'halted';
  const why = isWrong ? `its record: ${record.join('; ') || 'nothing'}` : '';
  const tookMs = Math.round(performance.now() - startMs);
  const { isPresent, name } = change;
  return { who, app: app.name, change: name, round, isPresent, verdict, why, stepsMs: [], applicationsMs: [], tookMs };
}

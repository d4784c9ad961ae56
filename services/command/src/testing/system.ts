// The whole pipeline in one process on simulated parts: what service-level tests run against.
import { type Bus, MemoryBus, type Subscription } from '@karna/common/bus';
import { type Clock, systemClock } from '@karna/common/clock';
import { quiet } from '@karna/common/log';
import { eventually } from '@karna/common/testing';
import type { DirectAction } from '@karna/proto/gen/intent/v1/intent';
import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import type { Task } from '@karna/proto/gen/task/v1/task';
import { facts, work } from '@karna/proto/subjects';
import { isActive } from '@karna/proto/words';
import { BusHands } from '../adapters/bus-hands.ts';
import { BusWorkers } from '../adapters/bus-workers.ts';
import { connectDesktop } from '../adapters/memory/agents.ts';
import { MemoryDesktop } from '../adapters/memory/desktop.ts';
import { MemoryEyes } from '../adapters/memory/eyes.ts';
import { MemoryInterpreter } from '../adapters/memory/interpreter.ts';
import { MemorySkills } from '../adapters/memory/skills.ts';
import { MemoryDesktops, MemoryPictures, MemoryPolicies, MemoryTasks } from '../adapters/memory/store.ts';
import type { Limits } from '../config.ts';
import { Events } from '../events.ts';
import { takeWork } from '../handlers/work.ts';
import { Commands } from '../service.ts';
import type { Parts } from '../use-cases/parts.ts';
import { Presence } from '../use-cases/presence.ts';
import { Runs } from '../use-cases/runs.ts';
import type { Asked } from '../use-cases/submit.ts';

/** Short enough for tests, long enough for a slow machine. */
export const quickLimits: Limits = {
  findMs: 60,
  frameMaxAgeMs: 3_000,
  looks: 3,
  effectMs: 40,
  waitMs: 80,
  openMs: 50,
  offlineMs: 400,
  approvalMs: 600_000,
  sweepEveryMs: 1_000,
  settleQuietMs: 1,
  settleLimitMs: 5,
  lookEveryMs: 5,
};

export const desktopId = 'desktop_1';

/** One process of the command service. */
export interface Replica {
  readonly parts: Parts;
  readonly runs: Runs;
  readonly presence: Presence;
  readonly commands: Commands;
  /** As SIGTERM does: takes no more, hands back, lets go. */
  stop(): Promise<void>;
}

export interface Setting {
  readonly limits?: Partial<Limits>;
  readonly clock?: Clock;
  /** One for the store and the agent, and one for each replica; a single bus in memory when left out. */
  readonly openBus?: () => Promise<Bus>;
}

export class System {
  /** The store's and the agent's. */
  readonly bus: Bus;
  readonly desktop: MemoryDesktop;
  readonly eyes = new MemoryEyes();
  readonly interpreter = new MemoryInterpreter();
  readonly tasks: MemoryTasks;
  readonly pictures = new MemoryPictures();
  readonly policies = new MemoryPolicies();
  readonly skills = new MemorySkills();
  readonly replicas: Replica[] = [];
  agent: Subscription | undefined;
  readonly #clock: Clock;
  readonly #limits: Limits;
  readonly #openBus: () => Promise<Bus>;
  #commands: Commands | undefined;
  #requests = 0;

  private constructor({ limits = {}, clock = systemClock, openBus }: Setting, bus: Bus) {
    this.#limits = { ...quickLimits, ...limits };
    this.#clock = clock;
    this.#openBus = openBus ?? (async () => bus);
    this.bus = bus;
    this.desktop = new MemoryDesktop(clock);
    this.tasks = new MemoryTasks(clock);
    this.tasks.onReady = (ready) => {
      const id = `${ready.taskId}.${this.tasks.history.length}`;
      void this.bus.enqueue(work.taskReady, { taskId: ready.taskId }, ready, id);
    };
  }

  static async start(setting: Setting = {}): Promise<System> {
    const bus = await (setting.openBus?.() ?? Promise.resolve(new MemoryBus(quiet)));
    const system = new System(setting, bus);
    await system.connectAgent();
    await system.addReplica();
    return system;
  }

  async connectAgent(): Promise<void> {
    this.agent = await connectDesktop(this.bus, desktopId, this.desktop);
  }

  /** Those of the replica that was started first. */
  get commands(): Commands {
    if (!this.#commands) throw new Error('no replica was started');
    return this.#commands;
  }

  async addReplica(): Promise<Replica> {
    const bus = await this.#openBus();
    const parts = this.#assemble(bus);
    const runs = new Runs(parts);
    const presence = new Presence(this.#clock);
    const commands = new Commands(parts, presence, runs);
    const reports = await bus.subscribe(facts.desktopReported, (report) => presence.heard(report));
    const leaving = new AbortController();
    const taking = await takeWork(bus, runs, parts.events, 8, leaving.signal);
    const stop = async () => {
      leaving.abort();
      await Promise.all([taking.close(), reports.close()]);
      if (bus !== this.bus) await bus.drain();
    };
    const replica = { parts, runs, presence, commands, stop };
    this.replicas.push(replica);
    this.#commands ??= commands;
    return replica;
  }

  #assemble(bus: Bus): Parts {
    return {
      tasks: this.tasks,
      desktops: new MemoryDesktops(desktopId),
      policies: this.policies,
      pictures: this.pictures,
      skills: this.skills,
      hands: new BusHands(bus),
      eyes: this.eyes,
      interpreter: this.interpreter,
      workers: new BusWorkers(bus),
      clock: this.#clock,
      limits: this.#limits,
      events: new Events(quiet),
    };
  }

  async submit(text: string, more: Partial<Asked> = {}): Promise<Task> {
    const requestId = more.requestId ?? `request-${++this.#requests}`;
    const asked = { requestId, principal: 'ada', text, domain: '', desktopId, dryRun: false, approved: false, ...more };
    return this.commands.submit(asked);
  }

  /** Asks for it and waits until it came to rest. */
  async run(text: string, more: Partial<Asked> = {}): Promise<Task> {
    return this.atRest((await this.submit(text, more)).id);
  }

  async atRest(taskId: string): Promise<Task> {
    await eventually(() => {
      const { state, sentence } = this.tasks.peek(taskId);
      return isActive(state) ? `rest (${state}: ${sentence})` : undefined;
    });
    return this.tasks.peek(taskId);
  }

  events(taskId: string): string[] {
    return this.tasks.journal(taskId).map(({ event }) => event);
  }

  /** Holds the desktop's next action until it is let go. */
  holdDesktop(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.desktop.gate = promise;
    return () => {
      this.desktop.gate = undefined;
      resolve();
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica.stop()));
    await this.agent?.close();
    await this.bus.drain();
  }
}

export const target = (text: string, more: Partial<TargetQuery> = {}): TargetQuery => ({
  text,
  role: 'ROLE_UNSPECIFIED',
  ordinal: 0,
  relation: undefined,
  exact: false,
  ...more,
});

type Verb = NonNullable<DirectAction['verb']>;

export const click = (text: string, more: Partial<TargetQuery> = {}): Verb => ({
  $case: 'click',
  value: { target: target(text, more), button: 'MOUSE_BUTTON_LEFT', count: 1 },
});

export const type = (text: string, into?: string, replace = false): Verb => ({
  $case: 'typeText',
  value: { target: into === undefined ? undefined : target(into), text, replace },
});

export const press = (...chords: string[]): Verb => ({ $case: 'pressKeys', value: { chords } });

export const select = (option: string, from?: string): Verb => ({
  $case: 'selectOption',
  value: { option, target: from === undefined ? undefined : target(from) },
});

export const check = (text: string, checked = true): Verb => ({
  $case: 'setChecked',
  value: { target: target(text), checked },
});

export const openApplication = (name: string): Verb => ({
  $case: 'open',
  value: { what: { $case: 'application', value: name } },
});

export const waitFor = (text: string, gone = false): Verb => ({
  $case: 'waitFor',
  value: { target: target(text), gone, limitMs: 0 },
});

export const readOutOf = (text: string): Verb => ({ $case: 'readOut', value: { target: target(text) } });

export const scrollTo = (text: string): Verb => ({
  $case: 'scroll',
  value: { target: target(text), direction: 'SCROLL_DIRECTION_DOWN', clicks: 0 },
});

export const scrollBy = (clicks: number): Verb => ({
  $case: 'scroll',
  value: { target: undefined, direction: 'SCROLL_DIRECTION_DOWN', clicks },
});

export const drag = (from: string, to: string): Verb => ({
  $case: 'drag',
  value: { from: target(from), to: target(to) },
});

export const hover = (text: string): Verb => ({ $case: 'hover', value: { target: target(text) } });

import type { Clock } from '@karna/common/clock';
import { DomainError } from '@karna/common/errors';
import type { Came, Order, Saying, Turn, TurnChoice, TurnKind } from '@karna/proto/gen/language/v1/conversation';
import type { Understood } from '@karna/proto/gen/language/v1/language';
import type { JournalEntry, Task, TaskVerb } from '@karna/proto/gen/task/v1/task';
import { isEnded } from '@karna/proto/words';
import type { Confirming } from '../confirming.ts';
import { sure } from '../domain/clause.ts';
import { mask, masked } from '../domain/conversation/secrets.ts';
import type { Outcome } from '../domain/interpret.ts';
import type { Events } from '../events.ts';
import type { Tasks, Threads } from '../ports.ts';
import type { Explained, Interpreter } from '../service.ts';

export interface TalkParts {
  readonly interpreter: Interpreter;
  readonly confirming: Confirming;
  readonly threads: Threads;
  readonly tasks: Tasks;
  readonly clock: Clock;
  readonly events: Events;
}

/** What Karna answers: a turn without what was said. */
export type Part = Partial<Omit<Turn, 'id' | 'at' | 'said'>> & { readonly kind: TurnKind; readonly sentence: string };

/** Has an order carried out by the caller. Rejects with what it failed with. */
export type Perform = (order: NonNullable<Order['what']>) => Promise<Came['what']>;

/** A task, and what is kept of it. */
export interface Kept {
  readonly task: Task;
  readonly journal: readonly JournalEntry[];
}

/** One turn: what was said, what was said before, and the means to do something about it. */
export class Talk {
  readonly parts: TalkParts;
  readonly saying: Saying;
  readonly turns: readonly Turn[];
  /** The last task of the thread. */
  readonly last: Kept | undefined;
  /** What was said as it is kept: without secrets. */
  said: string;
  readonly perform: Perform;

  constructor(parts: TalkParts, saying: Saying, turns: readonly Turn[], last: Kept | undefined, perform: Perform) {
    this.parts = parts;
    this.saying = saying;
    this.turns = turns;
    this.last = last;
    this.said = saying.text;
    this.perform = perform;
  }

  /** The turn before asked something of its own. */
  get question(): Turn | undefined {
    const turn = this.turns.at(-1);
    return turn?.kind === 'TURN_KIND_ASKED' && turn.taskId === '' && turn.choices.length > 0 ? turn : undefined;
  }

  /** The last turn that ran something. */
  get lastRun(): Turn | undefined {
    return this.turns.findLast(({ kind }) => kind === 'TURN_KIND_RAN');
  }

  explained(text: string, domain = this.saying.domain): Promise<Explained> {
    return this.parts.interpreter.explain({ text, domain, locale: '', principal: this.saying.principal });
  }

  async run(text: string, domain = this.saying.domain): Promise<Part> {
    const { outcome, knowledge } = await this.explained(text, domain);
    const skill = outcome.$case === 'skill' ? knowledge.catalogue.get(outcome.value.skillId) : undefined;
    const safe = masked(text, outcome, skill);
    if (text === this.saying.text) this.said = safe.text;
    const came = await this.perform({ $case: 'run', value: { text, domain } });
    return {
      kind: 'TURN_KIND_RAN',
      sentence: safe.hadSecret ? safe.text : sentenceFor(outcome, text),
      command: safe.hadSecret ? '' : text,
      hadSecret: safe.hadSecret,
      domain,
      taskId: came?.$case === 'task' ? came.value.id : '',
    };
  }

  /** What is still under way of the last one, or asks, ends first. */
  async runInstead(command: string, domain: string): Promise<Part> {
    const task = this.last?.task;
    if (task && !isEnded(task.state)) await this.steer(task, 'TASK_VERB_CANCEL', '');
    return this.run(command, domain);
  }

  async steer(task: Task, verb: TaskVerb, done: string): Promise<Part> {
    const came = await this.perform({ $case: 'steer', value: { taskId: task.id, verb } });
    // What a completed task did is taken back by another.
    const taskId = came?.$case === 'task' && came.value.id !== '' ? came.value.id : task.id;
    return { kind: 'TURN_KIND_STEERED', sentence: done, taskId };
  }

  /** `shown`: what of the answer may be kept. */
  async answerTask(task: Task, choiceId: string, text: string, shown: string): Promise<Part> {
    await this.perform({ $case: 'answer', value: { taskId: task.id, choiceId, text } });
    return { kind: 'TURN_KIND_STEERED', sentence: shown, taskId: task.id };
  }

  async halt(): Promise<Part> {
    const came = await this.perform({ $case: 'halt', value: {} });
    const [taskId = ''] = came?.$case === 'stopped' ? came.value.taskIds : [];
    const what = taskId === '' ? 'Nothing was being done.' : '"Go on" lets it go on, "cancel" gives it up.';
    return { kind: 'TURN_KIND_STEERED', sentence: `Stopped. ${what}`, taskId };
  }

  /** The class of the window in front; empty when the agent does not say. */
  async application(): Promise<string> {
    const came = await this.perform({ $case: 'look', value: {} }).catch((error: unknown) => {
      if (error instanceof DomainError) return undefined; // the question can be answered without
      throw error;
    });
    return came?.$case === 'seen' ? came.value.application : '';
  }

  hideSaid(): void {
    this.said = mask;
  }
}

export const told = (sentence: string): Part => ({ kind: 'TURN_KIND_ANSWERED', sentence });
export const refused = (sentence: string): Part => ({ kind: 'TURN_KIND_REFUSED', sentence });
export const asked = (sentence: string, choices: readonly TurnChoice[] = []): Part => ({
  kind: 'TURN_KIND_ASKED',
  sentence,
  choices: [...choices],
});

/** Nothing has to be asked about it. */
export const isClear = (outcome: Outcome): boolean =>
  outcome.$case === 'skill' || (outcome.$case === 'understood' && outcome.value.confidence >= sure.threshold);

/** What was understood, for people; what was not, the task itself asks about. */
function sentenceFor(outcome: Outcome, text: string): string {
  switch (outcome.$case) {
    case 'understood':
      return outcome.value.otherwise ? text : sentenceOfAll(outcome.value);
    case 'skill':
      return outcome.value.sentence;
    case 'ask': {
      // Whether there is anything to ask about it shows on the screen.
      const { supposition, readings, question } = outcome.value;
      if (readings) return text;
      return supposition?.meant ? sentenceOfAll(supposition.meant) : question;
    }
    case 'unknown':
      return text;
    default: {
      const nothing: never = outcome;
      return nothing;
    }
  }
}

const sentenceOfAll = ({ actions }: Understood): string => actions.map(({ sentence }) => sentence).join(', then ');

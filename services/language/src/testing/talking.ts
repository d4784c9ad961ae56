import { MemoryCache } from '@karna/common/cache';
import { Secret } from '@karna/common/config';
import { quiet } from '@karna/common/log';
import { fakeClock } from '@karna/common/testing';
import type { Came, ConverseRequest, Order, Turn } from '@karna/proto/gen/language/v1/conversation';
import type { Example } from '@karna/proto/gen/skill/v1/example';
import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import { type JournalEntry, Task, type TaskState, type TaskVerb } from '@karna/proto/gen/task/v1/task';
import { MemoryExamples, MemoryTasks, MemoryThreads } from '../adapters/memory/store.ts';
import { SealedAnswers } from '../adapters/sealed-answers.ts';
import { Confirming } from '../confirming.ts';
import { Conversations } from '../conversation/index.ts';
import { OwnWordings, withWordings } from '../domain/confirming.ts';
import { Catalogue } from '../domain/skills/catalogue.ts';
import { languageEvents } from '../events.ts';
import { Interpreter } from '../service.ts';

type What = NonNullable<Order['what']>;

const ends: Partial<Record<TaskVerb, TaskState>> = {
  TASK_VERB_PAUSE: 'TASK_STATE_PAUSED',
  TASK_VERB_RESUME: 'TASK_STATE_RUNNING',
  TASK_VERB_CANCEL: 'TASK_STATE_CANCELLED',
  TASK_VERB_HALT: 'TASK_STATE_HALTED',
  TASK_VERB_APPROVE: 'TASK_STATE_RUNNING',
  TASK_VERB_REFUSE: 'TASK_STATE_CANCELLED',
};

/** A conversation with a simulated caller: each command becomes a task that is done as it was understood. */
export function talking(skills: readonly Skill[] = []) {
  const clock = fakeClock();
  const events = languageEvents(quiet);
  const examples = new MemoryExamples();
  const tasks = new MemoryTasks();
  const threads = new MemoryThreads(tasks);
  let confirmed: readonly Example[] = [];
  const knowledge = () => ({
    catalogue: new Catalogue(1, withWordings(skills, confirmed)),
    model: undefined,
    own: new OwnWordings(confirmed),
    print: JSON.stringify(confirmed),
  });
  const answers = new SealedAnswers(new MemoryCache(clock), new Secret('x'.repeat(32)), 60_000);
  const interpreter = new Interpreter({ characters: 4_000 }, clock, events, knowledge, answers);
  const confirming = new Confirming(interpreter, examples, events);
  const conversations = new Conversations({ interpreter, confirming, threads, tasks, clock, events });
  const orders: What[] = [];
  let count = 0;
  /** What becomes of the next command; `completed` as it was understood when nothing is said. */
  let next: Partial<Task> = {};
  let failure: Came['what'];

  const put = (task: Task, journal: readonly JournalEntry[] = journalOf(task)) => {
    tasks.all.set(task.id, { task, journal });
    return { $case: 'task', value: task } as const;
  };
  const begin = async (text: string, domain: string): Promise<Came['what']> => {
    const { outcome } = await interpreter.explain({ text, domain, locale: '', principal: 'ada' });
    const actions = outcome.$case === 'understood' ? outcome.value.actions : [];
    const base = Task.fromPartial({
      id: `task_${++count}`,
      command: text,
      domain,
      desktopId: 'desk',
      state: 'TASK_STATE_COMPLETED',
      createdAt: clock.now(),
      steps: actions.map((action, index) => ({
        id: `step_${index}`,
        sentence: action.sentence,
        action,
        state: 'STEP_STATE_DONE',
        verification: 'VERIFICATION_CONFIRMED',
      })),
    });
    const task = Task.fromPartial({ ...base, ...next });
    next = {};
    return put(task);
  };
  const perform = async (order: What): Promise<Came['what']> => {
    orders.push(order);
    if (failure) return failure;
    switch (order.$case) {
      case 'run':
        return begin(order.value.text, order.value.domain);
      case 'steer': {
        const { task } = tasks.all.get(order.value.taskId) ?? { task: Task.create() };
        return put({ ...task, state: ends[order.value.verb] ?? task.state });
      }
      case 'answer': {
        const { task } = tasks.all.get(order.value.taskId) ?? { task: Task.create() };
        return put({ ...task, state: 'TASK_STATE_COMPLETED', clarification: undefined });
      }
      case 'halt':
        return { $case: 'stopped', value: { taskIds: [...tasks.all.keys()].slice(-1) } };
      case 'look':
        return { $case: 'seen', value: { application: 'Shop' } };
      default: {
        const nothing: never = order;
        return nothing;
      }
    }
  };

  async function say(
    text: string,
    { principal = 'ada', domain = '', turnId = `turn_${++count}`, alone = false } = {},
  ): Promise<Turn> {
    let came = Promise.withResolvers<ConverseRequest>();
    async function* requests(): AsyncGenerator<ConverseRequest> {
      yield { body: { $case: 'saying', value: { turnId, principal, desktopId: 'desk', text, domain, alone } } };
      for (;;) yield await came.promise;
    }
    for await (const { body } of conversations.converse(requests())) {
      if (body?.$case === 'turn') return body.value;
      if (!body?.value.what) throw new Error('an order without anything in it');
      const what = await perform(body.value.what);
      const { resolve } = came;
      queueMicrotask(() => {
        came = Promise.withResolvers();
      });
      resolve({ body: { $case: 'came', value: { what } } });
    }
    throw new Error('the conversation ended without a turn');
  }

  return {
    say,
    clock,
    threads,
    tasks,
    examples,
    orders,
    put,
    /** The next command becomes this. */
    meet: (task: Partial<Task>) => {
      next = task;
    },
    fail: (what: Came['what']) => {
      failure = what;
    },
    /** What was confirmed is known from now on. */
    learn: async () => {
      confirmed = await examples.list();
    },
    /** The commands that were run, in order. */
    get ran(): string[] {
      return orders.flatMap((order) => (order.$case === 'run' ? [order.value.text] : []));
    },
    get steered(): string[] {
      return orders.flatMap((order) => (order.$case === 'steer' ? [order.value.verb] : []));
    },
  };
}

const journalOf = ({ steps }: Task): JournalEntry[] =>
  steps
    .filter(({ state }) => state === 'STEP_STATE_DONE')
    .map(({ id }) => ({
      id: 0,
      taskId: '',
      stepId: id,
      event: 'acting',
      actor: 'command',
      details: {},
      at: undefined,
      hash: '',
    }));

/** A question of a task, with choices. */
export const asking = (question: string, ...labels: string[]): Partial<Task> => ({
  state: 'TASK_STATE_NEEDS_CLARIFICATION',
  sentence: question,
  steps: [],
  clarification: {
    question,
    choices: labels.map((label, index) => ({ id: `c${index}`, label, box: undefined })),
    picture: '',
    answerIn: '',
    secret: false,
  },
});

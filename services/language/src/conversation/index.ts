import { DomainError } from '@karna/common/errors';
import type { ConverseReply, ConverseRequest, Saying, Turn } from '@karna/proto/gen/language/v1/conversation';
import type { Task, TaskVerb } from '@karna/proto/gen/task/v1/task';
import { isEnded, isResting } from '@karna/proto/words';
import { abilitiesOf } from '../domain/conversation/abilities.ts';
import { accountOf, doingNow } from '../domain/conversation/account.ts';
import { type Heard, hear } from '../domain/conversation/heard.ts';
import { reply } from './answering.ts';
import { again, correct, undo } from './changing.ts';
import { type Part, type Perform, refused, Talk, type TalkParts, told } from './talk.ts';

type Requests = AsyncIterator<ConverseRequest>;

/** Threads: what is said refers to what was said before. It decides what a turn means; the caller, who may, carries it out. */
export class Conversations {
  readonly #parts: TalkParts;

  constructor(parts: TalkParts) {
    this.#parts = parts;
  }

  /** One turn. Rejects with `command.empty`, `input.*`, and with whatever an order failed with. */
  async *converse(requests: AsyncIterable<ConverseRequest>): AsyncGenerator<ConverseReply> {
    const said = requests[Symbol.asyncIterator]();
    const saying = await nextOf(said, 'saying');
    checkNames(saying);
    const text = this.#parts.interpreter.checked(saying.text);
    const handover = new Handover();
    const answer = this.#answer({ ...saying, text }, (order) => handover.ask(order)).finally(() => handover.end());
    answer.catch(() => {}); // looked at below
    for (let asked = await handover.next(); asked; asked = await handover.next()) {
      yield { body: { $case: 'order', value: { what: asked.order } } };
      asked.answer((await nextOf(said, 'came')).what);
    }
    yield { body: { $case: 'turn', value: await answer } };
  }

  async #answer(saying: Saying, perform: Perform): Promise<Turn> {
    const { threads, tasks } = this.#parts;
    const heard = hear(saying.text);
    // Stopping does not wait for anybody's memory.
    const turns = heard.is === 'stop' ? [] : await threads.read(saying);
    const known = turns.find(({ id }) => id === saying.turnId);
    if (known) return known;
    const lastId = turns.findLast(({ taskId }) => taskId !== '')?.taskId;
    const last = lastId === undefined ? undefined : await tasks.get(lastId);
    const talk = new Talk(this.#parts, saying, turns, last, perform);
    try {
      return await this.#keep(talk, heard, await decide(talk, heard));
    } catch (error) {
      const { message } = DomainError.from(error);
      await this.#keep(talk, heard, refused(message));
      throw error;
    }
  }

  /** What was done is done: that it could not be kept in mind is no reason to call it failed. */
  async #keep({ saying, said }: Talk, heard: Heard, part: Part): Promise<Turn> {
    const { threads, events, clock } = this.#parts;
    const { turnId, domain } = saying;
    const turn = { ...emptyPart, domain, ...part, id: turnId, at: clock.now(), said };
    events.conversed(heard.is, turn.kind.replace('TURN_KIND_', '').toLowerCase());
    await threads.keep(saying, turn).catch((error: unknown) => events.turnNotKept(DomainError.from(error).code));
    return turn;
  }
}

const emptyPart = {
  choices: [],
  command: '',
  taskId: '',
  hadSecret: false,
  taskState: 'TASK_STATE_UNSPECIFIED',
  taskSentence: '',
} as const satisfies Partial<Turn>;

async function decide(talk: Talk, heard: Heard): Promise<Part> {
  switch (heard.is) {
    case 'stop':
      return talk.halt();
    case 'pause':
      return steerOpen(talk, 'TASK_VERB_PAUSE', canPause, 'Paused.', 'Nothing is being done that could be paused.');
    case 'go on':
      return steerOpen(talk, 'TASK_VERB_RESUME', canGoOn, 'It goes on.', 'Nothing is paused or halted.');
    case 'drop':
      return drop(talk);
    case 'what happened':
      return whatHappened(talk);
    case 'doing':
      return told(doingNow(await talk.parts.tasks.open(talk.saying.desktopId)));
    case 'abilities':
      return abilities(talk);
    case 'undo':
      return undo(talk);
    case 'again':
      return again(talk, heard.instead);
    case 'correction':
      return correct(talk, heard.instead, heard.isMeaning);
    case 'yes':
    case 'no':
    case 'command':
      return reply(talk, heard.is);
    default: {
      const nothing: never = heard;
      throw new DomainError('internal', 'something went wrong inside Karna', { cause: nothing });
    }
  }
}

const canPause = ({ state }: Task): boolean => !isResting(state) && state !== 'TASK_STATE_PENDING';
const canGoOn = ({ state }: Task): boolean => state === 'TASK_STATE_PAUSED' || state === 'TASK_STATE_HALTED';

async function steerOpen(
  talk: Talk,
  verb: TaskVerb,
  fits: (task: Task) => boolean,
  done: string,
  none: string,
): Promise<Part> {
  const task = (await talk.parts.tasks.open(talk.saying.desktopId)).find(fits);
  return task ? talk.steer(task, verb, done) : refused(none);
}

async function drop(talk: Talk): Promise<Part> {
  if (talk.question) return told('All right. Nothing was done.');
  const task = talk.last?.task;
  if (!task || isEnded(task.state)) return refused('There is nothing of yours to cancel.');
  return talk.steer(task, 'TASK_VERB_CANCEL', 'Cancelled.');
}

function whatHappened({ last, parts }: Talk): Part {
  if (!last) return told('Nothing yet: you have asked for nothing on this desktop, or it was too long ago.');
  return { ...told(accountOf(last.task, last.journal, parts.clock.now())), taskId: last.task.id };
}

async function abilities(talk: Talk): Promise<Part> {
  const [application, { knowledge }] = await Promise.all([talk.application(), talk.explained('help')]);
  return told(abilitiesOf(knowledge.catalogue.skills, talk.saying.domain, application));
}

/** Orders of the one who decides, one at a time, to the one who has them carried out. */
class Handover {
  #asked = Promise.withResolvers<Asked | undefined>();

  async ask(order: Asked['order']): Promise<Awaited<ReturnType<Perform>>> {
    const { promise, resolve } = Promise.withResolvers<Awaited<ReturnType<Perform>>>();
    this.#asked.resolve({ order, answer: resolve });
    const came = await promise;
    if (came?.$case === 'fault') throw DomainError.fromFault(came.value);
    return came;
  }

  /** Undefined at the end. */
  async next(): Promise<Asked | undefined> {
    const asked = await this.#asked.promise;
    if (asked) this.#asked = Promise.withResolvers();
    return asked;
  }

  end(): void {
    this.#asked.resolve(undefined);
  }
}

interface Asked {
  readonly order: Parameters<Perform>[0];
  answer(came: Awaited<ReturnType<Perform>>): void;
}

type Body = NonNullable<ConverseRequest['body']>;
type ValueOf<K extends Body['$case']> = Extract<Body, { $case: K }>['value'];

/** The next message of the caller, which has to be this one. */
async function nextOf<K extends Body['$case']>(requests: Requests, wanted: K): Promise<ValueOf<K>> {
  const { value, done } = await requests.next();
  const body: Body | undefined = done ? undefined : value.body;
  if (body?.$case !== wanted) throw new DomainError('input.invalid', `"${wanted}" is what has to come now`);
  return body.value as ValueOf<K>;
}

function checkNames({ turnId, principal, desktopId }: Saying): void {
  const names = Object.entries({ turnId, principal, desktopId });
  const bad = names.find(([, value]) => value === '' || value.length > 400);
  if (bad) throw new DomainError('input.invalid', `"${bad[0]}" is missing, or too long`);
}

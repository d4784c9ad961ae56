import type { Bus } from '@karna/common/bus';
import { DomainError } from '@karna/common/errors';
import type { Said, SayRequest } from '@karna/proto/gen/channel/v1/control';
import type { Came, Order } from '@karna/proto/gen/language/v1/conversation';
import type { Task } from '@karna/proto/gen/task/v1/task';
import { type BatchId, freshId } from '@karna/proto/ids';
import { orders } from '@karna/proto/subjects';
import type { Caller } from './domain/caller.ts';
import type { Commands, Conversation, Tasks } from './ports.ts';

type What = NonNullable<Order['what']>;

/** How long an agent may take to say which window is in front (ms): the answer can do without. */
const lookMs = 1_500;

export interface SayingParts {
  readonly conversation: Conversation;
  readonly commands: Commands;
  readonly tasks: Tasks;
  readonly bus: Bus;
  /** Runs a command as `run` does. */
  readonly run: (text: string, domain: string) => Promise<Task>;
  readonly halt: () => Promise<readonly string[]>;
}

export interface Spoken {
  readonly request: SayRequest;
  readonly requestId: string;
  readonly desktopId: string;
  readonly caller: Caller;
}

/** One turn: language decides what it means, and what it wants done is done here, as the caller. */
export async function say(parts: SayingParts, { request, requestId, desktopId, caller }: Spoken): Promise<Said> {
  const { principal } = caller;
  const { text, domain, alone } = request;
  const saying = { turnId: requestId, principal, desktopId, text, domain, alone };
  const turn = await parts.conversation.say(saying, async (order) => {
    try {
      return await perform(parts, order, desktopId, principal);
    } catch (error) {
      return { $case: 'fault', value: DomainError.from(error).toFault() };
    }
  });
  const task = turn.taskId === '' ? undefined : (await parts.tasks.get(turn.taskId)).task;
  return { turn, task };
}

async function perform(parts: SayingParts, order: What, desktopId: string, principal: string): Promise<Came['what']> {
  const { commands } = parts;
  switch (order.$case) {
    case 'run':
      return { $case: 'task', value: await parts.run(order.value.text, order.value.domain) };
    case 'steer':
      return { $case: 'task', value: await commands.control({ ...order.value, principal }) };
    case 'answer':
      return {
        $case: 'task',
        value: await commands.answer({ ...order.value, principal, box: undefined, mayTeach: false }),
      };
    case 'halt':
      return { $case: 'stopped', value: { taskIds: [...(await parts.halt())] } };
    case 'look':
      return { $case: 'seen', value: { application: await applicationInFront(parts.bus, desktopId) } };
    default: {
      const nothing: never = order;
      throw new DomainError('protocol.unsupported', 'this gateway knows no such order', { cause: nothing });
    }
  }
}

/** The class of the active window. Its title stays with the agent's answer. */
async function applicationInFront(bus: Bus, desktopId: string): Promise<string> {
  const batch = {
    id: freshId<BatchId>('batch'),
    taskId: '',
    stepId: '',
    actions: [{ kind: { $case: 'observe', value: { picture: false, windows: true, accessible: false } } as const }],
    guard: undefined,
    deadlineMs: lookMs,
    traceparent: '',
    windows: [],
  };
  const noOne = () => new DomainError('desktop.offline', 'no agent is connected');
  const { frames } = await bus.request(orders.perform, { desktopId }, batch, { timeoutMs: lookMs, noOne });
  return frames[0]?.windows.find(({ active }) => active)?.application ?? '';
}

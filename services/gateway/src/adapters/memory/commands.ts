import { DomainError } from '@karna/common/errors';
import type {
  AnswerTaskRequest,
  ControlTaskRequest,
  HaltDesktopsRequest,
  SubmitCommandRequest,
} from '@karna/proto/gen/command/v1/command';
import { type Task, TaskState, TaskVerb } from '@karna/proto/gen/task/v1/task';
import type { Commands } from '../../ports.ts';
import type { MemoryStore } from './store.ts';

/** What each verb makes of a task. */
const outcomes: Partial<Record<TaskVerb, TaskState>> = {
  [TaskVerb.TASK_VERB_PAUSE]: TaskState.TASK_STATE_PAUSED,
  [TaskVerb.TASK_VERB_RESUME]: TaskState.TASK_STATE_RUNNING,
  [TaskVerb.TASK_VERB_CANCEL]: TaskState.TASK_STATE_CANCELLED,
  [TaskVerb.TASK_VERB_HALT]: TaskState.TASK_STATE_HALTED,
};

/** A command service in memory, for tests: it keeps tasks and moves them when told, and does nothing on any desktop. */
export class MemoryCommands implements Commands {
  isAway = false;
  /** Submissions wait for this before they are answered. */
  hold: Promise<void> = Promise.resolve();
  readonly submitted: SubmitCommandRequest[] = [];
  readonly halts: HaltDesktopsRequest[] = [];
  readonly #store: MemoryStore;
  readonly #byRequest = new Map<string, Task>();

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  async submit(request: SubmitCommandRequest): Promise<Task> {
    this.submitted.push(request);
    await this.hold;
    this.#requireHere();
    const known = this.#byRequest.get(request.requestId);
    if (known) return known;
    const { text: command, domain, desktopId, dryRun, approved, principal: requestedBy } = request;
    const state = TaskState.TASK_STATE_PENDING;
    const skill =
      request.skill === '' ? undefined : { skillId: '', version: 0, name: request.skill, slots: request.slots };
    const task = await this.#store.save({ command, domain, desktopId, dryRun, approved, requestedBy, state, skill });
    this.#byRequest.set(request.requestId, task);
    return task;
  }

  async control({ taskId, verb }: ControlTaskRequest): Promise<Task> {
    const state = outcomes[verb];
    if (!state) throw new DomainError('task.state', 'this task cannot do that now');
    await this.#store.tasks.get(taskId);
    return this.#store.save({ id: taskId, state });
  }

  async answer({ taskId }: AnswerTaskRequest): Promise<Task> {
    return this.#store.save({ id: taskId, state: TaskState.TASK_STATE_PENDING, clarification: undefined });
  }

  async halt(request: HaltDesktopsRequest) {
    this.#requireHere();
    this.halts.push(request);
    return { haltedTaskIds: [], haltedDesktopIds: request.desktopId ? [request.desktopId] : [] };
  }

  async capture() {
    this.#requireHere();
    return { picture: this.#store.addBlob(new Uint8Array([1, 2, 3]), 'image/png'), width: 3, height: 1 };
  }

  async describe(_desktopId: string, withPicture: boolean) {
    this.#requireHere();
    return { elements: ['button "Save"'], picture: withPicture ? Uint8Array.of(1, 2, 3) : new Uint8Array() };
  }

  async find(_desktopId: string, text: string, looksLike: Uint8Array) {
    this.#requireHere();
    const similar = [...(text === '' ? [] : [text.toUpperCase()]), ...(looksLike.length === 0 ? [] : ['a picture'])];
    return { picture: '', candidates: [], unique: false, similar };
  }

  #requireHere(): void {
    if (this.isAway) throw new DomainError('service.unavailable', 'the command service does not answer');
  }
}

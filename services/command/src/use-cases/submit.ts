import { DomainError } from '@karna/common/errors';
import { currentTraceparent } from '@karna/common/telemetry';
import type { Task } from '@karna/proto/gen/task/v1/task';
import type { Parts } from './parts.ts';

/** Longest command, and longest answer (characters). */
export const maxWords = 4_000;

export interface Asked {
  readonly requestId: string;
  readonly principal: string;
  readonly text: string;
  readonly domain: string;
  readonly desktopId: string;
  readonly dryRun: boolean;
  readonly approved: boolean;
  /** A skill by its id or name: nothing is interpreted then. */
  readonly skill?: string;
  /** Values of slots, by name. */
  readonly slots?: Readonly<Record<string, string>>;
}

/** Accepts a command for good. The work begins when the store says that it is this task's turn. */
export async function submit({ tasks, desktops, events }: Parts, asked: Asked): Promise<Task> {
  checkWords(asked.text);
  checkSlots(asked.slots ?? {});
  if (asked.requestId === '') throw new DomainError('input.invalid', 'a command needs a request id');
  if (asked.desktopId === '') throw new DomainError('desktop.unclear', 'say which desktop it is for');
  await desktops.check(asked.desktopId);
  const { task, created } = await tasks.begin(newTask(asked), asked.requestId);
  if (created) events.accepted(task);
  return task;
}

export function checkWords(text: string): void {
  if (text.trim() === '') throw new DomainError('command.empty', 'The command is empty: say what to do.');
  // Counted by UTF-16 units where that settles it: no need to spread a megabyte to refuse it.
  if (text.length > 2 * maxWords || [...text].length > maxWords) {
    throw new DomainError('input.too_large', `A command has at most ${maxWords} characters.`);
  }
}

/** Most slots, and longest values together (characters): a task is no place for files. */
const most = { slots: 50, characters: 20_000 } as const;

function checkSlots(slots: Readonly<Record<string, string>>): void {
  const entries = Object.entries(slots);
  const characters = entries.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (entries.length > most.slots || characters > most.characters) {
    throw new DomainError(
      'input.too_large',
      `At most ${most.slots} values with ${most.characters} characters together.`,
    );
  }
}

const newTask = ({ principal, text, domain, desktopId, dryRun, approved, skill = '', slots = {} }: Asked): Task => ({
  id: '',
  command: text,
  domain,
  desktopId,
  state: 'TASK_STATE_PENDING',
  progress: 0,
  sentence: 'Accepted',
  steps: [],
  fault: undefined,
  clarification: undefined,
  answer: '',
  requestedBy: principal,
  dryRun,
  version: 0,
  createdAt: undefined,
  updatedAt: undefined,
  finishedAt: undefined,
  traceparent: currentTraceparent(),
  approved,
  skill:
    skill === '' && Object.keys(slots).length === 0
      ? undefined
      : { skillId: '', version: 0, name: skill, slots: { ...slots } },
  undoing: false,
});

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
}

/** Accepts a command for good. The work begins when the store says that it is this task's turn. */
export async function submit({ tasks, desktops, events }: Parts, asked: Asked): Promise<Task> {
  checkWords(asked.text);
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

const newTask = ({ principal, text, domain, desktopId, dryRun, approved }: Asked): Task => ({
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
});

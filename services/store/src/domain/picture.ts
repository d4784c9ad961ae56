import { createHash } from 'node:crypto';
import type { Task } from '@karna/proto/gen/task/v1/task';

const sha256Hex = /^[0-9a-f]{64}$/;

export const isHash = (text: string): boolean => sha256Hex.test(text);

/** The name that bytes have by their content. */
export const contentHash = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** The pictures that a task shows, by their hashes. */
export function picturesOf(task: Task): ReadonlySet<string> {
  const shown = task.steps.flatMap(({ beforePicture, afterPicture }) => [beforePicture, afterPicture]);
  return new Set([...shown, task.clarification?.picture ?? ''].filter(isHash));
}

import { createHash } from 'node:crypto';
import type { JournalEntry } from '@karna/proto/gen/task/v1/task';

/** The newest line of a task's journal: what the next one is chained to. */
export interface JournalHead {
  readonly id: number;
  readonly hash: string;
}

/** A journal without lines. */
export const emptyJournal: JournalHead = { id: 0, hash: '' };

/** Numbers, dates and hashes new entries, so that they continue the task's chain. */
export function chained(
  head: JournalHead,
  taskId: string,
  entries: readonly JournalEntry[],
  now: Date,
): readonly JournalEntry[] {
  const sealed: JournalEntry[] = [];
  let previous = head;
  for (const entry of entries) {
    const next = { ...entry, id: previous.id + 1, taskId, at: entry.at ?? now };
    previous = { ...next, hash: hashOf(previous.hash, next) };
    sealed.push({ ...next, hash: previous.hash });
  }
  return sealed;
}

/** The number of the first line that does not continue the chain; undefined when the whole journal is as it was written. */
export function verifyJournal(journal: readonly JournalEntry[]): number | undefined {
  let previous = emptyJournal;
  for (const entry of journal) {
    if (entry.id !== previous.id + 1 || entry.hash !== hashOf(previous.hash, entry)) return entry.id;
    previous = entry;
  }
  return undefined;
}

/** A line as text in one spelling only: JSON of a list, details sorted by name. */
const canonical = ({ taskId, id, stepId, event, actor, details, at }: JournalEntry): string =>
  JSON.stringify([taskId, id, stepId, event, actor, Object.entries(details).sort(byName), at?.toISOString()]);

const byName = ([a]: [string, string], [b]: [string, string]): number => (a < b ? -1 : 1);

const hashOf = (previousHash: string, entry: JournalEntry): string =>
  createHash('sha256')
    .update(`${previousHash}\n${canonical(entry)}`)
    .digest('hex');

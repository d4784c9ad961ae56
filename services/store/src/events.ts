// Business events: a counter and, where somebody will look for it, a log line. Ids only, nothing personal.
import type { Logger } from '@karna/common/log';
import { counter, gauge } from '@karna/common/telemetry';
import type { Recording } from '@karna/proto/gen/recording/v1/recording';
import type { Task } from '@karna/proto/gen/task/v1/task';
import { isEnded, word } from '@karna/proto/words';

const begun = counter('karna_store_tasks_begun_total', 'Tasks kept for the first time');
const ended = counter('karna_store_tasks_ended_total', 'Tasks that reached their end', ['state']);
const sent = counter('karna_store_mail_sent_total', 'Facts published and work queued', ['kind']);
const sendFailures = counter('karna_store_mail_failures_total', 'Rounds of sending that failed', ['kind']);
const removed = counter('karna_store_retention_removed_total', 'Things removed because of their age', ['kind']);
const retried = counter('karna_store_retries_total', 'Units of work tried again', ['why']);
const cacheFailures = counter('karna_store_cache_failures_total', 'Cache requests that went unanswered');
const cacheUp = gauge('karna_store_cache_up', '1 when the cache answers');

export type MailKind = 'facts' | 'work';
export type RemovedKind =
  | 'tasks'
  | 'facts'
  | 'turns'
  | 'pictures'
  | 'recordings'
  | 'drafts'
  | 'records'
  | 'codes'
  | 'tokens'
  | 'marks';

export type Events = ReturnType<typeof storeEvents>;

export const storeEvents = (log: Logger) => ({
  taskBegun: ({ id, desktopId }: Task) => {
    begun.inc();
    log.info({ taskId: id, desktopId }, 'task begun');
  },
  taskChanged: ({ id, desktopId, state }: Task) => {
    if (!isEnded(state)) return;
    ended.inc({ state: word(state) });
    log.info({ taskId: id, desktopId, state: word(state) }, 'task ended');
  },
  skillChanged: (skillId: string, what: 'saved' | 'removed') => log.info({ skillId, what }, 'skill changed'),
  exampleChanged: (exampleId: string, what: 'kept' | 'removed') => log.info({ exampleId, what }, 'example changed'),
  recordingChanged: ({ id, desktopId, state, acts }: Recording) =>
    log.info({ recordingId: id, desktopId, state: word(state), acts }, 'recording changed'),
  recordingRemoved: (recordingId: string) => log.info({ recordingId }, 'recording removed'),
  notAnnounced: (id: string, err: unknown) => log.warn({ id, err }, 'a change was not announced'),
  desktopEnrolled: (desktopId: string) => log.info({ desktopId }, 'desktop enrolled'),
  desktopRemoved: (desktopId: string) => log.info({ desktopId }, 'desktop removed'),
  tokenIssued: (tokenId: string, scopes: readonly string[]) => log.info({ tokenId, scopes }, 'token issued'),
  tokenRevoked: (tokenId: string) => log.info({ tokenId }, 'token revoked'),
  tokenUseNotNoted: (tokenId: string, err: unknown) => log.debug({ tokenId, err }, 'the use of a token was not noted'),
  desktopGrouped: (desktopId: string) => log.info({ desktopId }, 'desktop put into a group'),
  sent: (kind: MailKind, count: number) => sent.inc({ kind }, count),
  sendFailed: (kind: MailKind, failures: number, err: unknown) => {
    sendFailures.inc({ kind });
    if (failures === 1) log.warn({ kind, err }, 'sending failed and is tried again');
  },
  sendRecovered: (kind: MailKind, failures: number) => log.info({ kind, failures }, 'sending goes on'),
  factTooLarge: (taskId: string, sequence: number) =>
    log.error({ taskId, sequence }, 'fact is larger than the bus carries and is left to be listed'),
  removed: (kind: RemovedKind, count: number) => {
    if (count === 0) return;
    removed.inc({ kind }, count);
    log.info({ kind, count }, 'old things removed');
  },
  retentionFailed: (err: unknown) => log.warn({ err }, 'retention failed and is tried again later'),
  unitRetried: (why: 'lost' | 'conflict') => retried.inc({ why }),
  connectionFailed: (err: Error) => log.warn({ err }, 'an idle database connection broke'),
  databaseAwaited: (attempt: number) => log.info({ attempt }, 'waiting for the database'),
  migrated: (names: readonly string[]) => log.info({ names }, 'database migrated'),
  requeued: (count: number) => log.info({ count }, 'active tasks queued again'),
  cacheAnswered: (up: boolean, changed: boolean) => {
    cacheUp.set(up ? 1 : 0);
    if (!up) cacheFailures.inc();
    if (changed) log.warn({ up }, up ? 'the cache answers again' : 'the cache does not answer: going on without');
  },
});

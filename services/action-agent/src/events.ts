import type { DomainError } from '@karna/common/errors';
import type { Logger } from '@karna/common/log';
import { counter, gauge, histogram } from '@karna/common/telemetry';
import type { Batch, BatchResult } from '@karna/proto/gen/agent/v1/agent';

const batches = counter('karna_agent_batches_total', 'Batches by how they ended.', ['outcome', 'code']);
const seconds = histogram('karna_agent_batch_seconds', 'From order to result of a batch.');
const actions = counter('karna_agent_actions_total', 'Actions carried out in full.');
const halts = counter('karna_agent_halts_total', 'Halts by who asked.', ['by']);
const connections = counter('karna_agent_connections_total', 'Connections to the gateway by how they went.', ['event']);
const masks = counter('karna_agent_masks_total', 'Masked parts of pictures by why.', ['why']);
const maskingSeconds = histogram('karna_agent_masking_seconds', 'From a capture to knowing what of it to mask.');
const recordings = counter(
  'karna_agent_recordings_total',
  'Recordings begun and ended, and acts that were lost or not seen.',
  ['event'],
);
const watching = gauge('karna_agent_viewers', 'Viewers of the live picture.');
const remoteHands = counter('karna_agent_remote_hands_total', 'Remote hands by what became of them.', ['event']);
const stuckHands = counter('karna_agent_stuck_total', 'Keys and buttons that could not be released.');

/** What happens on this desktop: a counter and a log line each. Never what was typed, shown or named in a title. */
export interface AgentEvents {
  performed(batch: Batch, result: BatchResult, elapsedMs: number): void;
  refused(batch: Batch, code: DomainError['code']): void;
  /** Something nobody foresaw, with everything we know: for the log alone. */
  failed(batch: Batch, err: unknown): void;
  /** A picture was checked for secrets; why each of its masked parts is masked. */
  masked(reasons: readonly string[], elapsedMs: number): void;
  halted(by: 'order' | 'key' | 'person', wasRunning: boolean, released: number): void;
  /** Keys and buttons may still be down. */
  releaseFailed(err: unknown): void;
  releasedAtStart(released: number): void;
  enrolled(desktopId: string): void;
  connected(gatewayInstance: string): void;
  disconnected(reason: string, retryMs: number): void;
  /** The gateway will not have this agent; `advice` says what its owner can do. */
  gaveUp(code: string, advice: string): void;
  recorded(event: 'started' | 'resumed' | 'stopped', recordingId: string): void;
  /** What hears the person failed in the middle of a recording, which ends. */
  personLost(recordingId: string, error: DomainError): void;
  /** An act of the person could not be kept. */
  actLost(err: unknown): void;
  /** Somebody watches the live picture, or nobody any more. */
  watched(viewers: number): void;
  /** The live picture could not be read for secrets: what is new in it stays veiled. */
  notRead(err: unknown): void;
  /** The live picture could not be taken; it is tried again. */
  notShown(err: unknown): void;
  /** Remote hands were taken, came to an end, or something that they did failed. */
  hands(event: HandsEvent, viewer: string): void;
  /** An act is kept without one of its pictures: it could not be told what of it is secret. */
  actUnseen(err: unknown): void;
}

export type HandsEvent = 'taken' | 'given_back' | 'person' | 'task' | 'halt' | 'lost' | 'taken_over' | 'refused';

export function agentEvents(log: Logger): AgentEvents {
  return {
    performed(batch, result, elapsedMs) {
      const code = result.fault?.code ?? '';
      batches.inc({ outcome: result.fault ? 'stopped' : 'completed', code });
      seconds.observe(elapsedMs / 1000);
      actions.inc(result.performed);
      if (result.stuck.length > 0) stuckHands.inc(result.stuck.length);
      const fields = { ...idsOf(batch), performed: result.performed, elapsedMs: Math.round(elapsedMs) };
      if (result.stuck.length > 0) log.error({ ...fields, code, stuck: result.stuck.length }, 'keys are stuck');
      else if (result.fault) log.info({ ...fields, code }, 'batch stopped');
      else log.debug(fields, 'batch completed'); // one per look: the task's outcome is the line that counts
    },
    refused(batch, code) {
      batches.inc({ outcome: 'refused', code });
      log.info({ ...idsOf(batch), code }, 'batch refused');
    },
    failed: (batch, err) => log.error({ ...idsOf(batch), err }, 'batch failed unforeseen'),
    masked(reasons, elapsedMs) {
      maskingSeconds.observe(elapsedMs / 1000);
      for (const reason of reasons) masks.inc({ why: reason });
    },
    halted(by, wasRunning, released) {
      halts.inc({ by });
      log.warn({ by, wasRunning, released }, 'desktop halted');
    },
    releaseFailed(err) {
      stuckHands.inc();
      log.error({ err }, 'could not release the keys');
    },
    releasedAtStart: (released) => log.warn({ released }, 'released what an earlier run had left down'),
    enrolled: (desktopId) => log.info({ desktopId }, 'desktop enrolled'),
    connected(gatewayInstance) {
      connections.inc({ event: 'connected' });
      log.info({ gatewayInstance }, 'connected to the gateway');
    },
    disconnected(reason, retryMs) {
      connections.inc({ event: 'lost' });
      log.warn({ reason, retryMs }, 'no connection to the gateway');
    },
    gaveUp(code, advice) {
      connections.inc({ event: 'refused' });
      log.error({ code, advice }, 'the gateway will not have this agent');
    },
    recorded(event, recordingId) {
      recordings.inc({ event });
      log.info({ event, recordingId }, 'recording');
    },
    personLost(recordingId, { code, message }) {
      recordings.inc({ event: 'person_lost' });
      log.error({ recordingId, code, advice: message }, 'the recording ends: the person is not heard any more');
    },
    actLost(err) {
      recordings.inc({ event: 'act_lost' });
      log.error({ err }, 'an act of the person could not be kept');
    },
    watched(viewers) {
      watching.set(viewers);
      log.info({ viewers }, 'live picture');
    },
    notRead: (err) => log.warn({ err }, 'the live picture stays veiled: it could not be read'),
    notShown: (err) => log.warn({ err }, 'the live picture could not be taken'),
    hands(event, viewer) {
      remoteHands.inc({ event });
      log.info({ event, viewer }, 'remote hands');
    },
    actUnseen(err) {
      recordings.inc({ event: 'act_unseen' });
      log.warn({ err }, 'an act is kept without a picture');
    },
  };
}

const idsOf = ({ id, taskId, stepId }: Batch) => ({ batchId: id, taskId, stepId });

import { DomainError, hasCode } from '@karna/common/errors';
import type { RecordDesktop } from '@karna/proto/gen/agent/v1/agent';
import { Recording, type RecordingVerb } from '@karna/proto/gen/recording/v1/recording';
import type { TeachingParts } from './parts.ts';

export interface Shown {
  readonly name: string;
  readonly desktopId: string;
  /** The skill that is shown once more; empty: a new one. */
  readonly skillId: string;
  readonly principal: string;
}

/** From now on what the person at the desktop does is kept. Nothing is left of it when the agent cannot record. */
export async function startRecording(parts: TeachingParts, shown: Shown): Promise<Recording> {
  const { name, desktopId, skillId, principal: startedBy } = shown;
  if (name.trim() === '') throw new DomainError('input.invalid', 'say what is going to be shown');
  if (desktopId === '') throw new DomainError('desktop.unclear', 'say which desktop');
  if (skillId !== '') await parts.skills.get(skillId);
  const recording = await parts.recordings.begin({ ...Recording.create({}), name, desktopId, skillId, startedBy });
  try {
    await parts.recorders.order(desktopId, orderFor(recording));
  } catch (error) {
    await parts.recordings.remove(recording.id);
    throw error;
  }
  parts.events.taught('started', recording.id);
  return recording;
}

export interface RecordingOrder {
  readonly recordingId: string;
  readonly verb: RecordingVerb;
}

/** Holds, goes on with or ends a recording. Without its agent it is held or ended as it is. */
export async function steerRecording(parts: TeachingParts, { recordingId, verb }: RecordingOrder): Promise<Recording> {
  const recording = await parts.recordings.get(recordingId);
  switch (verb) {
    case 'RECORDING_VERB_PAUSE':
      refuseEnded(recording);
      await withoutAgent(parts.recorders.order(recording.desktopId, orderFor(recording, 'RECORDING_STATE_PAUSED')));
      return parts.recordings.advance(recordingId, 'RECORDING_STATE_PAUSED');
    case 'RECORDING_VERB_RESUME':
      refuseEnded(recording);
      await parts.recorders.order(recording.desktopId, orderFor(recording, 'RECORDING_STATE_RUNNING'));
      return parts.recordings.advance(recordingId, 'RECORDING_STATE_RUNNING');
    case 'RECORDING_VERB_STOP':
      return stop(parts, recording);
    case 'RECORDING_VERB_DISCARD':
      return discard(parts, recording);
    case 'RECORDING_VERB_UNSPECIFIED':
      throw new DomainError('input.invalid', 'say what to do with the recording');
    default: {
      const nothing: never = verb;
      throw new DomainError('input.invalid', 'that order is not known here', { cause: nothing });
    }
  }
}

/** The agent first, so that what it still has is kept; a recording that has ended already is answered as it is. */
async function stop(parts: TeachingParts, recording: Recording): Promise<Recording> {
  if (recording.endedAt) return recording;
  const order = orderFor(recording, 'RECORDING_STATE_STOPPED');
  const isThere = await withoutAgent(parts.recorders.order(recording.desktopId, order));
  const ended = await parts.recordings.advance(
    recording.id,
    isThere ? 'RECORDING_STATE_STOPPED' : 'RECORDING_STATE_INTERRUPTED',
  );
  parts.events.taught(isThere ? 'stopped' : 'interrupted', recording.id);
  return ended;
}

async function discard(parts: TeachingParts, recording: Recording): Promise<Recording> {
  const order = { ...orderFor(recording, 'RECORDING_STATE_STOPPED'), discard: true };
  await withoutAgent(parts.recorders.order(recording.desktopId, order));
  await parts.recordings.remove(recording.id);
  parts.events.taught('discarded', recording.id);
  return { ...recording, state: 'RECORDING_STATE_STOPPED' };
}

/** Recordings of which the agent has been gone for long end with what was seen. Any number of replicas may do this at once. */
export async function endForsaken(parts: TeachingParts, silentMs: (desktopId: string) => number): Promise<void> {
  const forsaken = (await parts.recordings.active()).filter(
    ({ desktopId }) => silentMs(desktopId) > parts.recordingGoneMs,
  );
  for (const { id } of forsaken) {
    try {
      await parts.recordings.advance(id, 'RECORDING_STATE_INTERRUPTED');
      parts.events.taught('interrupted', id);
    } catch (error) {
      if (!hasCode(error, 'recording.state', 'recording.not_found')) throw error; // somebody else ended it
    }
  }
}

const orderFor = (
  { id: recordingId, acts: kept, state: is }: Recording,
  state: Recording['state'] = is,
): RecordDesktop => ({ recordingId, state, kept, discard: false });

/** False when there is no agent to tell, or none that answers. */
async function withoutAgent(order: Promise<unknown>): Promise<boolean> {
  try {
    await order;
    return true;
  } catch (error) {
    if (!hasCode(error, 'desktop.offline', 'agent.lost', 'request.deadline')) throw error;
    return false;
  }
}

function refuseEnded({ endedAt }: Recording): void {
  if (endedAt) throw new DomainError('recording.state', 'this recording has ended');
}

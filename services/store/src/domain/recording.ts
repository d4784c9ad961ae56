import { DomainError } from '@karna/common/errors';
import { Act, type Recording, type RecordingState } from '@karna/proto/gen/recording/v1/recording';
import { isHash } from './picture.ts';

/** A demonstration is minutes long; this is hours (acts). */
export const maxActs = 5_000;
/** Text that a person types in one go, with room (bytes). */
const maxActBytes = 256 * 1024;

export const isActive = (state: RecordingState): boolean =>
  state === 'RECORDING_STATE_RUNNING' || state === 'RECORDING_STATE_PAUSED';

/** The recording with the next act. The same act again changes nothing; one that leaves others out is refused. */
export function withAct(recording: Recording, act: Act): Recording {
  if (act.number <= recording.acts) return recording;
  if (act.number !== recording.acts + 1) {
    throw new DomainError('recording.gap', `act ${recording.acts + 1} comes first`);
  }
  return { ...recording, acts: act.number, version: recording.version + 1 };
}

/** Refuses what no agent of ours sends. */
export function checkAct(act: Act): void {
  if (!act.what) throw new DomainError('input.invalid', 'an act says what was done');
  if (act.number > maxActs) throw new DomainError('input.too_large', `a recording has at most ${maxActs} acts`);
  if (Act.encode(act).finish().length > maxActBytes) {
    throw new DomainError('input.too_large', `an act has at most ${maxActBytes} bytes`);
  }
  for (const picture of picturesOfAct(act)) {
    if (!isHash(picture)) throw new DomainError('input.invalid', 'a picture is named by 64 hex digits');
  }
  if (act.what.$case === 'typed' && act.what.value.secret && act.what.value.keys.length > 0) {
    throw new DomainError('input.invalid', 'a secret is not sent along');
  }
}

export const picturesOfAct = ({ before, after }: Act): string[] => [before, after].filter((picture) => picture !== '');

/** The recording in another state; the same state again changes nothing. What has ended stays as it is. */
export function inState(recording: Recording, state: RecordingState, now: Date): Recording {
  if (recording.state === state) return recording;
  if (state === 'RECORDING_STATE_UNSPECIFIED') throw new DomainError('input.invalid', 'say which state');
  if (!isActive(recording.state)) throw new DomainError('recording.state', 'this recording has ended');
  const endedAt = isActive(state) ? undefined : now;
  return { ...recording, state, endedAt, version: recording.version + 1 };
}

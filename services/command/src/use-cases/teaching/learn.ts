import { DomainError, hasCode } from '@karna/common/errors';
import type { Box, Point } from '@karna/proto/gen/geometry/v1/geometry';
import { Draft } from '@karna/proto/gen/recording/v1/draft';
import type { Recording } from '@karna/proto/gen/recording/v1/recording';
import { Slot } from '@karna/proto/gen/skill/v1/skill';
import type { Change } from '@karna/proto/gen/vision/v1/element';
import { centre } from '../../domain/geometry.ts';
import { type Gesture, gesturesOf } from '../../domain/learning/gestures.ts';
import { merged } from '../../domain/learning/merging.ts';
import { free, proposalsFor, slug } from '../../domain/learning/proposing.ts';
import {
  fields,
  type Looked,
  mayCheck,
  mayChoose,
  type Purpose,
  purposesOf,
  type Sight,
} from '../../domain/learning/purposes.ts';
import { mayBeInRecord, withRecord } from '../../domain/learning/records.ts';
import { stepOf } from '../../domain/learning/steps.ts';
import { similarityWithin } from '../../domain/text-match.ts';
import type { TeachingParts } from './parts.ts';

/** Makes a draft of what a recording shows. Rejects with `recording.empty`; nothing of it becomes a skill by itself. */
export async function learnRecording(parts: TeachingParts, recordingId: string, signal: AbortSignal): Promise<Draft> {
  const recording = await parts.recordings.get(recordingId);
  if (!recording.endedAt) throw new DomainError('recording.state', 'the recording goes on; stop it first');
  const gestures = gesturesOf(await parts.recordings.acts(recordingId));
  if (gestures.length === 0) throw new DomainError('recording.empty', 'nothing was shown in this recording');
  const album = new Album(parts, recordingId, signal);
  const understood = purposesOf(gestures, await lookAt(gestures, album));
  if (understood.purposes.length === 0)
    throw new DomainError('recording.empty', 'nothing of what was shown has an effect');
  const shown = await draftOf(recording, understood.purposes, understood.notes, album);
  const draft = recording.skillId === '' ? shown : merged(await parts.skills.get(recording.skillId), shown);
  const kept = await parts.drafts.save(draft);
  parts.events.taught('learned', kept.id);
  return kept;
}

const notKept =
  'What was typed into hidden fields, or on a keyboard of which it cannot be told what it types, was not kept; it is asked for each time.';

async function draftOf(
  { id, name, desktopId }: Recording,
  purposes: readonly Purpose[],
  notes: readonly string[],
  album: Album,
): Promise<Draft> {
  const secrets: Slot[] = [];
  const secretName = (sight: Sight | undefined): string => {
    const taken = new Set(secrets.map((slot) => slot.name));
    const called = free(slug(sight?.target.label ?? '') || 'password', taken);
    secrets.push({ ...Slot.create({}), name: called, type: 'SLOT_TYPE_SECRET' });
    return called;
  };
  const whole = await withFields(purposes, album);
  const steps = [];
  for (const [index, purpose] of whole.entries()) {
    const changes = isSeenByChange(purpose) ? await album.changes(purpose.before, purpose.after) : [];
    const around = { written: writtenBy(whole.slice(0, index)), next: placeOf(whole[index + 1]) };
    steps.push(stepOf(purpose, changes, `step_${index + 1}`, secretName, around));
  }
  const about = secrets.length > 0 ? [notKept] : [];
  return {
    ...Draft.create({}),
    name,
    desktopId,
    recordingIds: [id],
    phrases: [name],
    slots: secrets,
    steps,
    proposals: proposalsFor(name, steps),
    notes: [...new Set([...notes, ...about])],
    change: 'learned',
  };
}

const placeOf = (purpose: Purpose | undefined): Box | undefined =>
  purpose && 'sight' in purpose ? purpose.sight?.element.box : undefined;

const writtenBy = (purposes: readonly Purpose[]): string[] =>
  purposes.flatMap((one) => (one.kind === 'type' ? [one.text] : []));

/** Typing, ticks and choices are read back in their own place; scrolling has no effect but what is found by it. */
const isSeenByChange = ({ kind }: Purpose): boolean => !['type', 'check', 'choose', 'scroll'].includes(kind);

/** What stands where the person pointed, and where it matters what became of it. */
async function lookAt(gestures: readonly Gesture[], album: Album): Promise<Looked[]> {
  const looked: Looked[] = [];
  for (const gesture of gestures) {
    const previous = looked.at(-1)?.sight;
    const sight = await sightOf(gesture, album);
    const end = gesture.kind === 'drag' ? await album.sight(gesture.before, { point: gesture.to }) : undefined;
    const isPress = gesture.kind === 'press';
    const later = isPress && mayCheck(sight) ? await album.sight(gesture.after, { point: gesture.at }) : undefined;
    const place = previous?.element.box;
    const previousLater =
      isPress && place && mayChoose(previous, sight)
        ? await album.sight(gesture.after, { point: centre(place) })
        : undefined;
    looked.push({ sight, end, later, previousLater });
  }
  return looked;
}

function sightOf(gesture: Gesture, album: Album): Promise<Sight | undefined> {
  if (gesture.kind === 'press') return album.sight(gesture.before, { point: gesture.at });
  return gesture.kind === 'drag' ? album.sight(gesture.before, { point: gesture.from }) : Promise.resolve(undefined);
}

/** Where text was typed without a click: into the field that shows it afterwards. Else the keys that led there stay. */
async function withFields(purposes: readonly Purpose[], album: Album): Promise<Purpose[]> {
  const all: Purpose[] = [];
  for (const purpose of purposes) {
    if (purpose.kind !== 'type' || purpose.sight) {
      all.push(purpose);
      continue;
    }
    const sight = await fieldOf(purpose, album);
    const { reachedBy } = purpose;
    if (!sight && reachedBy.length > 0) all.push({ ...purpose, kind: 'press', chords: reachedBy });
    all.push({ ...purpose, sight, reachedBy: [] });
  }
  return all;
}

/** Most of what was typed can be read in it. */
const mostly = 0.7;

async function fieldOf(
  { before, after, text, isSecret }: Extract<Purpose, { kind: 'type' }>,
  album: Album,
): Promise<Sight | undefined> {
  const changed = (await album.changes(before, after)).flatMap(({ after: now, before: was }) => now ?? was ?? []);
  const written = changed.filter(({ role }) => fields.includes(role));
  const field = written.find((one) => isSecret || similarityWithin(text.split('\n')[0] ?? '', one.text) >= mostly);
  return field?.box && album.sight(before, { box: field.box });
}

/** The pictures of one recording, each fetched once. */
class Album {
  readonly #parts: TeachingParts;
  readonly #recordingId: string;
  readonly #signal: AbortSignal;
  readonly #pictures = new Map<string, Promise<Uint8Array>>();

  constructor(parts: TeachingParts, recordingId: string, signal: AbortSignal) {
    this.#parts = parts;
    this.#recordingId = recordingId;
    this.#signal = signal;
  }

  /** Undefined when nothing was recognised there, or there is no picture. */
  async sight(sha256: string, at: { readonly point: Point } | { readonly box: Box }): Promise<Sight | undefined> {
    if (sha256 === '') return undefined;
    const picture = await this.#open(sha256);
    try {
      const { target, element, unique } = await this.#parts.reader.remember(picture, at, this.#recordingId);
      if (!target || !element) return undefined;
      const around = mayBeInRecord(target) ? await this.#parts.reader.elements(picture, this.#recordingId) : [];
      return { target: withRecord(target, around), element, unique };
    } catch (error) {
      if (hasCode(error, 'element.none', 'input.invalid')) return undefined;
      throw error;
    }
  }

  async changes(before: string, after: string): Promise<readonly Change[]> {
    if (before === '' || after === '' || before === after) return [];
    const [first, second] = await Promise.all([this.#open(before), this.#open(after)]);
    return (await this.#parts.reader.compare(first, second, this.#recordingId)).changes;
  }

  #open(sha256: string): Promise<Uint8Array> {
    this.#signal.throwIfAborted();
    const known = this.#pictures.get(sha256) ?? this.#parts.book.open(sha256);
    this.#pictures.set(sha256, known);
    return known;
  }
}

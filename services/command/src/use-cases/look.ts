import { DomainError } from '@karna/common/errors';
import { currentTraceparent } from '@karna/common/telemetry';
import type { Action, Frame } from '@karna/proto/gen/agent/v1/agent';
import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import type { Candidate } from '@karna/proto/gen/vision/v1/element';
import { type BatchId, freshId } from '@karna/proto/ids';
import { deadlineMs, observeAll, settle } from '../domain/actions.ts';
import { describeElements } from '../domain/describing.ts';
import { optionQuery, targetOfFirst } from '../domain/targets.ts';
import type { Parts } from './parts.ts';
import { checkWords } from './submit.ts';

export interface Captured {
  readonly picture: string;
  readonly width: number;
  readonly height: number;
}

/** The screen as it is now, kept. */
export async function captureScreen(parts: Parts, desktopId: string, signal: AbortSignal): Promise<Captured> {
  const frame = await look(parts, desktopId, [observeAll], signal);
  return { picture: await parts.pictures.keep(frame.picture), width: frame.width, height: frame.height };
}

export interface Found {
  readonly picture: string;
  readonly candidates: Candidate[];
  readonly unique: boolean;
  readonly similar: string[];
}

/** What is looked for: by its words, by a picture of it, or by both. */
export interface Sought {
  readonly text: string;
  /** PNG or JPEG of an icon; empty: none. */
  readonly looksLike: Uint8Array;
}

/** Where a target would be. Looks, never acts. */
export async function findTarget(
  parts: Parts,
  desktopId: string,
  { text, looksLike }: Sought,
  signal: AbortSignal,
): Promise<Found> {
  const byLooks = looksLike.length > 0 ? { looksLike } : {};
  const byWords = text.trim() !== '' || looksLike.length === 0;
  if (byWords) checkWords(text);
  const { limits, eyes, pictures } = parts;
  const [query, frame] = await Promise.all([
    byWords ? queryOf(parts, text) : undefined,
    look(parts, desktopId, [settle(limits.settleQuietMs, limits.settleLimitMs), observeAll], signal),
  ]);
  const [picture, reply] = await Promise.all([
    pictures.keep(frame.picture),
    eyes.locate(frame.picture, query, { desktopId, accessible: frame.accessible, signal, ...byLooks }),
  ]);
  return { picture, ...reply };
}

export interface Described {
  readonly elements: string[];
  readonly picture: Uint8Array;
}

/** What is on the screen, in words; as a picture, too, where that is asked for. Looks, never acts, and keeps nothing. */
export async function describeScreen(
  parts: Parts,
  desktopId: string,
  withPicture: boolean,
  signal: AbortSignal,
): Promise<Described> {
  const { limits, eyes } = parts;
  const frame = await look(parts, desktopId, [settle(limits.settleQuietMs, limits.settleLimitMs), observeAll], signal);
  const seen = await eyes.see(frame.picture, { desktopId, accessible: frame.accessible, signal });
  return { elements: describeElements(seen), picture: withPicture ? frame.picture : new Uint8Array() };
}

/** Words that are no target description are taken as the visible text. */
async function queryOf({ interpreter }: Parts, text: string): Promise<TargetQuery> {
  const { outcome } = await interpreter.interpretTarget(text);
  const understood = outcome?.$case === 'understood' ? targetOfFirst(outcome.value.actions) : undefined;
  return understood ?? optionQuery(text.trim());
}

/** The screen now, after these actions that change nothing. */
export async function look(parts: Parts, desktopId: string, actions: Action[], signal: AbortSignal): Promise<Frame> {
  if (desktopId === '') throw new DomainError('desktop.unclear', 'say which desktop');
  const batch = {
    id: freshId<BatchId>('batch'),
    taskId: '',
    stepId: '',
    actions,
    guard: undefined,
    deadlineMs: deadlineMs(actions),
    traceparent: currentTraceparent(),
    windows: [],
  };
  const { fault, frames } = await parts.hands.perform(desktopId, batch, {
    timeoutMs: batch.deadlineMs + 2_000,
    signal,
  });
  if (fault) throw DomainError.fromFault(fault);
  const [frame] = frames;
  if (!frame) throw new DomainError('capture.failed', 'the agent answered without a picture');
  return frame;
}

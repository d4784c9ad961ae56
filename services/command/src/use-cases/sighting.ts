import { DomainError } from '@karna/common/errors';
import type { BatchResult, Frame } from '@karna/proto/gen/agent/v1/agent';
import type { Box, Point } from '@karna/proto/gen/geometry/v1/geometry';
import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import type { Candidate, Element } from '@karna/proto/gen/vision/v1/element';
import type { LocateReply } from '@karna/proto/gen/vision/v1/vision';
import { centre } from '../domain/geometry.ts';
import { AmbiguousTarget } from '../domain/halts.ts';
import { boxOf, describe } from '../domain/targets.ts';
import { effectsOf, type Seen } from '../domain/verification.ts';

/** A target on one frame, beyond doubt. */
export interface Sighting {
  readonly frame: Frame;
  readonly candidate: Candidate;
  readonly element: Element | undefined;
  readonly box: Box;
  readonly point: Point;
}

export function sighting(frame: Frame, candidate: Candidate): Sighting {
  const box = boxOf(candidate);
  return { frame, candidate, element: candidate.element, box, point: candidate.point ?? centre(box) };
}

/** The sighting at hand first, then fresh ones. */
export function startingWith(first: Sighting, find: () => Promise<Sighting>): () => Promise<Sighting> {
  let isUsed = false;
  return async () => {
    if (isUsed) return find();
    isUsed = true;
    return first;
  };
}

/** What a query may mean on one frame; no candidate when that is not beyond doubt. */
export interface Glance {
  readonly reply: LocateReply;
  readonly candidate: Candidate | undefined;
}

/** Nothing on the frame answers the query: a person is asked about what may be it all the same, where there is such a thing. */
export const unfound = (query: TargetQuery, part: string, reply: LocateReply, frame: Frame): DomainError =>
  reply.hints.length > 0
    ? new AmbiguousTarget(describe(query), part, reply.hints, frame)
    : missingTarget(query, reply.similar);

export function missingTarget(query: TargetQuery, similar: readonly string[]): DomainError {
  const hint = similar.length > 0 ? ` There is: ${similar.map((name) => `"${name}"`).join(', ')}.` : '';
  return new DomainError('target.missing', `Could not find ${describe(query)} on the screen.${hint}`);
}

/** An action that was carried out, with what was seen before and after. */
export interface Acted {
  readonly target: Box | undefined;
  /** What the plan was made on. */
  readonly before: Frame;
  /** After the pointer arrived, before the action. */
  readonly baseline: Frame | undefined;
  /** With a picture. */
  readonly after: Frame;
  readonly result: BatchResult;
}

/** What was seen around an action, on this later frame. */
export const seenOn = ({ target, before, baseline }: Acted, frame: Frame): Seen => ({
  target,
  windowsBefore: (baseline ?? before).windows,
  windowsAfter: frame.windows,
  hover: baseline?.changes ?? [],
  changes: frame.changes,
});

export const changesOn = (acted: Acted, frame: Frame): Box[] => effectsOf(seenOn(acted, frame));

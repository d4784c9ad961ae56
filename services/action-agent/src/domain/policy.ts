import { DomainError } from '@karna/common/errors';
import type { Action, Batch } from '@karna/proto/gen/agent/v1/agent';
import type { Point } from '@karna/proto/gen/geometry/v1/geometry';
import type { WindowRules } from '@karna/proto/gen/policy/v1/policy';
import { type Chord, chordText, keyName, modifierKeys, parseChord } from '@karna/proto/keys';
import { isInside, type Size } from './geometry.ts';

/** What this desktop's owner allows, whoever asks. */
export interface Policy {
  /** Refused together with any further modifiers. */
  readonly forbiddenChords: readonly Chord[];
  /** Longest text that one action may enter, in characters. */
  readonly maxTextLength: number;
  readonly maxActionsPerBatch: number;
  /** Mean over ten seconds; what changes nothing is free. */
  readonly maxActionsPerSecond: number;
  /** Held to besides those that come with a batch. */
  readonly windows: WindowRules;
}

/** Clicks of one `ClickAt`: a triple click selects a line, more means nothing anywhere. */
const maxClicks = 3;
/** Wheel clicks of one `ScrollAt`. */
const maxWheel = 500;
const maxPathPoints = 500;
/** Longest that one settle or launch may be asked to wait (ms). */
const maxWaitMs = 120_000;

/**
 * Fails unless every action of the batch is well-formed (`input.invalid`, `key.unknown`) and allowed here
 * (`action.refused`, naming the rule). Asked before the first action, so that a refused batch has done nothing.
 */
export function checkBatch(batch: Batch, policy: Policy, desktop: Size): void {
  if (batch.id === '') throw invalid('a batch needs an id');
  if (batch.actions.length > policy.maxActionsPerBatch) {
    throw refused(`a batch may hold at most ${policy.maxActionsPerBatch} actions here`);
  }
  for (const action of batch.actions) checkAction(action, policy, desktop);
}

/** Whether it changes anything on the desktop. */
export const acts = ({ kind }: Action): boolean =>
  kind?.$case !== 'settle' && kind?.$case !== 'observe' && kind?.$case !== 'rehearse';

/** As `checkBatch`, for one. */
export function checkAction({ kind }: Action, policy: Policy, desktop: Size): void {
  switch (kind?.$case) {
    case 'movePointer':
      checkPlace(kind.value.to, desktop);
      break;
    case 'clickAt':
      checkModifiers(kind.value.modifiers);
      if (kind.value.count > maxClicks) throw invalid(`a click is repeated at most ${maxClicks} times`);
      checkPlace(kind.value.at, desktop);
      break;
    case 'dragAlong':
      checkModifiers(kind.value.modifiers);
      checkPath(kind.value.path, desktop);
      break;
    case 'scrollAt':
      checkScroll(kind.value, desktop);
      break;
    case 'pressChord':
      checkChord(kind.value.chord, policy);
      break;
    case 'enterText':
      checkText(kind.value.text, policy);
      break;
    case 'launch':
      checkWait(kind.value.limitMs);
      if (!kind.value.what?.value.trim()) throw invalid('a launch needs an application or an address');
      break;
    case 'focusWindow':
      if (kind.value.windowId === '') throw invalid('a window to focus needs an id');
      break;
    case 'settle':
      checkWait(kind.value.limitMs);
      checkWait(kind.value.quietMs);
      break;
    case 'observe':
      break;
    case 'rehearse':
      if (kind.value.actions.length > policy.maxActionsPerBatch)
        throw refused(`a batch may hold at most ${policy.maxActionsPerBatch} actions here`);
      break;
    case undefined:
      throw unknownAction();
    default: {
      const nothing: never = kind;
      throw unknownAction(nothing);
    }
  }
}

/** An action of a newer contract than this build knows. */
export const unknownAction = (cause?: unknown): DomainError =>
  new DomainError('action.unsupported', 'this agent does not know one of the actions', { cause });

function checkPlace(place: Point | undefined, desktop: Size): void {
  if (!place) throw invalid('an action needs a place');
  if (!isInside(place, desktop)) {
    throw refused(`(${place.x}, ${place.y}) is outside the desktop of ${desktop.width} x ${desktop.height} px`);
  }
}

function checkPath(path: readonly Point[], desktop: Size): void {
  if (path.length < 2 || path.length > maxPathPoints) {
    throw invalid(`a drag needs 2 to ${maxPathPoints} places`);
  }
  for (const place of path) checkPlace(place, desktop);
}

function checkScroll(
  { at, right, down }: { at?: Point | undefined; right: number; down: number },
  desktop: Size,
): void {
  if (Math.abs(right) > maxWheel || Math.abs(down) > maxWheel) {
    throw invalid(`a scroll is at most ${maxWheel} wheel clicks`);
  }
  if (at) checkPlace(at, desktop);
}

function checkModifiers(names: readonly string[]): void {
  for (const name of names) {
    const key = keyName(name);
    if (!modifierKeys.some((modifier) => modifier === key)) {
      throw new DomainError('key.unknown', 'only Control, Shift, Alt and Super can be held during a click or drag');
    }
  }
}

function checkChord(text: string, policy: Policy): void {
  const chord = parseChord(text);
  if (!chord) throw new DomainError('key.unknown', 'a key of the chord is not known');
  checkKeys(chord, policy);
}

/** Fails with `action.refused` when these keys may not be held together here. */
export function checkKeys(chord: Chord, policy: Policy): void {
  const forbidden = policy.forbiddenChords.find((rule) => isCovered(chord, rule));
  if (forbidden) throw refused(`the key combination ${chordText(forbidden)} is forbidden here`);
}

// More modifiers than the rule names do not make a chord harmless: Control+Alt+Shift+Delete is still refused.
const isCovered = (chord: Chord, rule: Chord): boolean =>
  chord.key.toLowerCase() === rule.key.toLowerCase() &&
  rule.modifiers.every((modifier) => chord.modifiers.includes(modifier));

/** Fails with `action.refused` when it is longer than may be entered at once. */
export function checkText(text: string, { maxTextLength }: Policy): void {
  // Counted by UTF-16 units when that already settles it: spreading a huge text to refuse it would be the harm itself.
  if (text.length <= maxTextLength) return;
  if (text.length > maxTextLength * 2 || [...text].length > maxTextLength) {
    throw refused(`a text may be at most ${maxTextLength} characters long here`);
  }
}

function checkWait(ms: number): void {
  if (ms > maxWaitMs) throw invalid(`nothing waits longer than ${maxWaitMs} ms`);
}

const invalid = (message: string): DomainError => new DomainError('input.invalid', message);
const refused = (message: string): DomainError => new DomainError('action.refused', message);

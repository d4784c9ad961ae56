import { DomainError } from '@karna/common/errors';
import type { Action } from '@karna/proto/gen/agent/v1/agent';
import type { Point } from '@karna/proto/gen/geometry/v1/geometry';
import type { WindowRules } from '@karna/proto/gen/policy/v1/policy';
import type { Window } from '../ports.ts';
import { bottom, right } from './boxes.ts';
import { glob } from './redaction/configuring.ts';

type Named = Pick<Window, 'title' | 'application'>;

/** As they are called in a ruling. */
export type WindowRule = 'act_only_in' | 'act_never_in';

/** Those that say anything. */
export const inForce = (rules: readonly WindowRules[]): WindowRules[] =>
  rules.filter(({ only, never }) => only.length + never.length > 0);

/**
 * Fails with `policy.window` when the action would touch a window that the rules do not allow, or none where only some are
 * allowed. `windows`: those there are, bottom first, what applications pop up as well.
 */
export function checkWindows(action: Action, rules: readonly WindowRules[], windows: readonly Window[]): void {
  // Not which window: its title is the person's.
  if (brokenRule(action, rules, windows))
    throw new DomainError('policy.window', 'The rules do not let tasks act in the window that this is about.');
}

/** The rule that the action would break with these windows. */
export function brokenRule(
  { kind }: Action,
  rules: readonly WindowRules[],
  windows: readonly Window[],
): WindowRule | undefined {
  // What it will be called is not known yet: the windows that it opens are judged when something is done in them.
  if (kind?.$case === 'launch') {
    const launched = { application: kind.value.what?.value ?? '', title: '' };
    return rules.some(({ never }) => isAmong(launched, never)) ? 'act_never_in' : undefined;
  }
  const touched = windowsTouched(kind, windows);
  if (rules.some(({ never }) => touched.some((window) => isAmong(window, never)))) return 'act_never_in';
  const isAllowed = rules.every(({ only }) => only.length === 0 || touched.every((window) => isAmong(window, only)));
  return isAllowed ? undefined : 'act_only_in';
}

/** Undefined stands for where no window is. */
function windowsTouched(kind: Action['kind'], windows: readonly Window[]): (Window | undefined)[] {
  const at = (place: Point | undefined) => (place ? windowAt(place, windows) : windows.find(({ active }) => active));
  switch (kind?.$case) {
    case 'clickAt':
    case 'scrollAt':
      return [at(kind.value.at)];
    case 'dragAlong':
      return kind.value.path.map(at);
    case 'pressChord':
    case 'enterText':
      return [at(undefined)];
    case 'focusWindow': {
      const { windowId } = kind.value;
      return windows.filter(({ id }) => id === windowId);
    }
    default:
      return [];
  }
}

const isAmong = (window: Named | undefined, patterns: readonly string[]): boolean =>
  window !== undefined &&
  patterns.map(glob).some((pattern) => pattern.test(window.application) || pattern.test(window.title));

export const windowAt = ({ x, y }: Point, windows: readonly Window[]): Window | undefined =>
  windows.findLast(
    ({ box, minimized }) => box && !minimized && x >= box.x && y >= box.y && x < right(box) && y < bottom(box),
  );

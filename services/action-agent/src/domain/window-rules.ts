import { DomainError } from '@karna/common/errors';
import type { Action } from '@karna/proto/gen/agent/v1/agent';
import type { Point } from '@karna/proto/gen/geometry/v1/geometry';
import type { WindowRules } from '@karna/proto/gen/policy/v1/policy';
import type { Window } from '../ports.ts';
import { bottom, right } from './boxes.ts';
import { glob } from './redaction/configuring.ts';

type Named = Pick<Window, 'title' | 'application'>;

/**
 * Fails with `policy.window` when the action would touch a window that the rules do not allow, or none where only some are
 * allowed. `windows`: those there are, bottom first, what applications pop up as well.
 */
export function checkWindows({ kind }: Action, rules: readonly WindowRules[], windows: readonly Window[]): void {
  const touched = (place: Point | undefined) =>
    place ? windowAt(place, windows) : windows.find(({ active }) => active);
  switch (kind?.$case) {
    case 'clickAt':
    case 'scrollAt':
      checkTouched(touched(kind.value.at), rules);
      break;
    case 'dragAlong':
      for (const place of kind.value.path) checkTouched(touched(place), rules);
      break;
    case 'pressChord':
    case 'enterText':
      checkTouched(touched(undefined), rules);
      break;
    case 'focusWindow': {
      const { windowId } = kind.value;
      const wanted = windows.find(({ id }) => id === windowId);
      if (wanted) checkTouched(wanted, rules);
      break;
    }
    case 'launch':
      checkLaunched(kind.value.what?.value ?? '', rules);
      break;
    default:
  }
}

function checkTouched(window: Named | undefined, rules: readonly WindowRules[]): void {
  for (const { only, never } of rules) {
    const isAllowed = only.length === 0 || (window && isAmong(window, only));
    if (!isAllowed || (window && isAmong(window, never))) throw refused();
  }
}

/** What it will be called is not known yet: the windows that it opens are judged when something is done in them. */
function checkLaunched(name: string, rules: readonly WindowRules[]): void {
  const window = { application: name, title: '' };
  if (rules.some(({ never }) => isAmong(window, never))) throw refused();
}

const isAmong = ({ title, application }: Named, patterns: readonly string[]): boolean =>
  patterns.map(glob).some((pattern) => pattern.test(application) || pattern.test(title));

const windowAt = ({ x, y }: Point, windows: readonly Window[]): Window | undefined =>
  windows.findLast(
    ({ box, minimized }) => box && !minimized && x >= box.x && y >= box.y && x < right(box) && y < bottom(box),
  );

// Not which window: its title is the person's.
const refused = (): DomainError =>
  new DomainError('policy.window', 'The rules do not let tasks act in the window that this is about.');

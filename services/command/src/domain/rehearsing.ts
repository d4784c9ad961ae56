// What of a step the rules can be about before it is taken.
import type { Action, Rehearse } from '@karna/proto/gen/agent/v1/agent';
import type { Point } from '@karna/proto/gen/geometry/v1/geometry';
import type { DirectAction, Open, TypeText } from '@karna/proto/gen/intent/v1/intent';
import type { Rules, Ruling } from '@karna/proto/gen/policy/v1/policy';
import { clickAt, drag, enterText, launchAddress, launchApplication, pressChord, scrollAt } from './actions.ts';
import { hoursInWords, isWithin } from './hours.ts';

/** Where a step's targets are now; a place that is not beyond doubt is left out. */
export interface Places {
  readonly at?: Point | undefined;
  readonly to?: Point | undefined;
}

/**
 * What the agent would be asked to do for it, as far as rules are about it; undefined: nothing of that kind. `isFirst`: nothing is done before
 * it, so the keys go to the window that has them now.
 */
export function rehearsalOf({ verb }: DirectAction, { at, to }: Places, isFirst: boolean): Rehearse | undefined {
  switch (verb?.$case) {
    case 'click':
      return at ? inWindows(clickAt(at, verb.value.button, verb.value.count)) : somewhere();
    case 'setChecked':
    case 'selectOption':
      return at ? inWindows(clickAt(at)) : somewhere();
    case 'typeText': {
      const keys = keysOf(verb.value);
      if (verb.value.target) return at ? inWindows(clickAt(at), ...keys) : somewhere(...keys);
      return isFirst ? inWindows(...keys) : somewhere(...keys);
    }
    case 'pressKeys': {
      const keys = verb.value.chords.map(pressChord);
      return isFirst ? inWindows(...keys) : somewhere(...keys);
    }
    case 'drag':
      return at && to ? inWindows(drag(at, to)) : somewhere();
    case 'scroll':
      return at ? inWindows(scrollAt(at, 0, 1)) : somewhere();
    case 'open':
      return inWindows(...launchOf(verb.value));
    case 'hover':
    case 'waitFor':
    case 'readOut':
    case undefined:
      return undefined;
    default: {
      const nothing: never = verb;
      return nothing;
    }
  }
}

const inWindows = (...actions: Action[]): Rehearse => ({ actions, windowsUnknown: false });
const somewhere = (...actions: Action[]): Rehearse => ({ actions, windowsUnknown: true });

const keysOf = ({ text, replace }: TypeText): Action[] => [
  ...(replace ? [pressChord('Control+a')] : []),
  text === '' ? pressChord('Delete') : enterText(text),
];

function launchOf({ what }: Open): Action[] {
  if (!what) return [];
  return [what.$case === 'application' ? launchApplication(what.value, 0) : launchAddress(what.value, 0)];
}

/** What the rules of hours say of that moment. */
export function hoursRulings(rules: readonly Rules[], now: Date): Ruling[] {
  const closed = rules.find((one) => !isWithin(one, now));
  if (!closed) return [];
  const sentence = `Tasks act here only at these hours: ${hoursInWords(closed)}.`;
  return [{ kind: 'RULING_KIND_REFUSED', rule: 'hours', sentence }];
}

/** Whoever would have to tell does not: an agent of an older version. */
export const untold: Ruling = {
  kind: 'RULING_KIND_UNKNOWN',
  rule: '',
  sentence: 'The agent of this desktop does not tell what its rules say of it.',
};

import type { CheckedState } from '@karna/proto/gen/vision/v1/element';
import type { Frame } from '@karna/sight/frame';
import type { Find } from './assembling.ts';
import { checkedState, markBounds, markRole } from './checked.ts';
import type { Described } from './joining.ts';
import { isMark } from './roles.ts';

/** The network's word counts from here on; between `sureOff` and `sure` it says nothing. */
const sure = 0.6;
/** On five held-out sets it says so of 132 of 226 selected things and of 15 others; at 0.6 it was 118 and 12. */
const sureSelected = 0.5;
const sureOff = 0.25;
/** Below this the network may take a checkbox for a radio button, or the other way round. */
const sureRole = 0.6;

/** A find with its states: what its pixels tell of a mark, and what the network saw. Marks get the bounds they are drawn in. */
export function described(frame: Frame, find: Find): Described {
  const { selected = 0, disabled = 0, focused = 0 } = find.states ?? {};
  const states = { selected: selected >= sureSelected, disabled: disabled >= sure, focused: focused >= sure };
  if (!isMark(find.role)) return { ...find, ...states, checked: 'CHECKED_STATE_UNSPECIFIED' };
  const role = find.role === 'ROLE_SWITCH' || find.score >= sureRole ? find.role : markRole(frame, find.box);
  const box = find.role === 'ROLE_SWITCH' ? find.box : markBounds(frame, find.box);
  const told = checkedState(frame, find.box, role);
  return { ...find, ...states, role, box, checked: told === 'CHECKED_STATE_UNSPECIFIED' ? seenState(find) : told };
}

function seenState({ states }: Find): CheckedState {
  if (!states) return 'CHECKED_STATE_UNSPECIFIED';
  if (states.checked >= sure) return 'CHECKED_STATE_ON';
  return states.checked <= sureOff ? 'CHECKED_STATE_OFF' : 'CHECKED_STATE_UNSPECIFIED';
}

import type { CheckedState } from '@karna/proto/gen/vision/v1/element';
import type { Frame } from '@karna/sight/frame';
import type { Find } from './assembling.ts';
import { checkedState, markBounds, markRole } from './checked.ts';
import { isMark } from './roles.ts';

/** The network's word counts from here on; between `sureOff` and `sure` it says nothing. */
const sure = 0.6;
const sureOff = 0.25;
/** Below this the network may take a checkbox for a radio button, or the other way round. */
const sureRole = 0.6;

/** A find of which it is known whether it is on. */
export interface Marked extends Find {
  readonly checked: CheckedState;
}

/** A find with what its pixels tell of a mark, or else the network. Marks get the bounds they are drawn in. */
export function marked(frame: Frame, find: Find): Marked {
  if (!isMark(find.role)) return { ...find, checked: 'CHECKED_STATE_UNSPECIFIED' };
  const role = find.role === 'ROLE_SWITCH' || find.score >= sureRole ? find.role : markRole(frame, find.box);
  const box = find.role === 'ROLE_SWITCH' ? find.box : markBounds(frame, find.box);
  const told = checkedState(frame, find.box, role);
  return { ...find, role, box, checked: told === 'CHECKED_STATE_UNSPECIFIED' ? seenState(find) : told };
}

function seenState({ states }: Find): CheckedState {
  if (!states) return 'CHECKED_STATE_UNSPECIFIED';
  if (states.checked >= sure) return 'CHECKED_STATE_ON';
  return states.checked <= sureOff ? 'CHECKED_STATE_OFF' : 'CHECKED_STATE_UNSPECIFIED';
}

import type { Role } from '@karna/proto/gen/target/v1/target';
import { isField, isMark, isPicture, isPressable, isWritten } from './roles.ts';

/**
 * How well an element of one role answers a request for another, 0..1; 0 rules it out. Soft where the detector errs
 * (fields and selects, buttons and links, a button it saw only the text of), hard where a mix-up would act on the wrong thing.
 */
export function compatibility(asked: Role, seen: Role): number {
  if (asked === 'ROLE_UNSPECIFIED') return ofAnyRole(seen);
  if (asked === seen) return 1;
  if (isField(asked)) return forField(asked, seen);
  if (isMark(asked)) return forMark(seen);
  if (isPressable(asked)) return forPressable(seen);
  if (isPicture(asked)) return forPicture(seen);
  if (isWritten(asked)) return forWritten(seen);
  if (asked === 'ROLE_WINDOW' || asked === 'ROLE_DIALOG') return isWritten(seen) ? 0.9 : 0; // its title
  return 0;
}

/**
 * The same for what nothing answers: kinds that are mixed up now and then. A short value in a field looks like a caption, a bordered caption like
 * a field; worth asking about, never to be acted on.
 */
export function looseCompatibility(asked: Role, seen: Role): number {
  const isMixedUp = (isField(asked) && isPressable(seen)) || (isPressable(asked) && isField(seen));
  return Math.max(compatibility(asked, seen), isMixedUp ? mixedUp : 0);
}

const mixedUp = 0.7;

/** What can be acted on is meant before what can only be read: the "Sign in" button before the heading "Sign in". */
function ofAnyRole(seen: Role): number {
  if (seen === 'ROLE_TEXT') return 0.92;
  return seen === 'ROLE_HEADING' || seen === 'ROLE_IMAGE' ? 0.8 : 1;
}

function forField(asked: Role, seen: Role): number {
  if (asked === 'ROLE_SLIDER' || seen === 'ROLE_SLIDER') return 0;
  if (isField(seen)) return 0.92;
  return asked === 'ROLE_SELECT' && seen === 'ROLE_BUTTON' ? 0.7 : 0;
}

/** Clicking its text sets a checkbox nearly everywhere, should the box itself have been missed. */
const forMark = (seen: Role): number => (isMark(seen) ? 0.9 : seen === 'ROLE_TEXT' ? 0.8 : 0);

function forPressable(seen: Role): number {
  if (isPressable(seen) || seen === 'ROLE_ICON') return 0.9;
  if (seen === 'ROLE_TEXT') return 0.85;
  if (seen === 'ROLE_SELECT') return 0.8;
  return seen === 'ROLE_HEADING' ? 0.6 : 0;
}

const forPicture = (seen: Role): number =>
  isPicture(seen) ? 0.9 : isPressable(seen) ? 0.8 : seen === 'ROLE_TEXT' ? 0.5 : 0;

const forWritten = (seen: Role): number =>
  isWritten(seen) ? 0.95 : isPressable(seen) ? 0.85 : isField(seen) ? 0.8 : 0;

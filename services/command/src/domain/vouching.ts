// Whether the screen vouches for a name that nothing in the command vouched for.
import type { DirectAction } from '@karna/proto/gen/intent/v1/intent';
import type { Role, TargetQuery } from '@karna/proto/gen/target/v1/target';
import type { LocateReply } from '@karna/proto/gen/vision/v1/vision';
import { kindsFor, targetsOf } from './targets.ts';
import { isSameName } from './text-match.ts';

/** Less sure than this of what was found, or read, somebody is asked (the calibrated confidence of vision). */
const surely = 0.9;

/** What stands somewhere merely to be read: it may speak of what was said without being it. */
const mereWords: readonly Role[] = [
  'ROLE_UNSPECIFIED',
  'ROLE_TEXT',
  'ROLE_HEADING',
  'ROLE_IMAGE',
  'ROLE_WINDOW',
  'ROLE_DIALOG',
  'ROLE_SCROLLBAR',
];

/**
 * Whether exactly one thing is there that bears the whole name, is surely it, and is of a kind that the action is for. What merely resembles the
 * name, or has it among other words, vouches for nothing.
 */
export function isVouchedFor(target: TargetQuery, action: DirectAction, reply: LocateReply): boolean {
  const [candidate] = reply.candidates;
  const element = candidate?.element;
  if (!reply.unique || !element || candidate.confidence < surely) return false;
  const isCalledSo = [element.text, element.label].some((name) => isSameName(name, target.text));
  return isCalledSo && isFitting(element.role, target, action);
}

/** What is acted on has to be of a kind for it; what only tells where, or is waited for or read, may be anything. */
function isFitting(role: Role, { text }: TargetQuery, action: DirectAction): boolean {
  const isActedOn = targetsOf(action).some(([part, query]) => part === 'target' && query.text === text);
  const kinds = kindsFor(action);
  if (!isActedOn || isHarmless(action)) return true;
  return kinds.length > 0 ? kinds.includes(role) : !mereWords.includes(role);
}

const isHarmless = ({ verb }: DirectAction): boolean =>
  verb?.$case === 'hover' || verb?.$case === 'waitFor' || verb?.$case === 'readOut' || verb?.$case === 'scroll';

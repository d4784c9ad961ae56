import { hasCode } from '@karna/common/errors';
import type { Action, Rehearse } from '@karna/proto/gen/agent/v1/agent';
import type { Ruling, WindowRules } from '@karna/proto/gen/policy/v1/policy';
import type { Window } from '../ports.ts';
import type { Size } from './geometry.ts';
import { checkAction, type Policy } from './policy.ts';
import { brokenRule, inForce, type WindowRule, windowAt } from './window-rules.ts';

/** What actions are judged by: the owner's policy, the rules that came with the batch, and the windows there are. */
export interface Ground {
  readonly policy: Policy;
  readonly rules: readonly WindowRules[];
  readonly desktop: Size;
  readonly windows: readonly Window[];
}

/** What would be refused of these, each rule once. Fails as the actions would where they are not well-formed. */
export function rulingsOn({ actions, windowsUnknown }: Rehearse, ground: Ground): Ruling[] {
  const rulings: Ruling[] = [];
  let { windows } = ground;
  for (const action of actions) {
    rulings.push(...byOwner(action, ground));
    if (windowsUnknown) continue;
    rulings.push(...byWindow(action, { ...ground, windows }));
    windows = afterClick(action, windows);
  }
  if (windowsUnknown) rulings.push(...openOn(ground));
  return rulings.filter(
    ({ rule, kind }, index) => rulings.findIndex((other) => other.rule === rule && other.kind === kind) === index,
  );
}

/** The keys go to the window that is clicked. */
function afterClick({ kind }: Action, windows: readonly Window[]): readonly Window[] {
  const clicked = kind?.$case === 'clickAt' && kind.value.at && windowAt(kind.value.at, windows);
  return clicked ? windows.map((window) => ({ ...window, active: window === clicked })) : windows;
}

function byOwner(action: Action, { policy, desktop }: Ground): Ruling[] {
  try {
    checkAction(action, policy, desktop);
    return [];
  } catch (error) {
    if (!hasCode(error, 'action.refused')) throw error;
    return [refused('desktop_owner', `The owner of this desktop refuses it: ${error.message}.`)];
  }
}

function byWindow(action: Action, { policy, rules, windows }: Ground): Ruling[] {
  const broken = brokenRule(action, inForce(rules), windows);
  const isOwners = brokenRule(action, inForce([policy.windows]), windows) !== undefined;
  return [
    ...(broken ? [refused(broken, sentences[broken])] : []),
    ...(isOwners
      ? [refused('desktop_owner', 'The owner of this desktop keeps tasks out of the window it is in.')]
      : []),
  ];
}

/** Not which window: its title is the person's. */
const sentences: Record<WindowRule, string> = {
  act_only_in: 'The rules let tasks act only in certain windows, and it is in none of them.',
  act_never_in: 'The rules keep tasks out of the window that it is in.',
};

/** The rules that may forbid it, once it is known where it is. */
function openOn({ policy, rules }: Ground): Ruling[] {
  const unknown = (rule: string): Ruling => ({
    kind: 'RULING_KIND_UNKNOWN',
    rule,
    sentence: 'There are rules of windows, and in which one it will be is not known yet.',
  });
  const held = inForce(rules);
  return [
    ...(held.some(({ only }) => only.length > 0) ? [unknown('act_only_in')] : []),
    ...(held.some(({ never }) => never.length > 0) ? [unknown('act_never_in')] : []),
    ...(inForce([policy.windows]).length > 0 ? [unknown('desktop_owner')] : []),
  ];
}

const refused = (rule: string, sentence: string): Ruling => ({ kind: 'RULING_KIND_REFUSED', rule, sentence });

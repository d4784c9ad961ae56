// Whether the screen vouches for a name that nothing in the command vouched for.
import type { DirectAction } from '@karna/proto/gen/intent/v1/intent';
import type { InterpretReply, Supposition } from '@karna/proto/gen/language/v1/language';
import type { Role, TargetQuery } from '@karna/proto/gen/target/v1/target';
import type { Element } from '@karna/proto/gen/vision/v1/element';
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

/** What one press is for, of all that may be called a button; icons may want two. */
const pressed: readonly Role[] = ['ROLE_BUTTON', 'ROLE_LINK', 'ROLE_TAB', 'ROLE_MENU_ITEM'];

/**
 * What is looked for: where a verb is for some kinds only, each of them (the words beside a field are no field). A row in which something is has no name
 * of its own: the words are that stand in it.
 */
export function lookedFor(target: TargetQuery, action: DirectAction): TargetQuery[] {
  if (!isActedOn(target, action) && target.role === 'ROLE_ROW') return [{ ...target, role: 'ROLE_UNSPECIFIED' }];
  const kinds = isActedOn(target, action) && target.role === 'ROLE_UNSPECIFIED' ? kindsOf(action) : [];
  return kinds.length === 0 ? [target] : kinds.map((role) => ({ ...target, role }));
}

/**
 * Whether exactly one thing is there that bears the whole name, is surely it, and is of a kind that the action is for. What merely resembles the
 * name, or has it among other words, vouches for nothing.
 */
export function isVouchedFor(target: TargetQuery, action: DirectAction, replies: readonly LocateReply[]): boolean {
  const found = replies.flatMap((reply) => vouching(target, action, reply) ?? []);
  return new Set(found.map(({ id }) => id)).size === 1;
}

/** The ways to read a command between which the screen decides: none where it has nothing to say. */
export function readingsOf(outcome: NonNullable<InterpretReply['outcome']>): Supposition[] {
  switch (outcome.$case) {
    case 'ask': {
      const { supposition, readings } = outcome.value;
      return [...(supposition ? [supposition] : []), ...(readings?.ways ?? [])];
    }
    case 'understood': {
      const { otherwise, ...meant } = outcome.value;
      const named = (one: DirectAction, action: number) => targetsOf(one).map(([, target]) => ({ action, target }));
      return otherwise ? [{ meant, things: meant.actions.flatMap(named) }, ...otherwise.ways] : [];
    }
    case 'unknown':
      return outcome.value.readings?.ways ?? [];
    case 'skill':
      return [];
    default: {
      const nothing: never = outcome;
      return nothing;
    }
  }
}

/** A way to read a command, and whether all that it names is there. */
export interface SeenReading {
  readonly names: readonly TargetQuery[];
  readonly isThere: boolean;
}

/**
 * The one reading that the screen vouches for: all that it names is there, and so it accounts for more of what was said than any other of which the
 * same holds. Undefined where two account for different things.
 */
export function readingVouchedFor<R extends SeenReading>(readings: readonly R[]): R | undefined {
  const there = readings.filter(({ isThere }) => isThere);
  return there.find((one) => there.every((other) => other === one || isMoreThan(one, other)));
}

const isMoreThan = ({ names }: SeenReading, other: SeenReading): boolean => {
  const own = new Set(names.map(({ text }) => text));
  const others = new Set(other.names.map(({ text }) => text));
  return own.size > others.size && [...others].every((text) => own.has(text));
};

function vouching(target: TargetQuery, action: DirectAction, { unique, candidates }: LocateReply): Element | undefined {
  const [candidate] = candidates;
  const element = candidate?.element;
  if (!unique || !element || candidate.confidence < surely) return undefined;
  const isCalledSo = [element.text, element.label].some((name) => isSameName(name, target.text));
  return isCalledSo && isFitting(element.role, target, action) ? element : undefined;
}

/** What is acted on has to be of a kind for it; what only tells where, or is waited for or read, may be anything. */
function isFitting(role: Role, target: TargetQuery, action: DirectAction): boolean {
  if (!isActedOn(target, action) || isHarmless(action)) return true;
  if (pressed.includes(target.role)) return pressed.includes(role);
  const kinds = kindsOf(action);
  return kinds.length > 0 ? kinds.includes(role) : !mereWords.includes(role);
}

const isActedOn = ({ text }: TargetQuery, action: DirectAction): boolean =>
  targetsOf(action).some(([part, query]) => part === 'target' && query.text === text);

/** What a field is set to may be chosen from a list. */
const kindsOf = (action: DirectAction): readonly Role[] =>
  action.verb?.$case === 'typeText' && action.verb.value.replace
    ? [...kindsFor(action), 'ROLE_SELECT']
    : kindsFor(action);

const isHarmless = ({ verb }: DirectAction): boolean =>
  verb?.$case === 'hover' || verb?.$case === 'waitFor' || verb?.$case === 'readOut' || verb?.$case === 'scroll';

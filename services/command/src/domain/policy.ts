// Which effects look irreversible, and so need an approval that names them. A short list on purpose: asking about
// everything teaches people to say yes. Plain form buttons ("Submit", "Save", "OK", "Next") are not on it.
import { DomainError } from '@karna/common/errors';
import type { DirectAction } from '@karna/proto/gen/intent/v1/intent';
import type { Rules, Ruling, WindowRules } from '@karna/proto/gen/policy/v1/policy';
import type { Role } from '@karna/proto/gen/target/v1/target';
import type { Step } from '@karna/proto/gen/task/v1/task';
import type { Element } from '@karna/proto/gen/vision/v1/element';
import { hoursInWords, isWithin } from './hours.ts';
import { targetsOf } from './targets.ts';

/** Whole words and phrases in the name of what is clicked. */
const irreversible: readonly RegExp[] = [
  // Destroys
  /\b(delete|erase|wipe|destroy|uninstall|shred|purge)\b/i,
  /\bremove\b/i,
  /\bformat\s+(the\s+)?(disk|drive|volume|partition|card|usb|storage)\b/i,
  /\bempty\s+(the\s+)?(trash|bin|recycle bin|waste ?basket)\b/i,
  /\b(factory reset|reset to factory|discard (all|changes)|overwrite)\b/i,
  /\b(close|deactivate|terminate)\s+(my\s+|the\s+|your\s+)?account\b/i,
  // Spends
  /\b(pay|buy|purchase|donate)\b/i,
  /\b(place|submit|confirm|complete|send)\s+(my\s+|the\s+|your\s+)?(order|purchase|payment|booking)\b/i,
  /\btransfer\b/i,
  // Cannot be called back
  /\bsend\b/i,
  // Ends the session
  /\b(shut ?down|power off|reboot)\b/i,
];

/** Keys that destroy without asking back. */
const irreversibleChords = [/^shift\+delete$/i];
/** Where a drag destroys. */
const graves = /\b(trash|recycle bin|waste ?basket|bin)\b/i;

/** Clicking one of these does nothing that its text says: they are filled in, chosen or read. */
const harmless: readonly Role[] = [
  'ROLE_TEXT_FIELD',
  'ROLE_TEXT_AREA',
  'ROLE_CHECKBOX',
  'ROLE_RADIO',
  'ROLE_SWITCH',
  'ROLE_SELECT',
  'ROLE_SLIDER',
  'ROLE_ROW',
  'ROLE_CELL',
  'ROLE_HEADING',
  'ROLE_WINDOW',
  'ROLE_SCROLLBAR',
  'ROLE_TAB',
];
/** A longer text is content to be read (a mail's subject, a paragraph), not the name of an act. */
const maxNameWords = 6;

/**
 * Whether this action, on this element once it is known, looks irreversible. Only primary clicks, drags and key
 * chords can be; typing, choosing, scrolling, reading and opening are not.
 */
export function looksIrreversible(action: DirectAction, found?: Element): boolean {
  const { verb } = action;
  switch (verb?.$case) {
    case 'click': {
      if (verb.value.button === 'MOUSE_BUTTON_RIGHT') return false;
      const said = verb.value.target;
      return (
        isDestructiveName(said?.text ?? '', found?.role ?? said?.role) || isDestructiveName(nameOf(found), found?.role)
      );
    }
    case 'drag':
      return targetsOf(action).some(([part, query]) => part === 'to' && graves.test(query.text));
    case 'pressKeys':
      return verb.value.chords.some((chord) => irreversibleChords.some((rule) => rule.test(chord)));
    default:
      return false;
  }
}

/** The effect in words: what the step says, and what the screen says where that is not the same. */
export function effectOf({ sentence }: Pick<Step, 'sentence'>, found?: Element): string {
  const name = nameOf(found);
  return name === '' || sentence.toLowerCase().includes(name.toLowerCase()) ? sentence : `${sentence} ("${name}")`;
}

const nameOf = (element: Element | undefined): string => element?.text || element?.label || '';

function isDestructiveName(name: string, role: Role = 'ROLE_UNSPECIFIED'): boolean {
  if (harmless.includes(role) || name.trim().split(/\s+/).length > maxNameWords) return false;
  return irreversible.some((rule) => rule.test(name)) || (role === 'ROLE_BUTTON' && /^\s*format\s*$/i.test(name));
}

/** Whether the rules want it asked about, because of a word in the name of what is clicked. */
export function isAskedAbout(action: DirectAction, rules: readonly Rules[], found?: Element): boolean {
  const { verb } = action;
  if (verb?.$case !== 'click') return false;
  const names = [verb.value.target?.text ?? '', nameOf(found)];
  return rules.some(({ asks }) => asks.some((word) => names.some((name) => hasWord(name, word))));
}

function hasWord(name: string, word: string): boolean {
  const literal = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
  return new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'iu').test(name);
}

/** Why a step has to be approved, on this element once it is known; undefined: it need not be. */
export function approvalRuling(
  { action, irreversible }: Pick<Step, 'action' | 'irreversible'>,
  rules: readonly Rules[],
  found?: Element,
): Ruling | undefined {
  if (irreversible || (action && looksIrreversible(action, found))) return needsApproval('irreversible');
  return action && isAskedAbout(action, rules, found) ? needsApproval('ask_first_about') : undefined;
}

/** The steps that are asked about before the first one is taken, each with why: by the rules, or by their own words. */
export function stepsToApprove(
  steps: readonly Step[],
  rules: readonly Rules[],
): { readonly step: Step; readonly ruling: Ruling }[] {
  const open = steps.filter(({ state }) => state !== 'STEP_STATE_DONE' && state !== 'STEP_STATE_SKIPPED');
  const always = rules.some(({ asksAlways }) => asksAlways) ? needsApproval('ask_before_every_task') : undefined;
  return open.flatMap((step) => {
    const ruling = approvalRuling(step, rules) ?? always;
    return ruling ? { step, ruling } : [];
  });
}

const reasons = {
  irreversible: 'This looks as if it cannot be undone.',
  ask_first_about: 'The rules here want it asked about.',
  ask_before_every_task: 'The rules here want every task asked about.',
} as const;

const needsApproval = (rule: keyof typeof reasons): Ruling => ({
  kind: 'RULING_KIND_NEEDS_APPROVAL',
  rule,
  sentence: reasons[rule],
});

/** The effects to be approved, in words, and why. */
export const effectSentence = (effects: readonly string[], rulings: readonly Ruling[]): string =>
  `Needs your approval: ${effects.join('; ')}. ${[...new Set(rulings.map(({ sentence }) => sentence))].join(' ')}`;

/** What the rules say of windows: the agent holds to them. */
export const windowsIn = (rules: readonly Rules[]): WindowRules[] => rules.flatMap(({ windows }) => windows ?? []);

/** Fails with `policy.hours` when tasks do not act at that moment. */
export function checkHours(rules: readonly Rules[], now: Date): void {
  const closed = rules.find((one) => !isWithin(one, now));
  if (!closed) return;
  throw new DomainError('policy.hours', `Tasks act here only at these hours: ${hoursInWords(closed)}. Resume it then.`);
}

import { createHash } from 'node:crypto';
import type { DirectAction } from '@karna/proto/gen/intent/v1/intent';
import type { Role, TargetQuery } from '@karna/proto/gen/target/v1/target';
import type { Choice } from '@karna/proto/gen/task/v1/task';
import type { Candidate, Element } from '@karna/proto/gen/vision/v1/element';
import { relationWord, word } from '@karna/proto/words';
import { centre, contains, distance, grown, whereabouts } from './geometry.ts';
import type { Pick } from './journal.ts';
import { isSameName, shapesOf } from './text-match.ts';

/** A clarification offers at most so many places: more is no help to anybody. */
export const maxChoices = 5;
/** A chosen place is found again when its middle lies within the old box and this much around it (px): a small shift. */
const pickTolerancePx = 8;

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];

/** A target in words, for sentences: `the second "Edit" button right of "Ada"`. */
export function describe({ text, role, ordinal, relation }: TargetQuery): string {
  const place = ordinal < 0 ? 'last' : (ordinals[ordinal - 1] ?? (ordinal > 0 ? `number ${ordinal}` : ''));
  const kind = role === 'ROLE_UNSPECIFIED' ? '' : word(role, ' ');
  const name = text === '' ? '' : `"${text}"`;
  const near = relation?.anchor ? `${relationWord(relation.kind)} ${describe(relation.anchor)}` : '';
  const said = [place, name, kind || (name ? '' : 'target'), near].filter((part) => part !== '').join(' ');
  return name === '' || place !== '' || kind !== '' ? `the ${said}` : said;
}

/** The targets of an action, by the part they play in it. */
export function targetsOf({ verb }: DirectAction): readonly (readonly [part: string, query: TargetQuery])[] {
  switch (verb?.$case) {
    case 'click':
    case 'hover':
    case 'setChecked':
    case 'typeText':
    case 'scroll':
    case 'waitFor':
    case 'readOut':
      return verb.value.target ? [['target', verb.value.target]] : [];
    case 'selectOption':
      return [['target', verb.value.target ?? optionQuery(verb.value.option)]];
    case 'drag':
      return [
        ...(verb.value.from ? ([['target', verb.value.from]] as const) : []),
        ...(verb.value.to ? ([['to', verb.value.to]] as const) : []),
      ];
    case 'pressKeys':
    case 'open':
    case undefined:
      return [];
    default: {
      const nothing: never = verb;
      return nothing;
    }
  }
}

/** A target is understood as one hover over it. */
export const targetOfFirst = ([action]: readonly DirectAction[]): TargetQuery | undefined =>
  action?.verb?.$case === 'hover' ? action.verb.value.target : undefined;

/** The kinds of element that a verb is for: `select X in Country` means the list beside that name, not the name. */
export function kindsFor({ verb }: DirectAction): readonly Role[] {
  switch (verb?.$case) {
    case 'typeText':
      return ['ROLE_TEXT_FIELD', 'ROLE_TEXT_AREA'];
    case 'selectOption':
      return verb.value.target ? ['ROLE_SELECT'] : [];
    case 'setChecked':
      return ['ROLE_CHECKBOX', 'ROLE_SWITCH', 'ROLE_RADIO'];
    default:
      return [];
  }
}

/**
 * The one candidate of these kinds that bears the name asked for. A thing whose name merely resembles it is not
 * taken for it, however alone of its kind it stands.
 */
export function ofKind(
  candidates: readonly Candidate[],
  kinds: readonly Role[],
  { text }: TargetQuery,
): Candidate | undefined {
  const named = candidates.filter(
    ({ element }) =>
      element && kinds.includes(element.role) && [element.label, element.text].some((name) => isSameName(name, text)),
  );
  return named.length === 1 ? named[0] : undefined;
}

/** An option by its text alone. */
export const optionQuery = (option: string): TargetQuery => ({
  text: option,
  role: 'ROLE_UNSPECIFIED',
  ordinal: 0,
  relation: undefined,
  exact: false,
});

/** The same action about another first target. */
export function retargeted(action: DirectAction, target: TargetQuery): DirectAction {
  const { verb } = action;
  switch (verb?.$case) {
    case 'click':
      return { ...action, verb: { ...verb, value: { ...verb.value, target } } };
    case 'hover':
      return { ...action, verb: { ...verb, value: { ...verb.value, target } } };
    case 'setChecked':
      return { ...action, verb: { ...verb, value: { ...verb.value, target } } };
    case 'typeText':
      return { ...action, verb: { ...verb, value: { ...verb.value, target } } };
    case 'scroll':
      return { ...action, verb: { ...verb, value: { ...verb.value, target } } };
    case 'waitFor':
      return { ...action, verb: { ...verb, value: { ...verb.value, target } } };
    case 'readOut':
      return { ...action, verb: { ...verb, value: { ...verb.value, target } } };
    case 'selectOption':
      return { ...action, verb: { ...verb, value: { ...verb.value, target } } };
    case 'drag':
      return { ...action, verb: { ...verb, value: { ...verb.value, from: target } } };
    case 'pressKeys':
    case 'open':
    case undefined:
      return action;
    default: {
      const nothing: never = verb;
      return nothing;
    }
  }
}

/** Candidates as choices. The id carries what the choice means: which part it answers and a fingerprint of its text. */
export function choicesOf(
  candidates: readonly Candidate[],
  part: string,
  screen: { readonly width: number; readonly height: number },
): Choice[] {
  return candidates.slice(0, maxChoices).map((candidate, i) => {
    const box = boxOf(candidate);
    return {
      id: `pick_${i + 1}_${part}_${fingerprint(textOf(candidate))}`,
      label: `${labelOf(candidate)}, ${whereabouts(box, screen)}${signsOf(candidate)}`,
      box,
    };
  });
}

const labelOf = ({ element }: Candidate): string => {
  const role = element && element.role !== 'ROLE_UNSPECIFIED' ? word(element.role, ' ') : 'place';
  const name = element?.text || element?.label;
  return name ? `"${name}" ${role}` : role;
};

// Only the signs that tell places apart: relations, not scores.
const signsOf = ({ signs }: Candidate): string => {
  const telling = signs.filter((sign) => /^(left of|right of|above|below|inside|near|in row)\b/.test(sign));
  return telling.length > 0 ? ` (${telling.join(', ')})` : '';
};

/** What a choice of a place stands for; undefined for one that stands for a command. */
export function pickOf({ id, box }: Choice): Pick | undefined {
  const [kind, , part, text] = id.split('_');
  return kind === 'pick' && part !== undefined && text !== undefined && box ? { part, text, box } : undefined;
}

/** The candidate that stands where the chosen one stood and says the same; undefined when none or several do. */
export function pickAgain(candidates: readonly Candidate[], { box, text }: Pick): Candidate | undefined {
  const [nearest] = candidates
    .filter((candidate) => fingerprint(textOf(candidate)) === text)
    .filter((candidate) => contains(grown(box, pickTolerancePx), centre(boxOf(candidate))))
    .sort((a, b) => distance(centre(boxOf(a)), centre(box)) - distance(centre(boxOf(b)), centre(box)));
  return nearest;
}

/** The choice that words name: its number ("2", "the second"), or its label or name. */
export function namedChoice(choices: readonly Choice[], words: string): Choice | undefined {
  const said = words
    .trim()
    .toLowerCase()
    .replace(/^(the|number|option|choice)\s+/, '')
    .replace(/\s+(one|choice|option)$/, '');
  const place = said === 'last' ? choices.length : /^\d+$/.test(said) ? Number(said) : ordinals.indexOf(said) + 1;
  if (place > 0) return choices[place - 1];
  const named = choices.filter(({ label }) => isSameName(label, words) || isSameName(quotedIn(label), words));
  return named.length === 1 ? named[0] : undefined;
}

const quotedIn = (label: string): string => /^"(.*?)"/.exec(label)?.[1] ?? label;

export const textOf = ({ element }: Candidate): string => element?.text || element?.label || '';

/** Where a candidate is; one without a box is its point. */
export const boxOf = ({ element, point }: Candidate) =>
  element?.box ?? { x: point?.x ?? 0, y: point?.y ?? 0, width: 1, height: 1 };

/** Tells texts apart without keeping them. */
const fingerprint = (text: string): string =>
  createHash('sha256').update(shapesOf(text.toLowerCase())).digest('hex').slice(0, 12);

export const fingerprintOf = ({ text, label }: Element): string => fingerprint(text || label);

/** The one candidate there is, provided that it says what was asked for and is not merely something like it. */
export function soleNaming(candidates: readonly Candidate[], text: string): Candidate | undefined {
  const [only, ...others] = candidates;
  const wanted = text.toLowerCase();
  const says = [only?.element?.text, only?.element?.label].some((own) => own?.toLowerCase().includes(wanted));
  return others.length === 0 && wanted !== '' && says ? only : undefined;
}

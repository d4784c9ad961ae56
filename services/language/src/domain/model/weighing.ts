import type { Meaning, Witness } from '@karna/proto/gen/language/v1/language';
import { interpret, type Outcome } from '../interpret.ts';
import { folded } from '../learning/words.ts';
import { type SaidValue, saySkill } from '../skills/filling.ts';
import type { Understanding } from '../skills/understand.ts';
import { modelTrust, type Proposal } from './answer.ts';

/** Below this a witness has said nothing that counts. */
const worthHearing = 0.4;
const mostMeanings = 4;

/** What the three say of a skill that the model has named. */
export interface Heard {
  /** What comes of it when it is named with the model's values. */
  readonly named: Outcome;
  /** The values that they find in the words themselves. */
  readonly values: readonly SaidValue[];
}

export interface Weighed {
  readonly outcome: Outcome;
  readonly witness: Witness;
}

/**
 * Whether the model is worth asking: where nothing was understood, where a skill is near but not sure, or where the grammar has one reading
 * that it does not trust. Never where the three agree, and never between readings of the grammar: there only a person knows.
 */
export function isInDoubt({ outcome, witnesses }: Understanding): boolean {
  if (outcome.$case === 'unknown') return true;
  if (outcome.$case !== 'ask') return false;
  return outcome.value.meanings.length === 1 || strong(witnesses).some(({ name }) => name !== 'grammar');
}

const strong = (witnesses: readonly Witness[]): readonly Witness[] =>
  witnesses.filter(({ says, confidence }) => says !== '' && confidence >= worthHearing);

/** What comes of all four. The model alone is only asked about; with another witness that says the same, and none that says otherwise, it counts. */
export function weighed(three: Understanding, proposal: Proposal, heard: Heard | undefined): Weighed {
  switch (proposal.is) {
    case 'nothing':
      return { outcome: three.outcome, witness: said('', 'it found nothing that fits') };
    case 'skill':
      return ofSkill(three, proposal, heard);
    case 'actions':
      return ofActions(three, proposal);
    default: {
      const nothing: never = proposal;
      return nothing;
    }
  }
}

function ofSkill(
  three: Understanding,
  { skill, values }: Extract<Proposal, { is: 'skill' }>,
  heard: Heard | undefined,
): Weighed {
  const named = heard?.named;
  const label = named?.$case === 'skill' ? named.value.sentence : skill.name;
  const witness = said(label, 'the language model takes it for this skill');
  const others = strong(three.witnesses);
  const friend = Math.max(0, ...others.filter(({ says }) => says === skill.name).map(({ confidence }) => confidence));
  const isAlone = friend === 0 || others.some(({ says }) => says !== skill.name);
  // It knows no more than the three who ask for a value.
  if (!isAlone && named?.$case === 'ask') return { outcome: three.outcome, witness };
  if (!isAlone && named?.$case === 'skill' && isSame(values, heard?.values ?? [])) {
    return { outcome: { $case: 'skill', value: { ...named.value, confidence: together(friend) } }, witness };
  }
  return { outcome: asked({ label, command: saySkill(skill, values) }, three.outcome), witness };
}

function ofActions(three: Understanding, { command, steps }: Extract<Proposal, { is: 'actions' }>): Weighed {
  const label = steps.map(({ action }) => action.sentence).join(', then ');
  const witness = said(label, 'the language model takes it for a direct command');
  const meant = three.outcome.$case === 'ask' ? three.outcome.value.meanings : [];
  const [only] = meant;
  const same = only && meant.length === 1 && strong(three.witnesses).length === 0 ? interpret(only.command) : undefined;
  if (same?.$case === 'understood' && verbsIn(same.value.actions) === verbsIn(steps.map(({ action }) => action))) {
    return { outcome: { $case: 'understood', value: { ...same.value, confidence: together(modelTrust) } }, witness };
  }
  return { outcome: asked({ label, command }, three.outcome), witness };
}

/** Both would have to be wrong. */
const together = (other: number): number => 1 - (1 - other) * (1 - modelTrust);

const said = (says: string, because: string): Witness => ({
  name: 'model',
  says,
  confidence: says === '' ? 0 : modelTrust,
  because,
  code: '',
});

function asked(mine: Meaning, before: Outcome): Outcome {
  const others = before.$case === 'ask' ? before.value.meanings.filter(({ label }) => label !== mine.label) : [];
  const meanings = [mine, ...others].slice(0, mostMeanings);
  const question = meanings.length === 1 ? `Did you mean: ${mine.label}?` : 'Which of these do you mean?';
  return { $case: 'ask', value: { question, meanings, answerIn: '', secret: false } };
}

function isSame(some: readonly SaidValue[], others: readonly SaidValue[]): boolean {
  const listed = (values: readonly SaidValue[]) =>
    values
      .map(({ slot, said }) => `${slot}\n${folded(said)}`)
      .sort()
      .join('\n\n');
  return listed(some) === listed(others);
}

/** Whether names have to match as a whole is how they were said, not what was meant. */
const verbsIn = (actions: readonly { readonly verb?: unknown }[]): string =>
  JSON.stringify(
    actions.map(({ verb }) => verb),
    (key, value: unknown) => (key === 'exact' ? undefined : value),
  );

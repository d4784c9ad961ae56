import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import type { Outcome } from '../interpret.ts';

export const mask = '•••';

/** Names of fields whose text is nobody's business. */
const secretName =
  /\b(?:pass(?:word|code|phrase|wort)?s?|kennwort|pin|puk|tan|otp|cvv|cvc|secret|token|api[ _-]?key|private key|security code|one[- ]time code)\b/i;

export interface Masked {
  readonly text: string;
  readonly hadSecret: boolean;
}

/** What was said, without secrets: values of secret slots, and what is typed into fields that are named like secrets. When in doubt, without all of it. */
export function masked(text: string, outcome: Outcome, skill: Skill | undefined): Masked {
  const secrets = secretsIn(outcome, skill);
  if (secrets.length > 0) {
    const left = secrets.reduce((said, secret) => said.replaceAll(secret, mask), text);
    // Escapes, or other spaces: what was meant is not there as it was said.
    return { text: secrets.every((secret) => text.includes(secret)) ? left : mask, hadSecret: true };
  }
  // What was not understood and speaks of a password may have one in it.
  const isClear = outcome.$case === 'skill' || (outcome.$case === 'understood' && !typesInto(outcome, secretName));
  return !isClear && secretName.test(text) ? { text: mask, hadSecret: true } : { text, hadSecret: false };
}

function secretsIn(outcome: Outcome, skill: Skill | undefined): string[] {
  if (outcome.$case === 'understood') {
    return outcome.value.actions.flatMap(({ verb }) =>
      verb?.$case === 'typeText' && secretName.test(verb.value.target?.text ?? '') && verb.value.text !== ''
        ? [verb.value.text]
        : [],
    );
  }
  if (outcome.$case !== 'skill') return [];
  const names = new Set(skill?.slots.filter(({ type }) => type === 'SLOT_TYPE_SECRET').map(({ name }) => name));
  return outcome.value.slots.flatMap(({ name, said }) => (names.has(name) && said !== '' ? [said] : []));
}

/** Something is typed and nothing says into which field, or the field is named so. */
const typesInto = (outcome: Extract<Outcome, { $case: 'understood' }>, name: RegExp): boolean =>
  outcome.value.actions.some(
    ({ verb }) => verb?.$case === 'typeText' && (!verb.value.target || name.test(verb.value.target.text)),
  );

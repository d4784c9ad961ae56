import { Skill } from '@karna/proto/gen/skill/v1/skill';

/** A skill whose slots are texts, as many as its phrases name. */
export const skillOf = (id: string, name: string, phrases: readonly string[], version = 1): Skill =>
  Skill.fromPartial({
    id,
    name,
    version,
    phrases: [...phrases],
    slots: [
      ...new Set(phrases.flatMap((phrase) => [...phrase.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''))),
    ].map((slot) => ({ name: slot, type: 'SLOT_TYPE_TEXT' as const, choices: [] })),
  });

export const someSkills: readonly Skill[] = [
  skillOf('skill_invoice', 'Send invoice', ['send the invoice to {customer}', 'mail {customer} the bill']),
  skillOf('skill_report', 'Weekly report', ['make the weekly report', 'write up this week']),
  skillOf('skill_travel', 'Book travel', ['book a train to {city}', 'get me a ticket to {city}']),
];

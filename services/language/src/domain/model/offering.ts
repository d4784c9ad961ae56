import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import { z } from 'zod';
import type { ModelTool } from '../../ports.ts';
import { modelVerbs } from './verbs.ts';

/** Skills that are offered at once: more only make it choose worse, and cost tokens. */
export const mostSkills = 20;
const mostPhrases = 4;

/** The model's way to say that none of it fits. */
export const nothingFits = 'nothing_fits';

/** What a model may call in one question: the direct actions, these skills, and nothing else. */
export interface Offer {
  readonly tools: readonly ModelTool[];
  /** By the name of their tool. */
  readonly skills: ReadonlyMap<string, Skill>;
}

export function offerOf(skills: readonly Skill[]): Offer {
  // What has to be told to a skill in secret is nothing for a model.
  const offered = skills
    .filter((skill) => skill.slots.every(({ type }) => type !== 'SLOT_TYPE_SECRET'))
    .slice(0, mostSkills)
    .map((skill, index) => [`skill_${index + 1}`, skill] as const);
  return { tools: [...verbTools, ...offered.map(skillTool), nothing], skills: new Map(offered) };
}

/** Short: every question pays for it. Bounds and defaults are for us to know. */
export function schemaOf(shape: z.ZodType): ModelTool['parameters'] {
  const { $schema, ...schema } = z.toJSONSchema(shape, {
    io: 'input',
    override: ({ jsonSchema }) => {
      for (const key of ['default', 'minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems'] as const) {
        delete jsonSchema[key];
      }
    },
  });
  return schema;
}

const verbTools: readonly ModelTool[] = Object.entries(modelVerbs).map(([name, { description, shape }]) => ({
  name,
  description,
  parameters: schemaOf(shape),
}));

const nothing: ModelTool = {
  name: nothingFits,
  description: 'Call this when none of the other tools does what was asked.',
  parameters: { type: 'object', properties: {}, additionalProperties: false },
};

const skillTool = ([name, { name: called, phrases, slots }]: readonly [string, Skill]): ModelTool => ({
  name,
  description: `Runs the taught skill ${JSON.stringify(called)}. Asked for as: ${phrases
    .slice(0, mostPhrases)
    .map((phrase) => JSON.stringify(phrase))
    .join(', ')}.`,
  parameters: {
    type: 'object',
    properties: Object.fromEntries(
      slots.map((slot) => [
        slot.name,
        {
          type: 'string',
          description: 'exactly as it stands in the command; left out when it is not there',
          ...(slot.choices.length > 0 ? { examples: slot.choices.slice(0, 20) } : {}),
        },
      ]),
    ),
    additionalProperties: false,
  },
});

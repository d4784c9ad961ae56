// Demonstrations, written down: what is done by which words. Done once at the usual look, they remember what they saw.
import { type DirectAction, MouseButton } from '@karna/proto/gen/intent/v1/intent';
import { Skill, SkillStep, SlotType } from '@karna/proto/gen/skill/v1/skill';
import { RelationKind, Role, TargetQuery } from '@karna/proto/gen/target/v1/target';

type Verb = NonNullable<DirectAction['verb']>;
type Part = { readonly verb: Verb; readonly checks?: readonly string[] };

export function skillOf(name: string, slots: readonly string[], parts: readonly Part[], application = ''): Skill {
  return Skill.fromPartial({
    name,
    slots: slots.map((slot) => ({ name: slot, type: SlotType.SLOT_TYPE_TEXT })),
    steps: parts.map(({ verb, checks = [] }, index) =>
      SkillStep.fromPartial({
        id: `step-${index + 1}`,
        sentence: `${verb.$case} ${index + 1}`,
        action: { sentence: '', confidence: 1, verb },
        ...(application ? { window: { application, title: '' } } : {}),
        checks: checks.map((text) => ({ what: { $case: 'appears', value: words(text, { exact: true }) } })),
      } as SkillStep),
    ),
  });
}

export const click = (text: string, rightOf?: string): Part => ({
  verb: {
    $case: 'click',
    value: {
      target: words(text, {
        role: Role.ROLE_UNSPECIFIED,
        ...(rightOf === undefined
          ? {}
          : { relation: { kind: RelationKind.RELATION_KIND_RIGHT_OF, anchor: words(rightOf) } }),
      }),
      button: MouseButton.MOUSE_BUTTON_LEFT,
      count: 1,
    },
  },
});

export const type = (text: string, into?: string): Part => ({
  verb: {
    $case: 'typeText',
    value: { target: into === undefined ? undefined : words(into), text, replace: into !== undefined },
  },
});

export const press = (...chords: string[]): Part => ({ verb: { $case: 'pressKeys', value: { chords } } });

/** The same, and then this has to be there. */
export const seen = (part: Part, ...checks: string[]): Part => ({ ...part, checks });

const words = (text: string, more: Partial<TargetQuery> = {}): TargetQuery =>
  TargetQuery.fromPartial({ text, ...more } as TargetQuery);

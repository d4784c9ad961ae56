import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import { uncalibrated } from '../learning/calibration.ts';
import { type Example, IntentModel, learnIntents } from '../learning/intent-model.ts';
import { learnSlots, type SlotModel } from '../learning/slots/slot-model.ts';
import { type Confirmed, lessonsOf } from './lessons.ts';
import { otherWishes } from './others.ts';

/** What was learned from one state of the catalogue. */
export interface SkillModel {
  readonly version: number;
  readonly intents: IntentModel;
  readonly slots: SlotModel;
}

export interface Learning {
  readonly version: number;
  readonly skills: readonly Skill[];
  readonly confirmed?: readonly Confirmed[];
  readonly onProgress?: (share: number) => void;
}

/** The label of wishes that no skill is for. With a handful of skills, what is none of them has to be learned like one. */
export const noSkill = '';

const slotsShare = 0.4;

export function learnSkills({ version, skills, confirmed = [], onProgress }: Learning): SkillModel {
  const { examples, marked, names } = lessonsOf(skills, confirmed);
  const learned = learnIntents({
    examples: [...examples, ...otherWishes.map((text) => ({ text, label: noSkill }))],
    names,
    outside: [],
    onProgress: (share) => onProgress?.(share * (1 - slotsShare)),
  });
  // Wordings made by rules are too like each other to tell how sure one may be of what people say, and "none" is a label here.
  const intents = new IntentModel(learned.labels, learned.members, uncalibrated);
  const slots = learnSlots({
    examples: marked,
    onProgress: (share) => onProgress?.(1 - slotsShare + share * slotsShare),
  });
  return { version, intents, slots };
}

/** 0..1: the share of wishes whose skill the model finds. */
export function accuracyOf(model: SkillModel, examples: readonly Example[]): number {
  const right = examples.filter(({ text, label }) => model.intents.opinion(text).guesses[0]?.label === label);
  return examples.length === 0 ? 1 : right.length / examples.length;
}

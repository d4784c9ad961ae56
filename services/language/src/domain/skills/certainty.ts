import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import type { Opinion } from '../learning/intent-model.ts';
import type { Likeness, Likenesses } from './likeness.ts';

/** What speaks for a skill, and what for none, as numbers of about one. */
export interface Signs {
  readonly skills: readonly { readonly skill: Skill; readonly signs: readonly number[] }[];
  readonly none: readonly number[];
}

export interface Evidence {
  readonly likenesses: Likenesses;
  readonly opinion: Opinion | undefined;
  /** What the classifier calls none of them. */
  readonly noSkill: string;
}

/**
 * Weights of the signs, found on `bench/src/language/skills/development.txt` by `npm run bench -- skills --fit`: those under which what was
 * meant is least surprising.
 */
export const weights = {
  skill: [2.27, 2.63, 3.85, 1.55, 0.76, 4.83],
  none: [-0.12, 4.22, 2.85],
} as const;

const nothing: Likeness = { said: 0, usual: 0, named: 0, meant: 0 };
const leastShare = 1e-3;
/** 0..1 for shares from a thousandth to one. */
const surprise = (share: number): number => 1 + Math.log(share + leastShare) / Math.log(1 / leastShare);

/** The signs for each of these skills. */
export function signsOf(skills: readonly Skill[], text: string, evidence: Evidence): Signs {
  const { likenesses, opinion, noSkill } = evidence;
  const shareOf = new Map(opinion?.guesses.map(({ label, confidence }) => [label, confidence]));
  const hasNumber = /\p{N}/u.test(text);
  return {
    skills: skills.map((skill) => {
      const { said, meant, usual, named } = likenesses.bySkill.get(skill.id) ?? nothing;
      const lacksNumber =
        !hasNumber && skill.slots.some(({ type, optional }) => type === 'SLOT_TYPE_NUMBER' && !optional);
      const classifier = surprise(shareOf.get(skill.id) ?? 0);
      return {
        skill,
        signs: [said, meant, usual, named, classifier, lacksNumber ? -1 : 0],
      };
    }),
    none: [1, likenesses.strange, surprise(shareOf.get(noSkill) ?? 0)],
  };
}

/** How likely each of the skills is meant, if any; with what is missing to one it is none of them. */
export function certaintiesOf({ skills, none }: Signs, { skill, none: noneWeights }: Weights = weights): number[] {
  const utilities = skills.map(({ signs }) => weighed(signs, skill));
  const most = Math.max(...utilities, weighed(none, noneWeights));
  const odds = utilities.map((utility) => Math.exp(utility - most));
  const all = odds.reduce((total, one) => total + one, Math.exp(weighed(none, noneWeights) - most));
  return odds.map((one) => one / all);
}

export interface Weights {
  readonly skill: readonly number[];
  readonly none: readonly number[];
}

const weighed = (signs: readonly number[], by: readonly number[]): number =>
  signs.reduce((total, sign, index) => total + sign * (by[index] ?? 0), 0);

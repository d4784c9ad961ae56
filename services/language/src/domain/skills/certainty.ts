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
 * Weights of the signs, found on the development sets in `bench/src/language/skills` by `npm run bench -- skills --fit`: those under which what was
 * meant is least surprising.
 */
export const weights = {
  skill: [1.04, 1.14, 3.8, 1.14, 2.98, 1.08, 1.35, 3.98, 1.48, 3.37, 2.76, 3],
  none: [0.28, 3.63, 1.97],
} as const;

const nothing: Likeness = {
  said: 0,
  usual: 0,
  named: 0,
  meant: 0,
  strange: 1,
  shared: 0,
  evidence: [],
  opposed: false,
  negated: false,
  already: false,
  hollow: false,
  spare: false,
  undated: false,
  dateless: false,
};
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
      const likeness = likenesses.bySkill.get(skill.id) ?? nothing;
      const { said, meant, usual, named, shared, strange, ...against } = likeness;
      const lacksNumber =
        !hasNumber && skill.slots.some(({ type, optional }) => type === 'SLOT_TYPE_NUMBER' && !optional);
      const classifier = surprise(shareOf.get(skill.id) ?? 0);
      const signs = [
        [said, meant, usual, named, shared, classifier, -strange],
        [lacksNumber, against.opposed, against.spare, against.undated, against.dateless].map((is) => (is ? -1 : 0)),
      ].flat();
      return { skill, signs };
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

import type { SlotValue, Witness } from '@karna/proto/gen/language/v1/language';
import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import { sure } from '../clause.ts';
import { interpret, type Outcome } from '../interpret.ts';
import type { Catalogue, Match } from './catalogue.ts';
import { fits } from './catalogue.ts';
import { certaintiesOf, signsOf } from './certainty.ts';
import { dayInWords } from './dates.ts';
import {
  hasClause,
  isDoubtful,
  isForAnother,
  isOneSided,
  isOnlyQuestion,
  isRival,
  isStrange,
  isWithin,
} from './doubts.ts';
import { fill, isSureOf, type SaidValue, saySkill } from './filling.ts';
import type { Likeness } from './likeness.ts';
import { readNamedSkill } from './named-skill.ts';
import { ownWords, residue } from './residue.ts';
import { noSkill, type SkillModel } from './skill-model.ts';
import type { Setting } from './slot-values.ts';
import { wholeName } from './whole-names.ts';

export interface Knowledge {
  readonly catalogue: Catalogue;
  readonly model: SkillModel | undefined;
}

export interface Asked {
  readonly text: string;
  readonly domain: string;
  readonly setting: Setting;
}

export interface Understanding {
  readonly outcome: Outcome;
  /** The skill that was understood; a question about one of its values has one, too. */
  readonly skillId?: string;
  readonly witnesses: readonly Witness[];
}

/**
 * From here a skill is run without a question, if the next is so many times less likely; below `worthAsking` it is not even asked about. Chosen on
 * the wordings that the weights were found on.
 */
const certainty = {
  run: 0.6,
  worthAsking: 0.3,
  times: 4,
  rivalTimes: 20,
  beside: 0.15,
  surely: 0.85,
  taught: 0.98,
} as const;

/** By so much less may a skill that was said word for word have the words that it was said with. */
const bearable = 0.1;

interface Belief {
  readonly skill: Skill;
  readonly phrases: number;
  readonly classifier: number;
  readonly confidence: number;
  readonly captured: Match['captured'];
  readonly likeness: Likeness | undefined;
}

/** What was meant, by all witnesses: what they agree on is surer, where they disagree somebody is asked. */
export function understand(asked: Asked, { catalogue, model }: Knowledge): Understanding {
  const named = byName(asked, catalogue);
  if (named) return { outcome: named, witnesses: [grammarWitness(named)], ...skillOf(named) };
  const direct = interpret(asked.text);
  const beliefs = believed(asked, { catalogue, model });
  const witnesses = [grammarWitness(direct), ...skillWitnesses(beliefs)];
  const { outcome, skillId } = judged(asked, direct, beliefs, model);
  return { outcome, witnesses, ...(skillId === undefined ? skillOf(outcome) : { skillId }) };
}

const skillOf = (outcome: Outcome): { skillId?: string } =>
  outcome.$case === 'skill' ? { skillId: outcome.value.skillId } : {};

function byName({ text, setting }: Asked, catalogue: Catalogue): Outcome | undefined {
  const named = readNamedSkill(text);
  const [skill, ...others] = named ? catalogue.named(named.name) : [];
  if (!named || !skill) return undefined;
  return others.length > 0 ? between([skill, ...others], named.values) : outcomeFor(skill, named.values, 1, setting);
}

/** The values that the words have for a skill, were it this one that was meant. */
export function heardFor(asked: Asked, skill: Skill, { catalogue, model }: Knowledge): readonly SaidValue[] {
  const matches = catalogue.matches(withoutPoliteness(asked.text), asked.domain);
  const captured = matches.find((match) => match.skill.id === skill.id)?.captured;
  return valuesFor(asked, { skill, captured }, model);
}

/** The skills it may be, likeliest first. */
function believed(asked: Asked, knowledge: Knowledge): Belief[] {
  const { signs, matches, shareOf, likenesses } = signsFor(asked, knowledge);
  const certainties = certaintiesOf(signs);
  const meantMost = Math.max(...signs.skills.map(({ signs: [, meant = 0] }) => meant));
  return signs.skills
    .map(({ skill, signs: [said = 0, meant = 0] }, index): Belief => {
      // `put {program} on {computer}` fits `put Ada on the list`, too: a list that another skill knows is no computer.
      const isWhole = meant >= meantMost - bearable;
      const captured = isWhole ? matches.get(skill.id)?.captured : undefined;
      return {
        skill,
        phrases: captured ? certainty.taught : (said + meant) / 2,
        classifier: shareOf.get(skill.id) ?? 0,
        confidence: captured ? certainty.taught : (certainties[index] ?? 0),
        captured,
        likeness: likenesses.bySkill.get(skill.id),
      };
    })
    .sort((a, b) => b.confidence - a.confidence);
}

/** What speaks for which skill. */
export function signsFor({ text, domain }: Pick<Asked, 'text' | 'domain'>, { catalogue, model }: Knowledge) {
  const plain = withoutPoliteness(text);
  const matches = catalogue.matches(plain, domain);
  const likenesses = catalogue.likenesses(plain);
  const opinion = model?.intents.opinion(plain);
  const ids = new Set([
    ...likenesses.bySkill.keys(),
    ...matches.map(({ skill }) => skill.id),
    ...(opinion?.guesses ?? []).map(({ label }) => label),
  ]);
  const skills = [...ids].flatMap((id) => catalogue.get(id) ?? []).filter((skill) => fits(skill, domain));
  return {
    signs: signsOf(skills, plain, { likenesses, opinion, noSkill }),
    likenesses,
    matches: new Map(matches.map((match) => [match.skill.id, match])),
    shareOf: new Map(opinion?.guesses.map(({ label, confidence }) => [label, confidence])),
  };
}

interface Judged {
  readonly outcome: Outcome;
  readonly skillId?: string;
}

function judged(asked: Asked, direct: Outcome, beliefs: readonly Belief[], model: SkillModel | undefined): Judged {
  const [best, next] = beliefs;
  if (!best) return { outcome: direct };
  const taught = beliefs.filter(({ captured }) => captured !== undefined);
  if (taught.length > 1 && !isMoreSpecific(taught[0], taught[1]))
    return {
      outcome: between(
        taught.map(({ skill }) => skill),
        [],
      ),
    };
  // A person's own phrase counts more than what the grammar would make of it.
  if (taught.length === 0 && direct.$case === 'understood' && direct.value.confidence >= sure.threshold) {
    // A name without quotes and without its kind may be of anything; a skill that surely is meant goes before it.
    const isOnlyName = direct.value.confidence <= sure.name;
    if (isOnlyName && best.confidence >= certainty.surely) return whatIs(best, asked, model);
    // `read the shopping list to me` names a kind of thing, and may be a skill all the same.
    const enough = direct.value.confidence < sure.kind ? certainty.beside : certainty.run;
    // Near twins share what speaks for them.
    const near = beliefs.filter(({ confidence }) => confidence >= best.confidence / certainty.times);
    const together = near.reduce((sum, { confidence }) => sum + confidence, 0);
    const isRival = together >= enough && direct.value.confidence < sure.exactly;
    return { outcome: isRival ? askWhether(asked.text, direct, near) : direct };
  }
  if (best.confidence < certainty.worthAsking) return { outcome: direct };
  const isAhead = best.captured !== undefined || best.confidence >= certainty.times * (next?.confidence ?? 0);
  const rivals = rivalsOf(best, beliefs, asked.text);
  if (best.confidence < certainty.run || !isAhead || rivals.length > 0 || isDoubted(best, asked.text)) {
    const others = beliefs.filter(
      (belief) =>
        belief !== best && (belief.confidence >= best.confidence / certainty.times || rivals.includes(belief)),
    );
    return {
      outcome: between(
        [best, ...others].map(({ skill }) => skill),
        [],
      ),
    };
  }
  return whatIs(best, asked, model);
}

/** What a person taught word for word is doubted only where next to no words are the skill's own. */
function isDoubted({ skill, likeness, captured, confidence }: Belief, text: string): boolean {
  if (!likeness) return false;
  if (captured !== undefined) return likeness.hollow;
  const plain = withoutPoliteness(text);
  if (isForAnother(plain, skill.phrases) || isOnlyQuestion(plain, skill)) return true;
  return isDoubtful(likeness) || (confidence < certainty.surely && isStrange(likeness));
}

function rivalsOf({ likeness, captured, confidence }: Belief, beliefs: readonly Belief[], text: string): Belief[] {
  if (!likeness) return [];
  const others = beliefs.filter((other) => other.likeness !== undefined && other.likeness !== likeness);
  if (captured !== undefined)
    return hasClause(captured) ? others.filter((other) => other.likeness && isWithin(other.likeness, likeness)) : [];
  const plain = withoutPoliteness(text);
  return others.filter(
    (other) =>
      other.likeness &&
      other.confidence >= confidence / certainty.rivalTimes &&
      (isRival(likeness, other.likeness) || isOneSided(plain, likeness, other.likeness)),
  );
}

function whatIs(belief: Belief, asked: Asked, model: SkillModel | undefined): Judged {
  const { skill, confidence } = belief;
  return { outcome: outcomeFor(skill, valuesFor(asked, belief, model), confidence, asked.setting), skillId: skill.id };
}

/** `send invoice {number} to {customer}` says more than `send {what}`: the one that leaves less to slots. */
function isMoreSpecific(first: Belief | undefined, second: Belief | undefined): boolean {
  const room = (belief: Belief | undefined) => (belief?.captured ?? []).reduce((sum, { said }) => sum + said.length, 0);
  return room(first) < room(second);
}

function valuesFor(
  { text, setting }: Asked,
  { skill, captured }: Pick<Belief, 'skill' | 'captured'>,
  model: SkillModel | undefined,
): SaidValue[] {
  if (captured) return captured.map(({ slot, said }) => ({ slot, said, confidence: 1 }));
  const spans = model?.slots.find(text, skill.id) ?? [];
  const found = spans
    .map((span) => wholeName(text, span, spans, ownWords(skill)))
    .map(({ slot, start, end, confidence }) => ({ slot, said: text.slice(start, end), confidence }))
    .filter((value) => isSureOf(skill, value));
  return [...found, ...residue(skill, text, found, setting)];
}

function outcomeFor(skill: Skill, said: readonly SaidValue[], confidence: number, setting: Setting): Outcome {
  const filled = fill(skill, said, setting);
  if (filled.is === 'ask') {
    const { question, meanings, answerIn, secret } = filled;
    return { $case: 'ask', value: { question, meanings, answerIn, secret } };
  }
  const { slots } = filled;
  const values = slots.map((slot) => `${slot.name.replaceAll('_', ' ')}: ${shown(skill, slot)}`);
  const sentence = values.length === 0 ? skill.name : `${skill.name} (${values.join(', ')})`;
  return {
    $case: 'skill',
    value: { skillId: skill.id, name: skill.name, version: skill.version, slots, confidence, sentence },
  };
}

/** A date that was said otherwise (`03/04/2026`, `next Friday`) is shown in words. */
function shown({ slots }: Skill, { name, said, value }: SlotValue): string {
  const type = slots.find((slot) => slot.name === name)?.type;
  if (type === 'SLOT_TYPE_SECRET') return '•••';
  return type === 'SLOT_TYPE_DATE' && said !== value && said !== '' ? dayInWords(value) : value;
}

const mostChoices = 4;

function between(skills: readonly Skill[], values: readonly SaidValue[]): Outcome {
  const meanings = skills
    .slice(0, mostChoices)
    .map((skill) => ({ label: skill.name, command: saySkill(skill, values) }));
  return {
    $case: 'ask',
    value: {
      question: meanings.length > 1 ? 'Which of these do you mean?' : 'Do you mean this?',
      meanings,
      answerIn: '',
      secret: false,
    },
  };
}

function askWhether(
  text: string,
  direct: Extract<Outcome, { $case: 'understood' }>,
  beliefs: readonly Belief[],
): Outcome {
  const label = direct.value.actions.map(({ sentence }) => sentence).join(', then ');
  const meanings = [
    ...beliefs.slice(0, mostChoices - 1).map(({ skill }) => ({ label: skill.name, command: saySkill(skill, []) })),
    { label, command: text },
  ];
  return { $case: 'ask', value: { question: 'Which of these do you mean?', meanings, answerIn: '', secret: false } };
}

const politeness =
  /^(?:(?:hey|hi|ok|okay)\s+karna[,!]?\s+|karna[,!]?\s+|please\s+|(?:can|could|would|will)\s+you\s+(?:please\s+)?|i(?:'d| would)\s+like\s+(?:you\s+)?to\s+|i\s+(?:want|need)\s+(?:you\s+)?to\s+|let's\s+|now\s+)+/i;
const thanks = /(?:[,\s]+(?:please|thanks|thank you|for me|now|right away))+[.!?]*$/i;

const withoutPoliteness = (text: string): string => {
  const plain = text.trim().replace(politeness, '').replace(thanks, '');
  return plain === '' ? text.trim() : plain;
};

function grammarWitness(outcome: Outcome): Witness {
  switch (outcome.$case) {
    case 'understood':
      return {
        name: 'grammar',
        says: outcome.value.actions.map(({ sentence }) => sentence).join(', then '),
        confidence: outcome.value.confidence,
        because: 'it is a direct command',
        code: '',
      };
    case 'skill':
      return {
        name: 'grammar',
        says: outcome.value.name,
        confidence: outcome.value.confidence,
        because: 'the skill was named',
        code: '',
      };
    case 'ask':
      return {
        name: 'grammar',
        says: '',
        confidence: 0,
        because: 'it can be meant in several ways, or something is missing',
        code: '',
      };
    case 'unknown':
      return { name: 'grammar', says: '', confidence: 0, because: 'it is no direct command', code: '' };
    default: {
      const nothing: never = outcome;
      return nothing;
    }
  }
}

function skillWitnesses(beliefs: readonly Belief[]): Witness[] {
  const byPhrases = beliefs.toSorted((a, b) => b.phrases - a.phrases)[0];
  const byClassifier = beliefs.toSorted((a, b) => b.classifier - a.classifier)[0];
  return [
    ...(byPhrases && byPhrases.phrases > 0
      ? [
          {
            name: 'phrases',
            says: byPhrases.skill.name,
            confidence: byPhrases.phrases,
            because: byPhrases.captured ? 'it is said just as it was taught' : 'it is said much as it was taught',
            code: '',
          },
        ]
      : []),
    ...(byClassifier && byClassifier.classifier > 0
      ? [
          {
            name: 'classifier',
            says: byClassifier.skill.name,
            confidence: byClassifier.classifier,
            because: 'wishes like it were for this skill',
            code: '',
          },
        ]
      : []),
  ];
}

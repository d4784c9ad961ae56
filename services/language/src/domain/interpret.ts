import type { DirectAction } from '@karna/proto/gen/intent/v1/intent';
import type {
  Ask,
  InterpretReply,
  Meaning,
  Readings,
  Supposition,
  Understood,
} from '@karna/proto/gen/language/v1/language';
import { type Clause, type Reading, type Step, sure, targetOf, targetsOf } from './clause.ts';
import { type Doubts, doubtsAbout } from './doubt/doubt.ts';
import { clickOn, meantOtherwise } from './doubt/otherwise.ts';
import { namesOfReadings } from './doubt/readings.ts';
import { examplesOf } from './examples.ts';
import { withoutEnding, withoutOpening } from './filler.ts';
import { readClick } from './grammar/click.ts';
import { readCommand } from './grammar/command.ts';
import { beginsCommand } from './grammar/part.ts';
import { findJoints } from './joints.ts';
import { speaksOfSecrets } from './model/secrecy.ts';
import { type Phrase, phrases } from './phrase.ts';
import { sayAll, sayTarget } from './say.ts';
import { conditionalSentence, sentenceOf } from './sentence.ts';
import { readTarget } from './target.ts';
import { tokenize } from './tokens.ts';

export type Outcome = NonNullable<InterpretReply['outcome']>;

/** More choices than these are no help. */
const maxMeanings = 6;
/** Longest part that is given back in an answer. */
const maxPartCharacters = 200;

/** The meaning of a command. Never throws, never guesses. */
export function interpret(text: string): Outcome {
  const { phrase, unclosed } = tokenize(text);
  if (unclosed !== undefined) return ask('A quotation mark opens and never closes. Where does the quoted text end?');
  const { clauses, others } = readCommand(phrase);
  return withButtons(
    phrase,
    thingAlone(phrase, clauses) ?? unknownOf(clauses) ?? missingOf(clauses) ?? readingsOf(phrase, clauses, others),
  );
}

/** Longer names are rather sentences. */
const mostNameWords = 5;

/** Behind a command, the fewer words the likelier they are a name. */
const mostLastWords = 3;

/** What is asked about, or means nothing, may as well be what buttons are called; the screen tells. */
function withButtons(said: Phrase, outcome: Outcome): Outcome {
  const isOpen = outcome.$case === 'ask' || outcome.$case === 'unknown';
  if (!isOpen || speaksOfSecrets(said.raw)) return outcome;
  const known = outcome.$case === 'ask' ? knownWays(outcome.value) : [];
  const ways = [...pressWhole(said), ...pressAfter(said)]
    .flatMap((reading) => readingsOn(said, [reading])?.ways ?? [])
    .filter((way) => !known.some((other) => isSameDeed(way, other)));
  if (ways.length === 0) return outcome;
  const readings = { ways: [...(outcome.value.readings?.ways ?? []), ...ways] };
  return outcome.$case === 'ask'
    ? { ...outcome, value: { ...outcome.value, readings } }
    : { ...outcome, value: { ...outcome.value, readings } };
}

const knownWays = ({ supposition, readings }: Ask): Supposition[] => [
  ...(supposition ? [supposition] : []),
  ...(readings?.ways ?? []),
];

/** The same verbs for things of the same names. */
const isSameDeed = (one: Supposition, other: Supposition): boolean => deedOf(one) === deedOf(other);
const deedOf = ({ meant }: Supposition): string =>
  JSON.stringify(meant?.actions.map(({ verb }) => verb && [verb.$case, targetsOf(verb).map(({ text }) => text)]));

/** `clear plan`, `check in`, `continue`: all of it is the name of a button. */
function pressWhole(said: Phrase): Reading[] {
  const whole = said.trimmed();
  const { rest } = withoutOpening(whole, beginsCommand);
  // `next please`, `ok then`: all of it could stand before a command, and none does.
  return pressOf(rest.isEmpty ? whole : rest);
}

function pressOf(said: Phrase): Reading[] {
  const name = (withoutEnding(said)?.rest ?? said).trimmed();
  const isName = !name.isEmpty && name.length <= mostNameWords && name.tokens.every(({ kind }) => kind === 'word');
  return isName ? [[{ verb: clickOn(name.text, 'ROLE_BUTTON'), confidence: sure.doubtful }]] : [];
}

/** `put 38 in count and confirm`, `untick tyres, then finish job`: what is there by its name, and a button at the end. */
function pressAfter(whole: Phrase): Reading[] {
  const said = withoutEnding(whole.trimmed())?.rest ?? whole;
  const joint = findJoints(said).findLast(({ strength, isStop }) => strength !== 'hard' && !isStop);
  const tail = joint && said.slice(joint.next);
  if (!joint || !tail || tail.length > mostLastWords || beginsCommand(tail)) return [];
  const { clauses, others } = readCommand(said.slice(0, joint.at));
  const isRead = !others && clauses.every(({ is }) => is === 'read');
  const heads = isRead ? combinations(clauses).map((choice) => choice.flat()) : [];
  return heads
    .filter((steps) => steps.every(({ verb }) => verb.$case !== 'pressKeys' && verb.$case !== 'open'))
    .flatMap((steps) => pressOf(tail).map((press) => [...steps, ...press]));
}

const lookups = phrases('find', 'locate', 'where is', "where's", 'show me', 'look for', 'search for');

/** The meaning of the words of one target: a hover over it. */
export function interpretTarget(text: string): Outcome {
  const { phrase, unclosed } = tokenize(text);
  if (unclosed !== undefined) return ask('A quotation mark opens and never closes. Where does the name end?');
  const target = readTarget(withoutLookup(phrase));
  if (target.is === 'nothing') return ask('What should I look for?');
  if (target.is === 'strange') return unknown(target.part, examplesOf('target'));
  const step: Step = { verb: { $case: 'hover', value: { target: target.query } }, confidence: target.confidence };
  if (target.confidence >= sure.threshold) return { $case: 'understood', value: meantBy([step]) };
  const meaning = {
    label: sentenceOf(step.verb),
    command: sayTarget({ ...target.query, exact: target.query.text !== '' }),
  };
  return ask(`Is "${cut(phrase.text)}" the name of one thing?`, [meaning]);
}

function withoutLookup(phrase: Phrase): Phrase {
  const place = phrase.match(lookups);
  return place && place.length < phrase.length ? phrase.after(place) : phrase;
}

/** `the Save button`: a thing on the screen, and nothing about what to do with it. Its kind has to be said: anything may be a name. */
function thingAlone(said: Phrase, clauses: readonly Clause[]): Outcome | undefined {
  if (clauses.length !== 1 || clauses[0]?.is !== 'strange') return undefined;
  const { rest } = withoutOpening(said.trimmed(), beginsCommand);
  const phrase = withoutEnding(rest)?.rest ?? rest;
  const click = beginsCommand(phrase) ? undefined : readClick(phrase, 'click');
  const verb = click?.is === 'read' ? click.readings[0]?.[0] : undefined;
  const target = targetOf(verb?.verb);
  const isPlain = target && target.text !== '' && target.role !== 'ROLE_UNSPECIFIED';
  if (!verb || !isPlain || verb.confidence < sure.threshold) return undefined;
  return ask('What should I do with it?', [meaningOf([[verb]], undefined)]);
}

function unknownOf(clauses: readonly Clause[]): Outcome | undefined {
  const clause = clauses.find(({ is }) => is === 'strange');
  return clause?.is === 'strange' ? unknown(clause.part, examplesOf(clause.family)) : undefined;
}

/** What is missing; where there is a good guess what was meant, as a choice. */
function missingOf(clauses: readonly Clause[]): Outcome | undefined {
  const clause = clauses.find(({ is }) => is === 'missing');
  if (clause?.is !== 'missing') return undefined;
  const choices = combinations(clauses);
  const meanings = choices.length > maxMeanings ? [] : choices.map((choice) => meaningOf(choice, undefined));
  return ask(clause.question, meanings);
}

function readingsOf(said: Phrase, clauses: readonly Clause[], others: readonly Clause[] | undefined): Outcome {
  const choices = [...combinations(clauses), ...(others ? combinations(others) : [])];
  const only = choices.length === 1 ? choices[0]?.flat() : undefined;
  const doubts = only && doubtsAbout(said, only);
  if (only && doubts && !doubts.isMeaningInDoubt && doubts.things.length === 0) return understood(said, only);
  const questions = clauses.flatMap((clause) => (clause.is === 'read' && clause.question ? [clause.question] : []));
  const question = (others ? undefined : questions[0]) ?? (only ? `Shall I ${cut(sayAll(only))}?` : undefined);
  if (choices.length > maxMeanings)
    return ask('That can be meant in many ways. Say it in smaller parts, with names in quotes.');
  const open = others ? undefined : openClauses(clauses);
  const isSecret = speaksOfSecrets(said.raw);
  return ask(
    question ?? 'Which of these do you mean?',
    choices.map((choice) => meaningOf(choice, open)),
    only && doubts && !isSecret ? suppositionOf(only, doubts) : undefined,
    isSecret
      ? undefined
      : readingsOn(said, only ? [meantOtherwise(only) ?? []] : choices.map((choice) => choice.flat())),
  );
}

/** Where nothing but names tells the readings apart, the screen may. */
function readingsOn(said: Phrase, readings: readonly Reading[]): Readings | undefined {
  const ways = namesOfReadings(said, readings).map(({ steps, things }) => suppose(steps, things));
  return ways.length === 0 ? undefined : { ways };
}

/** Where nothing but names is in doubt, the screen may vouch for them. */
const suppositionOf = (steps: readonly Step[], { things, isMeaningInDoubt }: Doubts): Supposition | undefined =>
  isMeaningInDoubt ? undefined : suppose(steps, things);

const suppose = (steps: readonly Step[], things: Doubts['things']): Supposition => ({
  meant: meantBy(steps),
  things: things.map(({ step: action, target }) => ({ action, target })),
});

/** One reading of every part, in every combination. */
const combinations = (clauses: readonly Clause[]): Reading[][] =>
  clauses.reduce<Reading[][]>(
    (all, clause) =>
      all.length > maxMeanings
        ? all
        : all.flatMap((chosen) =>
            (clause.is === 'strange' ? [] : clause.readings).map((reading) => [...chosen, reading]),
          ),
    [[]],
  );

/** The parts that somebody has to choose about; all of them when none stands out. */
function openClauses(clauses: readonly Clause[]): number[] | undefined {
  const open = clauses.flatMap((clause, index) => (clause.is === 'read' && clause.readings.length > 1 ? [index] : []));
  return open.length > 0 ? open : undefined;
}

function meaningOf(readings: readonly Reading[], shown: readonly number[] | undefined): Meaning {
  const labelled = readings.filter((_, index) => shown?.includes(index) ?? true).flat();
  return {
    label: labelled.map(({ verb, onlyIf }) => conditionalSentence(verb, onlyIf)).join(', then '),
    command: sayAll(readings.flat()),
  };
}

/** `click Edit for Ada`, `copy`: one name and a key, unless the screen has what it could mean besides. */
function understood(said: Phrase, steps: readonly Step[]): Outcome {
  const others = meantOtherwise(steps);
  const otherwise = others && readingsOn(said, [others]);
  return { $case: 'understood', value: { ...meantBy(steps), ...(otherwise ? { otherwise } : {}) } };
}

function meantBy(steps: readonly Step[]): Understood {
  const actions: DirectAction[] = steps.map(({ verb, confidence, onlyIf }) => ({
    sentence: conditionalSentence(verb, onlyIf),
    confidence,
    verb,
    onlyIf,
  }));
  return { actions, confidence: Math.min(...steps.map(({ confidence }) => confidence)) };
}

const ask = (question: string, meanings: Meaning[] = [], supposition?: Supposition, readings?: Readings): Outcome => ({
  $case: 'ask',
  value: { question, meanings, answerIn: '', secret: false, supposition, readings },
});

const unknown = (part: string, examples: string[]): Outcome => ({
  $case: 'unknown',
  value: { part: cut(part), examples },
});

const cut = (text: string): string => {
  const characters = [...text];
  return characters.length > maxPartCharacters ? `${characters.slice(0, maxPartCharacters).join('')}…` : text;
};

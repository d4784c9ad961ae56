import { atMost, type Clause, type Condition, strange, sure, targetOf } from '../clause.ts';
import { withoutOpening } from '../filler.ts';
import { findJoints } from '../joints.ts';
import { type Phrase, type Place, phrases } from '../phrase.ts';
import { readTarget } from '../target.ts';
import { phraseOf } from '../wide/pattern.ts';
import { withoutGerund } from '../wide/rephrase.ts';
import { opensStructure, type Structure, structureOf } from '../wide/structure.ts';
import { beginsCommand, readPart } from './part.ts';
import { type Parts, readParts } from './parts.ts';
import { findVerb } from './table.ts';
import { typed } from './type.ts';

const deepest = 3;
/** A plan is at most so long. */
const mostSteps = 100;
const pronoun = phrases('it', 'that', 'this', 'one');

/** A whole command: parts one after the other, repeated, in another order, or only if something is there. */
export function readCommand(phrase: Phrase, depth = 0): Parts {
  if (depth > deepest) return readParts(phrase);
  const apart = depth === 0 ? (readCourteous(phrase) ?? readCorrected(phrase)) : undefined;
  if (apart) return apart;
  const listed = depth === 0 ? readNumbered(phrase) : undefined;
  if (listed) return listed;
  const { rest } = withoutOpening(phrase, (words) => beginsCommand(words) || opensStructure(words));
  const structure = structureOf(rest, begins);
  const read = structure && readStructure(structure, depth + 1);
  if (read?.every(({ is }) => is !== 'strange')) return { clauses: read };
  return readSplit(phrase, depth) ?? readParts(phrase);
}

const courteous =
  /^(?:type|write|enter)\s+((?:yes|no|yeah|yep|nope|ok|okay|sure),\s+(?:please|thanks|thank you))[.!]?$/iu;

/** `type no, thanks`: who is thanked, whoever asked or Karna? */
function readCourteous(phrase: Phrase): Parts | undefined {
  const text = courteous.exec(withoutOpening(phrase, beginsCommand).rest.trimmed().raw)?.[1];
  if (text === undefined) return undefined;
  const clauses = readParts(phrase).clauses.map((clause) => atMost(clause, sure.doubtful));
  return { clauses, others: [typed(text, undefined, false, sure.doubtful)] };
}

/** `click Save, no, Cancel`: what was said last is meant, which is asked. */
function readCorrected(phrase: Phrase): Parts | undefined {
  const place = phrase.places(corrections, 1).find((one) => isCorrection(phrase, one));
  if (!place) return undefined;
  const behind = phrase.after(place).trimmed();
  const verb = findVerb(withoutOpening(phrase, beginsCommand).rest);
  const meant = begins(behind) ? behind : verb && phraseOf(`${verb.said} ${behind.raw}`);
  const clauses = meant && readParts(meant).clauses.map((clause) => atMost(clause, sure.doubtful));
  if (!clauses?.every(({ is }) => is === 'read')) return { clauses: [strange(phrase, 'any')] };
  const others = typesText(clauses) ? readParts(phrase).clauses : [];
  return others.length > 0 && others.every(({ is }) => is === 'read') ? { clauses, others } : { clauses };
}

const corrections = phrases(
  ...'no wait|wait no|no|nope|i mean|i meant|or rather|rather|sorry|scratch that|make that|actually|correction'.split(
    '|',
  ),
);

/** `no` and the like only where a comma or a stop sets them apart. */
function isCorrection(phrase: Phrase, { at, length, said }: Place): boolean {
  // `type I am late, sorry into Message`.
  if (phrase.match(places, at + length)) return false;
  const isApart = phrase.tokens[at - 1]?.kind === 'mark' && at + length < phrase.length;
  return isApart || (said.includes(' ') && at + length < phrase.length && !said.startsWith('make'));
}

const places = phrases('into', 'in', 'to', 'for', 'about');

const typesText = (clauses: readonly Clause[]): boolean =>
  clauses.some(
    (clause) => clause.is === 'read' && clause.readings.flat().some(({ verb }) => verb.$case === 'typeText'),
  );

/** `1. click A 2. click B`. */
function readNumbered(phrase: Phrase): Parts | undefined {
  if (phrase.hasQuoted || !/^1[.)] /.test(phrase.raw)) return undefined;
  return readParts(phraseOf(phrase.raw.replaceAll(/(?:^|\s)\d{1,2}[.)] /g, '\n').trim()));
}

const begins = (phrase: Phrase): boolean => {
  const { rest } = withoutOpening(phrase, beginsCommand);
  return beginsCommand(rest) || withoutGerund(rest, beginsCommand) !== undefined;
};

/** `click Edit. If a dialog appears, click Yes`: what stands before is a command of its own. */
function readSplit(phrase: Phrase, depth: number): Parts | undefined {
  const joint = findJoints(phrase).find(({ at, next }) => at > 0 && opensStructure(phrase.slice(next)));
  if (!joint) return undefined;
  const behind = readCommand(phrase.slice(joint.next), depth + 1).clauses;
  if (!behind.some((clause) => clause.is === 'read')) return undefined;
  return { clauses: [...readParts(phrase.slice(0, joint.at)).clauses, ...behind] };
}

function readStructure(structure: Structure, depth: number): Clause[] {
  switch (structure.is) {
    case 'times':
      return repeated(readCommand(structure.what, depth).clauses, structure.count);
    case 'order':
      return [structure.first, structure.second].flatMap((part) => readCommand(infinitive(part), depth).clauses);
    case 'when': {
      const event = phraseOf(`wait until ${structure.thing.raw} ${structure.gone ? 'disappears' : 'appears'}`);
      return [readPart(event), ...readParts(structure.doing, structure.thing.raw).clauses];
    }
    case 'if':
      return readConditional(structure);
    default: {
      const nothing: never = structure;
      return nothing;
    }
  }
}

const infinitive = (phrase: Phrase): Phrase => withoutGerund(phrase, beginsCommand) ?? phrase;

function repeated(clauses: readonly Clause[], count: number): Clause[] {
  const steps = clauses.flatMap((clause) => (clause.is === 'read' ? (clause.readings[0] ?? []) : []));
  if (steps.length * count > mostSteps) return [strange(`${count} times`, 'any')];
  return Array.from({ length: count }, () => clauses).flat();
}

/** Holds for all parts up to a "then". */
function readConditional({ thing, gone, doing }: Extract<Structure, { is: 'if' }>): Clause[] {
  const isAboutIt = thing.isEmpty || thing.match(pronoun)?.length === thing.length;
  const { clauses } = readParts(doing, isAboutIt ? undefined : thing.raw);
  const [first] = clauses;
  const own = first?.is === 'read' ? targetOf(first.readings[0]?.[0]?.verb) : undefined;
  const named = isAboutIt ? undefined : readTarget(thing);
  const target = isAboutIt
    ? own
    : named?.is === 'found' && named.confidence >= sure.threshold
      ? named.query
      : undefined;
  if (!target) return [strange(thing, 'any')];
  const hasThen = findJoints(doing).some(({ strength }) => strength !== 'soft');
  return clauses.map((clause, index) => (hasThen && index > 0 ? clause : conditional(clause, { target, gone })));
}

const conditional = (clause: Clause, onlyIf: Condition): Clause =>
  clause.is === 'strange'
    ? clause
    : {
        ...clause,
        readings: clause.readings.map((reading) =>
          reading.map((step) => ({ ...step, onlyIf, confidence: Math.min(step.confidence, sure.reworded) })),
        ),
      };

import { type Clause, type Condition, strange, sure } from '../clause.ts';
import { withoutOpening } from '../filler.ts';
import { findJoints } from '../joints.ts';
import { type Phrase, phrases } from '../phrase.ts';
import { readTarget } from '../target.ts';
import { phraseOf } from '../wide/pattern.ts';
import { withoutGerund } from '../wide/rephrase.ts';
import { opensStructure, type Structure, structureOf } from '../wide/structure.ts';
import { targetOf } from './antecedent.ts';
import { beginsCommand, readPart } from './part.ts';
import { type Parts, readParts } from './parts.ts';

const deepest = 3;
/** A plan is at most so long. */
const mostSteps = 100;
const pronoun = phrases('it', 'that', 'this', 'one');

/** A whole command: parts one after the other, repeated, in another order, or only if something is there. */
export function readCommand(phrase: Phrase, depth = 0): Parts {
  if (depth > deepest) return readParts(phrase);
  const { rest } = withoutOpening(phrase, (words) => beginsCommand(words) || opensStructure(words));
  const structure = structureOf(rest, begins);
  const read = structure && readStructure(structure, depth + 1);
  if (read?.every(({ is }) => is !== 'strange')) return { clauses: read };
  return readSplit(phrase, depth) ?? readParts(phrase);
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

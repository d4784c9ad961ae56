import { type Clause, strange } from '../clause.ts';
import { withoutOpening } from '../filler.ts';
import { findJoints, type Joint } from '../joints.ts';
import { isCapitalised, type Phrase, phrases } from '../phrase.ts';
import { hasPronoun, said } from './antecedent.ts';
import { beginsCommand, opensWithPlace, readPart } from './part.ts';

/** A command's parts as they are most likely meant, and otherwise, when that is as good. */
export interface Parts {
  readonly clauses: readonly Clause[];
  readonly others?: readonly Clause[];
}

/** Verbs that hardly occur in a text or a name: a part that begins with one is a part. */
const plainVerbs = phrases(
  ...'click|double click|double-click|right click|right-click|press|type|scroll|drag|hover|uncheck|untick|enter'.split(
    '|',
  ),
);

/** Cuts a command where what follows is a command of its own, and nowhere else. `about`: what "it" means in the first part. */
export function readParts(phrase: Phrase, about?: string): Parts {
  const joints = findJoints(phrase);
  const cuts = mergeKeys(phrase, mergePlaces(phrase, cutsOf(phrase, joints)));
  const doubtful = cuts.filter((cut, index) => isDoubtful(phrase, cut, cuts[index - 1]));
  const clauses = clausesOf(phrase, cuts, about);
  if (doubtful.length === 0) return { clauses };
  const others = clausesOf(
    phrase,
    cuts.filter((cut) => !doubtful.includes(cut)),
    about,
  );
  return others.every(({ is }) => is === 'read') ? { clauses, others } : { clauses };
}

/** From the end to the start, so that each part is tried with its true end. */
function cutsOf(phrase: Phrase, joints: readonly Joint[]): Joint[] {
  const cuts: Joint[] = [];
  let end = phrase.length;
  for (const joint of joints.toReversed()) {
    if (isDragAndDrop(phrase, joint) || !isCut(phrase.slice(joint.next, end), joint)) continue;
    cuts.unshift(joint);
    end = joint.at;
  }
  return cuts;
}

const isDragAndDrop = (phrase: Phrase, { at, next }: Joint): boolean =>
  phrase.low(at - 1) === 'drag' && phrase.low(next) === 'drop';

function isCut(part: Phrase, { strength }: Joint): boolean {
  if (strength === 'hard') return true;
  const rest = opened(part);
  if (!beginsCommand(rest) && !opensWithPlace(rest))
    return strength === 'strong' && (rest.length < part.length || rest.low(0) === 'on');
  const { is } = readPart(part);
  if (is === 'read') return true;
  if (is === 'missing' && hasPronoun(rest)) return true;
  const isPlain = rest.match(plainVerbs) !== undefined && !isCapitalised(rest.tokens[0]);
  return strength === 'strong' ? is === 'missing' || isPlain : is === 'missing' && isPlain;
}

/** `in the Name field, type Ada` is one part. */
const mergePlaces = (phrase: Phrase, cuts: readonly Joint[]): Joint[] =>
  cuts.filter((cut, index) => {
    const start = cuts[index - 1]?.next ?? 0;
    return cut.strength === 'hard' || !opensWithPlace(opened(phrase.slice(start, cut.at)));
  });

/** `press Tab, then Enter` is one part: "enter" is also a verb. */
const mergeKeys = (phrase: Phrase, cuts: readonly Joint[]): Joint[] =>
  cuts.filter((cut, index) => {
    const end = cuts[index + 1]?.at ?? phrase.length;
    if (cut.strength === 'hard' || readPart(phrase.slice(cut.next, end)).is !== 'missing') return true;
    const joined = readPart(phrase.slice(cuts[index - 1]?.next ?? 0, end));
    return !(
      joined.is === 'read' &&
      joined.readings.every((reading) => reading.every(({ verb }) => verb.$case === 'pressKeys'))
    );
  });

/** Parts that say nothing ("hey Karna,") are left out, unless there is no other. */
function clausesOf(phrase: Phrase, cuts: readonly Joint[], about: string | undefined): Clause[] {
  const parts = [0, ...cuts.map(({ next }) => next)].map((start, index) =>
    phrase.slice(start, cuts[index]?.at ?? phrase.length),
  );
  const saying = parts.filter((part) => !opened(part).isEmpty);
  return saying.length > 0 ? said(saying, about) : [strange(phrase, 'any')];
}

const opened = (part: Phrase): Phrase => withoutOpening(part, beginsCommand).rest;

/** `click Save and Select All`, `type meet me at noon and open the door`: one name, one text, or two parts? */
function isDoubtful(phrase: Phrase, cut: Joint, previous: Joint | undefined): boolean {
  if (cut.strength !== 'soft' || cut.isStop) return false;
  const before = phrase.slice(previous?.next ?? 0, cut.at);
  const isNameLike = isCapitalised(phrase.tokens[cut.next]) && isCapitalised(before.tokens.at(-1)) && before.length > 1;
  if (isNameLike) return true;
  return typesFreely(before) && !phrase.match(plainVerbs, cut.next);
}

/** Whether a part types a text without quotes into nothing named. */
function typesFreely(part: Phrase): boolean {
  const clause = readPart(part);
  if (part.hasQuoted || clause.is !== 'read') return false;
  return clause.readings.some((reading) =>
    reading.some(({ verb }) => verb.$case === 'typeText' && !verb.value.target && !verb.value.replace),
  );
}

import { type Clause, type Step, strange, sure } from '../clause.ts';
import { withoutOpening } from '../filler.ts';
import { findJoints, type Joint } from '../joints.ts';
import { isCapitalised, type Phrase, phrases } from '../phrase.ts';
import { hasPronoun, namesThing, said } from './antecedent.ts';
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

/** Keys said as such are no text: `type hello and hit return`. */
const pressesKeys = (part: Phrase): boolean => {
  const clause = readPart(part);
  return clause.is === 'read' && clause.readings.length === 1 && clause.readings.flat().every(isClosedKey);
};
const isClosedKey = ({ verb, confidence }: Step): boolean => verb.$case === 'pressKeys' && confidence === sure.exactly;

/** Cuts a command where what follows is a command of its own, and nowhere else. `about`: what "it" means in the first part. */
export function readParts(phrase: Phrase, about?: string): Parts {
  const joints = findJoints(phrase);
  const cuts = mergeKeys(phrase, mergePlaces(phrase, cutsOf(phrase, joints)));
  const doubtful = cuts.filter((cut, index) =>
    isDoubtful(phrase, cut, cuts[index - 1], cuts[index + 1]?.at ?? phrase.length),
  );
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
  const clicks = opened(phrase).match(clickWords) !== undefined;
  const isClicked = opened(phrase).low(0) === 'click';
  let end = phrase.length;
  for (const joint of joints.toReversed()) {
    const part = phrase.slice(joint.next, end);
    if (isDragAndDrop(phrase, joint) || !(isCut(part, joint) || (clicks && isNextName(part, joint, isClicked))))
      continue;
    cuts.unshift(joint);
    end = joint.at;
  }
  return cuts;
}

const clickWords = phrases('click', 'click on', 'press', 'tap', 'tap on');

/** `click File, then Export`: the verb is said once. */
const isNextName = (part: Phrase, { strength }: Joint, isClicked: boolean): boolean =>
  strength === 'strong' && !beginsCommand(opened(part)) && namesThing(part, isClicked);

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
  const saying = parts.filter(
    (part, at) =>
      (!opened(part).isEmpty || (at > 0 && isName(part))) &&
      !(at < parts.length - 1 && part.match(agreeing)?.length === part.length && at === 0),
  );
  return saying.length > 0 ? said(saying, about) : [strange(phrase, 'any')];
}

/** `press OK and then Next`. */
const isName = (part: Phrase): boolean => part.trimmed().length === 1 && isCapitalised(part.trimmed().tokens[0]);

/** `right, now press Save`; alone it is a key. */
const agreeing = phrases('right');

const opened = (part: Phrase): Phrase => withoutOpening(part, beginsCommand).rest;

/** `click Save and Select All`, `type meet me at noon and open the door`: one name, one text, or two parts? */
function isDoubtful(phrase: Phrase, cut: Joint, previous: Joint | undefined, end: number): boolean {
  if (cut.strength !== 'soft' || cut.isStop) return false;
  const before = phrase.slice(previous?.next ?? 0, cut.at);
  const isNameLike = isCapitalised(phrase.tokens[cut.next]) && isCapitalised(before.tokens.at(-1)) && before.length > 1;
  if (isNameLike) return true;
  if (!typesFreely(before) || phrase.match(plainVerbs, cut.next)) return false;
  return !pressesKeys(phrase.slice(cut.next, end));
}

/** Whether a part types a text without quotes into nothing named. */
function typesFreely(part: Phrase): boolean {
  const clause = readPart(part);
  if (part.hasQuoted || clause.is !== 'read') return false;
  return clause.readings.some((reading) =>
    reading.some(({ verb }) => verb.$case === 'typeText' && !verb.value.target && !verb.value.replace),
  );
}

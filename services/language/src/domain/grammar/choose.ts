import type { Role, TargetQuery } from '@karna/proto/gen/target/v1/target';
import {
  atMost,
  type Clause,
  either,
  missing,
  read,
  type Step,
  step,
  strange,
  sure,
  type VerbTable,
} from '../clause.ts';
import { ordinalOf } from '../numbers.ts';
import { isCapitalised, type Phrase, type Place, phrases } from '../phrase.ts';
import { readTarget } from '../target.ts';
import { readRange } from '../wide/ranges.ts';
import { readClick } from './click.ts';

export const chooseVerbs: VerbTable = [
  [['select', 'choose', 'pick'], readSelect],
  [['check', 'tick', 'mark', 'check off', 'tick off', 'enable', 'turn on', 'switch on', 'activate'], readCheck(true)],
  [
    ['uncheck', 'untick', 'un-check', 'un-tick', 'unmark', 'disable', 'turn off', 'switch off', 'deactivate'],
    readCheck(false),
  ],
  [['turn', 'switch'], readTurn],
];

const from = phrases('from', 'out of', 'from within');
const inside = phrases('in', 'as', 'for', 'under', 'inside', 'as the', 'for the');
const optionWords = phrases('option', 'entry', 'item', 'value', 'choice');
const wishes = phrases('me', 'us', 'him', 'her', 'a', 'an', 'my', 'our', 'your', 'all', 'like', 'as');
const alsos = phrases('and');
const joints = phrases('and', ',');
const objects = phrases(
  'file',
  'the file',
  'folder',
  'the folder',
  'document',
  'the document',
  'picture',
  'the picture',
);
const everything = phrases('all', 'everything', 'all text', 'all the text', 'the whole text');
const articles = phrases('the', 'a', 'an');
/** Not a box on the screen: `check my email`, `check for updates`. */
const notBoxes = phrases(
  ...'my your our if whether that for out up in with by on at about again back how what why when where who is are'.split(
    ' ',
  ),
  'this out',
);
const ownPlaces = phrases('on', 'in', 'at', 'by', 'with');
const marks: readonly Role[] = ['ROLE_CHECKBOX', 'ROLE_RADIO', 'ROLE_SWITCH'];
const pressed: readonly Role[] = ['ROLE_BUTTON', 'ROLE_LINK', 'ROLE_TAB', 'ROLE_MENU_ITEM'];
const lists: readonly Role[] = ['ROLE_SELECT', 'ROLE_SLIDER', 'ROLE_SCROLLBAR'];

function readSelect(rest: Phrase, said: string): Clause {
  const phrase = rest.trimmed();
  if (phrase.isEmpty) return missing('Which option should I select?');
  if (phrase.match(everything)?.length === phrase.length) return readSelectAll(phrase);
  if (phrase.match(from)) return missing('Which option should I select?');
  const place = optionEnd(phrase);
  return place ? readOptionOf(phrase, place) : (readOptionAs(phrase, said) ?? readOptionIn(phrase, said));
}

/** `128 kbps in bitrate`, `the Cessna as the aircraft`: an option and its list, where the screen has such a list. */
function readOptionIn(phrase: Phrase, said: string): Clause {
  const alone = readOptionAlone(phrase, said);
  const place = phrase.hasQuoted ? undefined : phrase.places(inside, 1).at(-1);
  const isSure = alone.is === 'read' && alone.readings.flat().every(({ confidence }) => confidence >= sure.threshold);
  const isBehindAs = place?.said.startsWith('as') && !isCapitalised(phrase.after(place).tokens[0]);
  if (!place || (isSure && !isBehindAs) || alone.is === 'missing') return alone;
  const listed = readOptionOf(phrase, place);
  if (listed.is !== 'read') return alone;
  return either('', ...atMostDoubtful(listed), ...(alone.is === 'read' ? alone.readings : []));
}

const atMostDoubtful = (clause: Clause) => {
  const limited = atMost(clause, sure.doubtful);
  return limited.is === 'read' ? limited.readings : [];
};

const asWord = phrases('as', 'as the');

/** `Bank transfer as Payment method`: an option and its list, or all of it one option. */
function readOptionAs(phrase: Phrase, said: string): Clause | undefined {
  const place = phrase.hasQuoted ? undefined : phrase.places(asWord, 1).at(-1);
  const isListed = place && isCapitalised(phrase.after(place).tokens[0]);
  const listed = isListed ? readOptionOf(phrase, place) : undefined;
  const alone = listed?.is === 'read' ? readOptionAlone(phrase, said) : undefined;
  return listed?.is === 'read' && alone?.is === 'read'
    ? either('Is that an option and its list, or one option?', ...listed.readings, ...alone.readings)
    : undefined;
}

/** Where the option's name ends: "from" always says so, the others when the option is quoted or one word. */
function optionEnd(phrase: Phrase): Place | undefined {
  const said = phrase.places(from, 1).at(-1);
  if (said) return said;
  const [place] = phrase.places(inside, 1).filter(({ at, length }) => at + length < phrase.length);
  if (!place) return undefined;
  const isClear =
    phrase.before(place).hasQuoted ||
    phrase.match(optionOpenings) !== undefined ||
    place.at === 1 ||
    optionWord(phrase.before(place)) !== undefined;
  return isClear ? place : undefined;
}

const optionOpenings = phrases('the option', 'option', 'the entry', 'the value', 'the item');
const optionWord = (phrase: Phrase): Place | undefined => {
  const place = phrase.matchEnd(optionWords);
  return place && place.at > 0 ? place : undefined;
};

function readOptionOf(phrase: Phrase, place: Place): Clause {
  const target = readTarget(phrase.after(place), 'list');
  const option = readOption(phrase.before(place));
  if (!option) return missing('Which option should I select? Say its text.');
  if (target.is === 'nothing') return missing(`Where should I select "${option.text}"?`);
  if (target.is === 'strange') return strange(target.part, 'choose');
  const doubt = listDoubt(phrase, place, option, target.query);
  return selected(option.text, target.query, Math.min(option.confidence, target.confidence, doubt));
}

/** `Save as PDF` is rather one option; `Red from Color and Large from Size` are two. */
function listDoubt(phrase: Phrase, place: Place, option: Option, list: TargetQuery): number {
  const before = phrase.before(place);
  const isTwice = phrase
    .after(place)
    .places(joints, 1)
    .some((joint) => phrase.after(place).after(joint).places(inside, 1).length > 0);
  if (!list.exact && isTwice) return sure.doubtful;
  if (!option.isQuoted && before.places(from, 1).length > 0 && before.places(joints, 1).length > 0)
    return sure.doubtful;
  if (option.isQuoted || from.some((words) => words.join(' ') === place.said)) return sure.exactly;
  return place.said === 'as' && list.role === 'ROLE_UNSPECIFIED' && !list.exact ? sure.doubtful : sure.likely;
}

interface Option {
  readonly text: string;
  readonly isQuoted: boolean;
  readonly confidence: number;
}

/** The option's text; a place among options ("the second option") is not one. */
function readOption(words: Phrase): Option | undefined {
  const phrase = words.trimmed();
  const before = phrase.match(optionOpenings);
  const named = before && before.length < phrase.length ? phrase.after(before) : phrase;
  const behind = optionWord(named);
  const body = (behind ? named.before(behind) : named).trimmed();
  const target = readTarget(body);
  const name = stripArticle(body);
  if (target.is !== 'found' || target.query.ordinal !== 0 || isPlace(name)) return undefined;
  const { quoted } = name;
  if (quoted !== undefined) return { text: quoted, isQuoted: true, confidence: sure.exactly };
  if (body.hasQuoted) return undefined;
  const isDoubtful = body.length > 5 || isWish(body);
  const confidence = isDoubtful ? sure.doubtful : sure.name;
  return { text: name.text, isQuoted: false, confidence };
}

/** `me up at eight`, `a name for my dog`, `all and delete`: rather a wish, or more than one option. */
const isWish = (body: Phrase): boolean =>
  (body.match(wishes) !== undefined && body.tokens[0]?.value !== 'A') ||
  body.places(alsos, 1).some((place) => !isCapitalised(body.after(place).tokens[0]));

const isPlace = (name: Phrase): boolean =>
  name.length === 1 && (ordinalOf(name.low(0)) !== undefined || name.low(0) === 'last');

const stripArticle = (phrase: Phrase): Phrase => {
  const article = phrase.match(articles);
  return article &&
    article.length < phrase.length &&
    !isCapitalised(phrase.tokens[0]) &&
    phrase.tokens[0]?.value !== 'A'
    ? phrase.after(article)
    : phrase;
};

const selected = (option: string, target: TargetQuery | undefined, confidence: number): Clause =>
  read({ $case: 'selectOption', value: { option, target } }, confidence);

/** Without a list: an option, or a thing whose kind was named ("the second row", "the Express radio button"). */
function readOptionAlone(phrase: Phrase, said: string): Clause {
  const object = phrase.match(objects);
  if (object && object.length < phrase.length) return readClick(phrase.after(object), 'click');
  if (readRange(phrase)) return strange(phrase, 'choose');
  const named = optionWord(phrase) && readOption(phrase);
  if (named) return selected(named.text, undefined, named.confidence);
  const target = readTarget(phrase);
  if (target.is === 'nothing') return missing('Which option should I select?');
  if (target.is === 'strange') return strange(target.part, 'choose');
  const { role, relation } = target.query;
  if (marks.includes(role)) return checked(target.query, true, target.confidence);
  if (lists.includes(role)) return missing(`Which option of ${phrase.text} should I select?`);
  if (role !== 'ROLE_UNSPECIFIED') return readClick(phrase, 'click');
  if (relation) return atMost(readClick(phrase, 'click'), said === 'select' ? sure.likely : sure.doubtful);
  const option = readOption(phrase);
  return option
    ? selected(option.text, undefined, option.confidence)
    : missing('Which option should I select? Say its text.');
}

function readSelectAll(phrase: Phrase): Clause {
  const keys = step({ $case: 'pressKeys', value: { chords: ['Control+a'] } }, sure.exactly);
  const option = step({ $case: 'selectOption', value: { option: phrase.text, target: undefined } }, sure.exactly);
  return either(
    'Do you mean everything in the place that has the keyboard focus, or an option with that name?',
    [keys],
    [option],
  );
}

const checkedStep = (target: TargetQuery, on: boolean, confidence: number): Step =>
  step({ $case: 'setChecked', value: { target, checked: on } }, confidence);

const checked = (target: TargetQuery, on: boolean, confidence: number): Clause => ({
  is: 'read',
  readings: [[checkedStep(target, on, confidence)]],
  question: '',
});

function readCheck(on: boolean) {
  return (rest: Phrase, said = ''): Clause => {
    // `tick on sale`: a box may be called so, `check on the kids` hardly means one.
    const isTicked = /^(?:un-?)?tick$/.test(said) && rest.match(ownPlaces) !== undefined;
    // `activate In stock only`: with a capital it begins a name.
    if (rest.match(notBoxes) && !isTicked && !isCapitalised(rest.tokens[0])) return strange(rest, 'choose');
    const each = readRange(rest, 'mark');
    if (each?.length === 0) return strange(rest, 'choose');
    if (each) return { is: 'read', readings: [each.map((one) => checkedStep(one, on, sure.kind))], question: '' };
    const target = readTarget(rest, 'mark');
    if (target.is === 'nothing') return missing(`What should I turn ${on ? 'on' : 'off'}?`);
    if (target.is === 'strange') return strange(target.part, 'choose');
    // Its kind says that it is pressed: `activate the Compose button`.
    if (said === 'activate' && pressed.includes(target.query.role)) return readClick(rest, 'click');
    const doubt = isTicked ? sure.doubtful : doubtOfThing(rest, target.query);
    return checked(target.query, on, Math.min(target.confidence, doubt));
  };
}

/** `check the weather` may be a wish rather than a box. */
function doubtOfThing(rest: Phrase, { role, exact }: TargetQuery): number {
  const isArticle = rest.match(articles) !== undefined && rest.tokens[0]?.value !== 'A';
  // Nobody turns a radio button on; a radio, perhaps.
  if (role === 'ROLE_RADIO' && /\bradio$/i.test(rest.trimmed().text)) return sure.doubtful;
  if (exact || role !== 'ROLE_UNSPECIFIED' || !isArticle) return sure.exactly;
  return isCapitalised(rest.tokens[1]) ? sure.likely : sure.doubtful;
}

const onOff = phrases('on', 'off');

/** `turn Wi-Fi on`. */
function readTurn(rest: Phrase): Clause {
  const phrase = rest.trimmed();
  if (phrase.isEmpty) return missing('What should I turn on or off?');
  const way = phrase.matchEnd(onOff);
  if (!way) return strange(rest, 'choose');
  return readCheck(way.said === 'on')(phrase.before(way));
}

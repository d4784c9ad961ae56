import { isEndMark } from './joints.ts';
import { type Phrase, phrases } from './phrase.ts';
import { roleWords } from './roles.ts';

const openings = phrases(
  ...`please|pls|plz|i think you should|now|just|kindly|also|then|and|so|okay|ok|well|alright|first|next|finally|lastly|hey|hi|hello|hey karna|hi karna
  |hello karna|ok karna|okay karna|karna|dear karna|could you|can you|would you|will you|could you please|i want you to
  |i want to|i'd like you to|i'd like to|i would like you to|i would like to|i need you to|i need to|go ahead and|go ahead|be so kind|let's
  |try to|would you mind|do you mind|would you kindly|could you kindly|can you kindly|please could you|please can you|would you please|will you please|please would you|can you please|could you now|can you now|you need to|you have to|i'd appreciate if you|now please|and now|and please|be so kind and|you should|you can|help me|quickly|simply|afterwards|after that|we need to|we should
  |please to|please you|i want that you|i need you|gonna need you to|going to need you to|can i get you to|could i get you to|can i ask you to
  |may i ask you to|i was wondering if you could|i wonder if you could|it would be great if you could|be so kind as to|be so good as to|be good enough to|be kind enough to|would you be so kind as to|i should be obliged if you would|i would be obliged if you would
  |i should be grateful if you would|i would be grateful if you would|i'd be grateful if you would|i'd be grateful if you could|i would be grateful if you could|if it is not too much trouble|make sure to|be sure to|remember to
  |do me a favour and|do me a favor and|do me a favour|do me a favor|if it's not too much trouble|if you don't mind|if you would|if you could
  |when you have a moment|when you get a chance|no rush but|you know what|you know|basically|like|actually|thanks|thank you|great|good|perfect|sorry|excuse me
  |yes|yeah|yep|oh|ooh|ah|um|uh|er|erm|hmm|hm|go on|go on then|next up|right then|now then|right so|so now`
    .split('|')
    .map((phrase) => phrase.trim()),
  ...['dear', 'darling', 'love', 'star', 'sport', 'good chap', 'good sport'].flatMap((kind) => [
    `be a ${kind}`,
    `be a ${kind} and`,
  ]),
);
/** These make a question of it, so that its question mark says nothing. */
const asking = phrases('could you', 'can you', 'would you', 'will you', 'would you mind', 'do you mind');
const endings = phrases(
  'please',
  'for me',
  'for me please',
  'thanks',
  'thank you',
  'thanks a lot',
  'many thanks',
  'karna',
  'now please',
  'right now',
  'if you can',
  'then',
  'pls',
  'plz',
  'thx',
  'ty',
  'cheers',
  'will you',
  'would you',
  'please and thank you',
  'as well',
  'if you please',
  'if you would',
  'when you can',
);
/** `Buy now` is a button; `the Save button now` is haste. */
const haste = phrases('now', 'right away', 'immediately', 'again');
const keyWords = phrases('key', 'keys', 'times', 'twice');

export interface Opened {
  readonly rest: Phrase;
  readonly isQuestion: boolean;
}

/** Without "please", "could you", "hey Karna" and marks in front. `hasVerb` stops where a verb begins. */
export function withoutOpening(phrase: Phrase, hasVerb: (rest: Phrase) => boolean): Opened {
  let rest = phrase;
  let isQuestion = false;
  while (!rest.isEmpty) {
    const opening = rest.match(openings);
    // `do me a favour` and `go on then` begin like commands.
    if ((opening?.length ?? 0) < 3 && hasVerb(rest)) break;
    const place = opening ?? numbering(rest);
    if (!place && rest.tokens[0]?.kind !== 'mark') break;
    isQuestion ||= rest.match(asking) !== undefined;
    rest = rest.slice(place?.length ?? 1);
  }
  return { rest, isQuestion };
}

/** `1.` and `2)` in a list of steps. */
function numbering(phrase: Phrase) {
  const length =
    /^\d{1,2}$/.test(phrase.low(0)) && (phrase.length === 1 || phrase.low(1) === '.')
      ? 2
      : /^\d{1,2}\)$/.test(phrase.low(0))
        ? 1
        : 0;
  return length > 0 ? { at: 0, length, said: '' } : undefined;
}

/** Without one opening, though a verb could begin there: `try to click Save`. */
export function withoutOneOpening(phrase: Phrase): Phrase | undefined {
  const place = phrase.match(openings);
  return place && place.length < phrase.length ? phrase.after(place) : undefined;
}

export interface Ended {
  readonly rest: Phrase;
  /** No comma set the words apart, so that they may belong to a text. */
  readonly isLoose: boolean;
  readonly words: string;
}

/** Without "please", "for me" and "thanks" at the end; undefined when nothing of it is there. */
export function withoutEnding(phrase: Phrase): Ended | undefined {
  let rest = withoutEndMarks(phrase);
  let isLoose = false;
  for (let place = endOf(rest); place && place.at > 0; place = endOf(rest)) {
    const before = rest.before(place);
    isLoose ||= before.low(before.length - 1) !== ',' && before.tokens.at(-1)?.kind !== 'quoted';
    rest = withoutComma(before);
  }
  if (rest.length === withoutEndMarks(phrase).length) return undefined;
  return { rest, isLoose, words: phrase.slice(rest.length).raw };
}

function endOf(phrase: Phrase) {
  const hurry = phrase.matchEnd(haste);
  const before = hurry && phrase.before(hurry);
  const isPlain =
    before && (before.tokens.at(-1)?.kind !== 'word' || before.matchEnd(roleWords) || before.matchEnd(keyWords));
  return phrase.matchEnd(endings) ?? (isPlain ? hurry : undefined);
}

/** "press Enter now": undefined when there is no haste. Whether the word belongs to a name, only the rest can tell. */
export function withoutHaste(phrase: Phrase): Phrase | undefined {
  const whole = withoutEndMarks(phrase);
  const hurry = whole.matchEnd(haste);
  return hurry && hurry.at > 0 ? whole.before(hurry) : undefined;
}

function withoutEndMarks(phrase: Phrase): Phrase {
  const last = phrase.tokens.findLastIndex(({ kind, low }) => !(kind === 'mark' && (isEndMark(low) || low === ',')));
  return phrase.slice(0, last + 1);
}

const withoutComma = (phrase: Phrase): Phrase => (phrase.low(phrase.length - 1) === ',' ? phrase.slice(0, -1) : phrase);

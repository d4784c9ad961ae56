import { unquoted } from '../skills/templates.ts';

/** What somebody wants with a turn. What is nothing else is a command. */
export type Heard =
  | { readonly is: 'command' }
  /** The last command once more; `instead`: with this in the place of a value. */
  | { readonly is: 'again'; readonly instead: string | undefined }
  /** Not what was meant; `instead` undefined: the other one. `isMeaning`: "I meant ...". */
  | { readonly is: 'correction'; readonly instead: string | undefined; readonly isMeaning: boolean }
  | { readonly is: 'undo' | 'what happened' | 'abilities' | 'doing' }
  | { readonly is: 'stop' | 'pause' | 'go on' | 'drop' | 'yes' | 'no' };

/** Longer turns are commands: nobody says "yes" in so many characters. */
const longest = 300;

const opening =
  /^(?:(?:hey|hi|ok|okay|well|so|oh|and|now|then|please|just|karna)(?:\s+karna)?[,!]?\s+|(?:can|could|would|will)\s+you\s+(?:please\s+)?)+/i;
const ending = /(?:[,\s]+(?:please|thanks|thank you|karna|then|for me|right now|immediately|at once))+$/i;
const marks = /[\s.!?…,;]+$/u;

const exact = (...said: readonly string[]): RegExp => new RegExp(`^(?:${said.join('|')})$`, 'i');
const thing = '(?:it|that|this|the last (?:one|thing|step|command|action))';

const words: readonly (readonly [RegExp, Exclude<Heard['is'], 'command' | 'again' | 'correction'>])[] = [
  [
    exact(
      'stop',
      'halt',
      `(?:stop|halt|abort) (?:it|that|this|everything|all|now|doing that)(?: now)?`,
      'abort',
      'freeze',
      'stop stop',
    ),
    'stop',
  ],
  [
    exact('pause', `pause ${thing}`, 'hold on', 'wait', 'wait a (?:moment|second|minute|bit)', 'hang on', 'one moment'),
    'pause',
  ],
  [
    exact(
      'go on',
      'continue',
      'resume',
      `(?:continue|resume|go on with) ${thing}`,
      'carry on',
      'keep going',
      'proceed',
      'move on',
    ),
    'go on',
  ],
  [
    exact('cancel', `cancel ${thing}`, 'never ?mind', 'forget (?:it|that|about it)', 'give up', 'leave it', 'drop it'),
    'drop',
  ],
  [
    exact(
      'undo',
      `undo ${thing}`,
      `(?:take|put) ${thing} back`,
      `(?:revert|reverse) ${thing}`,
      'revert',
      `undo what you (?:just )?did`,
    ),
    'undo',
  ],
  [
    exact(
      'what (?:just )?happened(?: just now| there| here)?',
      'what (?:did you|have you) (?:just )?(?:do|done)',
      'what went wrong',
      'why (?:did|has|have) (?:you|it) (?:stop|stopp?ed|halt(?:ed)?|fail(?:ed)?|not (?:work|worked))',
      'why (?:not|is that)',
      '(?:did|has) (?:it|that) work(?:ed)?',
      'how did (?:it|that) go',
    ),
    'what happened',
  ],
  [
    exact(
      'help',
      'what can (?:you|i) (?:do|say|ask)(?: (?:here|now|for me|with this))*',
      'what (?:do you know|are you able to do)(?: here)?',
      '(?:which|what) skills (?:do you have|are there|can i use)(?: here)?',
      'what is possible(?: here)?',
    ),
    'abilities',
  ],
  [
    exact(
      'what (?:are you|is it|is karna) (?:doing|up to)(?: (?:now|right now|there|at the moment))?',
      "what's (?:going on|it doing|happening)(?: now)?",
      'what is (?:going on|happening)(?: now)?',
      'how far (?:are you|is it|did you get|have you got(?:ten)?)',
      'are you (?:done|ready|finished)(?: yet)?',
      'is it (?:done|ready|finished)(?: yet)?',
    ),
    'doing',
  ],
  [
    exact(
      'yes(?: do(?: it| that)?)?',
      'yes[, ]+go ahead',
      'yeah',
      'yep',
      'yup',
      'y',
      'sure',
      'of course',
      'ok',
      'okay',
      'alright',
      'all right',
      'do it',
      'do that',
      'go ahead',
      'please do',
      'approved?',
      'i approve',
      'confirm(?:ed)?',
      'correct',
      'right',
      "that's (?:right|it)",
      'fine',
      'exactly',
    ),
    'yes',
  ],
  [
    exact(
      'no',
      'nope',
      'n',
      'nah',
      "don't(?: do (?:it|that))?",
      'do not(?: do (?:it|that))?',
      'refused?',
      'i refuse',
      'no way',
      'better not',
      'neither(?: of (?:them|these|those))?',
      'none(?: of (?:them|these|those))?',
      'not (?:any|one) of (?:them|these|those)',
      'nothing of (?:that|those)',
    ),
    'no',
  ],
];

const sameAgain = [
  '(?:please )?(?:do|run|try|repeat) (?:it|that|this|the same(?: thing)?)(?: (?:again|once more|one more time|another time))?',
  '(?:and )?(?:the )?same(?: thing)?(?: again| once more)?',
  'again',
  'repeat',
  'once more',
  'one more time',
  'another time',
].join('|');
const plainAgain = new RegExp(`^(?:${sameAgain})$`, 'i');
const againFor = new RegExp(`^(?:${sameAgain})[,;]?\\s+(?:but\\s+)?(?:now\\s+)?(?:for|with|using|on)\\s+(.+)$`, 'i');
/** "And for Ada?", "now with Berlin". */
const andFor = /^(?:and|now|and now|then|next)[,]?\s+(?:for|with)\s+(.+)$/i;
const correcting =
  /^(?:(no|nope|wrong|not (?:that|this)(?: one)?|that(?:'s| is| was)(?: not it| wrong)|i said)|(?:(?:no|nope|wrong|sorry)[,.!;:]*\s+)?(i (?:mean|meant)|actually|rather))[,.!;:–—-]*\s+(.+)$/iu;
const theOther = /^(?:(?:i (?:mean|meant)|take|use|choose|pick|click)\s+)?the other(?: one)?(?: instead)?$/i;

/** Words about the conversation itself, or a command. */
export function hear(text: string): Heard {
  const whole = text.trim().replace(marks, '');
  if (whole.length > longest || /\n/.test(whole)) return { is: 'command' };
  const plain = bare(whole);
  const word = words.find(([said]) => said.test(plain))?.[1];
  if (word) return { is: word };
  if (plainAgain.test(plain)) return { is: 'again', instead: undefined };
  const wanted = againFor.exec(plain)?.[1] ?? andFor.exec(whole)?.[1];
  if (wanted !== undefined) return { is: 'again', instead: plainValue(wanted) };
  if (theOther.test(plain)) return { is: 'correction', instead: undefined, isMeaning: false };
  return corrected(plain) ?? { is: 'command' };
}

function corrected(plain: string): Heard | undefined {
  const [, , meaning, rest] = correcting.exec(plain) ?? [];
  if (rest === undefined) return undefined;
  const inner = hear(rest);
  if (inner.is !== 'command' && inner.is !== 'again') return inner;
  return { is: 'correction', instead: plainValue(rest), isMeaning: meaning !== undefined };
}

/** Without "please", "could you" and the like, unless nothing else is there. */
function bare(text: string): string {
  const ended = text.replace(ending, '').replace(marks, '');
  const opened = ended.replace(opening, '');
  return opened === '' ? text : opened;
}

const plainValue = (said: string): string => unquoted(said.trim().replace(/^(?:for|with)\s+/i, ''));

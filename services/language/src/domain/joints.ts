import { isCapitalised, type Phrase, phrases } from './phrase.ts';

/** A run of words and marks between two parts of a command: `, and then`. */
export interface Joint {
  readonly at: number;
  /** Where the next part begins. */
  readonly next: number;
  /** `and` and commas also occur in names and texts, `then` hardly, a line break ends a part whatever follows. */
  readonly strength: 'soft' | 'strong' | 'hard';
  /** A sentence ends here. */
  readonly isStop: boolean;
}

const strong = phrases(
  'then',
  'after that',
  'afterwards',
  ';',
  'and then',
  'followed by',
  'thereafter',
  'subsequently',
);
const soft = phrases('and', ',', '&', 'also', 'finally', 'next');

/** `.`, `!`, `?`, `…` and runs of them. */
export const isEndMark = (low: string): boolean => /^[.!?…]+$/u.test(low);

/** Every place where one part may end and another begin, in order. Quoted text has none. */
export function findJoints(phrase: Phrase): Joint[] {
  const joints: Joint[] = [];
  for (let at = 1; at < phrase.length; at++) {
    const joint = jointAt(phrase, at);
    if (!joint) continue;
    if (joint.next < phrase.length) joints.push(joint);
    at = joint.next;
  }
  return joints;
}

function jointAt(phrase: Phrase, at: number): Joint | undefined {
  let next = at;
  let strength: Joint['strength'] = 'soft';
  let isStop = false;
  for (let length = lengthAt(phrase, next); length > 0; length = lengthAt(phrase, next)) {
    const low = phrase.low(next);
    if (low === '\n') strength = 'hard';
    else if (strength === 'soft' && phrase.match(strong, next)) strength = 'strong';
    isStop ||= isStopAt(phrase, next);
    next += length;
  }
  return next > at ? { at, next, strength, isStop } : undefined;
}

/** `press Print, then Next passenger`: with a capital within a sentence, `Next` begins a name. */
const isNamed = (phrase: Phrase, at: number): boolean =>
  /^(?:next|finally|also)$/.test(phrase.low(at)) &&
  isCapitalised(phrase.tokens[at]) &&
  !isStopAt(phrase, at - 1) &&
  phrase.low(at - 1) !== '\n';

function lengthAt(phrase: Phrase, at: number): number {
  if (phrase.low(at) === '\n' || isStopAt(phrase, at)) return 1;
  return (phrase.match(strong, at) ?? (isNamed(phrase, at) ? undefined : phrase.match(soft, at)))?.length ?? 0;
}

const isStopAt = (phrase: Phrase, at: number): boolean =>
  phrase.tokens[at]?.kind === 'mark' && isEndMark(phrase.low(at));

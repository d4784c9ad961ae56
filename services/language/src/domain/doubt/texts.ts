import { roleOf } from '../roles.ts';
import { talkingWords } from './words.ts';

/** `hello then backspace twice`, `hello and send it`: rather a text and what to do next. */
const goesOn = / then | and \p{Ll}+ (?:it|that|them)$/u;

/** `my password`, `what I copied`, `down the number`: tells about a text, and is none. */
export const isDescription = (text: string, isPlaced: boolean): boolean =>
  /^[,;]|[,;]$/.test(text) ||
  saysWhere.test(text) ||
  refers.test(text) ||
  reports.test(text) ||
  (isPlaced && / not \p{Lu}/u.test(text)) ||
  (!isPlaced && goesOn.test(text)) ||
  talkingWords[isPlaced ? 'placed' : 'alone'].has(/^\p{Ll}[\p{L}'’]*(?= )/u.exec(text)?.[0] ?? '');

/** `Chapter One at the top`, `15 in the Blue mug row`, `penicillin next to it`: a text, and where it goes. */
const saysWhere = new RegExp(
  ` (?:at|in|on|to) the (?:\\S+ ){0,3}(?:very |far )?(?:top|bottom|end|beginning|start|middle|left|right|column|${[...roleOf.keys()].join('|')})$| (?:next to|beside|below|above|under|after|before|behind|into) (?:it|this|that|them)$`,
  'u',
);
/** `four and area to ninety`, `Ada in Name, Berlin`: rather the text of one place and the next place with its own. */
export const isSeveralTexts = (text: string): boolean =>
  /(?: and|,) .* (?:to|with|in|into|as|for|from|under) | (?:in|into|as|for|from|under) .*(?: and|,) /u.test(
    ` ${text} `,
  ) ||
  correctsItself(text) ||
  goesOnApart.test(text);

/** `88 no 89`, `airport, no sorry, station`: what was said last is meant. */
/** `Marta Lindh, then Save record`: what to do next, in words that are no command. */
const goesOnApart = /, (?:and )?then \S| then \p{Lu}/u;

const correctsItself = (text: string): boolean =>
  /\S,? (?:no|no wait|wait no|no sorry|sorry|sorry no|i mean|i meant|or rather|rather|make that|scratch that),? \S+$/iu.test(
    text,
  );

/** `it here`, `me`: which text, somebody else knows. */
const refers = /^(?:it|this|that|these|those|them|me|him|her|us)(?: (?:here|there))?$/u;
/** `mum that I am late`: what to tell whom. */
const reports = /^\p{Ll}+ that (?:[Ii]|we|you|he|she|they|it)\b/u;

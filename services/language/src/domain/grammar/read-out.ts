import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import { type Clause, either, missing, read, step, strange, sure, type VerbTable } from '../clause.ts';
import { isCapitalised, type Phrase, phrases } from '../phrase.ts';
import { readTarget } from '../target.ts';

export const readVerbs: VerbTable = [
  [
    [
      'read',
      'read out',
      'read aloud',
      'read out loud',
      'read me',
      'read off',
      'read to me',
      'tell me',
      'read out what',
      'tell me what',
      'read what',
    ],
    readOut,
  ],
  [['what does', 'what do', 'what does it say in'], readSays],
  [
    [
      'what is',
      "what's",
      'whats',
      'what is in',
      "what's in",
      'what is written in',
      "what's written in",
      'what is inside',
      'what stands in',
    ],
    readWhatIs,
  ],
];

const says = phrases('say', 'says', 'show', 'shows', 'contain', 'contains', 'read', 'is', 'hold', 'holds');
const aloud = phrases('aloud', 'out loud', 'to me', 'out');
const contents = phrases(
  ...['value', 'text', 'content', 'contents'].flatMap((part) => ['of', 'in'].map((word) => `the ${part} ${word}`)),
);
const inWords = phrases('in', 'inside');
/** Things that are read off screens under a lower-case name. */
const readable = new Set(
  `total subtotal sum result balance price amount status name title value message error number id address text label count score
  version answer note notes cost tax discount quantity email phone progress percentage heading headline state output display
  city country username notification warning caption description reference`.split(/\s+/),
);
/** Questions to the world, not to the screen. */
const worldly = new Set(
  `weather time date day news temperature forecast capital meaning population point matter problem difference best fastest up
  going wrong new joke story book wrong happening`.split(/\s+/),
);
const noThings = new Set('more on along along up lips between aloud again slowly'.split(' '));
const owners = phrases('about', 'my', 'our', 'your', 'his', 'her', 'their', 'a', 'an');

const reading = (target: TargetQuery, confidence: number) => step({ $case: 'readOut', value: { target } }, confidence);

function readOut(words: Phrase, said: string): Clause {
  const phrase = words.trimmed();
  const loud = phrase.matchEnd(aloud);
  const rest = loud && loud.at > 0 ? phrase.before(loud).trimmed() : phrase;
  const verb = said.endsWith('what') ? rest.matchEnd(says) : undefined;
  return readThing(verb ? rest.before(verb) : rest, rest, said.startsWith('tell') && !verb);
}

function readSays(words: Phrase, said: string): Clause {
  const phrase = words.trimmed();
  if (said.endsWith('in')) return readThing(phrase, phrase, false);
  const it = phrase.match(phrases('it say in', 'it say inside'));
  if (it) return readThing(phrase.after(it), phrase, false);
  const verb = phrase.matchEnd(says);
  if (!verb) return strange(phrase, 'read');
  return readThing(phrase.before(verb), phrase, false);
}

function readWhatIs(words: Phrase, said: string): Clause {
  const phrase = words.trimmed();
  const inside = said.endsWith('in') ? undefined : phrase.match(inWords);
  return readThing(inside ? phrase.after(inside) : phrase, phrase, true);
}

/** `Matter number`: written like a name, and ends like one. */
const isFieldName = (name: Phrase): boolean =>
  name.length > 1 && isCapitalised(name.tokens[0]) && readable.has(name.low(name.length - 1));

/** A question like "what is ..." may go to the world instead: only what is plainly on the screen is read without asking. */
function readThing(words: Phrase, whole: Phrase, isQuestion: boolean): Clause {
  const part = words.match(contents);
  const phrase = part && part.length < words.length ? words.after(part) : words;
  const target = readTarget(phrase);
  if (target.is === 'nothing') return missing('What should I read out?');
  if (target.is === 'strange') return strange(target.part, 'read');
  const { query, confidence } = target;
  const article = phrase.match(phrases('the'));
  const name = article ? phrase.after(article) : phrase;
  const isPlain = query.exact || query.role !== 'ROLE_UNSPECIFIED' || query.text === '';
  if (isPlain) return read({ $case: 'readOut', value: { target: query } }, confidence);
  if (
    phrase.match(owners) ||
    (isQuestion && phrase.tokens.some(({ low }) => low.endsWith("'s"))) ||
    (name.length === 1 && noThings.has(name.low(0))) ||
    (name.tokens.some(({ low }) => worldly.has(low)) && !isFieldName(name))
  )
    return strange(whole, 'read');
  if (readable.has(name.low(name.length - 1)) || isCapitalised(name.tokens[0])) {
    return read(
      { $case: 'readOut', value: { target: query } },
      Math.min(confidence, isQuestion ? sure.likely : sure.name),
    );
  }
  if (!isQuestion && name.length <= 2)
    return read({ $case: 'readOut', value: { target: query } }, Math.min(confidence, sure.hardly));
  return either('Is that something on the screen that I should read out?', [reading(query, sure.doubtful)]);
}

import { type Clause, missing, read, strange, sure, type VerbTable } from '../clause.ts';
import { type Phrase, type Place, phrases } from '../phrase.ts';
import { readTarget, type Target } from '../target.ts';

export const dragVerbs: VerbTable = [[['drag', 'drag and drop', 'drag-and-drop', 'drag & drop'], readDrag]];

const clear = phrases(
  'onto',
  'on to',
  'over to',
  'into',
  'and drop it on',
  'and drop it onto',
  'and drop it in',
  'and drop it into',
);
const plain = phrases('to', 'on', 'over');
const origin = phrases('from', 'out of');
/** Dragging by a way needs a distance, which nobody says. */
const ways = phrases('the right', 'the left', 'right', 'left', 'up', 'down', 'the top', 'the bottom');

function readDrag(rest: Phrase): Clause {
  const phrase = rest.trimmed();
  if (phrase.isEmpty) return missing('What should I drag, and where to?');
  const source = phrase.places(origin, 1)[0];
  const place = phrase.places(clear, 1)[0] ?? plainPlace(phrase, source !== undefined);
  if (!place) return onlyFrom(phrase);
  if (phrase.after(place).match(ways)) return strange(phrase.after(place), 'drag');
  const from = readFrom(phrase.before(place), source);
  const to = readTarget(phrase.after(place));
  if (from.is === 'nothing') return missing('What should I drag?');
  if (from.is === 'strange') return strange(from.part, 'drag');
  if (to.is === 'nothing') return missing(`Where should I drag ${phrase.before(place).trimmed().text} to?`);
  if (to.is === 'strange') return strange(to.part, 'drag');
  const value = { from: from.query, to: to.query };
  // `the slider to 50`: an amount is hardly a place.
  const doubt = !to.query.exact && /^[\d.,]+ ?%?$/.test(to.query.text) ? sure.doubtful : sure.exactly;
  return read({ $case: 'drag', value }, Math.min(from.confidence, to.confidence, doubt));
}

/** `Lunch on Friday to Trash`: "to" says it better than "on". */
function plainPlace(phrase: Phrase, isBehindSource: boolean): Place | undefined {
  const places = phrase.places(plain, 1);
  return places.find(({ said }) => said === 'to' && !isBehindSource) ?? places.at(isBehindSource ? -1 : 0);
}

/** `Card from the Open column`: what is inside it. */
function readFrom(phrase: Phrase, source: Place | undefined): Target {
  if (!source || source.at >= phrase.length) return readTarget(phrase);
  const thing = readTarget(phrase.before(source));
  const origin = readTarget(phrase.after(source));
  if (thing.is !== 'found' || thing.query.relation) return thing.is === 'found' ? readTarget(phrase) : thing;
  if (origin.is !== 'found') return { is: 'strange', part: phrase.slice(source.at).text };
  const relation = { kind: 'RELATION_KIND_INSIDE', anchor: origin.query } as const;
  return {
    is: 'found',
    query: { ...thing.query, relation },
    confidence: Math.min(thing.confidence, origin.confidence),
  };
}

function onlyFrom(phrase: Phrase): Clause {
  const from = readTarget(phrase);
  if (from.is === 'strange') return strange(from.part, 'drag');
  return missing(from.is === 'found' ? `Where should I drag ${phrase.text} to?` : 'What should I drag, and where to?');
}

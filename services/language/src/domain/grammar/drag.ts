import { type Clause, missing, read, strange, type VerbTable } from '../clause.ts';
import { type Phrase, phrases } from '../phrase.ts';
import { readTarget } from '../target.ts';

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

function readDrag(rest: Phrase): Clause {
  const phrase = rest.trimmed();
  if (phrase.isEmpty) return missing('What should I drag, and where to?');
  const place = phrase.places(clear, 1)[0] ?? phrase.places(plain, 1)[0];
  if (!place) return onlyFrom(phrase);
  const from = readTarget(phrase.before(place));
  const to = readTarget(phrase.after(place));
  if (from.is === 'nothing') return missing('What should I drag?');
  if (from.is === 'strange') return strange(from.part, 'drag');
  if (to.is === 'nothing') return missing(`Where should I drag ${phrase.before(place).trimmed().text} to?`);
  if (to.is === 'strange') return strange(to.part, 'drag');
  const value = { from: from.query, to: to.query };
  return read({ $case: 'drag', value }, Math.min(from.confidence, to.confidence));
}

function onlyFrom(phrase: Phrase): Clause {
  const from = readTarget(phrase);
  if (from.is === 'strange') return strange(from.part, 'drag');
  return missing(from.is === 'found' ? `Where should I drag ${phrase.text} to?` : 'What should I drag, and where to?');
}

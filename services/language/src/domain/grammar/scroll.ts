import type { ScrollDirection } from '@karna/proto/gen/intent/v1/intent';
import { type Clause, missing, read, strange, sure, type VerbTable } from '../clause.ts';
import { numberOf } from '../numbers.ts';
import { type Phrase, phrases } from '../phrase.ts';
import { readTarget } from '../target.ts';

/** Wheel clicks; one is about three lines of text. */
const clicks = { bit: 2, unsaid: 5, lot: 15, page: 10, max: 200 } as const;

export const scrollVerbs: VerbTable = [[['scroll', 'keep scrolling', 'swipe'], readScroll]];

const directions = new Map<string, ScrollDirection>([
  ['up', 'SCROLL_DIRECTION_UP'],
  ['upwards', 'SCROLL_DIRECTION_UP'],
  ['down', 'SCROLL_DIRECTION_DOWN'],
  ['downwards', 'SCROLL_DIRECTION_DOWN'],
  ['left', 'SCROLL_DIRECTION_LEFT'],
  ['right', 'SCROLL_DIRECTION_RIGHT'],
  ['to the left', 'SCROLL_DIRECTION_LEFT'],
  ['to the right', 'SCROLL_DIRECTION_RIGHT'],
]);
const directionWords = phrases(...directions.keys(), 'back up', 'back down', 'further down', 'further up');
const ends = new Map<string, ScrollDirection>([
  ...['top', 'very top', 'start', 'beginning', 'top of the page', 'start of the page', 'beginning of the page'].map(
    (place) => [place, 'SCROLL_DIRECTION_UP'] as const,
  ),
  ...['bottom', 'very bottom', 'end', 'very end', 'bottom of the page', 'end of the page'].map(
    (place) => [place, 'SCROLL_DIRECTION_DOWN'] as const,
  ),
  ...['far left', 'left end', 'left edge'].map((place) => [place, 'SCROLL_DIRECTION_LEFT'] as const),
  ...['far right', 'right end', 'right edge'].map((place) => [place, 'SCROLL_DIRECTION_RIGHT'] as const),
]);
const endWords = phrases(
  ...[...ends.keys()].flatMap((place) => [
    `to the ${place}`,
    `to ${place}`,
    `all the way to the ${place}`,
    `until the ${place}`,
    `till the ${place}`,
  ]),
);
const allTheWay = phrases('all the way');
const until = phrases(
  'until',
  'till',
  'until you see',
  'until you find',
  'until i see',
  'till you see',
  'to find',
  'so that i see',
);
const toward = phrases('to');
const view = phrases('into view');
const visible = phrases(
  ...'appears|shows|shows up|is visible|is shown|is there|is on the screen|comes into view|can be seen|is in view|comes up|is displayed'.split(
    '|',
  ),
);
/** Ends of something inside the page are not on offer. */
const endsOf = phrases(
  ...['top', 'bottom', 'end', 'start', 'beginning'].flatMap((end) => [`the ${end} of`, `${end} of`]),
);
const amounts = new Map<string, number>([
  ['a bit', clicks.bit],
  ['a little', clicks.bit],
  ['a little bit', clicks.bit],
  ['slightly', clicks.bit],
  ['some', clicks.bit],
  ['a lot', clicks.lot],
  ['a page', clicks.page],
  ['one page', clicks.page],
  ['by a page', clicks.page],
  ['a screen', clicks.page],
  ['once', 1],
  ['twice', 2],
  ['more', clicks.unsaid],
  ['some more', clicks.unsaid],
  ['a bit more', clicks.bit],
]);
const amountWords = phrases(...amounts.keys());
const units = new Map([
  ['', 1],
  ...'click clicks notch notches step steps time times line lines tick ticks'
    .split(' ')
    .map((unit) => [unit, 1] as const),
  ...'page pages screen screens'.split(' ').map((unit) => [unit, clicks.page] as const),
]);

const scroll = (direction: ScrollDirection, count: number): Clause =>
  read({ $case: 'scroll', value: { target: undefined, direction, clicks: count } }, sure.exactly);

function readScroll(rest: Phrase): Clause {
  const phrase = rest.trimmed();
  if (phrase.isEmpty) return missing('Which way should I scroll, or to what?');
  const end = phrase.match(endWords);
  if (end && end.length === phrase.length) return toEnd(end.said);
  const way = phrase.match(directionWords);
  if (way) return readBy(phrase.after(way).trimmed(), directionOf(way.said));
  const far = phrase.match(allTheWay);
  const farWay = far && phrase.match(directionWords, far.length);
  if (far && farWay && far.length + farWay.length === phrase.length) return scroll(directionOf(farWay.said), 0);
  const wayLast = phrase.matchEnd(directionWords);
  const amount = wayLast && readBy(phrase.before(wayLast), directionOf(wayLast.said));
  return amount?.is === 'read' ? amount : readTo(phrase, 'SCROLL_DIRECTION_UNSPECIFIED');
}

const directionOf = (said: string): ScrollDirection =>
  directions.get(said) ?? directions.get(said.split(' ').at(-1) ?? '') ?? 'SCROLL_DIRECTION_UNSPECIFIED';

const toEnd = (said: string): Clause =>
  scroll(ends.get(said.replace(/^(?:(?:all the way )?to|until) (?:the )?/, '')) ?? 'SCROLL_DIRECTION_DOWN', 0);

/** What follows `scroll down`. */
function readBy(phrase: Phrase, direction: ScrollDirection): Clause {
  if (phrase.isEmpty) return scroll(direction, clicks.unsaid);
  if (phrase.match(allTheWay)?.length === phrase.length) return scroll(direction, 0);
  const end = phrase.match(endWords);
  if (end && end.length === phrase.length) return toEnd(end.said);
  const amount = phrase.match(amountWords);
  if (amount && amount.length === phrase.length) return scroll(direction, amounts.get(amount.said) ?? clicks.unsaid);
  return readCount(phrase, direction) ?? readTo(phrase, direction);
}

function readCount(phrase: Phrase, direction: ScrollDirection): Clause | undefined {
  const words = phrase.low(0) === 'by' ? phrase.slice(1) : phrase;
  const number = numberOf(words.low(0));
  const unit = words.length > 1 ? units.get(words.slice(1).raw.toLowerCase()) : 1;
  if (number === undefined) return undefined;
  const count = unit === undefined ? 0 : Math.round(number * unit);
  return count < 1 || count > clicks.max ? strange(phrase, 'scroll') : scroll(direction, count);
}

/** `to Terms`, `until Terms appears`, `Terms into view`. */
function readTo(phrase: Phrase, direction: ScrollDirection): Clause {
  const inView = phrase.matchEnd(view);
  const start = phrase.match(until) ?? phrase.match(toward);
  if (!start && !inView) return strange(phrase, 'scroll');
  const body = inView ? phrase.before(inView) : start ? phrase.after(start) : phrase;
  const seen = start && toward.every(([word]) => word !== start.said) ? body.matchEnd(visible) : undefined;
  const target = readTarget(seen ? body.before(seen) : body);
  if (target.is === 'nothing') return missing('What should I scroll to?');
  if (target.is === 'strange') return strange(target.part, 'scroll');
  if ((start?.said === 'until' && !seen) || body.match(endsOf)) return strange(body, 'scroll');
  return read({ $case: 'scroll', value: { target: target.query, direction, clicks: 0 } }, target.confidence);
}

import { type Clause, missing, read, strange, sure, type VerbTable } from '../clause.ts';
import { numberOf } from '../numbers.ts';
import { type Phrase, phrases } from '../phrase.ts';
import { readTarget } from '../target.ts';

export const waitVerbs: VerbTable = [[['wait'], readWait]];

/** Nobody waits longer on purpose (ms). */
const maxLimitMs = 60 * 60 * 1_000;

const limitsSaid =
  'within|up to|for up to|at most|for at most|no longer than|for no longer than|no more than|for no more than|for a maximum of|a maximum of|with a limit of|max|maximum|for max|not longer than|not more than|for not longer than|for not more than'.split(
    '|',
  );
const limits = phrases(...limitsSaid, ...limitsSaid.map((said) => `but ${said}`));
const openings = phrases('until', 'till', 'for', 'until you see', 'until i see', 'till you see', 'until there is');
const appears = phrases(
  ...'appears|to appear|appear|is visible|is shown|shows|shows up|to show up|to show|comes up|to come up|is there|to be there|is displayed|loads|to load|is loaded|pops up|to pop up|opens|to open|can be seen|is on the screen|to be visible|becomes visible|to become visible'.split(
    '|',
  ),
);
const disappears = phrases(
  ..."disappears|to disappear|disappear|is gone|to be gone|goes away|to go away|vanishes|to vanish|is hidden|closes|to close|is not there anymore|is not visible|is no longer visible|is no longer there|is no longer shown|is not visible anymore|isn't there anymore|isn't visible|isn't visible anymore|has disappeared|is away".split(
    '|',
  ),
);
/** Nothing on the screen is called so. */
const unseen = /^(?:page|site|website|program|computer|app|application|download|upload)$/i;
/** `10`, `a few seconds`, `Loading to finish`. */
const noThing =
  /^[\d.]+$|\b(?:few|some|couple of|more|another|several) \S+$|\S to (?:finish|end|complete|say|be done|be ready|go(?! away)|come|start|stop)\b/i;
const unitMs = new Map([
  ...['ms', 'msec', 'millisecond', 'milliseconds'].map((unit) => [unit, 1] as const),
  ...['s', 'sec', 'secs', 'second', 'seconds'].map((unit) => [unit, 1_000] as const),
  ...['m', 'min', 'mins', 'minute', 'minutes'].map((unit) => [unit, 60_000] as const),
]);

interface Limited {
  readonly rest: Phrase;
  readonly limitMs: number;
}

/** `until Done appears, up to 30 seconds`, or a time alone. */
function readWait(words: Phrase): Clause {
  const phrase = words.trimmed();
  if (phrase.isEmpty) return missing('What should I wait for?');
  const limited = readLimit(phrase);
  if (limited === 'bad') return strange(phrase, 'wait');
  const opening = limited.rest.match(openings);
  const alone = pauseOf(opening?.said === 'for' ? limited.rest.after(opening) : limited.rest);
  if (alone) return alone;
  if (!opening) return strange(`wait ${phrase.text}`, 'wait');
  const body = limited.rest.after(opening).trimmed();
  if (noThing.test(body.text)) return strange(body, 'wait');
  if (durationMs(body) !== undefined || body.isEmpty) {
    return body.isEmpty ? missing('What should I wait for?') : strange(`wait ${phrase.text}`, 'wait');
  }
  return readEvent(body, opening.said, limited.limitMs);
}

/** `5 seconds`: nothing but a time. */
function pauseOf(phrase: Phrase): Clause | undefined {
  const limitMs = durationMs(phrase);
  if (limitMs === undefined) return undefined;
  if (limitMs < 1 || limitMs > maxLimitMs) return strange(phrase, 'wait');
  return read({ $case: 'waitFor', value: { target: undefined, gone: false, limitMs } }, sure.exactly);
}

function readEvent(body: Phrase, opening: string, limitMs: number): Clause {
  const gone = body.matchEnd(disappears);
  const seen = gone ?? body.matchEnd(appears);
  if (!seen && (opening === 'until' || opening === 'till')) return strange(body, 'wait');
  const target = readTarget(seen ? body.before(seen) : body);
  if (target.is === 'nothing') return missing('What should I wait for?');
  if (target.is === 'strange') return strange(target.part, 'wait');
  if (!target.query.exact && target.query.role === 'ROLE_UNSPECIFIED' && unseen.test(target.query.text))
    return strange(body, 'wait');
  const value = { target: target.query, gone: gone !== undefined, limitMs };
  return read({ $case: 'waitFor', value }, target.confidence);
}

/** Takes `up to 30 seconds` off the front or the end, and `10 seconds` off the front. */
function readLimit(phrase: Phrase): Limited | 'bad' {
  const front = phrase.match(limits);
  if (front) {
    const length = [2, 3, 1].find(
      (count) => durationMs(phrase.slice(front.length, front.length + count)) !== undefined,
    );
    if (length === undefined) return 'bad';
    const until = front.length + length;
    return within(phrase.slice(until).trimmed(), durationMs(phrase.slice(front.length, until)));
  }
  const opening = phrase.places(openings, 1)[0];
  const first = opening && durationMs(phrase.before(opening));
  if (opening && first !== undefined) return within(phrase.slice(opening.at), first);
  const behind = phrase.matchEnd(limits);
  if (behind) {
    const comma = phrase.tokens.findLastIndex(({ low }) => low === ',');
    const lasting = comma > 0 ? durationMs(phrase.before(behind).slice(comma + 1)) : undefined;
    return lasting === undefined ? { rest: phrase, limitMs: 0 } : within(phrase.slice(0, comma), lasting);
  }
  const place = phrase.places(limits, 1).at(-1);
  const duration = place && durationMs(phrase.after(place));
  if (!place || duration === undefined) return { rest: phrase, limitMs: 0 };
  return within(phrase.before(place).trimmed(), duration);
}

function within(rest: Phrase, limitMs = 0): Limited | 'bad' {
  return limitMs < 1 || limitMs > maxLimitMs ? 'bad' : { rest, limitMs };
}

/** `30 seconds`, `half a minute`, `a minute`, `30s`. */
function durationMs(words: Phrase): number | undefined {
  const phrase = words.trimmed();
  if (phrase.hasQuoted || phrase.isEmpty || phrase.length > 3) return undefined;
  const text = phrase.text.toLowerCase();
  const short = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/.exec(text);
  const spelled = text
    .replace(/^half an? /, '0.5 ')
    .replace(/^an? /, '1 ')
    .split(' ');
  const number = short ? Number(short[1]) : numberOf(spelled[0] ?? '');
  const unit = unitMs.get(short?.[2] ?? spelled[1] ?? '');
  if (number === undefined || unit === undefined || (!short && spelled.length !== 2)) return undefined;
  return Math.round(number * unit);
}

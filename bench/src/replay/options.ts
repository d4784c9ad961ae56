import { parseArgs } from 'node:util';
import { DomainError } from '@karna/common/errors';

export interface ReplayOptions {
  readonly json: boolean;
  /** At most so many replays, spread over all that there are. */
  readonly limit?: number | undefined;
  readonly apps?: readonly string[] | undefined;
  readonly changes?: readonly string[] | undefined;
  readonly seed: number;
  /** Each replay so many times, with other values each time. */
  readonly rounds: number;
  /** Every so-manieth replay only, from this one on. */
  readonly shard?: Shard | undefined;
  /** A file that outcomes are added to as they come; what is in there already is not played again. */
  readonly into?: string | undefined;
  /** Coordinates and templates beside us, in the first round. */
  readonly peers: boolean;
  /** A folder for the pictures of halts, and the skills. */
  readonly keep?: string | undefined;
}

/** 1 is the first. */
export interface Shard {
  readonly number: number;
  readonly of: number;
}

export const replayUsage =
  'npm run bench -- replay [--apps a,b] [--changes a,b] [--rounds N] [--shard I/N] [--into FILE] [--limit N] [--seed N] [--no-peers] [--keep DIR] [--json]';

/** Errors: what is wrong with them, for the one who typed them. */
export function replayOptions(
  args: readonly string[],
  known: { readonly apps: readonly string[]; readonly changes: readonly string[] },
): ReplayOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      apps: { type: 'string' },
      changes: { type: 'string' },
      limit: { type: 'string' },
      rounds: { type: 'string', default: '1' },
      shard: { type: 'string' },
      into: { type: 'string' },
      seed: { type: 'string', default: '1' },
      'no-peers': { type: 'boolean', default: false },
      keep: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const limit = values.limit === undefined ? undefined : wholeNumber(values.limit, '--limit is a number of replays');
  return {
    json: values.json,
    limit,
    apps: chosen(values.apps, known.apps, 'application'),
    changes: chosen(values.changes, known.changes, 'change'),
    rounds: wholeNumber(values.rounds, '--rounds is how often each is played'),
    shard: values.shard === undefined ? undefined : shardFrom(values.shard),
    into: values.into,
    seed: wholeNumber(values.seed, '--seed is a whole number'),
    peers: !values['no-peers'],
    keep: values.keep,
  };
}

function chosen(said: string | undefined, known: readonly string[], what: string): readonly string[] | undefined {
  const names = said?.split(',');
  const unknown = names?.filter((name) => !known.includes(name)) ?? [];
  if (unknown.length > 0) throw invalid(`no such ${what}: ${unknown.join(', ')}; there are ${known.join(', ')}`);
  return names;
}

function shardFrom(text: string): Shard {
  const [number = Number.NaN, of = Number.NaN] = text.split('/').map(Number);
  if (!(Number.isInteger(number) && Number.isInteger(of) && number >= 1 && number <= of))
    throw invalid('--shard is the part and how many there are: 1/4');
  return { number, of };
}

function wholeNumber(text: string, otherwise: string): number {
  const number = Number(text);
  if (!(Number.isInteger(number) && number > 0)) throw invalid(otherwise);
  return number;
}

const invalid = (message: string) => new DomainError('input.invalid', message);

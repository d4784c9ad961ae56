import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DomainError } from '@karna/common/errors';

export interface VisionOptions {
  readonly json: boolean;
  /** A folder of NAME.png and NAME.json; instead of the built-in sets. */
  readonly data?: string | undefined;
  /** Which of the built-in sets. */
  readonly sets?: readonly string[] | undefined;
  /** At most so many pictures of each set. */
  readonly limit?: number | undefined;
  /** Which secrets are planted. */
  readonly seed?: number | undefined;
  /** A folder with a model pack; instead of the one that came with Karna. */
  readonly models?: string | undefined;
  /** How long it takes is asked, too. */
  readonly times: boolean;
  /** Writes the gate's figures and bounds beside its pictures. */
  readonly setGate: boolean;
}

export const visionUsage =
  'npm run bench -- vision [--data DIR] [--sets a,b] [--limit N] [--seed N] [--models DIR] [--no-times] [--set-gate] [--json]';

/** Errors: what is wrong with them, for the one who typed them. */
export function visionOptions(args: readonly string[], setNames: readonly string[]): VisionOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      sets: { type: 'string' },
      limit: { type: 'string' },
      seed: { type: 'string' },
      models: { type: 'string' },
      'no-times': { type: 'boolean', default: false },
      'set-gate': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const limit = wholeNumber(values.limit, '--limit is a number of pictures');
  const seed = wholeNumber(values.seed, '--seed is a whole number');
  if (values.data !== undefined && values.sets !== undefined) throw invalid('--data and --sets exclude each other');
  const { json, data, models } = values;
  const sets = values.sets?.split(',');
  const unknown = sets?.filter((name) => !setNames.includes(name)) ?? [];
  if (unknown.length > 0) throw invalid(`no such set: ${unknown.join(', ')}; there are ${setNames.join(', ')}`);
  if (data !== undefined && !isFolder(data)) throw invalid(`there is no folder ${data}`);
  return { json, data, sets, limit, seed, models, times: !values['no-times'], setGate: values['set-gate'] };
}

function wholeNumber(text: string | undefined, otherwise: string): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!(Number.isInteger(number) && number > 0)) throw invalid(otherwise);
  return number;
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
const invalid = (message: string) => new DomainError('input.invalid', message);

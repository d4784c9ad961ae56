import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';

export interface TrainTest {
  readonly train: string;
  readonly test: string;
  /** How many examples of each label are learned from; all of them when absent. */
  readonly shots?: number | undefined;
  readonly json: boolean;
}

/** Errors: what is wrong with them, for the one who typed them. */
export function trainTestOptions(name: string, args: readonly string[]): TrainTest {
  const usage = `npm run bench -- ${name} --train FILE --test FILE [--shots N] [--json]`;
  const { values } = parseArgs({
    args: [...args],
    options: {
      train: { type: 'string' },
      test: { type: 'string' },
      shots: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const { train, test, json } = values;
  if (train === undefined || test === undefined) throw new Error(`which files? ${usage}`);
  for (const file of [train, test]) if (!existsSync(file)) throw new Error(`there is no file ${file}`);
  const shots = values.shots === undefined ? undefined : Number(values.shots);
  if (shots !== undefined && !(Number.isInteger(shots) && shots > 0))
    throw new Error('--shots is a number of examples');
  return { train, test, shots, json };
}

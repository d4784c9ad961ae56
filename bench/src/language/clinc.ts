import { readFileSync } from 'node:fs';
import type { Example } from '@karna/language/learning';
import { z } from 'zod';

const labelled = z.array(z.tuple([z.string(), z.string()]));
const layout = z.object({
  train: labelled.optional(),
  val: labelled.optional(),
  test: labelled.optional(),
  oos_train: labelled.optional(),
  oos_val: labelled.optional(),
  oos_test: labelled.optional(),
});
type Layout = z.output<typeof layout>;

export interface Split {
  readonly examples: readonly Example[];
  /** Wishes for none of the labels. */
  readonly outside: readonly string[];
}

export interface IntentSets {
  readonly train: Split;
  /** To choose the threshold on; absent when what could be is what is tested on. */
  readonly trials: Split | undefined;
  readonly test: Split;
}

/** Reads files in the layout of CLINC150: `train` and `oos_train` from one; `test` and `oos_test`, or else `val` and `oos_val`, from the other. */
export function readIntentSets(trainFile: string, testFile: string): IntentSets {
  const [from, to] = [read(trainFile), read(testFile)];
  const train = split(from.train, from.oos_train);
  const test = to.test || to.oos_test ? split(to.test, to.oos_test) : split(to.val, to.oos_val);
  if (train.examples.length === 0) throw new Error(`${trainFile} has no "train"`);
  if (test.examples.length === 0) throw new Error(`${testFile} has neither "test" nor "val"`);
  return { train, test, trials: trialsOf(split(from.val, from.oos_val), test) };
}

function read(file: string): Layout {
  const parsed = layout.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file} is not in the layout of CLINC150\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

const split = (inside: Layout['train'] = [], outside: Layout['train'] = []): Split => ({
  examples: inside.map(([text, label]) => ({ text, label })),
  outside: outside.map(([text]) => text),
});

/** What is tested on must not choose the threshold. */
function trialsOf(trials: Split, test: Split): Split | undefined {
  const tested = new Set([...test.examples.map(({ text }) => text), ...test.outside]);
  const isFresh = trials.examples.filter(({ text }) => tested.has(text)).length < trials.examples.length / 10;
  return trials.examples.length > 0 && isFresh ? trials : undefined;
}

/** `count` of each label, spread evenly over those there are: neighbours in such files often come from one person. */
export function someOfEach(examples: readonly Example[], count: number): Example[] {
  const byLabel = Map.groupBy(examples, ({ label }) => label);
  return [...byLabel.values()].flatMap((own) => {
    const taken = Math.min(count, own.length);
    return Array.from({ length: taken }, (_, index) => own[Math.floor((index * own.length) / taken)]).filter(
      (example) => example !== undefined,
    );
  });
}

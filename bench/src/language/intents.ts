import { calibrationError, type Example, type IntentModel, learnIntents } from '@karna/language/learning';
import { readIntentSets, type Split, someOfEach } from './clinc.ts';
import { trainTestOptions } from './options.ts';

/** `npm run bench -- intents`: how often is a wish understood, how often is one for nothing refused, how honest is the confidence? */
export async function run({ args }: { readonly args: readonly string[] }): Promise<void> {
  const options = trainTestOptions('intents', args);
  const { train, trials, test } = readIntentSets(options.train, options.test);
  const examples = options.shots === undefined ? train.examples : someOfEach(train.examples, options.shots);
  const started = process.cpuUsage();
  const startedAt = performance.now();
  // With few examples those to choose the threshold on are no part of the question.
  const held = trials && options.shots === undefined ? { trials } : {};
  const model = learnIntents({ examples, outside: train.outside, names: namesOf(examples), ...held });
  const trainingMs = performance.now() - startedAt;
  const trainingCpuMs = process.cpuUsage(started).user / 1_000;
  const figures = { ...score(model, test), trainingMs, trainingCpuMs, queryMs: queryTime(model, test) };
  if (!options.json) print(figures, examples.length, model.labels.length);
  else console.log(JSON.stringify(rounded(figures)));
}

/** A label is what its intent is called: `freeze_account` is a phrase for it. */
const namesOf = (examples: readonly Example[]): Map<string, string> =>
  new Map(examples.map(({ label }) => [label, label.replaceAll(/[_-]+|(?<=\p{Ll})(?=\p{Lu})/gu, ' ')]));

interface Figures {
  readonly inScopeAccuracy: number;
  readonly outOfScopeRecall: number;
  readonly ece: number;
  /** Without refusing anything. */
  readonly closedAccuracy: number;
  readonly trainingMs: number;
  readonly trainingCpuMs: number;
  readonly queryMs: number;
}

function score(
  model: IntentModel,
  test: Split,
): Pick<Figures, 'inScopeAccuracy' | 'outOfScopeRecall' | 'ece' | 'closedAccuracy'> {
  const answers = test.examples.map(({ text, label }) => {
    const { guesses, isOutside } = model.opinion(text);
    return { isOutside, isRight: guesses[0]?.label === label, confidence: guesses[0]?.confidence ?? 0 };
  });
  const refused = test.outside.filter((text) => model.opinion(text).isOutside);
  return {
    inScopeAccuracy: share(answers.filter(({ isRight, isOutside }) => isRight && !isOutside).length, answers.length),
    outOfScopeRecall: share(refused.length, test.outside.length),
    ece: calibrationError(answers),
    closedAccuracy: share(answers.filter(({ isRight }) => isRight).length, answers.length),
  };
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

function queryTime(model: IntentModel, { examples }: Split): number {
  const asked = examples.slice(0, 500);
  const started = performance.now();
  for (const { text } of asked) model.opinion(text);
  return (performance.now() - started) / Math.max(1, asked.length);
}

const rounded = (figures: Figures) =>
  Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Number(value.toFixed(4))]));

function print(figures: Figures, examples: number, labels: number): void {
  const percent = (value: number) => `${(value * 100).toFixed(1)} %`;
  console.log(
    `learned from ${examples} examples of ${labels} labels in ${(figures.trainingMs / 1_000).toFixed(1)} s (${(figures.trainingCpuMs / 1_000).toFixed(1)} s of one core)`,
  );
  console.log(
    `in scope      ${percent(figures.inScopeAccuracy)} right (${percent(figures.closedAccuracy)} if nothing is refused)`,
  );
  console.log(`out of scope  ${percent(figures.outOfScopeRecall)} refused`);
  console.log(`calibration   ${figures.ece.toFixed(4)} expected error`);
  console.log(`a query       ${figures.queryMs.toFixed(3)} ms`);
}

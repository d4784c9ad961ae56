import { learnIntents, learnSlots, type MarkedExample, type Span } from '@karna/language/learning';
import { trainTestOptions } from './options.ts';
import { readMarked } from './snips.ts';

/** `npm run bench -- slots`: how often are the values in a wish found, when nobody says what the wish is for? */
export async function run({ args }: { readonly args: readonly string[] }): Promise<void> {
  const options = trainTestOptions('slots', args);
  const [examples, test] = [readMarked(options.train), readMarked(options.test)];
  const started = process.cpuUsage();
  const intents = learnIntents({ examples, outside: [] });
  const slots = learnSlots({ examples });
  const trainingCpuMs = process.cpuUsage(started).user / 1_000;
  const asked = performance.now();
  const answers = test.map(({ text }) => {
    const label = intents.opinion(text).guesses[0]?.label ?? '';
    return { label, spans: slots.find(text, label) };
  });
  const queryMs = (performance.now() - asked) / Math.max(1, test.length);
  const figures = { ...score(test, answers), trainingCpuMs, queryMs };
  if (!options.json) print(figures, examples.length, test.length);
  else
    console.log(
      JSON.stringify(
        Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Number(value.toFixed(4))])),
      ),
    );
}

interface Answer {
  readonly label: string;
  readonly spans: readonly Span[];
}

/** `f1` over spans with their slot, `exact`: the share of wishes with every span right and none too many. */
function score(test: readonly MarkedExample[], answers: readonly Answer[]) {
  let [hits, said, true_, exact, intent] = [0, 0, 0, 0, 0];
  test.forEach(({ spans, label }, index) => {
    const found = answers[index]?.spans ?? [];
    const wanted = new Set(spans.map(keyOf));
    const right = found.filter((span) => wanted.has(keyOf(span))).length;
    hits += right;
    said += found.length;
    true_ += spans.length;
    if (right === spans.length && found.length === spans.length) exact++;
    if (answers[index]?.label === label) intent++;
  });
  return {
    f1: said + true_ === 0 ? 0 : (2 * hits) / (said + true_),
    exact: test.length === 0 ? 0 : exact / test.length,
    intentAccuracy: test.length === 0 ? 0 : intent / test.length,
  };
}

const keyOf = ({ slot, start, end }: Span): string => `${slot} ${start} ${end}`;

function print(figures: Record<string, number>, examples: number, tested: number): void {
  const percent = (value = 0) => `${(value * 100).toFixed(1)} %`;
  console.log(
    `learned from ${examples} wishes in ${((figures.trainingCpuMs ?? 0) / 1_000).toFixed(1)} s of one core, asked ${tested}`,
  );
  console.log(`slots    F1 ${percent(figures.f1)}`);
  console.log(
    `wishes   ${percent(figures.exact)} with every value right; intent right in ${percent(figures.intentAccuracy)}`,
  );
  console.log(`a query  ${(figures.queryMs ?? 0).toFixed(3)} ms`);
}

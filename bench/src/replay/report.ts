export interface Outcome {
  readonly who: 'karna' | 'places' | 'pixels';
  readonly app: string;
  readonly change: string;
  readonly round: number;
  /** Whether it can be done; else it has to halt. */
  readonly isPresent: boolean;
  /** WRONG: reported as done and not so, or something else was done. */
  readonly verdict: 'right' | 'halted' | 'WRONG';
  readonly why: string;
  /** Of the steps that were done, from begin to end... */
  readonly stepsMs: readonly number[];
  /** ...and what of it the applications took to show what was done to them, up to their last change. */
  readonly applicationsMs: readonly number[];
  /** With its application brought up. */
  readonly tookMs: number;
}

export interface Summary {
  readonly runs: number;
  readonly present: number;
  readonly completed: number;
  readonly absent: number;
  readonly halted: number;
  readonly falseHalts: number;
  readonly silentWrong: number;
  /** The applications' own time apart. */
  readonly stepP50Ms: number;
  readonly stepP95Ms: number;
  /** With it. */
  readonly stepWholeP50Ms: number;
  readonly stepWholeP95Ms: number;
}

/** Ours, in the shape that others read. */
export const summaryOf = (outcomes: readonly Outcome[]): Summary => figuresOf(outcomes, 'karna');

export function figuresOf(outcomes: readonly Outcome[], who: Outcome['who']): Summary {
  const own = outcomes.filter((one) => one.who === who);
  const present = own.filter(({ isPresent }) => isPresent);
  const absent = own.filter(({ isPresent }) => !isPresent);
  const whole = own.flatMap(({ stepsMs }) => stepsMs).sort((a, b) => a - b);
  const times = own.flatMap(ownTimes).sort((a, b) => a - b);
  const count = (list: readonly Outcome[], verdict: Outcome['verdict']) =>
    list.filter((one) => one.verdict === verdict).length;
  return {
    runs: own.length,
    present: present.length,
    completed: count(present, 'right'),
    absent: absent.length,
    halted: count(absent, 'halted'),
    falseHalts: count(present, 'halted'),
    silentWrong: count(own, 'WRONG'),
    stepP50Ms: quantile(times, 0.5),
    stepP95Ms: quantile(times, 0.95),
    stepWholeP50Ms: quantile(whole, 0.5),
    stepWholeP95Ms: quantile(whole, 0.95),
  };
}

/** Of each step, without what its application took. */
const ownTimes = ({ stepsMs, applicationsMs }: Outcome): number[] =>
  stepsMs.map((ms, step) => Math.max(0, ms - (applicationsMs[step] ?? 0)));

const quantile = (sorted: readonly number[], share: number): number =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);

const contenders = { karna: 'Karna', places: 'the places clicked', pixels: 'template matching' } as const;

/** Everybody; then ours by application. */
export function printReplays(outcomes: readonly Outcome[]): void {
  const whole = (['karna', 'places', 'pixels'] as const).map((who) => [
    contenders[who],
    ...cellsOf(figuresOf(outcomes, who)),
  ]);
  const apps = [...new Set(outcomes.map(({ app }) => app))].map((app) => [
    app,
    ...cellsOf(
      figuresOf(
        outcomes.filter((one) => one.app === app),
        'karna',
      ),
    ),
  ]);
  const heading = [
    '',
    'runs',
    'possible: done right',
    'impossible: halted',
    'halted for nothing',
    'WRONG',
    'step p50 ms',
    'p95 ms',
    'with the application p50 ms',
    'p95 ms',
  ];
  const rows = [heading, ...[...whole, ...apps].filter(([, runs]) => runs !== '0')];
  const widths = heading.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  for (const row of rows) console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
}

function cellsOf(figures: Summary): string[] {
  const { runs, present, completed, absent, halted, falseHalts, silentWrong } = figures;
  const times = [figures.stepP50Ms, figures.stepP95Ms, figures.stepWholeP50Ms, figures.stepWholeP95Ms];
  const percent = (part: number, all: number) => (all === 0 ? '-' : `${((100 * part) / all).toFixed(0)} %`);
  return [
    String(runs),
    `${completed} of ${present} (${percent(completed, present)})`,
    `${halted} of ${absent} (${percent(halted, absent)})`,
    `${falseHalts} (${percent(falseHalts, present)})`,
    String(silentWrong),
    ...times.map((ms) => (ms === 0 ? '' : String(ms))),
  ];
}

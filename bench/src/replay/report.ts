export interface Outcome {
  readonly who: 'karna' | 'places' | 'pixels';
  readonly app: string;
  readonly change: string;
  /** Whether it can be done; else it has to halt. */
  readonly isPresent: boolean;
  /** WRONG: reported as done and not so, or something else was done. */
  readonly verdict: 'right' | 'halted' | 'WRONG';
  readonly why: string;
  /** Of the steps that were done. */
  readonly stepsMs: readonly number[];
}

export interface Summary {
  readonly runs: number;
  readonly present: number;
  readonly completed: number;
  readonly absent: number;
  readonly halted: number;
  readonly falseHalts: number;
  readonly silentWrong: number;
  readonly stepP50Ms: number;
  readonly stepP95Ms: number;
}

/** Ours, in the shape that others read. */
export const summaryOf = (outcomes: readonly Outcome[]): Summary => figuresOf(outcomes, 'karna');

export function figuresOf(outcomes: readonly Outcome[], who: Outcome['who']): Summary {
  const own = outcomes.filter((one) => one.who === who);
  const present = own.filter(({ isPresent }) => isPresent);
  const absent = own.filter(({ isPresent }) => !isPresent);
  const times = own.flatMap(({ stepsMs }) => stepsMs).sort((a, b) => a - b);
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
  };
}

const quantile = (sorted: readonly number[], share: number): number =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);

export function printReplays(outcomes: readonly Outcome[]): void {
  const percent = (part: number, whole: number) => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(0)} %`);
  const rows = (['karna', 'places', 'pixels'] as const).flatMap((who) => {
    const { runs, present, completed, absent, halted, falseHalts, silentWrong, stepP50Ms, stepP95Ms } = figuresOf(
      outcomes,
      who,
    );
    if (runs === 0) return [];
    const times = who === 'karna' ? [String(stepP50Ms), String(stepP95Ms)] : ['', ''];
    return [
      [
        { karna: 'Karna', places: 'the places clicked', pixels: 'template matching' }[who],
        String(runs),
        `${completed} of ${present} (${percent(completed, present)})`,
        `${halted} of ${absent} (${percent(halted, absent)})`,
        `${falseHalts} (${percent(falseHalts, present)})`,
        String(silentWrong),
        ...times,
      ],
    ];
  });
  const heading = [
    '',
    'runs',
    'possible: done right',
    'impossible: halted',
    'halted for nothing',
    'WRONG',
    'step p50 ms',
    'p95 ms',
  ];
  const widths = heading.map((name, column) => Math.max(name.length, ...rows.map((row) => (row[column] ?? '').length)));
  for (const row of [heading, ...rows])
    console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
}

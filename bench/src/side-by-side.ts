// Timing us and our peers in one run: whatever else the machine does at that moment, it does to all of them.

export interface Contender {
  readonly name: string;
  /** One measurement, in ms. */
  readonly once: () => Promise<number>;
  /** Measured in every so-many-th round only: some peers take a hundred times longer. */
  readonly every?: number;
}

export interface Timing {
  readonly name: string;
  readonly n: number;
  readonly p50: number;
  readonly p95: number;
  /** How many times as long as the first contender at the median. */
  readonly ratio: number;
}

const warmUpRounds = 3;

/** Below this many a median says little: so many rounds are done, however long they take. */
const fewestRounds = 5;

/** Interleaves the contenders; the first is us. Fewer rounds when they take longer than `mostMs` together. */
export async function sideBySide(
  contenders: readonly Contender[],
  rounds: number,
  mostMs = Number.POSITIVE_INFINITY,
): Promise<Timing[]> {
  const times = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  const until = performance.now() + mostMs;
  for (let round = -warmUpRounds; round < rounds; round++) {
    if (round >= fewestRounds && performance.now() > until) break;
    for (const { name, once, every = 1 } of contenders) {
      if (round % every !== 0) continue;
      const ms = await once();
      if (round >= 0) times.get(name)?.push(ms);
    }
  }
  const [ours = []] = times.values();
  return [...times].map(([name, all]) => ({
    name,
    n: all.length,
    p50: percentile(all, 0.5),
    p95: percentile(all, 0.95),
    ratio: percentile(all, 0.5) / percentile(ours, 0.5),
  }));
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** One aligned table; every row is a group's name and a timing. */
export function printTable(title: string, rows: readonly (Timing & { readonly group: string })[]): void {
  const cells = [
    ['', '', 'n', 'p50 ms', 'p95 ms', 'times ours'],
    ...rows.map(({ group, name, n, p50, p95, ratio }, index) => [
      rows[index - 1]?.group === group ? '' : group,
      name,
      String(n),
      p50.toFixed(2),
      p95.toFixed(2),
      ratio.toFixed(1),
    ]),
  ];
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  console.log(title);
  for (const row of cells) {
    const line = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column < 2 ? cell.padEnd(width) : cell.padStart(width);
    });
    console.log(line.join('  ').trimEnd());
  }
}

function percentile(times: readonly number[], part: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

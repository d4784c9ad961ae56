// How soon does the console show, what does it weigh, and does it grow while it is left alone with a desktop that lives?
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Browser, type Tab } from '@karna/common/testing/browser';
import { say } from '../vision/progress.ts';
import { openKarna } from '../whole-karna.ts';

const opens = 7;
const view = { width: 1280, height: 800 };
/** Something is done on the desktop so often (ms): facts, steps and pictures come in all the time. */
const everyMs = 10_000;

interface Opened {
  readonly paintMs: number;
  /** Until it is live, with the desktop that it shows. */
  readonly liveMs: number;
  readonly kB: number;
}

interface Held {
  readonly minute: number;
  readonly heapMB: number;
  readonly nodes: number;
  readonly tasks: number;
}

export async function run({ json, args }: { json: boolean; args: readonly string[] }): Promise<void> {
  const minutes = args.includes('--minutes') ? Number(args[args.indexOf('--minutes') + 1]) : 10;
  if (!(minutes >= 0)) throw new Error('--minutes is a number of minutes');
  const page = join(import.meta.dirname, '../../../apps/console/dist/web/index.html');
  if (!existsSync(page)) throw new Error('the console is not built: npm run build');
  await using open = new AsyncDisposableStack();
  const { client, url, token } = await openKarna(open);
  const browser = open.use(await Browser.open());
  const address = `${url}/#${token}`;
  const opened: Opened[] = [];
  for (let count = 0; count < opens; count += 1) opened.push(await openedOnce(browser, address));
  const tab = await browser.tab();
  await tab.view(view);
  await tab.open(address);
  await tab.sees('Live');
  const held: Held[] = [];
  let tasks = 0;
  for (let minute = 0; minute <= minutes; minute += 1) {
    held.push({ minute, tasks, ...(await weigh(tab)) });
    say(`${minute} of ${minutes} minutes`);
    const until = performance.now() + (minute < minutes ? 60_000 : 0);
    while (performance.now() < until) {
      await client.waitFor((await client.run('press F4')).id);
      tasks += 1;
      await delay(Math.max(0, Math.min(everyMs, until - performance.now())));
    }
  }
  if (json) console.log(JSON.stringify({ bench: 'console', opened, held }));
  else print(opened, held);
}

/** In a window that has never seen it: nothing is cached. */
async function openedOnce(browser: Browser, address: string): Promise<Opened> {
  const tab = await browser.tab();
  await tab.view(view);
  await tab.open(address);
  await tab.sees('Live');
  const liveMs = await tab.evaluate<number>('performance.now()');
  const paintMs = await tab.until<number>(`performance.getEntriesByName('first-contentful-paint')[0]?.startTime`);
  const bytes = await tab.evaluate<number>(
    `[...performance.getEntriesByType('resource'), ...performance.getEntriesByType('navigation')].filter(({ name }) => !name.includes('/v1/'))
      .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`,
  );
  await tab.close();
  return { paintMs, liveMs, kB: bytes / 1_000 };
}

/** What is held once everything that can be let go of is. */
async function weigh({ ask }: Tab): Promise<Pick<Held, 'heapMB' | 'nodes'>> {
  for (let times = 0; times < 3; times += 1) await ask('HeapProfiler.collectGarbage');
  const { usedSize } = await ask('Runtime.getHeapUsage');
  const { nodes } = await ask('Memory.getDOMCounters');
  return { heapMB: Number(usedSize) / 1_000_000, nodes: Number(nodes) };
}

function print(opened: readonly Opened[], held: readonly Held[]): void {
  const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  const most = (values: readonly number[]) => Math.max(...values);
  console.log(`opened ${opened.length} times, nothing cached; p50 / most`);
  for (const [name, of] of [
    ['first contentful paint (ms)', ({ paintMs }: Opened) => paintMs],
    ['live (ms)', ({ liveMs }: Opened) => liveMs],
    ['fetched (kB)', ({ kB }: Opened) => kB],
  ] as const)
    console.log(`${name.padEnd(28)} ${middle(opened.map(of)).toFixed(0)} / ${most(opened.map(of)).toFixed(0)}`);
  console.log(
    `\nleft alone\n${'minute'.padStart(6)} ${'heap (MB)'.padStart(10)} ${'DOM nodes'.padStart(10)} ${'tasks'.padStart(6)}`,
  );
  for (const { minute, heapMB, nodes, tasks } of held)
    console.log(
      `${String(minute).padStart(6)} ${heapMB.toFixed(1).padStart(10)} ${String(nodes).padStart(10)} ${String(tasks).padStart(6)}`,
    );
}

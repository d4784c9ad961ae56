// How long until a change on the screen is in a viewer's picture, and at what cost? End to end through gateway and SDK, beside VNC servers.
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { openX11Desktop, startVirtualDesktop } from '@karna/action-agent/desktop';
import type { LiveScreen } from '@karna/client';
import { quiet } from '@karna/common/log';
import { begin, type LoadName, page } from './loads.ts';
import { Painter } from './painter.ts';
import { type Box, isInstalled, karna, type Server, vncServers, type Watching } from './viewers.ts';

const patch: Box = { x: 1600, y: 900, width: 200, height: 100 };
const flipped: Box = { x: 360, y: 90, width: 1200, height: 900 };
const loads: readonly LoadName[] = ['idle', 'scrolling text', '60 fps animation'];
const rounds = 100;
/** A window that was just opened is an update of its own: it is over by then (ms). */
const openedMs = 500;
const flips = 40;
/** What was turned last has been read for secrets by then (ms). */
const restMs = 5_000;
/** Longer than this (ms), and it counts as not seen. */
const limitMs = 3000;
/** USER_HZ of Linux. */
const ticksPerSecond = 100;

interface Row {
  readonly load: string;
  readonly server: string;
  readonly n: number;
  readonly p50: number;
  readonly p95: number;
  readonly perSecond: number;
  readonly kBs: number;
  readonly cpu: number;
  /** Pixels that differ from the display once everything rests; undefined where the viewer has no picture. */
  readonly wrong: number | undefined;
}

export async function run({ json, args }: { json: boolean; args: readonly string[] }): Promise<void> {
  const only = args.includes('--only') ? args[args.indexOf('--only') + 1] : undefined;
  const peers = isInstalled('Xtigervnc') && isInstalled('X0tigervnc') && isInstalled('x11vnc') ? vncServers : [];
  if (peers.length === 0)
    console.error('without peers: apt-get install tigervnc-standalone-server tigervnc-scraping-server x11vnc');
  const servers = [karna('off'), karna('on'), ...peers].filter(({ name }) => !only || name.includes(only));
  const rows: Row[] = [];
  for (const server of servers) rows.push(...(await measure(server)));
  rows.sort((a, b) => order(a.load) - order(b.load));
  if (json) console.log(JSON.stringify({ bench: 'screen', rows }));
  else print(rows);
}

const allLoads = [...loads, 'with a stalled viewer', 'flip of a page', 'nothing happens'];
const order = (load: string): number => allLoads.indexOf(load);

async function measure(server: Server): Promise<Row[]> {
  await using open = new AsyncDisposableStack();
  const virtual = open.adopt(await startVirtualDesktop({ width: 1920, height: 1080, log: quiet }), (it) => it.close());
  const watching = await server.watch(virtual.display, open);
  await delay(2000);
  const rows: Row[] = [];
  for (const load of loads) rows.push(await underLoad(server.name, watching, load));
  if (watching.screen) rows.push(await besideStalled(server.name, watching));
  rows.push(await flipping(server.name, watching));
  rows.push(await resting(server.name, watching));
  return rows;
}

async function underLoad(server: string, watching: Watching, load: LoadName): Promise<Row> {
  await using open = new AsyncDisposableStack();
  await begin(load, watching.display, open);
  const painter = await Painter.open(watching.display, patch);
  open.defer(() => painter.close());
  await delay(openedMs);
  const row = await patching(server, load, watching, painter);
  await open.disposeAsync(); // what moved has ended: now it can be compared
  return { ...row, wrong: await wrongPixels(watching) };
}

async function patching(server: string, load: string, watching: Watching, painter: Painter): Promise<Row> {
  const cost = costOf(watching);
  const times: number[] = [];
  for (let n = 0; n < rounds; n++) {
    const colour = (0x20_4060 + n * 0x03_0509) & 0xff_ffff;
    const spots = [cornerOf(patch, 0), cornerOf(patch, 1)].map((place) => ({ ...place, colour }));
    times.push(await timed(watching, { box: patch, spots }, () => painter.fill(colour)));
    await delay(60 + ((n * 37) % 50)); // not in step with anything
  }
  return { load, server, ...percentiles(times), ...cost(), wrong: undefined };
}

const cornerOf = ({ x, y, width, height }: Box, end: 0 | 1) => ({
  x: x + 2 + end * (width - 5),
  y: y + 2 + end * (height - 5),
});

async function flipping(server: string, watching: Watching): Promise<Row> {
  await using open = new AsyncDisposableStack();
  const painter = await Painter.open(watching.display, flipped);
  open.defer(() => painter.close());
  const pages = await Promise.all([page(flipped, false), page(flipped, true)]);
  const kept = [await painter.keep(pages[0]), await painter.keep(pages[1])];
  painter.show(kept[0] ?? 0);
  await delay(1500);
  const cost = costOf(watching);
  const times: number[] = [];
  for (let n = 1; n <= flips; n++) {
    const pixels = pages[n % 2] ?? Buffer.alloc(0);
    const places = [4, Math.floor(flipped.height / 2), flipped.height - 5].flatMap((y) =>
      [5, flipped.width - 9].map((x) => ({ x, y })),
    );
    const spots = places.map(({ x, y }) => {
      const at = (y * flipped.width + x) * 4;
      const colour = ((pixels[at + 2] ?? 0) << 16) | ((pixels[at + 1] ?? 0) << 8) | (pixels[at] ?? 0);
      return { x: flipped.x + x, y: flipped.y + y, colour };
    });
    times.push(await timed(watching, { box: flipped, spots }, () => painter.show(kept[n % 2] ?? 0)));
    await delay(300);
  }
  const row = { load: 'flip of a page', server, ...percentiles(times), ...cost() };
  return { ...row, wrong: await wrongPixels(watching) };
}

/** A second viewer that takes one picture and then nothing more. */
async function besideStalled(server: string, watching: Watching): Promise<Row> {
  await using open = new AsyncDisposableStack();
  const stalled = await watching.stalled?.();
  if (stalled) open.use(stalled);
  await begin('scrolling text', watching.display, open);
  const painter = await Painter.open(watching.display, patch);
  open.defer(() => painter.close());
  await delay(openedMs);
  return await patching(server, 'with a stalled viewer', watching, painter);
}

async function resting(server: string, watching: Watching): Promise<Row> {
  await delay(restMs);
  const cost = costOf(watching);
  await delay(10_000);
  const none = { n: 0, p50: Number.NaN, p95: Number.NaN };
  return { load: 'nothing happens', server, ...none, ...cost(), wrong: await wrongPixels(watching) };
}

async function timed(
  watching: Watching,
  expected: Parameters<Watching['seen']>[0],
  draw: () => number,
): Promise<number> {
  const seen = watching.seen(expected);
  const drawn = draw();
  const late = delay(limitMs).then(() => drawn + limitMs);
  return (await Promise.race([seen, late])) - drawn;
}

/** What it costs from now until it is asked. */
function costOf(watching: Watching) {
  const [startMs, bytes, updates, cpu] = [
    performance.now(),
    watching.bytes(),
    watching.updates(),
    cpuSeconds(watching.pid),
  ];
  return () => {
    const seconds = (performance.now() - startMs) / 1000;
    return {
      perSecond: (watching.updates() - updates) / seconds,
      kBs: (watching.bytes() - bytes) / 1000 / seconds,
      cpu: ((cpuSeconds(watching.pid) - cpu) / seconds) * 100,
    };
  };
}

function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** Once everything is exact. What is masked or veiled differs on purpose. */
async function wrongPixels({ screen, display }: Watching): Promise<number | undefined> {
  if (!screen) return undefined;
  await using open = new AsyncDisposableStack();
  const options = { display, environment: { DISPLAY: display }, log: quiet };
  const desktop = open.adopt(await openX11Desktop(options), (it) => it.close());
  let wrong = Number.POSITIVE_INFINITY;
  for (let tries = 0; wrong > 0 && tries < 20; tries++) {
    await delay(300);
    wrong = differences(screen, (await desktop.screen.capture()).pixels);
  }
  return wrong;
}

function differences({ picture: { data } }: LiveScreen, pixels: Uint8Array): number {
  let wrong = 0;
  for (let at = 0; at < pixels.length; at += 4) {
    if (data[at] !== pixels[at + 2] || data[at + 1] !== pixels[at + 1] || data[at + 2] !== pixels[at]) wrong += 1;
  }
  return wrong;
}

function percentiles(times: readonly number[]) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
  return { n: times.length, p50: at(0.5), p95: at(0.95) };
}

function print(rows: readonly Row[]): void {
  const fixed = (value: number, digits: number) => (Number.isNaN(value) ? '' : value.toFixed(digits));
  const cells = [
    ['meanwhile', 'server', 'n', 'p50 ms', 'p95 ms', 'updates/s', 'kB/s', 'CPU %', 'wrong pixels'],
    ...rows.map(({ load, server, n, p50, p95, perSecond, kBs, cpu, wrong }, index) => [
      rows[index - 1]?.load === load ? '' : load,
      server,
      n === 0 ? '' : String(n),
      fixed(p50, 1),
      fixed(p95, 1),
      fixed(perSecond, 0),
      fixed(kBs, 1),
      fixed(cpu, 1),
      wrong === undefined ? '' : String(wrong),
    ]),
  ];
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  console.log(
    'From drawing 200x100 px (or a page of 1200x900) on a screen of 1920x1080 until all of it is in the viewer’s picture',
  );
  for (const row of cells) {
    const line = row.map((cell, column) =>
      column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    console.log(line.join('  ').trimEnd());
  }
}

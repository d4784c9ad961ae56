import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quiet } from '@karna/common/log';
import { startVirtualDesktop, type VirtualDesktop } from '../../adapters/virtual-desktop.ts';
import { openX11Desktop } from '../../adapters/x11/open.ts';
import { tightly } from '../../domain/pixels.ts';
import type { Desktop } from '../../ports.ts';
import { Dice } from './dice.ts';
import { card, email, hexString, iban, password, pin, type Secret, token } from './inventing.ts';
import { type Picture, rgbOf } from './picture.ts';
import { differing, type PlantedScreen } from './planting.ts';

const size = { width: 1280, height: 720 };

interface Program {
  readonly name: string;
  /** Shows the text of a file in a window. */
  command(file: string): readonly [program: string, ...args: string[]];
  readonly env?: Readonly<Record<string, string>>;
}

const terminal = (name: string, ...looks: string[]): Program => ({
  name,
  command: (file) => [
    'xterm',
    '-u8',
    '+sb',
    '-geometry',
    '110x40+20+20',
    ...looks,
    '-e',
    'sh',
    '-c',
    `tput civis; cat ${file}; sleep 600`,
  ],
});

const programs: readonly Program[] = [
  terminal('xterm', '-fa', 'DejaVu Sans Mono', '-fs', '10', '-bg', '#101418', '-fg', '#d6dee6'),
  terminal('xterm in light', '-fa', 'Liberation Mono', '-fs', '11', '-bg', 'white', '-fg', 'black'),
  terminal('xterm with a bitmap font', '-fn', '9x15', '-bg', 'black', '-fg', 'grey80'),
  terminal('xterm with a small bitmap font', '-fn', '6x13', '-bg', '#fffff0', '-fg', '#202020'),
  terminal('xterm with a large bitmap font', '-fn', '10x20', '-bg', '#002b36', '-fg', '#93a1a1'),
  { name: 'mousepad', command: (file) => ['mousepad', '--disable-server', '-o', 'window', file] },
  {
    name: 'mousepad in dark',
    command: (file) => ['mousepad', '--disable-server', '-o', 'window', file],
    env: { GTK_THEME: 'Adwaita:dark' },
  },
  {
    name: 'zenity',
    command: (file) => ['zenity', '--text-info', '--width', '1000', '--height', '640', '--filename', file],
  },
];

/** One of each kind on a line of its own, after the words that people put before it. */
function notes(dice: Dice): { words: string; secret: Secret | undefined }[] {
  return dice.shuffled([
    ...[email(dice), email(dice)].map((secret) => ({ words: 'write to ', secret })),
    { words: 'card: ', secret: card(dice) },
    { words: 'paid with ', secret: card(dice) },
    { words: 'account ', secret: iban(dice) },
    { words: 'export API_TOKEN=', secret: token(dice) },
    { words: 'key ', secret: token(dice) },
    { words: 'sum ', secret: hexString(dice) },
    { words: 'Password: ', secret: password(dice) },
    { words: 'DB_PASSWORD=', secret: password(dice) },
    { words: 'PIN: ', secret: pin(dice) },
    { words: 'the meeting is on Tuesday at half past two', secret: undefined },
    { words: 'four files were copied in 12 seconds', secret: undefined },
    { words: 'see https://www.example.com/help/start', secret: undefined },
  ]);
}

const leastShown = 5;

/** Windows of real programs that show notes with secrets, one after another on a desktop of its own. */
export async function* plantedWindows(seed = 1): AsyncGenerator<PlantedScreen> {
  const dice = new Dice(seed);
  const folder = await mkdtemp(join(tmpdir(), 'karna-planted-'));
  const home = join(folder, 'home');
  await withSteadyCaret(home);
  const virtual = await startVirtualDesktop({ ...size, log: quiet, home });
  const desktop = await openX11Desktop({ display: virtual.display, environment: virtual.env, log: quiet });
  try {
    for (const program of programs) yield await plantedWindow(program, notes(dice), { folder, virtual, desktop });
  } finally {
    await desktop.close();
    await virtual.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** One that blinks is there in one picture and not in the other: it would be taken for a secret. */
async function withSteadyCaret(home: string): Promise<void> {
  const folder = join(home, '.config', 'gtk-3.0');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'settings.ini'), '[Settings]\ngtk-cursor-blink=false\n');
}

interface Place {
  readonly folder: string;
  readonly virtual: VirtualDesktop;
  readonly desktop: Desktop;
}

async function plantedWindow(program: Program, lines: ReturnType<typeof notes>, place: Place): Promise<PlantedScreen> {
  const full = lines.map(({ words, secret }) => `${words}${secret?.text ?? ''}`).join('\n\n');
  const bare = lines.map(({ words }) => words).join('\n\n');
  // The same name for both: it stands in the title.
  const picture = await shown(program, full, place);
  const ink = differing(picture, await shown(program, bare, place));
  const secrets = lines.flatMap(({ secret }) => secret ?? []);
  const bands = bandsOf(ink, picture.width);
  // A small window shows the first of them.
  if (bands.length < leastShown || bands.length > secrets.length) {
    throw new Error(`${program.name} shows ${bands.length} of ${secrets.length} secrets`);
  }
  return {
    layout: program.name,
    picture,
    secrets: secrets.slice(0, bands.length).map((secret, index) => {
      const pixels = bands[index] ?? new Uint32Array();
      return { ...secret, ink: pixels, places: [outline(pixels, picture.width)] };
    }),
  };
}

/** What the screen shows when the program has opened the text and come to rest. */
async function shown(program: Program, text: string, { folder, virtual, desktop }: Place): Promise<Picture> {
  const file = join(folder, 'notes.txt');
  await writeFile(file, text);
  const [name, ...args] = program.command(file);
  const child = spawn(name, args, { env: { ...virtual.env, ...program.env }, stdio: 'ignore' });
  try {
    await isThere(desktop);
    await desktop.screen.quietFor(800, 15_000, AbortSignal.timeout(30_000));
    const { width, height, stride, pixels } = await desktop.screen.capture();
    return rgbOf(tightly(width, height, stride, pixels));
  } finally {
    await ended(child);
    await desktop.screen.quietFor(300, 5_000, AbortSignal.timeout(10_000));
  }
}

async function isThere(desktop: Desktop): Promise<void> {
  const until = performance.now() + 30_000;
  while ((await desktop.windows.list()).length === 0) {
    if (performance.now() > until) throw new Error('no window came');
    await desktop.screen.quietFor(100, 1000, AbortSignal.timeout(5000));
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

/** The pixels of each line: between two lines of text at least one row of pixels is free. */
function bandsOf(ink: Uint32Array, width: number): Uint32Array[] {
  const bands: number[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const pixel of ink) {
    const row = Math.floor(pixel / width);
    if (row - last > 4) bands.push([]);
    bands.at(-1)?.push(pixel);
    last = row;
  }
  return bands.map((pixels) => Uint32Array.from(pixels));
}

function outline(pixels: Uint32Array, width: number) {
  const columns = [...pixels].map((pixel) => pixel % width);
  const rows = [...pixels].map((pixel) => Math.floor(pixel / width));
  const [x, y] = [Math.min(...columns), Math.min(...rows)];
  return { x, y, width: Math.max(...columns) + 1 - x, height: Math.max(...rows) + 1 - y };
}

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { KarnaClient, type LiveScreen } from '@karna/client';
import { nodeDecoders } from '@karna/client/node';
import { freePort } from '@karna/common/testing';
import { RfbClient } from './rfb.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A picture that is to be seen: all of the box, or, where the viewer has pixels, these colours at these places. */
export interface Expected {
  readonly box: Box;
  readonly spots: readonly { readonly x: number; readonly y: number; readonly colour: number }[];
}

/** Somebody who watches a display through one of the servers. */
export interface Watching {
  readonly display: string;
  /** Of the server, for its CPU time. */
  readonly pid: number;
  bytes(): number;
  updates(): number;
  /** Call before it is drawn: the time at which the whole of it has arrived. */
  seen(expected: Expected): Promise<number>;
  /** The picture, where the viewer has one. */
  readonly screen?: LiveScreen;
  /** Another viewer, who paints one picture and then nothing more. */
  readonly stalled?: () => Promise<LiveScreen>;
}

export interface Server {
  readonly name: string;
  /** `display`: one that is there, with nothing on it. */
  readonly watch: (display: string, open: AsyncDisposableStack) => Promise<Watching>;
}

const size = { width: 1920, height: 1080 };
const startMs = 60_000;

export const vncServers: readonly Server[] = [
  { name: 'TigerVNC Xvnc', watch: (_, open) => ownDisplay(open) },
  {
    name: 'TigerVNC x0vncserver',
    watch: (display, open) =>
      attached(display, open, (port) => [
        'X0tigervnc',
        '-display',
        display,
        '-rfbport',
        `${port}`,
        '-SecurityTypes',
        'None',
        '-localhost',
      ]),
  },
  {
    name: 'x11vnc',
    watch: (display, open) =>
      attached(display, open, (port) => [
        'x11vnc',
        '-display',
        display,
        '-rfbport',
        `${port}`,
        '-localhost',
        '-nopw',
        '-quiet',
        '-forever',
        '-shared',
      ]),
  },
  {
    name: 'x11vnc -wait 5 -defer 1',
    watch: (display, open) =>
      attached(display, open, (port) => [
        ...[
          'x11vnc',
          '-display',
          display,
          '-rfbport',
          `${port}`,
          '-localhost',
          '-nopw',
          '-quiet',
          '-forever',
          '-shared',
        ],
        ...['-wait', '5', '-defer', '1'],
      ]),
  },
];

/** A whole Karna in a process of its own, watched through its gateway with the SDK. */
export const karna = (redact: 'on' | 'off'): Server => ({
  name: `Karna, redaction ${redact}`,
  watch: async (display, open) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'karna-bench-'));
    open.defer(() => rm(dataDir, { recursive: true, force: true }));
    const port = await freePort();
    const main = join(dirname(fileURLToPath(import.meta.resolve('@karna/standalone'))), 'main.js');
    const args = ['start', '--port', `${port}`, '--data-dir', dataDir, '--display', display];
    const child = started([process.execPath, main, ...args], { KARNA_AGENT_REDACT: redact }, open);
    const { token } = await eventually(async () => JSON.parse(await readFile(join(dataDir, 'client.json'), 'utf8')));
    const client = await eventually(() => KarnaClient.connect({ url: `http://127.0.0.1:${port}`, token }));
    open.use(client);
    const screen = open.use(await eventually(() => client.watchScreen({ decoders: nodeDecoders })));
    await screen.until('live');
    let updates = 0;
    screen.listen(({ kind }) => {
      if (kind === 'painted') updates += 1;
    });
    return {
      display,
      pid: child.pid ?? 0,
      bytes: () => sentFrom(port),
      updates: () => updates,
      seen: (expected) => painted(screen, expected),
      screen,
      stalled: async () => {
        let isStalled = false;
        const never = new Promise<never>(() => {});
        const decoders: typeof nodeDecoders = {
          inflate: (stream, wanted) => (isStalled ? never : nodeDecoders.inflate(stream, wanted)),
          jpeg: (image, width, height) => (isStalled ? never : nodeDecoders.jpeg(image, width, height)),
        };
        const other = await client.watchScreen({ decoders });
        await other.until('live');
        isStalled = true;
        return other;
      },
    };
  },
});

/** All that left a port (bytes), as the kernel counts it: a relay that counts would stand in the way. */
function sentFrom(port: number): number {
  const { stdout } = spawnSync('ss', ['-tinH', `sport = :${port}`], { encoding: 'utf8' });
  return [...(stdout ?? '').matchAll(/\bbytes_sent:(\d+)/g)].reduce((sum, [, bytes]) => sum + Number(bytes), 0);
}

function painted(screen: LiveScreen, { spots }: Expected): Promise<number> {
  return new Promise((resolve) => {
    const forget = screen.listen(({ kind }) => {
      if (kind !== 'painted' || !spots.every((spot) => isNear(screen, spot))) return;
      forget();
      resolve(performance.now());
    });
  });
}

/** A photograph is a JPEG at first: near enough to be seen. */
function isNear({ picture }: LiveScreen, { x, y, colour }: Expected['spots'][number]): boolean {
  const [red = 0, green = 0, blue = 0] = picture.data.subarray((y * picture.width + x) * 4);
  const off = (a: number, b: number) => Math.abs(a - b) > 24;
  return !off(red, colour >> 16) && !off(green, (colour >> 8) & 0xff) && !off(blue, colour & 0xff);
}

async function ownDisplay(open: AsyncDisposableStack): Promise<Watching> {
  const display = `:${await freeDisplay()}`;
  const port = await freePort();
  const geometry = `${size.width}x${size.height}`;
  const args = ['-geometry', geometry, '-depth', '24', '-rfbport', `${port}`, '-SecurityTypes', 'None', '-localhost'];
  const child = started(['Xtigervnc', display, ...args], {}, open);
  return watchRfb(display, port, child, open);
}

async function attached(display: string, open: AsyncDisposableStack, command: (port: number) => string[]) {
  const port = await freePort();
  return watchRfb(display, port, started(command(port), {}, open), open);
}

async function watchRfb(
  display: string,
  port: number,
  child: ChildProcess,
  open: AsyncDisposableStack,
): Promise<Watching> {
  const listeners = new Set<(boxes: readonly Box[]) => void>();
  const tell = (boxes: readonly Box[]) => {
    for (const listener of [...listeners]) listener(boxes);
  };
  const client = await eventually(() => RfbClient.open(port, tell));
  open.defer(() => client.close());
  return {
    display,
    pid: child.pid ?? 0,
    bytes: () => client.bytes,
    updates: () => client.updates,
    seen: ({ box }) =>
      new Promise((resolve) => {
        let missing = box.width * box.height;
        const listener = (boxes: readonly Box[]) => {
          for (const one of boxes) missing -= shared(one, box);
          if (missing > 0) return;
          listeners.delete(listener);
          resolve(performance.now());
        };
        listeners.add(listener);
      }),
  };
}

function shared(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}

function started([program = '', ...args]: readonly string[], env: NodeJS.ProcessEnv, open: AsyncDisposableStack) {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
  open.defer(async () => {
    child.kill('SIGTERM');
    await Promise.race([ended, delay(10_000)]);
    child.kill('SIGKILL');
  });
  return child;
}

async function freeDisplay(): Promise<number> {
  for (let number = 180; number < 240; number++) {
    const isTaken = await new Promise<boolean>((resolve) => {
      const socket = connect(`/tmp/.X11-unix/X${number}`, () => resolve(true));
      socket.on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    });
    if (!isTaken) return number;
  }
  throw new Error('no free display');
}

/** Until it succeeds: what is started takes its time. */
async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  const until = performance.now() + startMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > until) throw error;
      await delay(100);
    }
  }
}

export const isInstalled = (program: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

// How long does a picture of the whole desktop take? Our two back ends beside nut-js itself and the usual tools.
import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import {
  type Desktop,
  openNutDesktop,
  openX11Desktop,
  startVirtualDesktop,
  type VirtualDesktop,
} from '@karna/action-agent/desktop';
import { XWitness } from '@karna/action-agent/witness';
import { quiet } from '@karna/common/log';
import { NutPeer } from './nut-peer-process.ts';
import { type Contender, printTable, sideBySide, type Timing, timed } from './side-by-side.ts';

const sizes = [
  [1920, 1080],
  [1280, 720],
] as const;
const rounds = 60;
/** Programs that are started for each picture. */
const tools: readonly [string, readonly string[]][] = [
  ['import', ['-silent', '-window', 'root', 'ppm:-']],
  ['xwd', ['-root', '-silent']],
  ['scrot', ['--overwrite', '/dev/null']],
  ['maim', ['--format=bmp', '/dev/null']],
];
const execute = promisify(execFile);

export async function run({ json }: { json: boolean }): Promise<void> {
  const rows: (Timing & { group: string })[] = [];
  for (const [width, height] of sizes) {
    const group = `${width}x${height}`;
    for (const timing of await measure(width, height)) rows.push({ ...timing, group });
  }
  if (json) console.log(JSON.stringify({ bench: 'capture', rows }));
  else printTable('A picture of the whole desktop (ms from asking to having the pixels)', rows);
}

async function measure(width: number, height: number): Promise<Timing[]> {
  await using open = new AsyncDisposableStack();
  const virtual = open.adopt(await startVirtualDesktop({ width, height, log: quiet }), (it) => it.close());
  const { display, env: environment } = virtual;
  const options = { display, environment, log: quiet };
  const ours = open.adopt(await openX11Desktop(options), (it) => it.close());
  const socket = open.adopt(await openX11Desktop({ ...options, socketOnly: true }), (it) => it.close());
  const nut = open.adopt(await openNutDesktop(options), (it) => it.close());
  const peer = open.adopt(new NutPeer(environment), (it) => it.close());
  open.adopt(await somethingToSee(display, width, height), (it) => it.close());
  return await sideBySide(
    [
      { name: 'karna x11, shared memory', once: () => timed(keepingMemory(ours)) },
      { name: 'karna x11, over the socket', once: () => timed(() => socket.screen.capture()) },
      { name: 'karna nut (child process)', once: () => timed(() => nut.screen.capture()) },
      {
        name: 'nut-js screen.grab()',
        once: async () => {
          const { startedAt, endedAt } = await peer.act('grab');
          return endedAt - startedAt;
        },
      },
      ...spawned(virtual),
    ],
    rounds,
  );
}

/** As the agent does it: a picture that nobody looks at any more gives its memory to the next. */
function keepingMemory({ screen }: Desktop): () => Promise<void> {
  let last: Uint8Array | undefined;
  return async () => {
    last = (await screen.capture(last)).pixels;
  };
}

const spawned = ({ env }: VirtualDesktop): Contender[] =>
  tools
    .filter(([program]) => isInstalled(program))
    .map(([program, args]) => ({
      name: `${program}, spawned`,
      once: () => timed(() => execute(program, [...args], { env, encoding: 'buffer', maxBuffer: 64 * 1024 * 1024 })),
      every: 6,
    }));

async function somethingToSee(display: string, width: number, height: number): Promise<XWitness> {
  const place = { x: 40, y: 40, width: Math.round(width / 2), height: Math.round(height / 2) };
  const window = await XWitness.open(display, 'Capture', place, quiet);
  for (let stripe = 0; stripe < 20; stripe++) {
    await window.paint({ x: stripe * 20, y: 0, width: 20, height: place.height }, stripe * 0x0a1b2c);
  }
  return window;
}

function isInstalled(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

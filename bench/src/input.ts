// How long until an application has the click or the key? Our two back ends beside nut-js itself and xdotool.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Desktop, openNutDesktop, openX11Desktop, startVirtualDesktop } from '@karna/action-agent/desktop';
import { XWitness } from '@karna/action-agent/witness';
import { quiet } from '@karna/common/log';
import type { NutAct } from './nut-peer.ts';
import { NutPeer } from './nut-peer-process.ts';
import { type Contender, printTable, sideBySide } from './side-by-side.ts';

const rounds = 60;
/** Where the click goes: inside the window. */
const at = { x: 200, y: 160 };
const place = { x: 100, y: 60, width: 300, height: 240 };
/** The spawned and the default contenders are slow; ten measurements of each are enough. */
const seldom = 6;
/** Between two measurements (ms), so that one contender's key-up does not fall into the next one's time. */
const restMs = 3;
const execute = promisify(execFile);

export async function run({ json }: { json: boolean }): Promise<void> {
  await using open = new AsyncDisposableStack();
  const virtual = open.adopt(await startVirtualDesktop({ width: 1280, height: 720, log: quiet }), (it) => it.close());
  const { display, env: environment } = virtual;
  const options = { display, environment, log: quiet };
  const x11 = open.adopt(await openX11Desktop(options), (it) => it.close());
  const nut = open.adopt(await openNutDesktop(options), (it) => it.close());
  const peer = open.adopt(new NutPeer(environment), (it) => it.close());
  const window = open.adopt(await XWitness.open(display, 'Input', place, quiet), (it) => it.close());
  const [own] = await x11.windows.list();
  if (own) await x11.windows.focus(own.id);

  const xdotool = (...args: string[]) => execute('xdotool', args, { env: environment });
  const clicks = await sideBySide(
    [
      arrival('karna x11', window, () => click(x11)),
      arrival('karna nut (child process)', window, () => click(nut)),
      peerArrival('nut-js, delays 0', window, peer, 'click'),
      { ...peerArrival('nut-js, its defaults', window, peer, 'defaultClick'), every: seldom },
      {
        ...arrival('xdotool, spawned', window, () => xdotool('mousemove', String(at.x), String(at.y), 'click', '1')),
        every: seldom,
      },
    ],
    rounds,
  );
  const keys = await sideBySide(
    [
      arrival('karna x11', window, () => tap(x11)),
      arrival('karna nut (child process)', window, () => tap(nut)),
      peerArrival('nut-js, delays 0', window, peer, 'key'),
      { ...peerArrival('nut-js, its defaults', window, peer, 'defaultKey'), every: seldom },
      { ...arrival('xdotool, spawned', window, () => xdotool('key', 'a')), every: seldom },
    ],
    rounds,
  );
  const rows = [...clicks.map((row) => ({ ...row, group: 'click' })), ...keys.map((row) => ({ ...row, group: 'key' }))];
  if (json) console.log(JSON.stringify({ bench: 'input', rows }));
  else printTable('A click and a key (ms from the call until the window has it)', rows);
}

/** From the call until the press is there; the call is awaited before the next contender's turn. */
function arrival(name: string, window: XWitness, act: () => Promise<unknown>): Contender {
  return {
    name,
    once: async () => {
      const pressed = window.nextPress();
      const start = performance.now();
      const done = act();
      const took = (await pressed) - start;
      await done;
      await rest();
      return took;
    },
  };
}

/** The same for a peer in another process, on the clock that all processes share. */
function peerArrival(name: string, window: XWitness, peer: NutPeer, act: NutAct): Contender {
  return {
    name,
    once: async () => {
      const pressed = window.nextPress();
      const { startedAt } = await peer.act(act);
      const took = performance.timeOrigin + (await pressed) - startedAt;
      await rest();
      return took;
    },
  };
}

async function click({ pointer }: Desktop): Promise<void> {
  await pointer.move(at);
  await pointer.down('left');
  await pointer.up('left');
}

async function tap({ keyboard }: Desktop): Promise<void> {
  await keyboard.down('a');
  await keyboard.up('a');
}

const rest = () => new Promise<void>((resolve) => setTimeout(resolve, restMs));

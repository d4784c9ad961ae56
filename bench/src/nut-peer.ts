// nut-js as its users run it, in a process of its own: a peer in the capture and input benches. It does one thing per
// message and answers when it started and ended, on the clock that all processes of the machine share.
import { Button, Key, keyboard, mouse, Point, providerRegistry, screen } from '@nut-tree-fork/nut-js';

export type NutAct = 'grab' | 'click' | 'key' | 'defaultClick' | 'defaultKey';
export interface NutTimes {
  readonly startedAt: number;
  readonly endedAt: number;
}

const at = new Point(200, 160);
const now = () => performance.timeOrigin + performance.now();

function waits(ms: { mouse: number; keyboard: number }): void {
  mouse.config.autoDelayMs = ms.mouse;
  keyboard.config.autoDelayMs = ms.keyboard;
  providerRegistry.getKeyboard().setKeyboardDelay(ms.keyboard);
}

const click = async () => {
  await mouse.setPosition(at);
  await mouse.click(Button.LEFT);
};
const key = async () => {
  await keyboard.pressKey(Key.A);
  await keyboard.releaseKey(Key.A);
};
const acts: Readonly<Record<NutAct, () => Promise<unknown>>> = {
  grab: () => screen.grab(),
  click,
  key,
  defaultClick: click,
  defaultKey: key,
};

process.on('message', async (act: NutAct) => {
  waits(act.startsWith('default') ? { mouse: 100, keyboard: 300 } : { mouse: 0, keyboard: 0 });
  const startedAt = now();
  await acts[act]();
  process.send?.({ startedAt, endedAt: now() } satisfies NutTimes);
});

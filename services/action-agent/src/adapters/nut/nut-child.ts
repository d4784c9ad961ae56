// A process of its own for nut-js: its native part ends the whole process on some errors (a key without a keycode, a
// window that is not viewable, an X server that goes away), and blocks the event loop while it works.
import {
  clipboard,
  getActiveWindow,
  getWindows,
  Key,
  keyboard,
  mouse,
  Button as NutButton,
  Point as NutPoint,
  providerRegistry,
  Region,
  screen,
} from '@nut-tree-fork/nut-js';
import type { Box, Button } from '../../ports.ts';
import type { Answer, Grabbed, NutWindow, Order, OrderName, Orders } from './orders.ts';
import { nutTurn } from './wheel.ts';

// Per process, and this process serves nobody else: nut-js waits 100 to 300 ms after every call otherwise.
mouse.config.autoDelayMs = 0;
keyboard.config.autoDelayMs = 0;
providerRegistry.getKeyboard().setKeyboardDelay(0);

const buttons: Readonly<Record<Button, NutButton>> = {
  left: NutButton.LEFT,
  middle: NutButton.MIDDLE,
  right: NutButton.RIGHT,
};

const performers: { [N in OrderName]: (ask: Orders[N]['ask']) => Promise<Orders[N]['answer']> } = {
  hello: async () => undefined,
  move: async ({ x, y }) => {
    await mouse.setPosition(new NutPoint(x, y));
  },
  button: async ({ button, isDown }) => {
    await (isDown ? mouse.pressButton(buttons[button]) : mouse.releaseButton(buttons[button]));
  },
  wheel: async (clicks) => {
    const { right, down } = nutTurn(clicks, process.platform);
    if (right !== 0) await (right > 0 ? mouse.scrollRight(right) : mouse.scrollLeft(-right));
    if (down !== 0) await (down > 0 ? mouse.scrollDown(down) : mouse.scrollUp(-down));
  },
  keys: async ({ keys, isDown }) => {
    for (const key of isDown ? keys : keys.toReversed()) {
      await (isDown ? keyboard.pressKey(Key[key]) : keyboard.releaseKey(Key[key]));
    }
  },
  strokes: async (strokes) => {
    for (const keys of strokes) {
      for (const key of keys) await keyboard.pressKey(Key[key]);
      for (const key of keys.toReversed()) await keyboard.releaseKey(Key[key]);
    }
  },
  text: async (text) => {
    await keyboard.type(text);
  },
  grab: (box) => grab(box),
  pointer: async () => {
    const { x, y } = await mouse.getPosition();
    return { x, y };
  },
  readClipboard: () => clipboard.getContent(),
  writeClipboard: async (text) => {
    await clipboard.setContent(text);
  },
  windows: () => listWindows(),
  focus: async (handle) => {
    const found = await findWindow(handle);
    return found ? found.focus() : false;
  },
};

async function grab(box: Box | undefined): Promise<Grabbed> {
  const image = box ? await screen.grabRegion(new Region(box.x, box.y, box.width, box.height)) : await screen.grab();
  return { width: image.width, height: image.height, stride: image.byteWidth, pixels: image.data };
}

async function listWindows(): Promise<NutWindow[]> {
  const active = handleOf(await getActiveWindow());
  const windows = await getWindows();
  return Promise.all(
    windows.map(async (window) => {
      const [title, { left, top, width, height }] = await Promise.all([window.title, window.region]);
      const handle = handleOf(window);
      return { handle, title, box: { x: left, y: top, width, height }, active: handle === active };
    }),
  );
}

const findWindow = async (handle: number) => (await getWindows()).find((window) => handleOf(window) === handle);

/** nut-js keeps the handle to itself; it is the only thing that tells two windows with one title apart. */
const handleOf = (window: object): number => {
  const handle: unknown = Reflect.get(window, 'windowHandle');
  return typeof handle === 'number' ? handle : 0;
};

async function perform<N extends OrderName>({ id, name, ask }: Order<N>): Promise<Answer> {
  try {
    return { id, answer: await performers[name](ask) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

// One after the other, in the order of asking: input has a sequence.
let turn: Promise<unknown> = Promise.resolve();
process.on('message', (order: Order) => {
  turn = turn.then(async () => process.send?.(await perform(order)));
});
process.on('disconnect', () => process.exit(0));

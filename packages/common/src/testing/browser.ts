import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

interface Reply {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly sessionId?: string;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

/** How long something may take to show, on a machine that stalls (ms). */
const patienceMs = 60_000;

export interface View {
  readonly width: number;
  readonly height: number;
  readonly dark?: boolean;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** One window, used as a person would: by what is written on things, and by keys. */
export interface Tab {
  open(address: string): Promise<void>;
  view(view: View): Promise<void>;
  evaluate<T>(expression: string): Promise<T>;
  /** Resolves with its value once it is true; else says what the page showed instead. */
  until<T>(expression: string): Promise<T>;
  /** Until this stands on the page. */
  sees(text: string): Promise<void>;
  /** Presses the button, link or tab of that name; `among`: only what this CSS selector finds. */
  press(name: string, among?: string): Promise<void>;
  /** Presses at a place of the window (CSS px), and lets go at another one if there is one. */
  pressAt(from: Place, to?: Place): Promise<void>;
  /** Focuses the field of that label, and types. */
  fill(label: string, text: string): Promise<void>;
  key(key: string): Promise<void>;
  /** Anything else that the DevTools protocol has, of this window. */
  ask(method: string, params?: object): Promise<Record<string, unknown>>;
  close(): Promise<void>;
  /** A PNG; `webp` for less. */
  picture(format?: 'png' | 'webp'): Promise<Buffer>;
  /** What the page said to the browser's log since it was opened: errors, refusals. */
  readonly complaints: readonly string[];
}

/** Chromium, told what to do over its own debugging socket. */
export class Browser implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly #socket: WebSocket;
  readonly #folder: string;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  readonly #hearing = new Set<(reply: Reply) => void>();
  #nextId = 1;

  private constructor(process: ChildProcess, socket: WebSocket, folder: string) {
    this.#process = process;
    this.#socket = socket;
    this.#folder = folder;
    socket.addEventListener('message', ({ data }) => {
      const reply = JSON.parse(String(data)) as Reply;
      if (reply.id !== undefined) this.#waiting.get(reply.id)?.(reply);
      else for (const hear of this.#hearing) hear(reply);
    });
  }

  static async open(): Promise<Browser> {
    const folder = await mkdtemp(join(tmpdir(), 'karna-browser-'));
    const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--remote-debugging-port=0'];
    const chromium = spawn('chromium', [...flags, `--user-data-dir=${folder}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const socket = new WebSocket(await addressOf(chromium));
    await once(socket, 'open');
    return new Browser(chromium, socket, folder);
  }

  /** A window that shares nothing with the others: somebody else's, as far as pages can tell. */
  async tab(): Promise<Tab> {
    const { browserContextId } = await this.#ask('Target.createBrowserContext');
    const { targetId } = await this.#ask('Target.createTarget', { url: 'about:blank', browserContextId });
    const { sessionId } = await this.#ask('Target.attachToTarget', { targetId, flatten: true });
    const ask = (method: string, params: object = {}) => this.#ask(method, params, String(sessionId));
    const complaints: string[] = [];
    this.#hearing.add(({ method, params, sessionId: from }) => {
      if (from === sessionId) complaints.push(...complaintIn(method, params));
    });
    await Promise.all(['Runtime.enable', 'Log.enable', 'Page.enable'].map((method) => ask(method)));
    const close = async () => void (await this.#ask('Target.disposeBrowserContext', { browserContextId }));
    return tabOf(ask, close, complaints);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone = once(this.#process, 'exit');
    await this.#ask('Browser.close').catch(() => this.#process.kill('SIGKILL'));
    await gone;
    this.#socket.close();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #ask(method: string, params: object = {}, sessionId?: string): Promise<Record<string, unknown>> {
    const id = this.#nextId++;
    const { promise, resolve, reject } = Promise.withResolvers<Reply>();
    const late = setTimeout(() => reject(new Error(`${method}: no answer within ${patienceMs} ms`)), patienceMs);
    this.#waiting.set(id, resolve);
    this.#socket.send(JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) }));
    try {
      const { result = {}, error } = await promise;
      if (error) throw new Error(`${method}: ${error.message}`);
      return result;
    } finally {
      clearTimeout(late);
      this.#waiting.delete(id);
    }
  }
}

type Ask = (method: string, params?: object) => Promise<Record<string, unknown>>;

function tabOf(ask: Ask, close: () => Promise<void>, complaints: readonly string[]): Tab {
  const evaluate = async <T>(expression: string): Promise<T> => {
    const { result, exceptionDetails } = await ask('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
    return (result as { readonly value: T }).value;
  };
  const until = async <T>(expression: string): Promise<T> => {
    const giveUp = Date.now() + patienceMs;
    for (;;) {
      const value = await evaluate<T>(expression);
      if (value) return value;
      if (Date.now() > giveUp) {
        const shown = await evaluate<string>('document.body.innerText');
        throw new Error(`it never came true: ${expression}\nthe page shows:\n${shown}\n${complaints.join('\n')}`);
      }
      await delay(50);
    }
  };
  const key = async (name: string) => {
    const text = name === 'Enter' ? '\r' : undefined;
    const about = { key: name, code: name, windowsVirtualKeyCode: keyCodes[name] ?? 0 };
    await ask('Input.dispatchKeyEvent', { type: 'keyDown', ...about, ...(text && { text }) });
    await ask('Input.dispatchKeyEvent', { type: 'keyUp', ...about });
  };
  const pressAt = async (from: Place, to: Place = from) => {
    const mouse = (type: string, at: Place) =>
      ask('Input.dispatchMouseEvent', { type, ...at, button: 'left', buttons: 1, clickCount: 1 });
    await mouse('mousePressed', from);
    if (to !== from) await mouse('mouseMoved', to);
    await mouse('mouseReleased', to);
  };
  const press = async (name: string, among = 'button, a, [role=tab], summary, label') =>
    pressAt(await until<Place>(`(${placeOfNamed})(${JSON.stringify(name)}, ${JSON.stringify(among)})`));
  return {
    complaints,
    evaluate,
    until,
    key,
    press,
    pressAt,
    ask,
    close,
    open: async (address) => {
      await ask('Page.navigate', { url: address });
      await until('document.readyState === "complete"');
    },
    view: async ({ width, height, dark = false }) => {
      await ask('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: width < 600 });
      const features = [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }];
      await ask('Emulation.setEmulatedMedia', { features });
    },
    sees: async (text) => {
      await until(`document.body.innerText.includes(${JSON.stringify(text)})`);
    },
    fill: async (label, text) => {
      await until(`(${focusLabelled})(${JSON.stringify(label)})`);
      await ask('Input.insertText', { text });
    },
    picture: async (format = 'png') => {
      const { data } = await ask('Page.captureScreenshot', { format, ...(format === 'webp' && { quality: 70 }) });
      return Buffer.from(String(data), 'base64');
    },
  };
}

const keyCodes: Readonly<Record<string, number>> = {
  ...{ Enter: 13, Escape: 27, Tab: 9 },
  ...{ ArrowLeft: 37, ArrowUp: 38, ArrowRight: 39, ArrowDown: 40 },
};

/** Where the thing of that name is, once it is at rest and can be pressed: a page that is about to change moves it. In the page. */
const placeOfNamed = `async (name, among) => {
  const find = () => [...document.querySelectorAll(among)].find(
    (one) => (one.getAttribute('aria-label') ?? one.innerText).trim() === name && !one.disabled && one.checkVisibility(),
  );
  const placeOf = (one) => {
    const { x, y, width, height } = one.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  };
  const named = find();
  if (!named) return undefined;
  named.scrollIntoView({ block: 'center' });
  const before = placeOf(named);
  await new Promise((resolve) => setTimeout(resolve, 60));
  const { x, y } = placeOf(named);
  const hit = document.elementFromPoint(x, y);
  return find() === named && x === before.x && y === before.y && hit && named.contains(hit) ? { x, y } : undefined;
}`;

/** Focuses the field with that label and selects what it holds. In the page. */
const focusLabelled = `(label) => {
  const labels = [...document.querySelectorAll('label')].filter((one) => one.innerText.trim() === label);
  const fields = [...document.querySelectorAll('input, textarea')];
  const field =
    fields.find((one) => one.getAttribute('aria-label') === label) ??
    labels.map((one) => document.getElementById(one.htmlFor)).find(Boolean);
  field?.focus();
  field?.select?.();
  return field !== undefined && document.activeElement === field;
}`;

function complaintIn(method: string | undefined, params: Record<string, unknown> = {}): string[] {
  if (method === 'Runtime.exceptionThrown') return [JSON.stringify(params.exceptionDetails)];
  const entry = params.entry as { readonly level: string; readonly text: string; readonly url?: string } | undefined;
  return method === 'Log.entryAdded' && entry?.level === 'error' ? [`${entry.text} ${entry.url ?? ''}`] : [];
}

async function addressOf(chromium: ChildProcess): Promise<string> {
  if (!chromium.stderr) throw new Error('chromium has no stderr');
  for await (const line of createInterface({ input: chromium.stderr })) {
    const address = /^DevTools listening on (ws:\S+)/.exec(line)?.[1];
    if (!address) continue;
    chromium.stderr.resume();
    return address;
  }
  throw new Error('chromium ended before it listened');
}

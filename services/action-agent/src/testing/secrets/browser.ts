import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

interface Reply {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

/** A page of a browser without a window. */
export interface Page {
  /** Shows the page at this device scale; `width` and `height` are px of the picture. */
  show(html: string, width: number, height: number, scale: number): Promise<void>;
  evaluate<T>(expression: string): Promise<T>;
  /** A PNG. */
  picture(): Promise<Buffer>;
}

const answerMs = 30_000;

/** Chromium, told what to do over its own debugging socket: no driver package is needed for four orders. */
export class Browser implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly #socket: WebSocket;
  readonly #folder: string;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  #nextId = 1;

  private constructor(process: ChildProcess, socket: WebSocket, folder: string) {
    this.#process = process;
    this.#socket = socket;
    this.#folder = folder;
    socket.addEventListener('message', ({ data }) => {
      const reply = JSON.parse(String(data)) as Reply;
      if (reply.id !== undefined) this.#waiting.get(reply.id)?.(reply);
    });
  }

  static async open(): Promise<Browser> {
    const folder = await mkdtemp(join(tmpdir(), 'karna-browser-'));
    const chromium = spawn(
      'chromium',
      [
        '--headless=new',
        '--no-sandbox',
        '--disable-gpu',
        '--hide-scrollbars',
        '--remote-debugging-port=0',
        `--user-data-dir=${folder}`,
        'about:blank',
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const socket = new WebSocket(await addressOf(chromium));
    await once(socket, 'open');
    return new Browser(chromium, socket, folder);
  }

  async page(): Promise<Page> {
    const { targetId } = await this.#ask('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.#ask('Target.attachToTarget', { targetId, flatten: true });
    const ask = (method: string, params: object = {}) => this.#ask(method, params, String(sessionId));
    const evaluate = async <T>(expression: string): Promise<T> => {
      const { result, exceptionDetails } = await ask('Runtime.evaluate', {
        expression,
        returnByValue: true,
        awaitPromise: true,
      });
      if (exceptionDetails) throw new Error('a script failed in the page');
      return (result as { value: T }).value;
    };
    return {
      evaluate,
      async show(html, width, height, scale) {
        const size = { width: Math.round(width / scale), height: Math.round(height / scale) };
        await ask('Emulation.setDeviceMetricsOverride', { ...size, deviceScaleFactor: scale, mobile: false });
        const { frameTree } = await ask('Page.getFrameTree');
        const frameId = (frameTree as { frame: { id: string } }).frame.id;
        await ask('Page.setDocumentContent', { frameId, html });
        await evaluate('document.fonts.ready.then(() => new Promise(requestAnimationFrame)).then(() => true)');
      },
      async picture() {
        const { data } = await ask('Page.captureScreenshot', { format: 'png' });
        return Buffer.from(String(data), 'base64');
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.close();
    const ended = once(this.#process, 'exit');
    this.#process.kill();
    if (this.#process.exitCode === null && this.#process.signalCode === null) await ended;
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #ask(method: string, params: object, sessionId?: string): Promise<Record<string, unknown>> {
    const id = this.#nextId++;
    const { promise, resolve, reject } = Promise.withResolvers<Reply>();
    const late = setTimeout(() => reject(new Error(`the browser did not answer ${method}`)), answerMs);
    this.#waiting.set(id, resolve);
    this.#socket.send(JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) }));
    const reply = await promise.finally(() => {
      clearTimeout(late);
      this.#waiting.delete(id);
    });
    if (reply.error) throw new Error(`the browser refused ${method}: ${reply.error.message}`);
    return reply.result ?? {};
  }
}

async function addressOf(chromium: ChildProcess): Promise<string> {
  if (!chromium.stderr) throw new Error('the browser cannot be heard');
  for await (const line of createInterface({ input: chromium.stderr })) {
    const address = /^DevTools listening on (ws:\S+)/.exec(line)?.[1];
    if (!address) continue;
    chromium.stderr.resume();
    return address;
  }
  throw new Error('the browser ended before it was ready');
}

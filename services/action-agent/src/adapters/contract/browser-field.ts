import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Desktop, Point } from '../../ports.ts';
import type { Field } from './rig.ts';

const page = `<!doctype html><meta charset="utf-8"><title>Field</title>
<style>body{margin:0} textarea{display:block;width:100%;height:60vh;font:20px sans-serif;border:0}</style>
<textarea id="field" autofocus spellcheck="false"></textarea>
<script>
  const tell = (path, body) => fetch(path, { method: 'POST', body });
  let change = 0;
  const tellText = () => tell('/text?' + ++change, field.value);
  field.oninput = tellText;
  const place = () => {
    const { left, top, width, height } = field.getBoundingClientRect();
    const above = window.outerHeight - window.innerHeight;
    tell('/place', JSON.stringify({ x: Math.round(screenX + left + width / 2), y: Math.round(screenY + above + top + height / 2) }));
  };
  setInterval(place, 200);
  new EventSource('/clear').onmessage = () => { field.value = ''; tellText() };
</script>`;
const openWithinMs = 45_000;
const pollMs = 50;

/** A text field in the real browser, opened by the desktop under test; the page says over HTTP what is in it. */
export class BrowserField implements Field {
  readonly #server: Server;
  #text = '';
  #change = 0;
  #at: Point | undefined;
  #clear: (() => void) | undefined;

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request, response) => {
      if (request.url === '/clear') {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
        this.#clear = () => response.write('data: now\n\n');
        return;
      }
      if (request.method === 'GET') return response.setHeader('content-type', 'text/html').end(page);
      void body(request).then((text) => {
        const [path, change] = (request.url ?? '').split('?');
        if (path === '/text') this.#note(Number(change), text);
        if (request.url === '/place') this.#at = JSON.parse(text);
        response.end();
      });
      return undefined;
    });
  }

  static async open(desktop: Desktop): Promise<BrowserField> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const field = new BrowserField(server);
    const { port } = server.address() as AddressInfo;
    await desktop.applications.launch({ $case: 'address', value: `http://127.0.0.1:${port}/` });
    const end = performance.now() + openWithinMs;
    while (!field.#at || !field.#clear) {
      if (performance.now() > end) throw new Error('the browser did not open the page');
      await delay(pollMs);
    }
    await desktop.screen.quietFor(300, 5_000, AbortSignal.timeout(10_000));
    return field;
  }

  /** Requests overtake one another; the newest text counts. */
  #note(change: number, text: string): void {
    if (change < this.#change) return;
    this.#change = change;
    this.#text = text;
  }

  get at(): Point {
    if (!this.#at) throw new Error('the field is not open yet');
    return this.#at;
  }

  async text(): Promise<string> {
    return this.#text;
  }

  async clear(): Promise<void> {
    this.#text = 'not yet clear';
    this.#clear?.();
    while (this.#text !== '') await delay(10);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

async function body(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

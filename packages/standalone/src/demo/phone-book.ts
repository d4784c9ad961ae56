import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** How the page is drawn. */
export interface Look {
  /** Percent. */
  readonly zoom: number;
  readonly dark: boolean;
}

export interface Change {
  readonly person: string;
  readonly extension: string;
}

export interface PhoneBook {
  /** Where it is, in a look. */
  url(look: Look): string;
  /** What was changed in it, in order: the truth that a run is judged by. */
  readonly changes: readonly Change[];
  /** The middle of a thing on the screen (px), as the page itself says once it shows it. */
  placeOf(id: string, signal: AbortSignal): Promise<{ readonly x: number; readonly y: number }>;
  close(): Promise<void>;
}

const people = ['Ada Lovelace', 'Grace Hopper', 'Alan Turing', 'Edith Clarke', 'Emmy Noether'];

/** A real web application on loopback: people in a table, and a form for each. It knows nothing of Karna. */
export async function servePhoneBook(): Promise<PhoneBook> {
  const changes: Change[] = [];
  let places: Readonly<Record<string, { x: number; y: number }>> = {};
  let told = Promise.withResolvers<void>();
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://phone-book');
    if (request.method === 'GET' && pathname === '/') {
      const look = { zoom: Number(searchParams.get('zoom')) || 100, dark: searchParams.get('theme') === 'dark' };
      return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page(look));
    }
    if (request.method === 'POST' && pathname === '/changes') changes.push((await json(request)) as Change);
    else if (request.method === 'POST' && pathname === '/places') {
      places = (await json(request)) as typeof places;
      told.resolve();
      told = Promise.withResolvers();
    } else response.statusCode = 404;
    return response.end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return {
    url: ({ zoom, dark }) =>
      `http://127.0.0.1:${(server.address() as AddressInfo).port}/?zoom=${zoom}${dark ? '&theme=dark' : ''}`,
    changes,
    placeOf: async (id, signal) => {
      const stopped = new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
      // What was told before may be of the page that was left.
      await Promise.race([told.promise, stopped]);
      for (;;) {
        const place = places[id];
        if (place) return place;
        await Promise.race([told.promise, stopped]);
      }
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const page = ({ zoom, dark }: Look) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Phone book</title>
<style>
  html { zoom: ${zoom / 100} }
  body { font: 17px/1.5 "DejaVu Sans", sans-serif; margin: 2rem; ${dark ? 'color: #e6e6e6; background: #1c1f24' : 'color: #1c2430; background: #fff'} }
  td { padding: 6px 18px 6px 0 }
  input, button { font: inherit; padding: 4px 12px; ${dark ? 'color: #f2f2f2; background: #333a44; border: 1px solid #8a94a3' : ''} }
</style>
</head>
<body>
<h1>Phone book</h1>
<table id="list">${people
  .map(
    (name, index) =>
      `<tr><td>${name}</td><td><button id="edit-${index}" onclick="edit('${name}')">Edit</button></td></tr>`,
  )
  .join('')}</table>
<div id="card" hidden><h2 id="who"></h2><p><label for="extension">Extension</label> <input id="extension"></p><button id="save">Save</button></div>
<p id="said"></p>
<script>
  const edit = (name) => { list.hidden = true; card.hidden = false; who.textContent = name; said.textContent = '' };
  save.onclick = async () => {
    await fetch('/changes', { method: 'POST', body: JSON.stringify({ person: who.textContent, extension: extension.value }) });
    said.textContent = 'The number was changed'; extension.value = ''; card.hidden = true; list.hidden = false;
  };
  const middle = (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const edge = (outerWidth - innerWidth) / 2;
    return { x: Math.round(screenX + edge + x + width / 2), y: Math.round(screenY + outerHeight - innerHeight - edge + y + height / 2) };
  };
  setInterval(() => {
    const shown = [...document.querySelectorAll('[id]')].filter((element) => element.offsetParent !== null);
    void fetch('/places', { method: 'POST', body: JSON.stringify(Object.fromEntries(shown.map((element) => [element.id, middle(element)]))) });
  }, 200);
</script>
</body>
</html>`;

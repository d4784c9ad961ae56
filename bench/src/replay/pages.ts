// Three web applications that write down what was done to them, in any look that is asked for.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** How a page comes: its look, and what is changed on it. */
export interface Look {
  /** Percent. */
  readonly zoom?: number;
  /** Percent of the usual size. */
  readonly font?: number;
  readonly family?: 'serif' | 'monospace';
  readonly dark?: boolean;
  /** Moved to the right, in a narrower column. */
  readonly moved?: boolean;
  readonly change?:
    | 'reordered'
    | 'grown'
    | 'twins'
    | 'long'
    | 'far-twin'
    | 'removed'
    | 'disabled'
    | 'modal'
    | 'slow'
    | 'renamed';
}

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Site {
  readonly url: string;
  /** Shows a page in the browser that has the site open; resolves once it is there. */
  show(page: string, look: Look): Promise<void>;
  /** Where an element of the page is on the screen (px), by its selector: for demonstrations. */
  placeOf(selector: string): Promise<Place>;
  /** What was done since then. */
  readonly record: readonly string[];
  close(): Promise<void>;
}

const companies = ['Acme', 'Globex', 'Initech', 'Umbrella', 'Hooli'];
const products = ['Red kettle', 'Blue kettle', 'Red teapot', 'Glass teapot', 'Steel mug'];
// As alike as people in one table can be.
const people = ['Anna', 'Hanna', 'Anne'].flatMap((first) =>
  ['Schmidt', 'Schmitt', 'Schmid', 'Schmied'].map(
    (last, index) => `${first} ${last} ${1960 + 3 * index + first.length}`,
  ),
);

const fillers = Array.from({ length: 40 }, (_, index) => `Other ${index + 11} ${2000 + index}`);

const arranged = (names: readonly string[], change: Look['change']): string[] => {
  if (change === 'reordered') return [...names].reverse();
  if (change === 'grown') return [...names.map((name) => `${name} Ltd`).slice(0, 3), ...names];
  // Further than a screen shows.
  if (change === 'long') return [...names, ...fillers];
  if (change === 'far-twin') return [...names, ...fillers, ...names];
  return change === 'twins' ? [...names, ...names] : [...names];
};

type Body = (look: Look) => string;

/** What stands in the middle of each page; `{done}` reports. */
const bodies: Readonly<Record<string, Body>> = {
  records: ({ change }) => `<h1>Companies</h1><div id="list"><table cellpadding="8">${arranged(companies, change)
    .map((name) => `<tr><td>${name}</td><td><button onclick="detail('${name}')">Open</button></td></tr>`)
    .join('')}</table></div>
    <div id="form" hidden><h2 id="who"></h2><p><label for="phone">Phone</label> <input id="phone"></p>
    ${change === 'removed' ? '' : `<button ${change === 'disabled' ? 'disabled' : ''} onclick="done('saved ' + who.textContent + ' ' + phone.value); out.textContent = 'Saved ' + who.textContent">${change === 'renamed' ? 'Store' : 'Save'}</button>`}
    <p id="out"></p></div>
    <script>function detail(name) { list.hidden = true; ${change === 'slow' ? 'setTimeout(() => { form.hidden = false }, 3000)' : 'form.hidden = false'}; who.textContent = name }</script>`,
  shop: ({
    change,
  }) => `<h1>Kitchen shop</h1><p><input id="q" aria-label="Search" placeholder="Search products" size="30">
    <button onclick="find()">${change === 'renamed' ? 'Find' : 'Search'}</button></p><div id="results"></div><p id="out"></p>
    <script>const all = ${JSON.stringify(arranged(products, change))};
    function find() { const shown = all.filter((name) => name.toLowerCase().includes(q.value.toLowerCase()));
      const html = '<table cellpadding="8">' + shown.map((name) => '<tr data-who="' + name + '"><td>' + name + '</td><td>' + (12 + name.length) + '.00</td><td>' + ${change === 'removed' ? "''" : `'<button ${change === 'disabled' ? 'disabled' : ''} onclick="add(\\'' + name + '\\')">Add</button>'`} + '</td></tr>').join('') + '</table>';
      setTimeout(() => { results.innerHTML = html }, ${change === 'slow' ? 3000 : 50}) }
    function add(name) { done('added ' + name); out.textContent = 'In the cart: ' + name }</script>`,
  people: ({
    change,
  }) => `<h1>People</h1><p id="out">Nobody edited</p><table style="font-size:14px" cellpadding="3">${arranged(
    people,
    change,
  )
    .map(
      (name) =>
        `<tr data-who="${name}"><td>${name.slice(0, -5)}</td><td>${name.slice(-4)}</td><td>${change === 'removed' ? '' : `<button ${change === 'disabled' ? 'disabled' : ''} onclick="edit('${name}')">${change === 'renamed' ? 'Change' : 'Edit'}</button>`}</td><td><button onclick="done('removed ${name}')">Remove</button></td></tr>`,
    )
    .join('')}</table>
    <script>function edit(name) { done('edited ' + name); out.textContent = 'Editing ' + name }</script>`,
};

const modal = `<div id="veil" style="position:fixed;inset:0;background:#0008"><div style="position:absolute;left:50%;top:40%;transform:translate(-50%,-50%);background:#fff;color:#000;padding:32px;border-radius:6px;box-shadow:0 4px 24px #0009">
  <h2>Session</h2><p>You will be signed out soon.</p><button onclick="veil.remove()">Stay signed in</button></div></div>`;

function styleOf({ zoom = 100, font = 100, family, dark, moved }: Look): string {
  const face =
    family === 'serif'
      ? '"DejaVu Serif", serif'
      : family === 'monospace'
        ? '"DejaVu Sans Mono", monospace'
        : '"DejaVu Sans", sans-serif';
  const colours = dark
    ? 'body{background:#1c1f24;color:#e6e6e6}button,input{background:#333a44;color:#f2f2f2;border:1px solid #8a94a3}h1,h2{color:#fff}'
    : '';
  const place = moved ? 'body{margin:3rem 2rem 2rem 22rem;max-width:34rem}' : 'body{margin:2rem}';
  return `<style>html{zoom:${zoom / 100}}body,table,button,input{font-family:${face}}body{font-size:${(17 * font) / 100}px}table{font-size:${font}%!important}button,input{font-size:inherit;padding:4px 10px}${place}${colours}</style>`;
}

const script = (number: number): string => `<script>
  const done = (what) => fetch('/done', { method: 'POST', body: what });
  addEventListener('load', () => fetch('/ready', { method: 'POST', body: '${number}' }));
  setInterval(async () => {
    const { now, asked } = await (await fetch('/now')).json();
    if (now !== ${number}) { location.href = '/show?' + now; return; }
    const found = asked && document.querySelector(asked);
    if (!found) return;
    const { x, y, width, height } = found.getBoundingClientRect();
    const px = (value) => Math.round(value);
    const top = outerHeight - innerHeight;
    const side = (outerWidth - innerWidth) / 2;
    fetch('/place', { method: 'POST', body: JSON.stringify({ x: px(screenX + side + x), y: px(screenY + top - side + y), width: px(width), height: px(height) }) });
  }, 120);
</script>`;

export async function serveSite(): Promise<Site> {
  const record: string[] = [];
  let shown: { readonly page: string; readonly look: Look; readonly number: number } = {
    page: '',
    look: {},
    number: 0,
  };
  let ready = Promise.withResolvers<void>();
  let asked = '';
  let place = Promise.withResolvers<Place>();
  const server = createServer(async (request: IncomingMessage, response) => {
    const [path] = (request.url ?? '').split('?');
    const body = request.method === 'POST' ? await text(request) : '';
    if (path === '/done') record.push(body);
    else if (path === '/ready' && Number(body) === shown.number) ready.resolve();
    else if (path === '/place') {
      asked = '';
      place.resolve(JSON.parse(body));
    } else if (path === '/now') response.write(JSON.stringify({ now: shown.number, asked }));
    else if (path === '/show') {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      const { page, look, number } = shown;
      const over = look.change === 'modal' ? modal : '';
      response.write(
        `<!doctype html><title>Karna bench</title>${styleOf(look)}${script(number)}${bodies[page]?.(look) ?? '<h1>Bench</h1>'}${over}`,
      );
    }
    response.end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/show`,
    record,
    placeOf: (selector) => {
      place = Promise.withResolvers();
      asked = selector;
      return place.promise;
    },
    show: async (page, look) => {
      ready = Promise.withResolvers();
      shown = { page, look, number: shown.number + 1 };
      record.length = 0;
      const late = setTimeout(() => ready.reject(new Error('the browser does not show the page')), 30_000);
      await ready.promise.finally(() => clearTimeout(late));
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

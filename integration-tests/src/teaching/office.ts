import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** A small office on the web that keeps its own record of what was done in it. */
export interface Office {
  readonly url: string;
  readonly records: readonly Readonly<Record<string, string>>[];
  /** Where a thing with this id stands on the screen, as the page itself says. */
  placeOf(id: string): { readonly x: number; readonly y: number };
  close(): Promise<void>;
}

const style = `<style>body{font:18px/1.5 "DejaVu Sans",sans-serif;margin:2rem}input,select,button{font:inherit;padding:4px 8px}
label.row{display:block;margin:10px 0}label.row span{display:inline-block;width:11rem}td,th{padding:8px 18px;text-align:left}</style>`;
const script = `<script>
const keep = async (what) => { await fetch('/keep', { method: 'POST', body: JSON.stringify(what) }); };
const tell = () => fetch('/places', { method: 'POST', body: JSON.stringify(Object.fromEntries([...document.querySelectorAll('[id]')].map((one) => {
  const { left, top, width, height } = one.getBoundingClientRect();
  return [one.id, { x: Math.round(screenX + left + width / 2), y: Math.round(screenY + outerHeight - innerHeight + top + height / 2) }];
}))) });
setInterval(() => document.visibilityState === 'visible' && tell(), 250);
</script>`;

const people = [
  ['Ada Lovelace', 'London'],
  ['Grace Hopper', 'New York'],
  ['Alan Turing', 'Wilmslow'],
  ['Edith Clarke', 'Howard County'],
];

const search = `<script>
    const find = async () => { await keep({ page: 'search', query: q.value }); list.innerHTML = '<h2>Results</h2><p>Found for ' + q.value + '</p>'; if (q.dataset.once) q.value = ''; };
    go.onclick = find; q.onkeydown = (event) => { if (event.key === 'Enter') find(); };</script>`;

const pages: Record<string, string> = {
  '/new': `<h1>New customer</h1><form id="form" autocomplete="off">
    <label class="row"><span>Name</span><input id="name" autofocus></label>
    <label class="row"><span>City</span><select id="city"><option>Choose one</option><option>Berlin</option><option>Lisbon</option><option>Oslo</option></select></label>
    <label class="row"><span>Password</span><input id="password" type="password"></label>
    <label class="row"><input id="letter" type="checkbox"> Newsletter</label>
    <button id="save" type="button">Save customer</button></form><div id="done"></div><script>
    save.onclick = async () => {
      await keep({ page: 'new', name: document.getElementById('name').value, city: city.value, password: password.value, letter: String(letter.checked) });
      form.remove(); done.innerHTML = '<h2>Customer saved</h2><p>Everything is in order</p>'; };</script>`,
  '/search': `<h1>Library</h1><p><label>Search <input id="q" size="30" autocomplete="off"></label> <button id="go">Find</button></p><div id="list"></div>${search}`,
  // The same, ready for the next one as soon as one was looked for.
  '/catalogue': `<h1>Library</h1><p><label>Search <input id="q" size="30" autocomplete="off" data-once="yes"></label> <button id="go">Find</button></p><div id="list"></div>${search}`,
  // That one after somebody has rebuilt it: what was one field is two, of other names.
  '/catalogue/rebuilt': `<h1>Library</h1><p><label>Author <input size="30" autocomplete="off"></label></p>
    <p><label>Title <input id="q" size="30" autocomplete="off"></label></p>
    <p><button id="go">Find</button> &nbsp; <button id="erase">Delete list</button></p><div id="list"></div>${search}<script>
    erase.onclick = async () => { await keep({ page: 'search', erased: 'list' }); list.innerHTML = '<h2>Nothing is left</h2>'; };</script>`,
  '/people': `<h1>People</h1><table>${people
    .map(
      ([name, city]) =>
        `<tr><td>${name}</td><td>${city}</td><td><button id="${name?.split(' ')[0]}" onclick="open_('${name}')">Open</button></td></tr>`,
    )
    .join('')}</table><div id="card"></div><script>
    const open_ = async (name) => { await keep({ page: 'people', opened: name }); card.innerHTML = '<h2>Personal card</h2>'; };</script>`,
};

export async function openOffice(): Promise<Office> {
  const records: Record<string, string>[] = [];
  const places: Record<string, { x: number; y: number }> = {};
  const server = createServer(async (request, response) => {
    if (request.method === 'POST') {
      // Only the page in front tells.
      if (request.url === '/places') Object.assign(places, await json(request));
      else records.push((await json(request)) as Record<string, string>);
      response.end();
      return;
    }
    const body = pages[request.url ?? ''];
    response.writeHead(body ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' });
    response.end(`<!doctype html><title>Office</title>${style}${script}${body ?? 'Not found'}`);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    records,
    placeOf: (id) => {
      const place = places[id];
      if (!place) throw new Error(`the page has no ${id}`);
      return place;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

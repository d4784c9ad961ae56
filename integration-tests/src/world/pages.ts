import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** Web pages on loopback that write down what was done to them, as `button:id` lines: the truth that scenarios are judged by. */
export interface Pages {
  readonly url: string;
  /** What happened, in order. */
  readonly events: readonly string[];
  /** Forgets them, and closes the gate. */
  forget(): void;
  /** `/gate` offers its button from now on. */
  openGate(): void;
  close(): Promise<void>;
}

const report = `<script>
const report = (what) => fetch('/event', { method: 'POST', body: what });
const opened = {};
document.addEventListener('click', ({ target }) => {
  const button = target.closest('button');
  if (!button) return;
  report('click ' + button.id);
  const note = document.getElementById('note');
  const times = opened[button.id] = (opened[button.id] ?? 0) + 1;
  if (note) note.textContent = 'Opened ' + button.id + (times > 1 ? ', ' + times + ' times' : '');
});
</script>`;

const bodies: Record<string, string> = {
  // Look-alikes: two buttons of the same name.
  '/people': `<h1>People</h1><p id="note">Nothing opened</p><table cellpadding="14">
    <tr><td>Ada Lovelace</td><td>London</td><td><button id="ada">Edit</button></td></tr>
    <tr><td>Grace Hopper</td><td>New York</td><td><button id="grace">Edit</button></td></tr></table>`,
  // Comes late.
  '/slow': `<h1>Loading</h1><p id="note">Please be patient</p><div id="place"></div><script>
    setTimeout(() => { place.innerHTML = '<button id="late">Continue</button>' }, 2500)</script>`,
  // Comes when the test says so.
  '/gate': `<h1>Gate</h1><p id="note">Closed for now</p><div id="place"></div><script>
    const look = setInterval(async () => {
      const isOpen = await fetch('/gate/open').then((answer) => answer.json(), () => false);
      if (isOpen) { clearInterval(look); place.innerHTML = '<button id="late">Continue</button>' } }, 100)</script>`,
  // Dead: looks like a button and does nothing.
  '/dead': `<h1>Dead end</h1><button id="dead" style="outline:none" tabindex="-1" onmousedown="event.preventDefault()">Proceed</button>
    <style>button:active,button:hover,button{background:#ddd;border:1px solid #888;padding:12px 24px}</style>`,
  '/drag': `<h1>Board</h1><div id="card" style="position:absolute;left:80px;top:180px;padding:24px;background:#cde;border:2px solid #357;user-select:none">Parcel</div>
    <div id="bin" style="position:absolute;left:760px;top:180px;padding:60px;border:2px solid #357;user-select:none">Warehouse</div><p id="note" style="margin-top:300px">Not moved</p><script>
    let held = false;
    card.addEventListener('mousedown', (event) => { held = true; report('down'); event.preventDefault() });
    document.addEventListener('mousemove', ({ clientX, clientY }) => { if (held) { card.style.left = clientX - 40 + 'px'; card.style.top = clientY - 30 + 'px' } });
    document.addEventListener('mouseup', ({ clientX, clientY }) => { if (!held) return; held = false;
      const { left, right, top, bottom } = bin.getBoundingClientRect();
      const inside = clientX > left && clientX < right && clientY > top && clientY < bottom;
      report('up ' + (inside ? 'inside' : 'outside')); note.textContent = inside ? 'Delivered' : 'Dropped' });
    </script>`,
  '/settings': `<h1>Settings</h1><p><label><input type="checkbox" id="sound" onchange="report('sound ' + this.checked)"> Sound</label></p>
    <p><label><input type="checkbox" id="mail" checked onchange="report('mail ' + this.checked)"> Mail alerts</label></p>
    <p><label for="colour">Colour</label> <select id="colour" onchange="report('colour ' + this.value)"><option>Red</option><option>Green</option><option>Blue</option></select></p>
    <p>Balance <b>1,204.50</b></p>
    <button id="erase">Delete account</button><p id="note"></p>`,
  // A little of everything: what many wordings are said to.
  '/desk': `<h1>Desk</h1><p>Balance <b>1,204.50</b></p>
    <p><label><input type="checkbox" id="newsletter" onchange="report('newsletter ' + this.checked)"> Newsletter</label></p>
    <p><label><input type="checkbox" id="reminders" onchange="report('reminders ' + this.checked)"> Reminders</label></p>
    <p><label for="name">Name</label> <input id="name" oninput="tell(this)"></p>
    <p><label for="town">Town</label> <input id="town" oninput="tell(this)"></p>
    <p><label for="colour">Colour</label> <select id="colour" onchange="report('colour ' + this.value)"><option>Red</option><option>Green</option><option>Blue</option></select></p>
    <p><button id="save">Save</button> &nbsp; <button id="archive">Archive</button> &nbsp; <button id="print">Print</button> &nbsp; <button id="lane">Kanban lane</button> &nbsp; <span id="help">Help</span></p><p id="note"></p>
    <style>p{margin:.4rem 0}</style><script>
    const later = {};
    const tell = ({ id, value }) => { clearTimeout(later[id]); later[id] = setTimeout(() => report(id + ' ' + value), 200) };
    let doubles = 0;
    document.addEventListener('dblclick', ({ target }) => { if (target.id) { report('double ' + target.id); note.textContent = 'Double ' + ++doubles } });
    document.addEventListener('contextmenu', (event) => { event.preventDefault(); report('menu ' + event.target.id) });
    document.addEventListener('mouseover', ({ target }) => target.id && report('over ' + target.id));
    const names = { ArrowRight: 'Right' };
    document.addEventListener('keydown', (event) => { const { key, ctrlKey, altKey, shiftKey } = event;
      if (['Control', 'Alt', 'Shift'].includes(key) || event.target.tagName === 'INPUT' && key.length === 1 && !ctrlKey) return;
      if (['b', 'k', 'F9'].includes(key)) event.preventDefault();
      report('key ' + [ctrlKey && 'Control', altKey && 'Alt', shiftKey && 'Shift', names[key] ?? key].filter(Boolean).join('+')) });
    </script>`,
  '/long': `<h1>Long page</h1>${Array.from({ length: 60 }, (_, i) => `<p>Paragraph ${i + 1}</p>`).join('')}<button id="bottom">Finish</button><p id="note"></p>`,
};

/** What the address asks for: another size, other colours, something gone or in the way. */
interface Looks {
  readonly zoom: string;
  readonly dark: boolean;
  /** `save`, `rows`, ...: what is changed on the page. */
  readonly change: string;
}

const people = [
  ['Ada Lovelace', 'London'],
  ['Grace Hopper', 'New York'],
  ['Alan Turing', 'Wilmslow'],
  ['Katherine Johnson', 'Hampton'],
] as const;

const rowOf = ([name, city]: readonly [string, string]): string =>
  `<tr><td>${name}</td><td>${city}</td><td><button onclick="report('mail ${name}'); result.textContent = 'Mail to ${name}'">Mail</button></td></tr>`;

/** Pages that come in several looks. */
const shaped: Record<string, (looks: Looks) => string> = {
  // A form that writes down what was saved.
  '/note': ({ change }) => `<h1>Notes</h1><h2>New note</h2>
    ${change === 'banner' ? '<p id="banner">We use cookies. <button onclick="report(\'cookies\'); banner.remove()">Accept</button></p>' : ''}
    <p><label for="who">Customer</label> <input id="who" size="24"${change === 'short' ? ' maxlength="8"' : ''}></p>
    ${change === 'gone' ? '' : `<button ${change === 'disabled' ? 'disabled' : ''} onclick="report('saved ' + who.value); result.textContent = 'Saved for ' + who.value">Save note</button>`}
    <p id="result">Nothing saved</p>`,
  // Look-alikes, a button each.
  '/clients': ({ change }) => `<h1>Clients</h1><p id="result">Nobody written to</p><table cellpadding="10">
    ${(change === 'turned' ? people.toReversed() : change === 'left' ? people.slice(1) : change === 'twins' ? [...people, ['Ada Lovelace', 'London'] as const] : people).map(rowOf).join('')}</table>`,
};

const styleFor = ({ zoom, dark }: Looks): string =>
  `<style>html{zoom:${Number(zoom) / 100}}${dark ? 'body{background:#1c1f24;color:#e6e6e6}button,input{background:#333a44;color:#f2f2f2;border:1px solid #8a94a3}' : ''}input{font:inherit;padding:4px}</style>`;

function pageAt(address: string): string | undefined {
  const { pathname, searchParams } = new URL(address, 'http://pages');
  const looks = {
    zoom: searchParams.get('zoom') ?? '100',
    dark: searchParams.has('dark'),
    change: searchParams.get('change') ?? '',
  };
  const body = shaped[pathname]?.(looks);
  return body === undefined ? bodies[pathname] : `${styleFor(looks)}${body}`;
}

export async function servePages(): Promise<Pages> {
  const events: string[] = [];
  let isGateOpen = false;
  const server = createServer(async (request, response) => {
    if (request.method === 'POST' && request.url === '/event') {
      events.push(await text(request));
      response.end();
      return;
    }
    if (request.url === '/gate/open') {
      response.end(JSON.stringify(isGateOpen));
      return;
    }
    const body = pageAt(request.url ?? '');
    response.writeHead(body ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' });
    response.end(
      `<!doctype html><title>Karna test page</title><style>body{font:18px/1.5 "DejaVu Sans",sans-serif;margin:2rem}button,select{font:inherit}</style>${report}${body ?? 'Not found'}`,
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    events,
    forget: () => {
      events.length = 0;
      isGateOpen = false;
    },
    openGate: () => {
      isGateOpen = true;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

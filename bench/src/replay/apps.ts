// Six applications, each with one demonstration, the looks it is replayed in, and its own record.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Desktop } from '@karna/action-agent/desktop';
import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import { Browser } from './browser.ts';
import { type Look, type Place, type Site, serveSite } from './pages.ts';
import { pressChord } from './peers.ts';
import { click, press, seen, skillOf, type } from './skills.ts';

export interface Change {
  readonly name: string;
  /** Whether the skill can be done; else it has to halt. */
  readonly isPresent: boolean;
}

type Values = Readonly<Record<string, string>>;

/** Shown at the desktop by real input, and learned from that. */
export interface Demonstration {
  /** As it would be said. */
  readonly name: string;
  act(person: Desktop): Promise<void>;
}

export interface App {
  readonly name: string;
  /** Done once by its words, where it is not shown by hand. */
  readonly skill: Skill | Demonstration;
  /** Of the demonstration. */
  readonly shown: Values;
  /** Of the replays, one in each round and then from the first again. */
  readonly asked: readonly Values[];
  /** Of the replays in one loop, as over the rows of a table: the change `rows`. */
  readonly rows?: readonly Values[];
  readonly changes: readonly Change[];
  /** Brings it up afresh, in its usual look or in a changed one. */
  open(change?: string): Promise<void>;
  /** Which of several is meant in the demonstration, where its words do not tell. */
  place?(): Promise<Place>;
  /** What it says was done since then, and what that has to be. */
  record(): Promise<readonly string[]>;
  expected(values: Values): readonly string[];
  close(): Promise<void>;
}

const present = (...names: string[]): Change[] => names.map((name) => ({ name, isPresent: true }));
const absent = (...names: string[]): Change[] => names.map((name) => ({ name, isPresent: false }));

/** Device scales of the browser. */
const scales: Readonly<Record<string, number>> = { 'device-150': 1.5, 'device-200': 2, 'device-300': 3 };

const looks: Readonly<Record<string, Look>> = {
  same: {},
  rows: {},
  ...Object.fromEntries([80, 90, 110, 125, 150, 175, 200].map((zoom) => [`zoom-${zoom}`, { zoom }])),
  'font-110': { font: 110 },
  'font-119': { font: 119 },
  'font-137': { font: 137 },
  serif: { family: 'serif' },
  monospace: { family: 'monospace' },
  dark: { dark: true },
  moved: { moved: true },
  'dark-moved-125': { dark: true, moved: true, zoom: 125 },
};
const changed = [
  'reordered',
  'grown',
  'twins',
  'long',
  'far-twin',
  'removed',
  'disabled',
  'modal',
  'slow',
  'renamed',
] as const;
const cosmetic = present(...Object.keys(looks).filter((name) => name !== 'rows'), ...Object.keys(scales));

/** The page of a site, and what on it stays possible. */
function pageApp(
  { site, browser }: { readonly site: Site; readonly browser: Browser },
  page: string,
  about: Pick<App, 'skill' | 'shown' | 'asked' | 'rows' | 'expected' | 'place'> & {
    readonly changes: readonly Change[];
  },
): App {
  return {
    name: page,
    ...about,
    open: async (change = 'same') => {
      await browser.open(site.url, scales[change]);
      const look = scales[change] === undefined ? looks[change] : {};
      await site.show(page, look ?? { change: changed.find((one) => one === change) ?? 'reordered' });
    },
    record: async () => site.record,
    close: async () => {},
  };
}

/** A program of Debian's on the desktop: started for every replay, ended after it. */
abstract class Program implements App {
  abstract readonly name: string;
  abstract readonly skill: Skill | Demonstration;
  abstract readonly shown: Values;
  abstract readonly asked: readonly Values[];
  abstract record(): Promise<readonly string[]>;
  abstract expected(values: Values): readonly string[];
  readonly changes: readonly Change[] = present('same', 'font-119', 'font-137', 'scale-2', 'dark', 'moved', 'covered');
  protected readonly desktop: Desktop;
  protected readonly folder: string;
  protected printed = '';
  readonly #display: string;
  #children: ChildProcess[] = [];
  readonly #windows: string[] = [];

  constructor(display: string, desktop: Desktop, folder: string) {
    this.#display = display;
    this.desktop = desktop;
    this.folder = folder;
  }

  /** The command line, with the place of its window (GTK's programs are moved by the window manager instead). */
  protected abstract command(change: string): readonly string[];

  async open(change = 'same'): Promise<void> {
    await this.close();
    await rm(this.file, { force: true });
    this.printed = '';
    const { box } = await this.#start(this.command(change), change);
    if (change === 'moved' && box) await this.move(box);
    if (change === 'second') await this.#start(this.command(change), change);
    if (change !== 'covered' || !box) return;
    const place = `28x7+${Math.round(box.x + 0.4 * box.width)}+${Math.round(box.y + 0.3 * box.height)}`;
    await this.#start(this.cover(place), change);
  }

  /** Where its command line does not tell the place. */
  protected async move(_window: Place): Promise<void> {}

  /** The command line of another program's window. */
  protected cover(place: string): readonly string[] {
    return ['xterm', '-geometry', place, '-e', 'sleep', '1000'];
  }

  /** Resolves with its window, once it is there and in front. */
  async #start([program = '', ...args]: readonly string[], change: string) {
    const before = new Set((await this.desktop.windows.list()).map(({ id }) => id));
    const env = { ...process.env, DISPLAY: this.#display, ...environmentOf(change) };
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
    this.#children.push(child);
    child.stdout.on('data', (data: Buffer) => {
      this.printed += data.toString();
    });
    for (let tries = 0; tries < 600; tries++) {
      const fresh = (await this.desktop.windows.list()).find(({ id }) => !before.has(id));
      if (fresh) {
        this.#windows.push(fresh.id);
        await this.desktop.windows.focus(fresh.id);
        await sleep(500);
        return fresh;
      }
      await sleep(100);
    }
    throw new Error(`${this.name} shows no window`);
  }

  async close(): Promise<void> {
    for (const child of this.#children.splice(0)) {
      if (child.exitCode !== null) continue;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
    }
    // The next one's window may get the id of one that went.
    const closed = this.#windows.splice(0);
    for (let tries = 0; tries < 100; tries++) {
      if (!(await this.desktop.windows.list()).some(({ id }) => closed.includes(id))) return;
      await sleep(100);
    }
  }

  protected get file(): string {
    return join(this.folder, `${this.name}.txt`);
  }

  protected async written(): Promise<string[]> {
    const text = await readFile(this.file, 'utf8').catch(() => '');
    return text.trim() === '' ? [] : [text.trim()];
  }
}

const environmentOf = (change: string): Record<string, string> => ({
  NO_AT_BRIDGE: '1',
  ...(change === 'font-119' ? { GDK_DPI_SCALE: '1.19' } : {}),
  ...(change === 'font-137' ? { GDK_DPI_SCALE: '1.37' } : {}),
  ...(change === 'scale-2' ? { GDK_SCALE: '2' } : {}),
  ...(change === 'dark' ? { GTK_THEME: 'Adwaita:dark' } : {}),
});

class Editor extends Program {
  readonly name = 'editor';
  readonly shown = { text: 'First note' };
  readonly asked = [
    { text: 'Quite another text' },
    { text: 'Buy milk, bread and 12 eggs' },
    { text: 'call +44 20 7946 0018' },
    { text: 'Straight on' },
  ];
  readonly skill = {
    name: 'note First note',
    act: async ({ keyboard }: Desktop) => {
      const typed = AbortSignal.timeout(30_000);
      await keyboard.type('First note', typed);
      await sleep(1_000);
      await pressChord(keyboard, 'Control+s');
      await sleep(2_500);
      await keyboard.type(this.file, typed);
      await sleep(1_000);
      await pressChord(keyboard, 'Enter');
      await sleep(1_500);
    },
  };
  protected command = () => ['mousepad', '--disable-server'];
  /** By its title bar, as a person does. */
  protected override async move({ x, y, width }: Place): Promise<void> {
    const { pointer } = this.desktop;
    await pointer.move({ x: Math.round(x + width / 4), y: y + 8 });
    await pointer.down('left');
    for (const step of [1, 2, 3, 4]) {
      await pointer.move({ x: Math.round(x + width / 4) + 40 * step, y: y + 8 + 20 * step });
      await sleep(50);
    }
    await pointer.up('left');
    await sleep(500);
  }
  record = () => this.written();
  expected = ({ text = '' }: Values) => [text];
}

class Form extends Program {
  readonly name = 'form';
  readonly shown = { person: 'Ada', phone: '111' };
  readonly asked = [
    { person: 'Grace Hopper', phone: '0123 456' },
    { person: 'Linus', phone: '99' },
    { person: 'Barbara Liskov', phone: '+1 617 253 1000' },
    { person: 'Tim', phone: '555-0117' },
  ];
  readonly skill = skillOf(
    'Fill the form',
    ['person', 'phone'],
    [type('{person}', 'Person'), type('{phone}', 'Phone'), click('OK')],
    'Zenity',
  );
  protected command = (change: string) => [
    'zenity',
    '--forms',
    '--title=Customer',
    '--text=A new customer',
    '--add-entry=Person',
    '--add-entry=Phone',
    '--separator= / ',
    ...(change === 'moved' ? ['--width=640', '--height=420'] : []),
  ];
  record = async () => (this.printed.trim() === '' ? [] : [this.printed.trim()]);
  expected = ({ person = '', phone = '' }: Values) => [`${person} / ${phone}`];
}

class Calculator extends Program {
  readonly name = 'calculator';
  readonly shown = {};
  readonly asked = [{}];
  readonly skill = skillOf(
    'Add',
    [],
    [click('7'), click('+'), click('8'), click('='), press('Control+c')],
    'Galculator',
  );
  protected command = () => ['galculator'];
  // The calculator itself puts its result on the clipboard.
  override async open(change?: string): Promise<void> {
    await this.desktop.clipboard.write('nothing');
    await super.open(change);
  }
  record = async () => {
    const text = await this.desktop.clipboard.read();
    return text === 'nothing' ? [] : [text.trim()];
  };
  expected = () => ['15'];
}

class Terminal extends Program {
  readonly name = 'terminal';
  override readonly changes = [
    ...present('same', 'font-119', 'font-137', 'dark', 'moved', 'covered'),
    ...absent('second'),
  ];
  protected override cover = () => ['zenity', '--info', '--title=Notice', '--text=Something else'];
  readonly shown = { words: 'first words' };
  readonly asked = [
    { words: 'other words' },
    { words: 'a line of 6 words more' },
    { words: 'Nothing' },
    { words: 'build 4.2' },
  ];
  readonly skill = skillOf('Note in a file', ['words'], [type(`echo {words} > ${this.file}`), press('Enter')], 'XTerm');
  protected command = (change: string) => [
    'xterm',
    '-fa',
    'DejaVu Sans Mono',
    '-fs',
    change === 'font-119' ? '13' : change === 'font-137' ? '15' : '11',
    ...(change === 'dark' ? ['-rv'] : []),
    ...(change === 'moved' ? ['-geometry', '70x18+380+200'] : []),
    '-e',
    'sh',
  ];
  record = () => this.written();
  expected = ({ words = '' }: Values) => [words];
}

export interface Stage {
  readonly apps: readonly App[];
  close(): Promise<void>;
}

export async function openApps(display: string, desktop: Desktop): Promise<Stage> {
  const site = await serveSite();
  const folder = await mkdtemp(join(tmpdir(), 'karna-replay-'));
  const browser = new Browser(display, folder);
  const stage = { site, browser };
  const apps: App[] = [
    pageApp(stage, 'records', {
      skill: skillOf(
        'Change a phone number',
        ['company', 'phone'],
        [click('Open', '{company}'), type('{phone}', 'Phone'), seen(click('Save'), 'Saved {company}')],
      ),
      shown: { company: 'Globex', phone: '111' },
      asked: [
        { company: 'Initech', phone: '030 1234' },
        { company: 'Hooli', phone: '+49 171 555 0199' },
        { company: 'Acme', phone: '0800-7788' },
        { company: 'Umbrella', phone: '(212) 555-0147' },
      ],
      expected: ({ company, phone }) => [`saved ${company} ${phone}`],
      changes: [
        ...cosmetic,
        ...present('reordered', 'grown', 'long', 'slow', 'renamed'),
        ...absent('twins', 'far-twin', 'removed', 'disabled', 'modal'),
      ],
    }),
    pageApp(stage, 'shop', {
      skill: skillOf(
        'Put into the cart',
        ['query', 'product'],
        [type('{query}', 'Search'), click('Search'), seen(click('Add', '{product}'), 'In the cart: {product}')],
      ),
      place: () => site.placeOf('[data-who="Red kettle"] button'),
      shown: { query: 'kettle', product: 'Red kettle' },
      rows: [
        { query: 'teapot', product: 'Red teapot' },
        { query: 'mug', product: 'Steel mug' },
        { query: 'kettle', product: 'Blue kettle' },
      ],
      asked: [
        { query: 'teapot', product: 'Red teapot' },
        { query: 'kettle', product: 'Blue kettle' },
        { query: 'mug', product: 'Steel mug' },
        { query: 'glass', product: 'Glass teapot' },
        { query: 'red', product: 'Red kettle' },
      ],
      expected: ({ product }) => [`added ${product}`],
      changes: [
        ...cosmetic,
        ...present('rows', 'reordered', 'grown', 'slow', 'renamed'),
        ...absent('twins', 'removed', 'disabled', 'modal'),
      ],
    }),
    pageApp(stage, 'people', {
      skill: skillOf('Edit a person', ['person', 'born'], [seen(click('Edit', '{person}'), 'Editing {person} {born}')]),
      place: () => site.placeOf('[data-who="Hanna Schmidt 1965"] button'),
      shown: { person: 'Hanna Schmidt', born: '1965' },
      asked: [
        { person: 'Anna Schmitt', born: '1967' },
        { person: 'Anne Schmid', born: '1970' },
        { person: 'Hanna Schmied', born: '1974' },
        { person: 'Anna Schmidt', born: '1964' },
        { person: 'Hanna Schmitt', born: '1968' },
        { person: 'Anne Schmied', born: '1973' },
      ],
      expected: ({ person, born }) => [`edited ${person} ${born}`],
      changes: [
        ...cosmetic,
        ...present('reordered', 'long', 'renamed'),
        ...absent('twins', 'far-twin', 'removed', 'disabled', 'modal'),
      ],
    }),
    new Editor(display, desktop, folder),
    new Form(display, desktop, folder),
    new Calculator(display, desktop, folder),
    new Terminal(display, desktop, folder),
  ];
  return {
    apps,
    close: async () => {
      for (const app of apps) await app.close();
      await browser.close();
      await site.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

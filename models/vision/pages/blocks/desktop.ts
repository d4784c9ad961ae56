import { type Block, type Sketch, truth } from '../sketch.ts';
import { button } from '../widgets/press.ts';
import { editorPane, terminalPane } from './code.ts';
import { fieldset, form, marks, settings } from './forms.ts';
import { iconGrid, list, listBox, mailList, toolbar, tree } from './lists.ts';
import { dialog, menuBar, sideBar } from './menus.ts';
import { browserFrame, calculator, gallery, oddForm, ribbon, scrolledText, spreadsheet, studio } from './programs.ts';
import { article } from './reading.ts';
import { records } from './tables.ts';

interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

type Manner = 'windows' | 'mac' | 'gnome' | 'classic';

const lights = ['#ff5f57', '#febc2e', '#28c840'];
const crosses = {
  minimise: 'M2 8h6',
  maximise: 'M2 2h6v6h-6z',
  close: 'M2 2l6 6M8 2l-6 6',
};

function sign(path: string): string {
  return `<svg width="10" height="10" viewBox="0 0 10 10"><path d="${path}" stroke="currentColor" fill="none"/></svg>`;
}

/** The buttons of a title bar, by the manners of the systems people know. */
function titleButtons(sketch: Sketch, manner: Manner): string {
  const { random } = sketch;
  if (manner === 'mac')
    return `<span class="k-row" style="gap:8px">${lights.map((colour, index) => `<span style="width:12px;height:12px;border-radius:50%;background:${colour};flex:none" ${truth('button', [], ['close', 'minimise', 'zoom'][index])}></span>`).join('')}</span>`;
  const names =
    manner === 'gnome' && random.chance(0.5) ? (['close'] as const) : (['minimise', 'maximise', 'close'] as const);
  const one = (name: keyof typeof crosses) => {
    if (manner === 'classic')
      return `<span style="width:18px;height:16px;display:inline-flex;align-items:center;justify-content:center;border:2px outset #ddd;background:#c8c8c8;color:#000;flex:none" ${truth('button', [], name)}>${sign(crosses[name])}</span>`;
    if (manner === 'gnome')
      return `<span style="width:24px;height:24px;border-radius:50%;background:rgba(128,128,128,.25);display:inline-flex;align-items:center;justify-content:center;flex:none" ${truth('button', [], name)}>${sign(crosses[name])}</span>`;
    return `<span style="width:44px;height:30px;display:inline-flex;align-items:center;justify-content:center;flex:none" ${truth('icon', [], name)}>${sign(crosses[name])}</span>`;
  };
  return `<span class="k-row" style="gap:${manner === 'gnome' ? 10 : manner === 'classic' ? 2 : 0}px">${names.map(one).join('')}</span>`;
}

function titleBar(sketch: Sketch, manner: Manner, active: boolean): string {
  const { random, speech, icons, theme } = sketch;
  const text = `<span class="k-cut ${manner === 'windows' || manner === 'classic' ? 'k-grow' : ''}" data-title>${random.chance(0.5) ? `${speech.fileName()} - ${speech.capital()}` : speech.phrase(1, 4)}</span>`;
  const symbol = random.chance(0.6) ? icons.draw(theme.fontSize + 2) : '';
  const buttons = titleButtons(sketch, manner);
  const colours =
    manner === 'classic'
      ? active
        ? 'background:linear-gradient(90deg,#000080,#1084d0);color:#fff;'
        : 'background:#808080;color:#ddd;'
      : active
        ? `background:${random.pick(['var(--panel)', 'var(--soft)', 'var(--accent);color:var(--on-accent)'])};`
        : 'background:var(--panel);color:var(--muted);';
  const height = manner === 'classic' ? 22 : manner === 'gnome' ? random.int(36, 46) : random.int(26, 32);
  const base = `height:${height}px;flex:none;display:flex;align-items:center;${colours}border-bottom:1px solid var(--border);`;
  if (manner === 'windows' || manner === 'classic')
    return `<div style="${base}gap:6px;padding-left:8px;${manner === 'classic' ? 'padding-right:3px;font-weight:bold;' : ''}">${symbol}${text}${buttons}</div>`;
  if (manner === 'mac')
    return `<div style="${base}padding:0 10px;position:relative;gap:10px;">${buttons}<span class="k-row k-grow" style="justify-content:center;font-weight:600;padding-right:50px">${text}</span></div>`;
  return `<div style="${base}padding:0 8px;gap:8px;">${random.chance(0.5) ? button(sketch) : ''}<span class="k-row k-grow" style="justify-content:center;font-weight:600">${text}</span>${buttons}</div>`;
}

function paned(sketch: Sketch, side: Block, main: string): string {
  return `<div style="display:flex;flex:1;min-height:0">${side(sketch)}<div style="flex:1;min-width:0;overflow:hidden;padding:8px">${main}</div></div>`;
}

function bodyOf(sketch: Sketch): string {
  const { random, speech } = sketch;
  const padded = (inner: string) =>
    `<div style="flex:1;min-height:0;overflow:hidden;padding:${random.int(4, 14)}px">${inner}</div>`;
  const top = (random.chance(0.5) ? menuBar(sketch) : '') + (random.chance(0.45) ? toolbar(sketch) : '');
  const main = random.weighted([
    [1, () => browserFrame(sketch, `<div style="padding:12px">${article(sketch)}</div>`)],
    [1, () => `<div style="display:flex;flex:1;min-height:0">${spreadsheet(sketch)}</div>`],
    [0.7, () => `<div style="display:flex;flex:1;min-height:0">${studio(sketch)}</div>`],
    [0.5, () => padded(calculator(sketch))],
    [0.6, () => padded(gallery(sketch))],
    [0.8, () => padded(oddForm(sketch))],
    [0.7, () => ribbon(sketch) + padded(scrolledText(sketch))],
    [2, () => paned(sketch, sideBar, iconGrid(sketch))],
    [1.5, () => paned(sketch, tree, records(sketch, random.int(5, 14), 'width:100%'))],
    [
      1.5,
      () =>
        `<div class="k-scroll ${random.pick(['', 'thin'])}" style="flex:1;min-height:0;background:var(--field)">${records(sketch, random.int(5, 20), 'width:100%')}</div>`,
    ],
    [2, () => terminalPane(sketch, 'flex:1', random.int(4, 26))],
    [1.5, () => editorPane(sketch, random.int(8, 40), random.int(11, 14))],
    [1.5, () => padded(form(sketch))],
    [1, () => padded(settings(sketch))],
    [1, () => padded(fieldset(sketch) + marks(sketch))],
    [1, () => padded(article(sketch))],
    [0.8, () => padded(list(sketch))],
    [0.8, () => `<div class="k-scroll" style="flex:1;min-height:0">${mailList(sketch)}</div>`],
    [
      0.6,
      () =>
        padded(`${listBox(sketch)}<div class="k-row" style="margin-top:8px">${button(sketch)}${button(sketch)}</div>`),
    ],
  ])();
  const status = random.chance(0.4)
    ? `<div class="k-row k-small k-muted" style="padding:2px 8px;border-top:1px solid var(--border);flex:none"><span>${speech.phrase(1, 4)}</span><span>${speech.measure()}</span></div>`
    : '';
  return `${top}${main}${status}`;
}

/** The window of a style sheet that has its own. */
function frameworkWindow(sketch: Sketch, box: string, active: boolean): string {
  const { speech } = sketch;
  const control = (name: string) => `<button aria-label="${name}" ${truth('button', [], name)}></button>`;
  const title = `<div class="title-bar ${active ? 'active' : 'inactive'}"><div class="title-bar-text" data-title>${speech.phrase(1, 4)}</div><div class="title-bar-controls">${['Minimize', 'Maximize', 'Close'].map(control).join('')}</div></div>`;
  return `<div class="window ${active ? 'active' : ''}" style="${box};display:flex;flex-direction:column;overflow:hidden;color:#222;--fg:#222" ${truth('window')}>${title}<div class="window-body" style="flex:1;min-height:0;display:flex;flex-direction:column;overflow:hidden">${bodyOf(sketch)}</div></div>`;
}

function windowAt(sketch: Sketch, place: Place, manner: Manner, level: number, active: boolean): string {
  const { random, framework } = sketch;
  const round = manner === 'classic' ? 0 : manner === 'windows' ? random.pick([0, 8]) : random.int(6, 12);
  const edge = manner === 'classic' ? 'border:2px outset #ddd;' : 'border:1px solid var(--border);';
  const box = `position:absolute;left:${place.left}px;top:${place.top}px;width:${place.width}px;height:${place.height}px;z-index:${level}`;
  if (framework.windows === true && random.chance(0.8)) return frameworkWindow(sketch, box, active);
  const shadow = `box-shadow:0 ${random.int(2, 10)}px ${random.int(8, 40)}px rgba(0,0,0,.4)`;
  return `<div style="${box};background:var(--bg);color:var(--fg);${edge}border-radius:${round}px;${shadow};overflow:hidden;display:flex;flex-direction:column" ${truth('window')}>${titleBar(sketch, manner, active)}${bodyOf(sketch)}</div>`;
}

function coveredShare(below: Place, above: readonly Place[]): number {
  let covered = 0;
  for (let row = 0; row < 8; row++) {
    for (let column = 0; column < 8; column++) {
      const x = below.left + ((column + 0.5) * below.width) / 8;
      const y = below.top + ((row + 0.5) * below.height) / 8;
      if (
        above.some(
          (place) => x > place.left && x < place.left + place.width && y > place.top && y < place.top + place.height,
        )
      )
        covered++;
    }
  }
  return covered / 64;
}

/** Windows are placed so that each is mostly shown: a half hidden one could be neither labelled nor ignored fairly. */
function placesFor(sketch: Sketch, count: number): Place[] {
  const { random, width, height } = sketch;
  const places: Place[] = [];
  for (let attempt = 0; attempt < 60 && places.length < count; attempt++) {
    const size = {
      width: random.int(Math.min(260, width * 0.5), width * 0.75),
      height: random.int(Math.min(180, height * 0.4), height * 0.8),
    };
    const place = {
      ...size,
      left: random.int(0, width - size.width),
      top: random.int(0, Math.max(0, height - 44 - size.height)),
    };
    const next = [...places, place];
    if (next.every((below, index) => coveredShare(below, next.slice(index + 1)) < 0.33)) places.push(place);
  }
  return places;
}

function taskBar(sketch: Sketch): string {
  const { random, speech, icons } = sketch;
  const entry = () =>
    `<span class="k-item" style="padding:4px 10px;background:rgba(128,128,128,.25);border-radius:4px;width:${random.int(110, 160)}px" ${truth('button')}>${icons.draw(16)}<span class="k-cut">${speech.phrase(1, 3)}</span></span>`;
  const small = () => `<span class="k-icon" ${truth('icon')}>${icons.draw(random.int(18, 26))}</span>`;
  return `<div class="k-row" style="position:absolute;left:0;right:0;${random.chance(0.8) ? 'bottom' : 'top'}:0;height:40px;padding:0 10px;${random.pick(['background:#202020;color:#eee', 'background:#eee;color:#222', 'background:var(--panel)', 'background:#1b2a41;color:#dde'])};z-index:90">${small()}${random.times(random.int(2, 7), random.chance(0.5) ? entry : small)}<span class="k-grow"></span>${small()}${small()}<span class="k-nowrap">${speech.time()}</span></div>`;
}

function desktopIcons(sketch: Sketch): string {
  const { random, speech, icons } = sketch;
  const one = () =>
    `<div style="width:76px;text-align:center;color:#fff;text-shadow:0 1px 2px #000"><span class="k-icon" ${truth('icon')}>${icons.draw(random.int(30, 42))}</span><div class="k-small">${speech.capital()}</div></div>`;
  return `<div style="position:absolute;left:8px;top:${random.int(8, 50)}px;display:grid;gap:14px">${random.times(random.int(2, 6), one)}</div>`;
}

/** A whole screen: ground, pictograms, windows over each other, a bar. */
export const desktop: Block = (sketch) => {
  const { random } = sketch;
  const manner = random.pick<Manner>(['windows', 'mac', 'gnome', 'classic']);
  const [a, b] = [random.int(0, 359), random.int(0, 359)];
  const ground = random.pick([
    `linear-gradient(${random.int(0, 180)}deg,hsl(${a} 50% 30%),hsl(${b} 50% 40%))`,
    '#008080',
    `hsl(${a} 25% 30%)`,
    `radial-gradient(hsl(${a} 60% 50%),hsl(${b} 60% 25%))`,
  ]);
  const places = placesFor(sketch, random.int(1, 4));
  const windows = places
    .map((place, index) => windowAt(sketch, place, manner, 10 + index, index === places.length - 1))
    .join('');
  const over = random.chance(0.2)
    ? `<div style="position:absolute;left:${random.int(20, Math.max(21, sketch.width - 540))}px;top:${random.int(20, Math.max(21, sketch.height - 300))}px;z-index:60">${dialog(sketch)}</div>`
    : '';
  return `<div style="position:absolute;inset:0;background:${ground};overflow:hidden">${random.chance(0.7) ? desktopIcons(sketch) : ''}${windows}${over}${random.chance(0.8) ? taskBar(sketch) : ''}</div>`;
};

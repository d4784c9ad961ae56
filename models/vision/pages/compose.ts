import { codeBox, editor, terminal } from './blocks/code.ts';
import { desktop } from './blocks/desktop.ts';
import { adjustments, fieldset, form, login, marks, questions, settings, tabbed } from './blocks/forms.ts';
import {
  cards,
  chat,
  iconGrid,
  letter,
  list,
  listBox,
  mailList,
  player,
  taskBoard,
  toolbar,
  tree,
} from './blocks/lists.ts';
import { alertBox, dialog, menu, menuBar, navigationBar, options, popover, sideBar, toast } from './blocks/menus.ts';
import {
  browserFrame,
  calculator,
  feed,
  fileChooser,
  gallery,
  keyboard,
  launcher,
  mapView,
  mixer,
  oddForm,
  offers,
  ribbon,
  scrolledText,
  spreadsheet,
  studio,
} from './blocks/programs.ts';
import { article, chartPanel, comments, figures, footer, hero, results } from './blocks/reading.ts';
import { calendar, keyValues, planner, table, wideTable } from './blocks/tables.ts';
import type { Block, Sketch } from './sketch.ts';
import { breadcrumbs, heading, tabs } from './widgets/choices.ts';
import { button, link } from './widgets/press.ts';

const anywhere: readonly (readonly [number, Block])[] = [
  [3, form],
  [1.3, adjustments],
  [1.3, questions],
  [1.5, table],
  [2, settings],
  [1.5, marks],
  [1.2, fieldset],
  [2, tabbed],
  [1.5, list],
  [1, listBox],
  [1.2, tree],
  [1.3, cards],
  [1.2, iconGrid],
  [0.8, chat],
  [0.6, player],
  [0.8, taskBoard],
  [1.2, toolbar],
  [1.3, article],
  [0.8, results],
  [0.5, hero],
  [0.8, chartPanel],
  [0.8, figures],
  [0.6, comments],
  [1, calendar],
  [1, keyValues],
  [1.3, menu],
  [1.2, options],
  [1, dialog],
  [0.5, popover],
  [0.6, alertBox],
  [1, codeBox],
  [0.8, terminal],
  [0.6, login],
  [0.4, toast],
  [0.3, footer],
  [0.5, calculator],
  [0.3, keyboard],
  [0.8, gallery],
  [0.5, mapView],
  [0.7, fileChooser],
  [0.5, mixer],
  [1.5, oddForm],
  [0.7, feed],
  [0.4, launcher],
  [0.4, offers],
  [1, scrolledText],
];

function frame(sketch: Sketch, main: string): string {
  const { random } = sketch;
  const top = random.weighted<() => string>([
    [3, () => navigationBar(sketch)],
    [2.5, () => menuBar(sketch)],
    [1.5, () => menuBar(sketch) + toolbar(sketch)],
    [1, () => toolbar(sketch)],
    [2, () => ''],
  ])();
  const side = random.chance(0.4) && sketch.width > 560 ? sideBar(sketch) : '';
  const strip = random.chance(0.25) ? tabs(sketch, random.int(2, 7)) : '';
  const status = random.chance(0.2)
    ? `<div class="k-row k-small k-muted" style="padding:2px 10px;border-top:1px solid var(--border);flex:none;background:var(--panel)"><span>${sketch.speech.phrase(1, 4)}</span><span>${sketch.speech.measure()}</span><span>UTF-8</span></div>`
    : '';
  return `${top}${strip}<div style="display:flex;flex:1;min-height:0;min-width:0">${side}${main}</div>${status}`;
}

function flow(sketch: Sketch, inner: string): string {
  const { random } = sketch;
  const scroll = random.chance(0.35) ? `k-scroll ${random.pick(['', 'thin', 'thin'])}` : '';
  return `<div class="${scroll}" style="flex:1;min-width:0;min-height:0;overflow-x:hidden;overflow-y:${scroll === '' ? 'hidden' : 'auto'}"><div style="display:flex;flex-wrap:wrap;align-items:flex-start;align-content:flex-start;gap:${random.int(8, 24)}px;padding:${random.int(6, 22)}px">${inner}</div></div>`;
}

const held = (inner: string) => `<div style="flex:none;max-width:100%">${inner}</div>`;

/** A heap of blocks: widest variety, least order. */
const medley: Block = (sketch) =>
  frame(
    sketch,
    flow(
      sketch,
      sketch.random.times(sketch.random.int(3, 9), () => held(sketch.random.weighted(anywhere)(sketch))),
    ),
  );

const dashboard: Block = (sketch) => {
  const { random, speech } = sketch;
  const parts = [
    figures(sketch),
    ...Array.from({ length: random.int(3, 6) }, () =>
      random.weighted<Block>([
        [4, chartPanel],
        [2, table],
        [1, list],
        [1, calendar],
        [1, keyValues],
      ])(sketch),
    ),
  ];
  return frame(
    sketch,
    flow(
      sketch,
      `<div style="width:100%">${heading(sketch, speech.title(), 1.6, 'h1')}</div>${parts.map(held).join('')}`,
    ),
  );
};

const website: Block = (sketch) => {
  const { random } = sketch;
  const parts = [
    random.pick([hero, article, article, results])(sketch),
    random.pick([cards, comments, list, article])(sketch),
    footer(sketch),
  ];
  return frame(sketch, flow(sketch, parts.map(held).join('')));
};

const mail: Block = (sketch) =>
  `${sketch.random.pick([toolbar, navigationBar, menuBar])(sketch)}<div style="display:flex;flex:1;min-height:0">${sketch.width > 560 ? sideBar(sketch) : ''}${mailList(sketch)}${sketch.width > 900 ? letter(sketch) : ''}</div>`;

const shop: Block = (sketch) => {
  const { random, speech } = sketch;
  const filters = held(
    `<div style="width:${random.int(150, 210)}px" class="k-col">${marks(sketch)}${marks(sketch)}${button(sketch)}</div>`,
  );
  const found = `<div class="k-col">${breadcrumbs(sketch)}<div class="k-row">${heading(sketch, speech.phrase(1, 4), 1.5, 'h1')}<span class="k-muted">${random.int(2, 900)} ${speech.word()}</span>${link(sketch)}</div>${cards(sketch)}${cards(sketch)}</div>`;
  return `${navigationBar(sketch)}<div style="display:flex;flex:1;min-height:0;gap:14px;padding:12px;overflow:hidden;align-items:flex-start">${filters}<div style="flex:1;min-width:0">${found}</div></div>`;
};

const gate: Block = (sketch) =>
  `<div style="flex:1;display:flex;align-items:center;justify-content:center;gap:40px;min-height:0">${sketch.width > 800 && sketch.random.chance(0.4) ? hero({ ...sketch, width: 480 }) : ''}${login(sketch)}</div>`;

const workbench: Block = (sketch) => {
  const side = sketch.random.pick([tree, sideBar]);
  const below = sketch.random.chance(0.4)
    ? `<div style="height:30%;display:flex;border-top:1px solid var(--border)">${terminal(sketch)}</div>`
    : '';
  return `${menuBar(sketch)}<div style="display:flex;flex:1;min-height:0">${sketch.width > 560 ? side(sketch) : ''}<div style="flex:1;min-width:0;display:flex;flex-direction:column">${editor(sketch)}${below}</div></div>`;
};

const administration: Block = (sketch) => frame(sketch, wideTable(sketch));
const office: Block = (sketch) => {
  const { random } = sketch;
  const top = random.pick([ribbon, ribbon, (inner: Sketch) => menuBar(inner) + toolbar(inner)])(sketch);
  return `${top}<div style="display:flex;flex:1;min-height:0">${random.pick([spreadsheet, spreadsheet, studio])(sketch)}</div>`;
};

const appointments: Block = (sketch) => frame(sketch, planner(sketch));
const preferences: Block = (sketch) =>
  frame(
    sketch,
    flow(sketch, held(settings(sketch)) + held(sketch.random.pick([settings, form, fieldset, marks])(sketch))),
  );

const scenes: readonly (readonly [number, Block])[] = [
  [10, medley],
  [2, dashboard],
  [2, website],
  [2, mail],
  [1.5, shop],
  [1.2, gate],
  [1.7, workbench],
  [2.2, administration],
  [0.8, appointments],
  [2, preferences],
  [4, desktop],
  [3, office],
];

function at(inner: string, place: string): string {
  return `<div style="position:absolute;${place};z-index:80">${inner}</div>`;
}

function somewhere({ random, width, height }: Sketch): string {
  return `left:${random.int(4, Math.max(5, width - 320))}px;top:${random.int(20, Math.max(21, height - 260))}px`;
}

/** What may float above a page. A weak veil lets the page behind count; a strong one hides it. */
function overlay(sketch: Sketch): string {
  const { random } = sketch;
  const corner = `${random.pick(['right', 'left'])}:${random.int(8, 24)}px;${random.pick(['bottom', 'top'])}:${random.int(8, 60)}px`;
  const veil = () => {
    const alpha = random.pick([0.2, 0.35, 0.5, 0.7]);
    const strong = alpha > 0.5;
    const through = strong ? `backdrop-filter:blur(${random.int(0, 6)}px);` : 'pointer-events:none;';
    return `<div ${strong ? 'data-veil' : ''} style="position:absolute;inset:0;z-index:70;${through}background:rgba(${random.pick(['0,0,0', '0,0,0', '255,255,255'])},${alpha})"></div>`;
  };
  const middle = `left:50%;top:${random.int(20, 50)}%;transform:translate(-50%,-40%)`;
  return random.weighted([
    [10, () => ''],
    [2.5, () => veil() + at(dialog(sketch), middle)],
    [2, () => at(menu(sketch), somewhere(sketch))],
    [0.8, () => at(options(sketch), somewhere(sketch))],
    [1.2, () => at(toast(sketch), corner)],
    [1, () => at(popover(sketch), somewhere(sketch))],
  ])();
}

/** The markup inside a page's body: a scene, now and then inside a browser's window, with something floating above it. */
export function composePage(sketch: Sketch): string {
  const { random } = sketch;
  const draw = random.weighted(scenes);
  const framed = draw !== desktop && sketch.width > 560 && random.chance(0.18);
  const scene = framed ? browserFrame(sketch, draw({ ...sketch, height: sketch.height - 80 })) : draw(sketch);
  return `<div class="k-root">${scene}${overlay(sketch)}</div>`;
}

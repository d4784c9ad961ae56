import { type Block, type Sketch, truth } from '../sketch.ts';
import { breadcrumbs, heading, pagination } from '../widgets/choices.ts';
import { field, select } from '../widgets/fill.ts';
import { bareMark, toggle } from '../widgets/mark.ts';
import { avatar, picture } from '../widgets/picture.ts';
import { badge, button, chevron, icon, iconButton, link } from '../widgets/press.ts';

type Column =
  | 'text'
  | 'short'
  | 'number'
  | 'link'
  | 'check'
  | 'icons'
  | 'button'
  | 'image'
  | 'badge'
  | 'person'
  | 'switch'
  | 'edit'
  | 'progress';

function cellOf(sketch: Sketch, column: Column): string {
  const { random, speech } = sketch;
  const drawn: Record<Column, () => string> = {
    text: () => speech.value(),
    short: () => speech.shortValue(),
    number: () => speech.amount(),
    link: () => link(sketch, random.chance(0.5) ? speech.code() : undefined),
    check: () => bareMark(sketch, 'checkbox'),
    icons: () =>
      `<span class="k-row" style="gap:6px">${random.times(random.int(1, 3), () => iconButton(sketch, random.int(12, 18)))}</span>`,
    button: () => `<span class="k-row" style="gap:4px">${random.times(random.int(1, 2), () => button(sketch))}</span>`,
    image: () => picture(sketch, random.int(18, 40), random.int(18, 32), random.pick([0, 4, 20])),
    badge: () => badge(sketch),
    person: () =>
      `<span class="k-row" style="gap:6px">${avatar(sketch, random.int(18, 28))}<span>${speech.person()}</span></span>`,
    switch: () => toggle(sketch),
    edit: () =>
      random.chance(0.5) ? field(sketch, { width: random.int(60, 120) }) : select(sketch, random.int(70, 120)),
    progress: () => `<span class="k-progress" style="width:70px"><i style="width:${random.int(5, 100)}%"></i></span>`,
  };
  return drawn[column]();
}

function columnsOf(sketch: Sketch): Column[] {
  const { random } = sketch;
  const plain = random.chance(0.35);
  const count = random.int(2, 8);
  const kinds = Array.from({ length: count }, () =>
    random.weighted<Column>(
      plain
        ? [
            [4, 'short'],
            [3, 'number'],
            [2, 'text'],
          ]
        : [
            [4, 'text'],
            [4, 'short'],
            [3, 'number'],
            [2, 'link'],
            [0.8, 'badge'],
            [0.8, 'person'],
            [0.6, 'image'],
            [0.4, 'switch'],
            [0.4, 'edit'],
            [0.4, 'progress'],
          ],
    ),
  );
  if (random.chance(0.4)) kinds.unshift('check');
  if (random.chance(0.4)) kinds.push(random.pick<Column>(['icons', 'button', 'link']));
  return kinds;
}

function headerOf(sketch: Sketch, columns: readonly Column[]): string {
  const { random, speech } = sketch;
  const one = (column: Column) => {
    const sorted = random.chance(0.15) ? ` ${chevron(sketch, 9)}` : '';
    const inner =
      column === 'check'
        ? bareMark(sketch, 'checkbox', random.chance(0.2))
        : column === 'icons'
          ? ''
          : `${speech.label()}${sorted}`;
    return `<th class="${column === 'number' ? 'k-right' : ''}" ${truth('cell')}>${inner}</th>`;
  };
  return `<thead><tr>${columns.map(one).join('')}</tr></thead>`;
}

/** A table of records with what tables carry: marks, links, pictograms, pictures, fields, chosen and hovered rows. */
export function records(sketch: Sketch, rows: number, style: string): string {
  const { random, framework } = sketch;
  const columns = columnsOf(sketch);
  const chosen = random.chance(0.35) ? random.int(0, rows - 1) : -1;
  const hovered = random.chance(0.2) ? random.int(0, rows - 1) : -1;
  const full = random.chance(0.5) ? 'full' : '';
  const row = (index: number) => {
    const state = index === chosen ? `k-on ${full}` : index === hovered ? 'k-hover' : '';
    const cells = columns.map(
      (column) => `<td class="${column === 'number' ? 'k-right' : ''}" ${truth('cell')}>${cellOf(sketch, column)}</td>`,
    );
    return `<tr class="${state}" ${truth('row', index === chosen ? ['selected'] : [])}>${cells.join('')}</tr>`;
  };
  const own = framework.table === '' || random.chance(0.3);
  const head = random.chance(0.92) ? headerOf(sketch, columns) : '';
  return `<table class="${own ? `k-table ${random.pick(['', 'head-fill'])}` : framework.table}" style="${own ? '' : 'width:auto;margin:0;'}${style}">${head}<tbody>${random.times(rows, row)}</tbody></table>`;
}

export const table: Block = (sketch) => {
  const { random, speech } = sketch;
  const dense = random.chance(0.35) ? `--pad:${random.int(0, 2)}px;` : '';
  const above = random.chance(0.35)
    ? `<div class="k-row k-between" style="margin-bottom:8px">${heading(sketch, speech.title())}${field(sketch, { width: 160, placeholder: speech.label() })}${button(sketch)}</div>`
    : '';
  const below = random.chance(0.3)
    ? `<div class="k-row k-between" style="margin-top:8px"><span class="k-muted">1-${random.int(5, 25)} / ${random.int(26, 900)}</span>${pagination(sketch)}</div>`
    : '';
  const scroll = random.chance(0.25);
  const box = scroll
    ? `class="k-scroll ${random.pick(['', 'thin'])}" style="max-width:${random.int(260, 620)}px;height:${random.int(120, 300)}px;overflow:${random.pick(['auto', 'scroll'])}"`
    : 'style="overflow:hidden"';
  return `<div class="${random.chance(0.7) ? 'k-panel' : ''}" style="${dense}max-width:${sketch.width - 30}px">${above}<div ${box}>${records(sketch, random.int(3, 14), '')}</div>${below}</div>`;
};

/** A table that fills its place, as in an administration page. */
export const wideTable: Block = (sketch) => {
  const { random, speech, theme } = sketch;
  const dense = random.chance(0.4) ? `--pad:${random.int(0, 3)}px;` : '';
  const filters = random.times(random.int(1, 4), () =>
    random.pick([
      () => select(sketch, random.int(90, 160)),
      () => field(sketch, { width: random.int(110, 200) }),
      () => button(sketch),
      () => iconButton(sketch),
    ])(),
  );
  const rows = Math.min(
    26,
    Math.floor((sketch.height - 160) / (theme.fontSize * 1.4 + 2 * theme.pad + 4)) + random.int(0, 3),
  );
  const way = random.chance(0.4) ? breadcrumbs(sketch) : '';
  return `<div class="k-col k-grow" style="${dense}padding:${random.int(6, 20)}px;min-height:0;height:100%">${way}<div class="k-row k-between">${heading(sketch, speech.title(), 1.6, 'h1')}<div class="k-row">${random.times(random.int(1, 3), () => button(sketch))}</div></div><div class="k-row k-wrap">${filters}</div><div class="k-scroll ${random.pick(['', 'thin', 'thin'])} k-grow" style="min-height:0;${random.chance(0.5) ? 'border:1px solid var(--border)' : ''}">${records(sketch, Math.max(3, rows), 'width:100%')}</div><div class="k-row k-between">${pagination(sketch)}<span class="k-muted">${random.int(1, 99)} / ${random.int(100, 9000)}</span></div></div>`;
};

/** A month: the days are cells under the names of the weekdays. */
export const calendar: Block = (sketch) => {
  const { random, speech, theme } = sketch;
  const side = random.int(24, 44);
  const lined = random.chance(0.35) ? 'border:1px solid var(--border);' : '';
  const today = random.int(3, 31);
  const shift = random.int(0, 6);
  const days = random.pick([
    ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'],
    ['S', 'M', 'T', 'W', 'T', 'F', 'S'],
    ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
    ['lu', 'ma', 'me', 'je', 've', 'sa', 'di'],
  ]);
  const day = (index: number) => {
    const number = ((index - shift + 31) % 31) + 1;
    const isOther = index < shift || index >= shift + 31;
    const isToday = index === shift + today - 1;
    return `<span class="${isOther ? 'k-muted' : ''} ${isToday ? 'k-on full' : ''}" style="${lined}height:${Math.max(side - 6, theme.fontSize + 6)}px;display:flex;align-items:center;justify-content:center;border-radius:${lined === '' ? 'var(--radius)' : '0'}" ${truth('cell', isToday ? ['selected'] : [])}>${number}</span>`;
  };
  const head = days
    .map((name) => `<span class="k-muted k-small" style="text-align:center" ${truth('cell')}>${name}</span>`)
    .join('');
  return `<div class="k-panel" style="width:max-content"><div class="k-row">${iconButton(sketch, 14)}<span class="k-grow" style="text-align:center" ><b data-r="heading">${speech.capital()} ${random.int(2010, 2029)}</b></span>${iconButton(sketch, 14)}</div><div style="display:grid;grid-template-columns:repeat(7,${side}px);margin-top:6px">${head}${random.times(35, day)}</div></div>`;
};

/** A large month with appointments in its cells. */
export const planner: Block = (sketch) => {
  const { random, speech } = sketch;
  const event = () =>
    `<div class="k-cut k-small" style="background:hsl(${random.int(0, 359)} 60% ${random.int(35, 45)}%);color:#fff;border-radius:3px;padding:0 4px;margin-top:2px">${random.chance(0.4) ? `${speech.time()} ` : ''}${speech.phrase(1, 3)}</div>`;
  const cell = (index: number) =>
    `<div style="border:1px solid var(--border);margin:-1px 0 0 -1px;padding:3px;overflow:hidden;min-width:0" ${truth('cell')}><span class="k-small">${(index % 30) + 1}</span>${random.times(
      random.weighted([
        [5, 0],
        [3, 1],
        [2, 2],
      ]),
      event,
    )}</div>`;
  return `<div class="k-col k-grow" style="padding:10px;height:100%"><div class="k-row">${button(sketch)}${iconButton(sketch, 16)}${iconButton(sketch, 16)}${heading(sketch, `${speech.capital()} ${random.int(2015, 2029)}`, 1.5, 'h1')}</div><div class="k-grow" style="display:grid;grid-template-columns:repeat(7,minmax(0,1fr));grid-auto-rows:1fr">${random.times(35, cell)}</div></div>`;
};

export const keyValues: Block = (sketch) => {
  const { random, speech } = sketch;
  const rows = random.times(
    random.int(3, 8),
    () =>
      `<span class="k-muted">${speech.label()}</span><span class="k-nowrap">${random.chance(0.15) ? link(sketch) : speech.value()}</span>`,
  );
  const title = random.chance(0.6) ? heading(sketch, speech.title()) : '';
  return `<div class="k-panel k-col">${title}<div style="display:grid;grid-template-columns:auto auto;gap:${random.int(2, 8)}px ${random.int(10, 30)}px">${rows}</div>${random.chance(0.3) ? `<div class="k-row">${icon(sketch)}${link(sketch)}</div>` : ''}</div>`;
};

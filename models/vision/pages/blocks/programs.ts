import { type Block, type Sketch, truth } from '../sketch.ts';
import { escapeHtml } from '../speech.ts';
import { breadcrumbs, heading, tabs } from '../widgets/choices.ts';
import { field, select } from '../widgets/fill.ts';
import { bareMark, checkbox, slider } from '../widgets/mark.ts';
import {
  chipField,
  digitFields,
  endedField,
  floatingField,
  joinedField,
  paintedScrollbar,
  pickerField,
  standingSlider,
  steps,
} from '../widgets/odd.ts';
import { avatar, picture } from '../widgets/picture.ts';
import { badge, button, icon, iconButton, joinedButtons, link } from '../widgets/press.ts';

const letterOf = (index: number) => String.fromCharCode(65 + index);

/** A sheet of cells under letters, beside numbers; one cell is chosen. Fills its place. */
export const spreadsheet: Block = (sketch) => {
  const { random, speech, theme, width, height } = sketch;
  const columnWidth = random.int(64, 110);
  const rowHeight = Math.max(theme.fontSize + 6, random.int(18, 28));
  const columns = Math.min(20, Math.ceil((width * 0.9) / columnWidth));
  const rows = Math.min(36, Math.floor((height - 140) / rowHeight));
  const [chosenRow, chosenColumn] = [random.int(0, Math.max(0, rows - 1)), random.int(0, columns - 1)];
  const edge = 'border:1px solid var(--border);margin:-1px 0 0 -1px;overflow:hidden;white-space:nowrap;padding:0 4px';
  const head = (text: string) =>
    `<span style="${edge};background:var(--soft);text-align:center" ${truth('cell')}>${text}</span>`;
  const dense = random.int(25, 85) / 100;
  const kinds = Array.from({ length: columns }, () =>
    random.pick([speech.amount, speech.capital, speech.date, () => String(random.int(0, 9999))]),
  );
  const cell = (row: number, column: number) => {
    const isChosen = row === chosenRow && column === chosenColumn;
    const text = random.chance(dense) ? (kinds[column]?.() ?? '') : '';
    return `<span style="${edge};${isChosen ? 'outline:2px solid var(--accent);outline-offset:-2px' : ''}" ${truth('cell', isChosen ? ['selected'] : [])}>${text}</span>`;
  };
  const line = (row: number) => head(String(row + 1)) + random.times(columns, (column) => cell(row, column));
  const bar = `<div class="k-row" style="padding:3px 6px;flex:none">${field(sketch, { width: 70, text: `${letterOf(chosenColumn)}${chosenRow + 1}` })}${icon(sketch, 14)}${field(sketch, { width: '60%', text: `=SUM(${letterOf(chosenColumn)}1:${letterOf(chosenColumn)}${chosenRow + 2})` })}</div>`;
  const sheet = `<div style="display:grid;grid-template-columns:36px repeat(${columns},${columnWidth}px);grid-auto-rows:${rowHeight}px;line-height:${rowHeight - 2}px;background:var(--field)">${head('')}${random.times(columns, (column) => head(letterOf(column)))}${random.times(rows, line)}</div>`;
  return `<div style="flex:1;min-width:0;min-height:0;display:flex;flex-direction:column;overflow:hidden">${bar}<div style="flex:1;min-height:0;overflow:hidden">${sheet}</div><div class="k-row" style="flex:none;padding:2px 6px">${tabs(sketch, random.int(1, 4))}${paintedScrollbar(sketch, random.int(120, 260), false)}</div></div>`;
};

/** Tabs, arrows, an address and a row of bookmarks over whatever page. */
export function browserFrame(sketch: Sketch, page: string): string {
  const { random, speech, icons } = sketch;
  const arrows = random.times(
    random.int(3, 4),
    () => `<span class="k-icon" ${truth('icon')}>${icons.draw(random.int(15, 19))}</span>`,
  );
  const count = random.int(1, 7);
  const chosen = random.int(0, count - 1);
  const tab = (index: number) => {
    const look = index === chosen ? 'background:var(--panel);' : 'opacity:.85;';
    return `<span style="display:inline-flex;align-items:center;gap:8px;padding:6px 10px;width:${random.int(130, 200)}px;border-radius:8px 8px 0 0;min-width:0;${look}" ${truth('tab', index === chosen ? ['selected'] : [])}>${icons.draw(14)}<span class="k-cut k-grow">${speech.phrase(1, 4)}</span><span class="k-icon" ${truth('icon', [], 'close')}>${icons.draw(11)}</span></span>`;
  };
  const address = `<div class="k-field filled" style="flex:1;border-radius:${random.pick([4, 99])}px" ${truth('text_field')}>${icons.draw(13)}<span>${escapeHtml('https://')}${speech.word()}.example.com/${speech.word()}?q=${speech.word()}</span></div>`;
  const marks = random.chance(0.4)
    ? `<div class="k-row k-nowrap" style="padding:3px 10px;gap:14px;overflow:hidden;border-bottom:1px solid var(--border)">${random.times(random.int(3, 8), () => `<span class="k-row" style="gap:5px" ${truth('button')}>${icons.draw(13)}<span>${speech.capital()}</span></span>`)}</div>`
    : '';
  return `<div style="display:flex;gap:2px;padding:6px 8px 0;background:var(--soft);flex:none;overflow:hidden">${random.times(count, tab)}<span class="k-icon" style="padding:0 8px" ${truth('icon')}>${icons.draw(15)}</span></div><div class="k-row" style="padding:5px 10px;background:var(--panel);flex:none;border-bottom:1px solid var(--border)">${arrows}${address}${random.times(random.int(1, 4), () => `<span class="k-icon" ${truth('icon')}>${icons.draw(16)}</span>`)}</div>${marks}<div style="flex:1;min-height:0;position:relative;overflow:hidden;display:flex;flex-direction:column">${page}</div>`;
}

/** Groups of large and small pictograms with captions under the tabs of a program. */
export const ribbon: Block = (sketch) => {
  const { random, speech, icons } = sketch;
  const large = () =>
    `<span style="display:inline-flex;flex-direction:column;align-items:center;padding:4px 8px;gap:3px" ${truth('button')}>${icons.draw(26)}<span class="k-small k-nowrap">${speech.action()}</span></span>`;
  const small = () =>
    `<span class="k-row k-small" style="gap:5px;padding:2px 5px" ${truth('button')}>${icons.draw(14)}<span class="k-nowrap">${speech.action()}</span></span>`;
  const group = () =>
    `<div style="border-right:1px solid var(--border);padding:2px 8px;display:flex;flex-direction:column;justify-content:space-between"><div class="k-row" style="gap:4px">${random.times(random.int(1, 3), large)}${random.chance(0.6) ? `<div>${random.times(random.int(2, 3), small)}</div>` : ''}</div><span class="k-muted k-small" style="text-align:center">${speech.label()}</span></div>`;
  return `<div style="flex:none;overflow:hidden;background:var(--panel);border-bottom:1px solid var(--border)">${tabs(sketch, random.int(4, 7))}<div style="display:flex;padding:4px 2px;overflow:hidden">${random.times(random.int(2, 6), group)}</div></div>`;
};

/** Keys in a grid under a reading. */
export const calculator: Block = (sketch) => {
  const { random, theme } = sketch;
  const keys = random.pick([
    ['7', '8', '9', '÷', '4', '5', '6', '×', '1', '2', '3', '-', '0', '.', '=', '+'],
    ['C', '(', ')', '%', '7', '8', '9', '/', '4', '5', '6', '*', '1', '2', '3', '-', '0', ',', '=', '+'],
    ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'],
  ]);
  const across = keys.length === 12 ? 3 : 4;
  const side = random.int(34, 60);
  const variant = random.pick(['soft', 'plain', 'raised', 'gradient']);
  const key = (sign: string) =>
    `<span class="k-button ${sign === '=' ? 'solid' : variant}" style="padding:0;height:${side * 0.8}px;font-size:${theme.fontSize + 3}px" ${truth('button')}>${sign}</span>`;
  return `<div class="k-panel"><div style="text-align:right;font-size:${theme.fontSize + 12}px;padding:6px;white-space:nowrap;overflow:hidden">${random.int(0, 999_999)}.${random.int(0, 99)}</div><div style="display:grid;grid-template-columns:repeat(${across},${side}px);gap:${random.int(1, 8)}px">${keys.map(key).join('')}</div></div>`;
};

/** Rows of keys, as on a tablet. */
export const keyboard: Block = (sketch) => {
  const { random } = sketch;
  const side = random.int(28, 44);
  const rows = [
    ...random.pick([
      ['1234567890', 'qwertzuiopü', 'asdfghjklöä', 'yxcvbnm,.-'],
      ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'],
    ]),
  ];
  const key = (sign: string) =>
    `<span class="k-button ${random.chance(0.02) ? 'solid' : 'soft'}" style="width:${side}px;height:${side}px;padding:0" ${truth('button')}>${sign}</span>`;
  return `<div class="k-panel" style="width:max-content">${rows.map((row) => `<div style="display:flex;gap:4px;justify-content:center;padding:2px">${[...row].map(key).join('')}</div>`).join('')}</div>`;
};

/** Pictures side by side, with or without captions and marks. */
export const gallery: Block = (sketch) => {
  const { random, speech } = sketch;
  const side = random.int(70, 190);
  const captioned = random.chance(0.4);
  const chosen = random.chance(0.3) ? 2 : -1;
  const one = (index: number) => {
    const mark = random.chance(0.15)
      ? `<span style="position:absolute;left:6px;top:6px;line-height:0">${bareMark(sketch, 'checkbox')}</span>`
      : '';
    return `<div style="width:${side}px;position:relative;${index === chosen ? 'outline:3px solid var(--accent)' : ''}">${picture(sketch, side, Math.round(side * random.pick([0.66, 1])))}${mark}${captioned ? `<div class="k-cut k-small">${speech.fileName()}</div>` : ''}</div>`;
  };
  return `<div style="display:flex;flex-wrap:wrap;gap:${random.int(3, 14)}px;max-width:${Math.min(sketch.width - 40, side * 7)}px">${random.times(random.int(4, 18), one)}</div>`;
};

/** A map: one picture, with a search field and small buttons lying on it. */
export const mapView: Block = (sketch) => {
  const { random } = sketch;
  const [width, height] = [Math.min(sketch.width - 60, random.int(320, 760)), random.int(220, 460)];
  const lines = random.times(
    14,
    () =>
      `<path d="M${random.int(-5, 100)} ${random.int(-5, 100)}L${random.int(0, 105)} ${random.int(0, 105)}" stroke="${random.pick(['#fff', '#f6cf65', '#ccc'])}" stroke-width="${random.int(1, 3)}"/>`,
  );
  const water = `<circle cx="${random.int(0, 100)}" cy="${random.int(0, 100)}" r="${random.int(10, 35)}" fill="#9cc9e8"/>`;
  const map = `<span class="k-image" style="width:${width}px;height:${height}px;background:#dfe8d4" ${truth('image')}><svg width="100%" height="100%" viewBox="0 0 100 100" preserveAspectRatio="none">${water}${lines}</svg></span>`;
  const zoom = `<span style="position:absolute;right:12px;bottom:12px;display:flex;flex-direction:column">${['+', '-'].map((sign) => `<span class="k-button" style="background:#fff;color:#333;border:1px solid #bbb;padding:3px 9px" ${truth('button')}>${sign}</span>`).join('')}</span>`;
  return `<div style="position:relative;width:${width}px">${map}<span style="position:absolute;left:12px;top:12px;background:var(--panel)">${field(sketch, { width: random.int(150, 260) })}</span>${zoom}</div>`;
};

/** The window in which one chooses a file. */
export const fileChooser: Block = (sketch) => {
  const { random, speech, icons } = sketch;
  const places = random.times(
    random.int(4, 7),
    (index) =>
      `<div class="k-item ${index === 1 ? 'k-on' : ''}" style="padding:4px 8px" ${truth('row', index === 1 ? ['selected'] : [])}>${icons.draw(16)}<span class="k-cut">${speech.capital()}</span></div>`,
  );
  const chosen = random.int(-1, 5);
  const file = (index: number) =>
    `<tr class="${index === chosen ? 'k-on full' : ''}" ${truth('row', index === chosen ? ['selected'] : [])}>${[`${icons.draw(15)} ${speech.fileName()}`, speech.measure(), speech.date()].map((text) => `<td ${truth('cell')}>${text}</td>`).join('')}</tr>`;
  const head = `<tr>${[0, 1, 2].map(() => `<th ${truth('cell')}>${speech.label()}</th>`).join('')}</tr>`;
  return `<div class="k-float" style="width:${Math.min(sketch.width - 30, 620)}px" ${truth('dialog')}><div class="k-row k-between" style="padding:8px 12px">${heading(sketch, speech.action(), 1.1)}${iconButton(sketch, 14)}</div><div class="k-row" style="padding:4px 12px">${iconButton(sketch, 16)}${iconButton(sketch, 16)}<div class="k-grow" style="overflow:hidden">${breadcrumbs(sketch)}</div>${field(sketch, { width: 130, placeholder: speech.action() })}</div><div style="display:flex;border:solid var(--border);border-width:1px 0;height:${random.int(160, 260)}px"><div style="width:140px;flex:none;border-right:1px solid var(--border);overflow:hidden">${places}</div><div class="k-scroll ${random.pick(['', 'thin'])}" style="flex:1;min-width:0;background:var(--field);--pad:2px"><table class="k-table" style="width:100%"><thead>${head}</thead><tbody>${random.times(random.int(5, 14), file)}</tbody></table></div></div><div class="k-col" style="padding:10px 12px"><div class="k-row"><span style="width:80px;flex:none" class="k-cut">${speech.label()}:</span>${field(sketch, { width: '50%' })}${select(sketch, 130)}</div><div class="k-row" style="justify-content:flex-end">${button(sketch)}${button(sketch)}</div></div></div>`;
};

/** Tools beside a picture that is being worked on. */
export const studio: Block = (sketch) => {
  const { random, speech, icons, theme } = sketch;
  const tool = () =>
    `<span class="k-icon" style="padding:4px" ${truth('icon')}>${icons.draw(theme.fontSize + 6)}</span>`;
  const swatch = () =>
    `<span style="width:18px;height:18px;background:hsl(${random.int(0, 359)} 70% 50%);border:1px solid var(--border)" ${truth('button', [], 'colour')}></span>`;
  const layer = (index: number) =>
    `<div class="k-row ${index === 0 ? 'k-on' : ''}" style="padding:3px 6px" ${truth('row', index === 0 ? ['selected'] : [])}>${icon(sketch, 14)}${picture(sketch, 28, 22)}<span class="k-cut">${speech.capital()} ${index + 1}</span></div>`;
  const inspector = `<div class="k-col" style="width:200px;flex:none;border-left:1px solid var(--border);padding:8px;background:var(--panel);overflow:hidden">${heading(sketch, speech.label(), 1.05)}<div class="k-row"><span>X</span>${field(sketch, { width: 62, text: String(random.int(0, 900)) })}<span>Y</span>${field(sketch, { width: 62, text: String(random.int(0, 900)) })}</div>${slider(sketch, 170)}<div style="display:grid;grid-template-columns:repeat(7,20px);gap:3px">${random.times(14, swatch)}</div>${random.times(random.int(2, 5), layer)}${select(sketch, 170)}${joinedButtons(sketch, 4)}</div>`;
  const work = `<div style="flex:1;min-width:0;display:flex;align-items:center;justify-content:center;background:var(--soft);overflow:hidden">${picture(sketch, random.int(180, 460), random.int(140, 320))}</div>`;
  return `<div style="flex:1;display:flex;min-height:0;min-width:0"><div style="width:max-content;display:flex;flex-direction:column;background:var(--panel);border-right:1px solid var(--border);overflow:hidden;flex:none">${random.times(random.int(6, 14), tool)}</div>${work}${sketch.width > 640 ? inspector : ''}</div>`;
};

/** Bars of equal kind, standing, as in a sound program. */
export const mixer: Block = (sketch) => {
  const { random, speech } = sketch;
  const height = random.int(70, 150);
  const channel = () =>
    `<div style="display:flex;flex-direction:column;align-items:center;gap:6px">${standingSlider(sketch, height)}<span class="k-small">${random.chance(0.5) ? `${random.int(-40, 6)} dB` : speech.word()}</span></div>`;
  return `<div class="k-panel k-row" style="gap:${random.int(10, 26)}px">${random.times(random.int(2, 8), channel)}</div>`;
};

/** Fields of seldom kinds, with their captions. */
export const oddForm: Block = (sketch) => {
  const { random, speech } = sketch;
  const width = random.int(150, 300);
  const control = () => random.pick([endedField, chipField, floatingField])(sketch, width);
  const other = () => random.pick([pickerField, digitFields, joinedField])(sketch);
  const one = () =>
    `<div class="k-col" style="gap:${random.int(3, 7)}px;align-items:flex-start"><span>${speech.label()}</span>${random.chance(0.6) ? control() : other()}</div>`;
  return `<div class="k-panel k-col" style="width:max-content">${random.chance(0.5) ? steps(sketch) : heading(sketch, speech.title())}${random.times(random.int(2, 6), one)}${checkbox(sketch)}<div class="k-row">${button(sketch)}${button(sketch)}</div></div>`;
};

/** Notices of a telephone or a program, under each other. */
export const feed: Block = (sketch) => {
  const { random, speech } = sketch;
  const one = () =>
    `<div class="k-panel k-col" style="gap:6px"><div class="k-row">${avatar(sketch, random.int(28, 44))}<div class="k-grow"><b>${speech.person()}</b><div class="k-muted k-small">${speech.time()}</div></div>${iconButton(sketch, 16)}</div><div>${speech.paragraph(random.int(1, 2))}</div>${random.chance(0.5) ? picture(sketch, '100%', random.int(80, 200)) : ''}<div class="k-row">${random.times(3, () => `<span class="k-row" style="gap:4px" ${truth('button')}>${sketch.icons.draw(16)}<span class="k-small">${random.int(0, 900)}</span></span>`)}${link(sketch)}</div></div>`;
  return `<div class="k-col" style="width:${Math.min(sketch.width - 40, random.int(280, 460))}px">${random.times(random.int(1, 4), one)}</div>`;
};

/** The menu of all programs. */
export const launcher: Block = (sketch) => {
  const { random, speech, icons } = sketch;
  const tile = () =>
    `<div style="text-align:center;padding:8px;min-width:0"><span class="k-icon" ${truth('icon')}>${icons.draw(random.int(26, 36), `hsl(${random.int(0, 359)} 65% 50%)`)}</span><div class="k-cut k-small">${speech.capital()}</div></div>`;
  return `<div class="k-float" style="padding:14px;width:${random.int(300, 460)}px">${field(sketch, { width: '100%', placeholder: speech.action() })}<div class="k-row k-between" style="padding:8px 0">${heading(sketch, speech.label(), 1.05)}${button(sketch)}</div><div style="display:grid;grid-template-columns:repeat(${random.int(4, 5)},1fr)">${random.times(random.int(8, 18), tile)}</div><div class="k-row k-between" style="border-top:1px solid var(--border);padding-top:8px"><span class="k-row">${avatar(sketch, 26)}<span>${speech.person()}</span></span>${iconButton(sketch, 18)}</div></div>`;
};

/** Prices side by side. */
export const offers: Block = (sketch) => {
  const { random, speech, theme } = sketch;
  const one = () =>
    `<div class="k-panel k-col" style="width:${random.int(150, 230)}px;text-align:center;align-items:center">${heading(sketch, speech.capital(), 1.3)}<div style="font-size:${theme.fontSize + 14}px;line-height:1.2">${speech.amount()}</div>${random.times(random.int(2, 5), () => `<span>${speech.option()}</span>`)}${badge(sketch)}${button(sketch)}</div>`;
  return `<div class="k-row" style="align-items:stretch">${random.times(random.int(2, 4), one)}</div>`;
};

/** Text one scrolls by a painted bar. */
export const scrolledText: Block = (sketch) => {
  const { random, speech } = sketch;
  const height = random.int(110, 280);
  const mono = random.chance(0.3) ? 'k-mono' : '';
  return `<div style="display:flex;width:max-content;border:1px solid var(--border)"><div class="${mono}" style="width:${random.int(200, 420)}px;height:${height}px;overflow:hidden;padding:6px;background:var(--field)" ${truth('text_area')}>${speech.paragraph(random.int(4, 12))}</div>${paintedScrollbar(sketch, height, true)}</div>`;
};

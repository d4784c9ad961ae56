import { type Block, type Sketch, truth } from '../sketch.ts';
import { heading } from '../widgets/choices.ts';
import { field, select } from '../widgets/fill.ts';
import { bareMark, checkbox, slider, toggle } from '../widgets/mark.ts';
import { avatar, picture } from '../widgets/picture.ts';
import { badge, button, chevron, icon, iconButton, joinedButtons, link } from '../widgets/press.ts';

function chosenLook(sketch: Sketch, isChosen: boolean): string {
  return isChosen ? `k-on ${sketch.random.pick(['', 'full'])}` : '';
}

/** A list of people or things, a record each. */
export const list: Block = (sketch) => {
  const { random, speech, theme } = sketch;
  const count = random.int(3, 9);
  const chosen = random.chance(0.4) ? random.int(0, count - 1) : -1;
  const lined = random.chance(0.5) ? 'border-bottom:1px solid var(--border);' : '';
  const lead = random.pick([
    () => avatar(sketch, random.int(20, 48)),
    () => bareMark(sketch, 'checkbox'),
    () => icon(sketch, random.int(16, 24)),
    () => '',
  ]);
  const end = random.pick([
    () => iconButton(sketch),
    () => button(sketch),
    () => `<span class="k-muted k-small">${speech.time()}</span>`,
    () => toggle(sketch),
    () => badge(sketch),
    () => chevron(sketch),
  ]);
  const lines = random.pick([1, 2, 2]);
  const record = (index: number) => {
    const second = lines === 2 ? `<div class="k-muted k-small k-cut">${speech.sentence(3, 9)}</div>` : '';
    return `<div class="k-row ${chosenLook(sketch, index === chosen)}" style="padding:${theme.pad + 1}px 8px;${lined}" ${truth('row', index === chosen ? ['selected'] : [])}>${lead()}<div class="k-grow"><div class="k-cut" style="font-weight:${random.pick([400, 600])}">${random.chance(0.5) ? speech.person() : speech.phrase(1, 4)}</div>${second}</div>${end()}</div>`;
  };
  const title = random.chance(0.4) ? heading(sketch, speech.title()) : '';
  const scroll = random.chance(0.3)
    ? `class="k-scroll ${random.pick(['', 'thin'])}" style="height:${random.int(110, 260)}px"`
    : '';
  return `<div class="${random.chance(0.8) ? 'k-panel' : ''}" style="width:${random.int(220, 480)}px">${title}<div ${scroll}>${random.times(count, record)}</div></div>`;
};

/** A plain list box: short lines, one chosen. */
export const listBox: Block = (sketch) => {
  const { random, speech } = sketch;
  const count = random.int(4, 14);
  const chosen = random.int(-1, count - 1);
  const icons = random.chance(0.4);
  const pad = random.int(0, 5);
  const record = (index: number) =>
    `<div class="k-item ${chosenLook(sketch, index === chosen)}" style="padding:${pad}px 6px" ${truth('row', index === chosen ? ['selected'] : [])}>${icons ? sketch.icons.draw(sketch.theme.fontSize + 2) : ''}<span class="k-cut">${random.pick([speech.fileName, speech.option, speech.person, speech.capital])()}</span></div>`;
  return `<div class="k-pane k-scroll ${random.pick(['', 'thin'])}" style="width:${random.int(140, 300)}px;height:${random.int(90, 260)}px">${random.times(count, record)}</div>`;
};

/** Branches that fold: every line is a row. */
export const tree: Block = (sketch) => {
  const { random, speech, theme } = sketch;
  const count = random.int(6, 18);
  const chosen = random.int(-1, count - 1);
  const withIcons = random.chance(0.7);
  const indent = random.int(10, 22);
  const pad = random.int(0, 5);
  const boxes = random.chance(0.15);
  let depth = 0;
  const line = (index: number) => {
    depth = index === 0 ? 0 : Math.max(0, Math.min(5, depth + random.pick([-1, 0, 0, 0, 1])));
    const isBranch = random.chance(0.4);
    const turn = isBranch
      ? `<span style="width:12px;flex:none;line-height:0;transform:rotate(${random.pick([0, -90])}deg)">${chevron(sketch, 9)}</span>`
      : '<span style="width:12px;flex:none"></span>';
    const name = isBranch ? speech.capital() : random.pick([speech.fileName, speech.word])();
    return `<div class="k-item ${chosenLook(sketch, index === chosen)}" style="gap:4px;padding:${pad}px 6px ${pad}px ${4 + depth * indent}px" ${truth('row', index === chosen ? ['selected'] : [])}>${turn}${boxes ? bareMark(sketch, 'checkbox') : ''}${withIcons ? sketch.icons.draw(theme.fontSize + 2) : ''}<span>${name}</span></div>`;
  };
  return `<div class="k-pane" style="width:${random.int(170, 300)}px;overflow:hidden;padding:3px 0">${random.times(count, line)}</div>`;
};

function mailRow(sketch: Sketch, index: number, chosen: number, wide: boolean): string {
  const { random, speech, theme } = sketch;
  const bold = random.chance(0.35) ? 'font-weight:700;' : '';
  const states = index === chosen ? ['selected'] : [];
  const base = `border-bottom:1px solid var(--border);padding:${theme.pad + 2}px 10px;${bold}`;
  const look = chosenLook(sketch, index === chosen);
  if (wide) {
    return `<div class="k-row k-nowrap ${look}" style="${base}" ${truth('row', states)}>${bareMark(sketch, 'checkbox')}${icon(sketch, theme.fontSize + 2)}<span class="k-cut" style="width:${random.int(120, 130)}px;flex:none">${speech.person()}</span><span class="k-cut k-grow">${speech.phrase(2, 6)} <span class="k-muted" style="font-weight:400">- ${speech.sentence(5, 12)}</span></span><span class="k-small">${speech.time()}</span></div>`;
  }
  const face = random.chance(0.5) ? avatar(sketch, 32) : '';
  return `<div class="k-row ${look}" style="${base}" ${truth('row', states)}>${face}<div class="k-grow"><div class="k-row k-between"><span class="k-cut">${speech.person()}</span><span class="k-small k-muted k-nowrap">${speech.time()}</span></div><div class="k-cut">${speech.phrase(2, 6)}</div><div class="k-cut k-muted k-small" style="font-weight:400">${speech.sentence(6, 14)}</div></div></div>`;
}

/** The letters of a mail program, in lines or in stacked records, filling their place. */
export const mailList: Block = (sketch) => {
  const { random } = sketch;
  const wide = random.chance(0.5);
  const chosen = random.int(-1, 6);
  const width = wide ? 'flex:1' : `width:${random.int(240, 340)}px;flex:none`;
  return `<div class="k-scroll ${random.pick(['', 'thin'])}" style="${width};min-width:0;height:100%;border-right:1px solid var(--border)">${random.times(random.int(6, 22), (index) => mailRow(sketch, index, chosen, wide))}</div>`;
};

export const letter: Block = (sketch) => {
  const { random, speech } = sketch;
  return `<div class="k-col k-grow" style="padding:${random.int(10, 24)}px;min-width:0;overflow:hidden;height:100%"><div class="k-row k-between">${heading(sketch, speech.phrase(3, 7), 1.5, 'h1')}<span class="k-row">${random.times(random.int(2, 5), () => iconButton(sketch))}</span></div><div class="k-row">${avatar(sketch, 36)}<div class="k-grow"><b>${speech.person()}</b> <span class="k-muted">${speech.email()}</span><div class="k-muted k-small">${speech.date()}</div></div></div>${random.times(random.int(2, 4), () => `<p>${speech.paragraph(random.int(1, 4))}</p>`)}<p>${speech.sentence()} ${link(sketch)}</p><div class="k-row">${random.times(random.int(1, 3), () => button(sketch))}</div></div>`;
};

export const cards: Block = (sketch) => {
  const { random, speech } = sketch;
  const width = random.int(130, 260);
  const tall = random.int(60, 150);
  const shop = random.chance(0.45);
  const one = () => {
    const price = shop
      ? `<div class="k-row"><b style="font-size:1.2em">${speech.amount()}</b>${random.chance(0.4) ? `<s class="k-muted k-small">${speech.amount()}</s>` : ''}</div><span class="k-small" style="color:#c80" data-glyph>${'★'.repeat(random.int(2, 5))}☆</span>`
      : '';
    const text = random.chance(0.5) ? `<span class="k-muted k-small">${speech.sentence(4, 12)}</span>` : '';
    const press = random.chance(0.7)
      ? `<div class="k-row">${button(sketch)}${random.chance(0.5) ? iconButton(sketch) : ''}</div>`
      : random.chance(0.5)
        ? `<div>${link(sketch)}</div>`
        : '';
    return `<div class="k-panel k-col" style="width:${width}px;gap:6px">${picture(sketch, '100%', tall)}${heading(sketch, speech.phrase(1, 4), 1.1)}${text}${price}${press}</div>`;
  };
  const count = random.int(2, 8);
  return `<div class="k-row k-wrap" style="align-items:stretch;max-width:${Math.min(sketch.width - 30, (width + 16) * random.int(2, 5))}px">${random.times(count, one)}</div>`;
};

export const iconGrid: Block = (sketch) => {
  const { random, speech } = sketch;
  const size = random.int(22, 56);
  const colour = random.chance(0.6);
  const pitch = size + random.int(36, 70);
  const count = random.int(4, 24);
  const chosen = random.chance(0.3) ? random.int(0, count - 1) : -1;
  const one = (index: number) => {
    const shade = colour ? `hsl(${random.int(0, 359)} 60% 50%)` : undefined;
    const states = index === chosen ? ['selected'] : [];
    return `<div class="${index === chosen ? 'k-on' : ''}" style="text-align:center;padding:4px;min-width:0"><div style="line-height:0"><span class="k-icon" ${truth('icon', states)}>${sketch.icons.draw(size, shade)}</span></div><div class="k-cut" style="padding-top:4px">${random.pick([speech.fileName, speech.word, speech.capital])()}</div></div>`;
  };
  return `<div style="display:grid;grid-template-columns:repeat(${random.int(3, 8)},${pitch}px);gap:${random.int(4, 14)}px">${random.times(count, one)}</div>`;
};

export const chat: Block = (sketch) => {
  const { random, speech } = sketch;
  const says = () => {
    const mine = random.chance(0.45);
    const face = mine || random.chance(0.3) ? '' : avatar(sketch, 28);
    const colours = mine ? 'background:var(--accent);color:var(--on-accent)' : 'background:var(--soft)';
    return `<div class="k-row" style="justify-content:${mine ? 'flex-end' : 'flex-start'};align-items:flex-end">${face}<span style="${colours};padding:6px 10px;border-radius:${random.pick([4, 12, 18])}px;max-width:75%">${speech.sentence(2, 14)}</span></div>`;
  };
  return `<div class="k-panel k-col" style="width:${random.int(270, 460)}px">${heading(sketch, speech.person(), 1.1)}${random.times(random.int(3, 8), says)}<div class="k-row">${iconButton(sketch, 18)}${field(sketch, { width: '60%', placeholder: speech.label() })}${random.chance(0.5) ? button(sketch) : iconButton(sketch, 20)}</div></div>`;
};

export const player: Block = (sketch) => {
  const { random, speech } = sketch;
  return `<div class="k-panel k-row">${random.chance(0.5) ? picture(sketch, 40, 40, 4) : ''}${random.times(3, () => iconButton(sketch, random.int(16, 30)))}${slider(sketch, random.int(120, 320))}<span class="k-small">${random.int(0, 9)}:${random.int(10, 59)}</span>${icon(sketch, 18)}${slider(sketch, 70)}<span>${speech.phrase(1, 3)}</span></div>`;
};

export const taskBoard: Block = (sketch) => {
  const { random, speech } = sketch;
  const card = () =>
    `<div class="k-panel k-col" style="gap:5px;padding:8px"><span>${speech.phrase(2, 7)}</span>${random.chance(0.3) ? checkbox(sketch) : ''}<div class="k-row k-between">${badge(sketch)}${avatar(sketch, 20)}</div></div>`;
  const column = () =>
    `<div class="k-col" style="width:${random.int(150, 220)}px;background:var(--soft);padding:8px;border-radius:var(--radius)"><div class="k-row k-between">${heading(sketch, speech.option(), 1.05)}${iconButton(sketch, 14)}</div>${random.times(random.int(1, 4), card)}${random.chance(0.5) ? link(sketch) : ''}</div>`;
  return `<div class="k-row" style="align-items:flex-start">${random.times(random.int(2, 4), column)}</div>`;
};

export const toolbar: Block = (sketch) => {
  const { random } = sketch;
  const part = () =>
    random.weighted([
      [6, () => iconButton(sketch)],
      [3, () => button(sketch)],
      [1, () => field(sketch, { width: random.int(90, 180) })],
      [1, () => select(sketch, random.int(60, 150))],
      [0.4, () => slider(sketch, random.int(60, 140))],
      [1.5, () => joinedButtons(sketch)],
      [1.5, () => '<span style="width:1px;align-self:stretch;background:var(--border)"></span>'],
    ])();
  return `<div class="k-row ${random.chance(0.7) ? 'k-bar' : ''}" style="padding:${random.int(2, 8)}px;gap:${random.int(2, 10)}px">${random.times(random.int(4, 16), part)}</div>`;
};

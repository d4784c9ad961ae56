import type { Block, Sketch } from '../sketch.ts';
import { heading, tabs } from '../widgets/choices.ts';
import { field, select, spinner, textArea } from '../widgets/fill.ts';
import { bareMark, checkbox, radioGroup, slider, toggle } from '../widgets/mark.ts';
import { picture } from '../widgets/picture.ts';
import { button, iconButton, joinedButtons, link, splitButton } from '../widgets/press.ts';

function control(sketch: Sketch, width: number | string): string {
  return sketch.random.weighted([
    [7, () => field(sketch, { width })],
    [3.5, () => select(sketch, width)],
    [1.8, () => textArea(sketch, width, sketch.random.int(40, 90))],
    [1.4, () => slider(sketch, width)],
    [0.6, () => spinner(sketch)],
    [0.5, () => joinedButtons(sketch)],
    [0.8, () => `<div class="k-row">${field(sketch, { width: sketch.random.int(70, 150) })}${button(sketch)}</div>`],
    [0.6, () => field(sketch, { width, type: 'password' })],
  ])();
}

type Placement = 'above' | 'left' | 'inside' | 'right-aligned';

function labelled(sketch: Sketch, placement: Placement, labelWidth: number, width: number | string): string {
  const { random, speech } = sketch;
  const colon = random.chance(0.25) ? ':' : '';
  const star = random.chance(0.15) ? ' <span style="color:#d33">*</span>' : '';
  const label = `${speech.label()}${colon}${star}`;
  if (placement === 'inside') return `<div>${field(sketch, { width, placeholder: speech.label() })}</div>`;
  const hint = random.chance(0.12) ? `<span class="k-muted k-small">${speech.sentence(3, 6)}</span>` : '';
  if (placement === 'above')
    return `<div class="k-col" style="gap:3px"><span>${label}</span>${control(sketch, width)}${hint}</div>`;
  const align = placement === 'right-aligned' ? 'text-align:right;' : '';
  return `<div class="k-row"><span class="k-cut" style="width:${labelWidth}px;flex:none;${align}">${label}</span>${control(sketch, width)}</div>`;
}

function choices(sketch: Sketch): string {
  const { random } = sketch;
  const boxes = random.times(random.int(0, 3), () => checkbox(sketch));
  const radios = random.chance(0.55)
    ? `<div class="${random.pick(['k-row k-wrap', 'k-col'])}">${radioGroup(sketch)}</div>`
    : '';
  const switches = random.chance(0.2)
    ? `<div class="k-row">${toggle(sketch)}<span>${sketch.speech.option()}</span></div>`
    : '';
  return boxes + radios + switches;
}

function ending(sketch: Sketch): string {
  const { random } = sketch;
  const align = random.pick(['flex-start', 'flex-start', 'flex-end', 'center', 'space-between']);
  const wide = random.chance(0.12);
  const presses = random.times(random.int(1, 3), (index) =>
    index > 0 && random.chance(0.15) ? splitButton(sketch) : button(sketch),
  );
  return `<div class="${wide ? 'k-col' : 'k-row k-wrap'}" style="${wide ? '' : `justify-content:${align}`}">${presses}${random.chance(0.25) ? link(sketch) : ''}</div>`;
}

export const form: Block = (sketch) => {
  const { random, speech } = sketch;
  const columns = random.weighted([
    [6, 1],
    [3, 2],
    [1, 3],
  ]);
  const placement = random.pick<Placement>(['above', 'above', 'left', 'left', 'inside', 'right-aligned']);
  const labelWidth = random.int(80, 150);
  const width = random.chance(0.6) ? '100%' : random.int(120, 260);
  const rows = random.times(random.int(2, 7) * (columns > 1 ? 2 : 1), () =>
    labelled(sketch, placement, labelWidth, columns > 1 ? '100%' : width),
  );
  const title = random.chance(0.7) ? heading(sketch, speech.title()) : '';
  const intro = random.chance(0.25) ? `<p class="k-muted">${speech.sentence(6, 16)}</p>` : '';
  const across = Math.min(sketch.width - 40, columns * random.int(240, 380) + 60);
  const frame = random.chance(0.75) ? 'k-panel' : '';
  return `<div class="${frame} k-col" style="width:${across}px">${title}${intro}<div style="display:grid;grid-template-columns:repeat(${columns},minmax(0,1fr));gap:var(--gap) calc(var(--gap) + 6px);align-items:end">${rows}</div>${choices(sketch)}${ending(sketch)}</div>`;
};

export const settings: Block = (sketch) => {
  const { random, speech, icons, theme } = sketch;
  const withIcons = random.chance(0.3);
  const lined = random.chance(0.5) ? 'border-bottom:1px solid var(--border);padding-bottom:var(--gap)' : '';
  const entry = () => {
    const under = random.chance(0.45) ? `<div class="k-muted k-small k-cut">${speech.sentence(4, 9)}</div>` : '';
    const setting = random.weighted([
      [5, () => toggle(sketch)],
      [3, () => select(sketch, random.int(90, 180))],
      [2.2, () => slider(sketch, random.int(80, 160))],
      [1.5, () => button(sketch)],
      [1, () => checkbox(sketch, '')],
      [1, () => field(sketch, { width: random.int(80, 180) })],
      [0.7, () => link(sketch)],
      [0.5, () => spinner(sketch)],
      [0.5, () => joinedButtons(sketch, 3)],
      [0.5, () => iconButton(sketch)],
    ])();
    return `<div class="k-row k-between" style="${lined}">${withIcons ? icons.draw(theme.fontSize + 6) : ''}<div class="k-grow"><div class="k-cut">${speech.option()}</div>${under}</div>${setting}</div>`;
  };
  const section = () => `${heading(sketch, speech.title())}${random.times(random.int(2, 6), entry)}`;
  return `<div class="${random.chance(0.8) ? 'k-panel' : ''} k-col" style="width:${random.int(320, 620)}px">${random.times(random.int(1, 3), section)}</div>`;
};

export const marks: Block = (sketch) => {
  const { random, speech } = sketch;
  const grid = random.chance(0.35)
    ? `display:grid;grid-template-columns:repeat(${random.int(2, 3)},auto);gap:var(--gap)`
    : '';
  const title = random.chance(0.5) ? heading(sketch, speech.label(), 1.1) : '';
  const body = random.chance(0.5)
    ? random.times(random.int(3, 9), () => checkbox(sketch))
    : random.times(random.int(1, 4), () => checkbox(sketch)) + radioGroup(sketch, random.int(2, 6));
  return `<div class="${random.chance(0.7) ? 'k-panel' : ''} k-col">${title}<div class="k-col" style="${grid}">${body}</div></div>`;
};

export const fieldset: Block = (sketch) => {
  const { random, speech } = sketch;
  const rows = random.times(
    random.int(2, 5),
    () =>
      `<div class="k-row"><span style="width:110px;flex:none" class="k-cut">${speech.label()}:</span>${control(sketch, random.int(100, 180))}</div>`,
  );
  return `<fieldset style="border:1px solid var(--border);padding:10px;margin:0;background:none"><legend style="font-size:inherit;width:auto;padding:0 5px;margin:0;float:none;color:inherit"><span data-r="heading">${speech.label()}</span></legend><div class="k-col">${rows}${choices(sketch)}</div></fieldset>`;
};

export const tabbed: Block = (sketch) => {
  const { random } = sketch;
  const fields = random.times(random.int(2, 5), () =>
    labelled(sketch, random.pick(['above', 'left']), 100, random.int(110, 220)),
  );
  if (random.chance(0.2))
    return `<div class="k-panel k-row" style="align-items:flex-start">${tabs(sketch, random.int(3, 7), true)}<div class="k-col">${fields}${ending(sketch)}</div></div>`;
  return `<div class="k-panel k-col">${tabs(sketch)}<div class="k-col">${fields}</div>${choices(sketch)}${ending(sketch)}</div>`;
};

/** Things one turns up and down, with their readings. */
export const adjustments: Block = (sketch) => {
  const { random, speech } = sketch;
  const above = random.chance(0.4);
  const width = random.int(110, 280);
  const one = () => {
    const reading = random.chance(0.7)
      ? `<span class="k-small k-nowrap">${random.pick([speech.measure, () => String(random.int(0, 100))])()}</span>`
      : '';
    const label = `<span class="k-cut" style="width:${above ? 'auto' : '110px'};flex:none">${speech.label()}</span>`;
    const bar = slider(sketch, width);
    return above
      ? `<div class="k-col" style="gap:2px">${label}<div class="k-row">${bar}${reading}</div></div>`
      : `<div class="k-row">${label}${bar}${reading}</div>`;
  };
  return `<div class="${random.chance(0.75) ? 'k-panel' : ''} k-col" style="width:max-content">${random.chance(0.6) ? heading(sketch, speech.title()) : ''}${random.times(random.int(2, 7), one)}</div>`;
};

/** Questions with one answer each: radios below, beside, or as a grid under a scale. */
export const questions: Block = (sketch) => {
  const { random, speech } = sketch;
  const answers = random.int(2, 5);
  const scale = random.chance(0.35);
  const question = (index: number) => {
    const text = `<div>${random.chance(0.5) ? `${index + 1}. ` : ''}${speech.sentence(4, 9)}</div>`;
    if (!scale)
      return `<div class="k-col" style="gap:4px">${text}<div class="${random.pick(['k-row k-wrap', 'k-col'])}">${radioGroup(sketch, answers)}</div></div>`;
    const chosen = random.int(-1, answers - 1);
    return `<div class="k-row"><span class="k-grow">${text}</span>${random.times(answers, (answer) => `<span style="width:56px;text-align:center">${bareMark(sketch, 'radio', answer === chosen)}</span>`)}</div>`;
  };
  const scaleHead = scale
    ? `<div class="k-row"><span class="k-grow"></span>${random.times(answers, () => `<span class="k-cut k-small" style="width:56px;text-align:center">${speech.word()}</span>`)}</div>`
    : '';
  const remark = random.chance(0.4) ? `<span>${speech.label()}</span>${textArea(sketch, '100%')}` : '';
  return `<div class="k-panel k-col" style="width:${random.int(340, 620)}px">${heading(sketch, speech.title())}${scaleHead}${random.times(random.int(2, 5), question)}${remark}${ending(sketch)}</div>`;
};

export const login: Block = (sketch) => {
  const { random, speech } = sketch;
  const wide = '100%';
  const inside = random.chance(0.5);
  const entry = (type: 'text' | 'password') =>
    `<div class="k-col" style="gap:3px;text-align:left">${inside ? '' : `<span>${speech.label()}</span>`}${field(sketch, { width: wide, type, placeholder: speech.label() })}</div>`;
  const logo = random.chance(0.6)
    ? `<div style="text-align:center">${picture(sketch, random.int(36, 72), random.int(36, 72), random.pick([0, 8, 40]))}</div>`
    : '';
  const others = random.chance(0.4)
    ? `<div class="k-row" style="justify-content:center">${random.times(random.int(2, 4), () => iconButton(sketch, 20))}</div>`
    : '';
  const forgot = random.chance(0.7) ? link(sketch) : '';
  return `<div class="k-panel k-col" style="width:${random.int(260, 400)}px;padding:${random.int(14, 36)}px;text-align:${random.pick(['center', 'left'])}">${logo}${heading(sketch, speech.title(), 1.6, 'h1')}${entry('text')}${entry('password')}<div class="k-row k-between">${random.chance(0.7) ? checkbox(sketch) : ''}${forgot}</div><div class="k-col">${button(sketch, { variant: 'solid' })}</div>${others}<div class="k-small">${speech.sentence(3, 5)} ${link(sketch)}</div></div>`;
};

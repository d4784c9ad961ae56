import { type Sketch, truth } from '../sketch.ts';
import { focusRing, iconButton } from './press.ts';

const own = (sketch: Sketch, width: number | string, states: readonly string[] = []): string => {
  const across = typeof width === 'number' ? `${width}px` : width;
  return `class="k-field ${sketch.theme.field}" style="width:${across};${states.includes('focused') ? focusRing(sketch) : ''}"`;
};

/** A field with pressable ends inside: a clearing cross, an eye, a unit, a search button. */
export function endedField(sketch: Sketch, width: number | string): string {
  const { random, speech, icons, theme } = sketch;
  const text = random.chance(0.4) ? `<span class="k-muted">${speech.label()}</span>` : `<span>${speech.value()}</span>`;
  const end = random.pick([
    () => `<span class="k-arrow k-icon">${icons.draw(theme.fontSize)}</span>`,
    () => `<span class="k-arrow k-muted">${random.pick(['kg', 'px', '%', '€', '.com', 'min', 'USD'])}</span>`,
    () => `<span class="k-arrow k-button solid" style="padding:1px 8px" ${truth('button')}>${speech.action()}</span>`,
  ])();
  const start = random.chance(0.3)
    ? `<span class="k-muted">${random.pick(['https://', '@', '€', '+49', '#'])}</span>`
    : '';
  return `<div ${own(sketch, width)} ${truth('text_field')}>${start}${text}${end}</div>`;
}

/** A field that holds chips. */
export function chipField(sketch: Sketch, width: number | string): string {
  const { random, speech, icons } = sketch;
  const chip = () => `<span class="k-badge">${speech.word()} <span class="k-icon">${icons.draw(9)}</span></span>`;
  return `<div ${own(sketch, width)} ${truth('text_field')}>${random.times(random.int(1, 3), chip)}</div>`;
}

/** Its caption floats on the border or inside. */
export function floatingField(sketch: Sketch, width: number | string): string {
  const { random, speech, theme } = sketch;
  const states = random.chance(0.12) ? ['focused'] : [];
  const inside = random.chance(0.5);
  const caption = `<span class="k-muted" style="position:absolute;left:${theme.pad + 6}px;top:${inside ? 2 : -7}px;font-size:10px;line-height:1.25;${inside ? '' : 'background:var(--panel);padding:0 3px'}">${speech.label()}</span>`;
  return `<div style="position:relative;flex:none">${`<div ${own(sketch, width, states)} ${truth('text_field', states)}><span style="padding-top:${inside ? 11 : 0}px">${speech.value()}</span></div>`}${caption}</div>`;
}

/** The browser's own fields for days, times and numbers. */
export function pickerField(sketch: Sketch): string {
  const { random, theme, framework } = sketch;
  const day = `20${random.int(10, 29)}-0${random.int(1, 9)}-${random.int(10, 28)}`;
  const [type, value] = random.pick([
    ['date', day],
    ['time', `${random.int(10, 23)}:${random.int(10, 59)}`],
    ['number', String(random.int(0, 999))],
    ['datetime-local', `${day}T10:${random.int(10, 59)}`],
  ] as const);
  const classes = framework.name === 'own' ? `k-field ${theme.field}` : framework.field;
  return `<input type="${type}" value="${value}" class="${classes}" style="width:auto;margin:0;flex:none" ${truth('text_field')}>`;
}

/** One box for each digit of a code. */
export function digitFields(sketch: Sketch): string {
  const { random } = sketch;
  const filled = random.int(0, 6);
  const one = (index: number) =>
    `<span class="k-field ${sketch.theme.field}" style="width:${random.int(34, 36)}px;justify-content:center" ${truth('text_field')}>${index < filled ? random.int(0, 9) : ''}</span>`;
  return `<span class="k-row" style="gap:6px">${random.times(6, one)}</span>`;
}

/** A slider that stands. */
export function standingSlider(sketch: Sketch, height: number): string {
  const at = sketch.random.int(5, 85);
  return `<span style="position:relative;display:inline-block;width:var(--mark);height:${height}px;flex:none" ${truth('slider')}><i style="position:absolute;left:calc(50% - 2px);top:0;bottom:0;width:4px;border-radius:2px;background:var(--border)"></i><b style="position:absolute;left:0;top:${at}%;width:var(--mark);height:var(--mark);border-radius:${sketch.random.pick(['50%', '2px'])};background:var(--accent)"></b></span>`;
}

/** A painted scroll bar with or without end buttons, as toolkits other than the browser draw it. `length` in CSS px. */
export function paintedScrollbar(sketch: Sketch, length: number, upright: boolean): string {
  const { random } = sketch;
  const thick = random.int(7, 18);
  const ends = thick > 11 && random.chance(0.6);
  const room = length - (ends ? 2 * thick : 0);
  const thumb = Math.max(14, Math.round(room * (random.int(10, 70) / 100)));
  const at = (ends ? thick : 0) + random.int(0, Math.max(0, room - thumb));
  const raised = random.chance(0.4)
    ? 'border:2px outset var(--border);background:var(--panel);border-radius:0'
    : `background:var(--muted);border-radius:${random.pick([0, 4, 99])}px;margin:${random.int(0, 2)}px`;
  const box = (from: number, size: number) =>
    upright ? `left:0;right:0;top:${from}px;height:${size}px` : `top:0;bottom:0;left:${from}px;width:${size}px`;
  const arrow = (turn: number, from: number) =>
    `<span style="position:absolute;${box(from, thick)};display:flex;align-items:center;justify-content:center;transform:rotate(${turn}deg)"><svg width="8" height="8" viewBox="0 0 10 10"><path d="M1 7h8l-4-5z" fill="currentColor"/></svg></span>`;
  const arrows = ends ? arrow(upright ? 0 : -90, 0) + arrow(upright ? 180 : 90, length - thick) : '';
  const size = upright ? `width:${thick}px;height:${length}px` : `height:${thick}px;width:${length}px`;
  return `<span style="position:relative;display:block;flex:none;${size};background:var(--soft);color:var(--muted)" ${truth('scrollbar', [], upright ? 'vertical' : 'horizontal')}><span style="position:absolute;${box(at, thumb)};${raised}"></span>${arrows}</span>`;
}

/** The numbered stations of an assistant. */
export function steps(sketch: Sketch): string {
  const { random, speech } = sketch;
  const count = random.int(3, 5);
  const now = random.int(0, count - 1);
  const one = (index: number) => {
    const look = index <= now ? 'background:var(--accent);color:var(--on-accent)' : 'background:var(--soft)';
    return `<span class="k-row" style="gap:6px;${index === now ? 'font-weight:600' : ''}"><span style="width:22px;height:22px;border-radius:50%;display:inline-flex;align-items:center;justify-content:center;font-size:12px;${look}">${index + 1}</span><span class="k-nowrap">${speech.label()}</span></span>`;
  };
  const rule = '<span class="k-grow" style="height:1px;background:var(--border);min-width:14px"></span>';
  return `<div class="k-row">${Array.from({ length: count }, (_, index) => one(index)).join(rule)}</div>`;
}

/** A small field with a pressable pictogram joined to it. */
export function joinedField(sketch: Sketch): string {
  return `<span class="k-row" style="gap:0"><span ${own(sketch, sketch.random.int(110, 260))} ${truth('text_field')}>${sketch.speech.value()}</span>${iconButton(sketch, sketch.theme.fontSize + 2)}</span>`;
}

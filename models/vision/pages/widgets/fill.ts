import { type Sketch, truth } from '../sketch.ts';
import { chevron, focusRing } from './press.ts';

/** How a field is filled and marked. */
interface Filling {
  readonly text: string;
  readonly placeholder: boolean;
  readonly states: readonly string[];
}

interface FieldLook {
  readonly width?: number | string;
  readonly placeholder?: string;
  readonly text?: string;
  readonly type?: 'text' | 'password';
}

const isOwn = (sketch: Sketch): boolean => sketch.framework.name === 'own' || sketch.random.chance(0.15);

function widthOf(sketch: Sketch, width: number | string | undefined): string {
  return typeof width === 'string' ? width : `${width ?? sketch.random.int(90, 320)}px`;
}

function fillingOf(sketch: Sketch, look: FieldLook): Filling {
  const { random, speech } = sketch;
  const states = random.weighted<string[]>([
    [24, []],
    [2, ['focused']],
    [2, ['disabled']],
  ]);
  if (look.text !== undefined) return { text: look.text, placeholder: false, states };
  if (random.chance(0.1)) return { text: '', placeholder: false, states };
  const placeholder = random.chance(0.4);
  return { text: placeholder ? (look.placeholder ?? speech.label()) : speech.value(), placeholder, states };
}

function stateStyle(sketch: Sketch, states: readonly string[]): string {
  if (states.includes('focused')) return focusRing(sketch);
  return states.includes('disabled') ? 'opacity:.5;' : '';
}

/** A field of one line: the browser's own, the framework's, or a look-alike. */
export function field(sketch: Sketch, look: FieldLook = {}): string {
  const filling = fillingOf(sketch, look);
  const password = look.type === 'password' || (look.type === undefined && sketch.random.chance(0.05));
  const width = widthOf(sketch, look.width);
  if (isOwn(sketch) && sketch.random.chance(0.55)) return paintedField(sketch, filling, password, width);
  return nativeField(sketch, filling, password, width);
}

function nativeField(sketch: Sketch, filling: Filling, password: boolean, width: string): string {
  const { framework, theme, random } = sketch;
  const classes = framework.name === 'own' ? `k-field ${theme.field}` : framework.field;
  const content = filling.text === '' ? '' : `${filling.placeholder ? 'placeholder' : 'value'}="${filling.text}"`;
  const kind = password ? 'password' : random.pick(['text', 'text', 'text', 'text', 'search', 'email']);
  const disabled = filling.states.includes('disabled') ? 'disabled' : '';
  const align = random.chance(0.06) ? 'text-align:right;' : '';
  return `<input type="${kind}" class="${classes}" ${content} ${disabled} style="width:${width};min-width:0;margin:0;${align}${stateStyle(sketch, filling.states)}" ${truth('text_field', filling.states)}>`;
}

function paintedField(sketch: Sketch, filling: Filling, password: boolean, width: string): string {
  const { theme, random, icons } = sketch;
  const shown =
    password && !filling.placeholder && filling.text !== ''
      ? random.pick(['•', '●', '*']).repeat(random.int(4, 14))
      : filling.text;
  const before = random.chance(0.14) ? icons.draw(theme.fontSize + 1, 'var(--muted)') : '';
  const after = random.chance(0.1) ? `<span class="k-arrow k-icon">${icons.draw(theme.fontSize)}</span>` : '';
  const caret = filling.states.includes('focused') && random.chance(0.6) ? '<i class="k-caret"></i>' : '';
  const muted = filling.placeholder ? 'k-muted' : '';
  return `<div class="k-field ${theme.field}" style="width:${width};${stateStyle(sketch, filling.states)}" ${truth('text_field', filling.states)}>${before}<span class="${muted}">${shown}</span>${caret}${after}</div>`;
}

/** A field with a number and the two small buttons of a spinner. */
export function spinner(sketch: Sketch): string {
  const { random, theme } = sketch;
  const value = random.int(0, 999);
  const small = (sign: string) =>
    `<span class="k-button ${random.pick(['plain', 'soft'])}" style="padding:0 ${theme.pad + 4}px" ${truth('button', [], sign)}>${sign}</span>`;
  const input = `<span class="k-field ${theme.field}" style="width:${random.int(44, 80)}px;justify-content:center" ${truth('text_field')}>${value}</span>`;
  return random.chance(0.5)
    ? `<span class="k-row" style="gap:2px">${small('-')}${input}${small('+')}</span>`
    : `<span class="k-row" style="gap:2px">${input}${small('-')}${small('+')}</span>`;
}

export function textArea(sketch: Sketch, width?: number | string, height = sketch.random.int(50, 150)): string {
  const { random, theme, framework, speech } = sketch;
  const classes = isOwn(sketch) ? `k-field k-area ${theme.field}` : framework.field;
  const text = random.chance(0.65) ? speech.paragraph(random.int(1, 3)) : '';
  const hint = text === '' && random.chance(0.6) ? ` placeholder="${speech.label()}"` : '';
  const across = widthOf(sketch, width ?? random.int(180, 400));
  const box = `width:${across};height:${height}px;min-height:0;max-width:100%;margin:0;resize:none;`;
  if (random.chance(0.4) && isOwn(sketch))
    return `<div class="k-field k-area ${theme.field}" style="${box}" ${truth('text_area')}>${text}</div>`;
  return `<textarea class="${classes}" style="${box}"${hint} ${truth('text_area')}>${text}</textarea>`;
}

/** A closed choice: native or painted. */
export function select(sketch: Sketch, width?: number | string, text?: string): string {
  const { random, framework, speech } = sketch;
  const chosen = text ?? (random.chance(0.6) ? speech.option() : speech.value());
  const across = widthOf(sketch, width ?? random.int(80, 240));
  if (isOwn(sketch) && random.chance(0.6)) return paintedSelect(sketch, chosen, across);
  const classes = framework.name === 'own' ? `k-field ${sketch.theme.field}` : framework.select;
  const states = random.chance(0.06) ? ['disabled'] : [];
  const native = `<select class="${classes}" ${states.join('')} style="width:${across};margin:0;min-width:0;${stateStyle(sketch, states)}" ${truth('select', states)}><option>${chosen}</option></select>`;
  return framework.selectWrap === undefined
    ? native
    : `<span class="${framework.selectWrap}" style="flex:none">${native}</span>`;
}

function paintedSelect(sketch: Sketch, chosen: string, width: string): string {
  const { random, theme } = sketch;
  const states = random.weighted<string[]>([
    [12, []],
    [1, ['focused']],
    [1, ['disabled']],
  ]);
  const arrow = random.chance(0.25)
    ? `<span class="k-arrow" style="border-left:1px solid var(--border);padding-left:6px;margin-left:auto">${chevron(sketch)}</span>`
    : chevron(sketch);
  return `<div class="k-field ${theme.field}" style="width:${width};${stateStyle(sketch, states)}" ${truth('select', states)}><span class="k-cut">${chosen}</span>${arrow}</div>`;
}

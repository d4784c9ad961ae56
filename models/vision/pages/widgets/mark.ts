import { type Sketch, truth } from '../sketch.ts';

let counter = 0;
/** Ids tie a caption to its mark; they never show. */
const freshId = (): string => `k${counter++}`;

const tick =
  '<svg width="70%" height="70%" viewBox="0 0 10 10"><path d="M1 5l3 3 5-6" stroke="currentColor" fill="none" stroke-width="2"/></svg>';
const dash =
  '<svg width="70%" height="70%" viewBox="0 0 10 10"><path d="M1 5h8" stroke="currentColor" stroke-width="2"/></svg>';
const square = '<svg width="60%" height="60%" viewBox="0 0 10 10"><path d="M1 1h8v8h-8z" fill="currentColor"/></svg>';
const cross =
  '<svg width="70%" height="70%" viewBox="0 0 10 10"><path d="M1 1l8 8M9 1l-8 8" stroke="currentColor" stroke-width="2"/></svg>';

function statesOf(sketch: Sketch, checked: boolean): string[] {
  return [...(checked ? ['checked'] : []), ...(sketch.random.chance(0.06) ? ['disabled'] : [])];
}

type Mark = 'checkbox' | 'radio';

/** The mark alone, with no caption. */
export function bareMark(sketch: Sketch, role: Mark, checked = sketch.random.chance(0.5)): string {
  const { random, framework } = sketch;
  const states = statesOf(sketch, checked);
  if (framework.mark === 'label-before') return captionedMark(sketch, role, '', checked);
  const painted = framework.name === 'own' ? random.chance(0.65) : random.chance(0.1);
  return painted ? paintedMark(sketch, role, states) : nativeMark(sketch, role, states);
}

function paintedMark(sketch: Sketch, role: Mark, states: readonly string[]): string {
  const { random } = sketch;
  const checked = states.includes('checked');
  const off = states.includes('disabled') ? 'k-off' : '';
  if (role === 'radio')
    return `<span class="k-mark round ${random.pick(['', 'dot'])} ${checked ? 'on' : ''} ${off}" ${truth(role, states)}></span>`;
  const inner = checked
    ? random.weighted([
        [8, tick],
        [1, dash],
        [1, square],
        [1, cross],
      ])
    : '';
  return `<span class="k-mark ${random.pick(['', 'outlined'])} ${checked ? 'on' : ''} ${off}" ${truth(role, states)}>${inner}</span>`;
}

function nativeMark(sketch: Sketch, role: Mark, states: readonly string[]): string {
  const { framework, theme } = sketch;
  const attributes = `${states.includes('checked') ? 'checked' : ''} ${states.includes('disabled') ? 'disabled' : ''}`;
  const size =
    framework.name === 'own' ? `width:${theme.markSize}px;height:${theme.markSize}px;accent-color:var(--accent);` : '';
  const classes = role === 'radio' ? framework.radio : framework.check;
  if (framework.mark === 'form-icon') {
    return `<label class="${classes}" style="margin:0"><input type="${role}" ${attributes}><i class="form-icon" ${truth(role, states)}></i></label>`;
  }
  return `<input type="${role}" class="${classes}" ${attributes} style="${size}margin:0;flex:none" ${truth(role, states)}>`;
}

/** For style sheets that paint the mark before the label's text; the truth reads the pseudo element's box. */
function captionedMark(sketch: Sketch, role: Mark, caption: string, checked: boolean): string {
  const states = statesOf(sketch, checked);
  const id = freshId();
  const attributes = `${checked ? 'checked' : ''} ${states.includes('disabled') ? 'disabled' : ''}`;
  const wrap = sketch.framework.checkWrap;
  const kind = role === 'radio' && wrap !== undefined ? `${wrap} radio` : (wrap ?? '');
  return `<span class="${kind}" style="flex:none;position:relative;min-height:15px;display:inline-block"><input type="${role}" id="${id}" ${attributes}><label for="${id}" data-before="${role}" data-s="${states.join(' ')}">${caption}&#8203;</label></span>`;
}

/** A mark and its caption: only the mark is the element. */
export function checkbox(sketch: Sketch, caption?: string): string {
  return withCaption(sketch, 'checkbox', caption ?? sketch.speech.option(), sketch.random.chance(0.5));
}

export function radio(sketch: Sketch, caption?: string, checked = sketch.random.chance(0.35)): string {
  return withCaption(sketch, 'radio', caption ?? sketch.speech.option(), checked);
}

function withCaption(sketch: Sketch, role: Mark, caption: string, checked: boolean): string {
  if (sketch.framework.mark === 'label-before') return captionedMark(sketch, role, caption, checked);
  const mark = bareMark(sketch, role, checked);
  if (mark.startsWith('<label')) return `<span class="k-check">${mark}<span>${caption}</span></span>`;
  return `<label class="k-check">${mark}<span>${caption}</span></label>`;
}

/** Radios of which exactly one is chosen. */
export function radioGroup(sketch: Sketch, count = sketch.random.int(2, 4)): string {
  const chosen = sketch.random.int(0, count - 1);
  return sketch.random.times(count, (index) => radio(sketch, undefined, index === chosen));
}

export function toggle(sketch: Sketch): string {
  const { random, framework } = sketch;
  const checked = random.chance(0.5);
  const states = statesOf(sketch, checked);
  const attribute = `${checked ? 'checked' : ''} ${states.includes('disabled') ? 'disabled' : ''}`;
  if (framework.switchClass === 'role')
    return `<input type="checkbox" role="switch" ${attribute} style="margin:0;flex:none" ${truth('switch', states)}>`;
  if (framework.switchClass === 'form-switch' && framework.mark === 'form-icon') {
    return `<label class="form-switch" style="margin:0;flex:none"><input type="checkbox" ${attribute}><i class="form-icon" ${truth('switch', states)}></i></label>`;
  }
  if (framework.switchClass === 'form-switch') {
    return `<span class="form-check form-switch" style="padding:0;margin:0;min-height:0;flex:none"><input type="checkbox" class="form-check-input" style="margin:0;float:none;display:block" ${attribute} ${truth('switch', states)}></span>`;
  }
  const off = states.includes('disabled') ? 'k-off' : '';
  return `<span class="k-switch ${random.pick(['', '', 'square', 'thin'])} ${checked ? 'on' : ''} ${off}" ${truth('switch', states)}></span>`;
}

export function slider(sketch: Sketch, width: number | string = sketch.random.int(80, 240)): string {
  const { random, framework } = sketch;
  const across = typeof width === 'number' ? `${width}px` : width;
  const at = random.int(2, 90);
  if (framework.name !== 'own' || random.chance(0.3)) {
    return `<input type="range" class="${framework.range}" value="${at}" style="width:${across};margin:0;min-width:0;accent-color:var(--accent)" ${truth('slider')}>`;
  }
  const shape = random.pick(['', '', 'block', 'fat']);
  return `<span class="k-slider ${shape}" style="width:${across}" ${truth('slider')}><i></i>${random.chance(0.6) ? `<u style="width:${at}%"></u>` : ''}<b style="left:calc(${at}% - ${at / 100} * var(--mark))"></b></span>`;
}

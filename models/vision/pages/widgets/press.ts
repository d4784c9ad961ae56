import { type Sketch, truth } from '../sketch.ts';
import { buttonStyles } from '../theme.ts';

interface ButtonLook {
  readonly text?: string;
  readonly variant?: string;
  readonly states?: readonly string[];
}

const ownStyle = (sketch: Sketch): boolean => sketch.framework.name === 'own' || sketch.random.chance(0.12);

export function focusRing(sketch: Sketch): string {
  return sketch.theme.variables.focus ?? '';
}

function buttonStates(sketch: Sketch): string[] {
  return sketch.random.weighted<string[]>([
    [30, []],
    [2, ['disabled']],
    [1, ['focused']],
  ]);
}

/** A push button with a caption, sometimes with a pictogram before or after it. */
export function button(sketch: Sketch, look: ButtonLook = {}): string {
  const { random, theme, framework, icons, speech } = sketch;
  const text = look.text ?? speech.action();
  const states = look.states ?? buttonStates(sketch);
  const icon = random.chance(0.18) ? icons.draw(theme.fontSize + 2) : '';
  const inner = random.chance(0.75)
    ? `${icon}<span>${text}</span>`
    : icon === ''
      ? text
      : `<span>${text}</span>${icon}`;
  const variant = look.variant ?? (random.chance(0.5) ? theme.button : random.pick(buttonStyles));
  if (!ownStyle(sketch)) return frameworkButton(sketch, random.pick(framework.buttons), inner, states);
  const off = states.includes('disabled') ? ' k-off' : '';
  const style = states.includes('focused') ? ` style="${focusRing(sketch)}"` : '';
  const tag = random.pick(['button', 'button', 'div', 'span']);
  return `<${tag} class="k-button ${variant}${off}"${style} ${truth('button', states)}>${inner}</${tag}>`;
}

function frameworkButton(sketch: Sketch, classes: string, inner: string, states: readonly string[]): string {
  const disabled = states.includes('disabled') ? ' disabled' : '';
  const style = states.includes('focused') ? focusRing(sketch) : '';
  return `<button class="${classes}"${disabled} style="width:auto;margin:0;flex:none;${style}" ${truth('button', states)}>${inner}</button>`;
}

/** A pictogram to press: framed it is a button, bare it is an icon. */
export function iconButton(sketch: Sketch, size?: number): string {
  const { random, theme, icons } = sketch;
  const side = size ?? random.int(12, 26);
  const states = random.chance(0.06) ? ['disabled'] : [];
  const off = states.length > 0 ? ' k-off' : '';
  if (random.chance(0.65)) return `<span class="k-icon${off}" ${truth('icon', states)}>${icons.draw(side)}</span>`;
  const variant = random.pick(['solid', 'outline', 'gradient', 'soft', 'raised', 'plain']);
  const edge = variant === 'plain' ? 'border:1px solid var(--muted)' : '';
  const pad = random.int(2, 8);
  const round = random.chance(0.25) ? 'border-radius:50%;' : '';
  return `<span class="k-button ${variant}${off}" style="padding:${pad}px;line-height:0;${round}${edge}" ${truth('button', states, 'icon')}>${icons.draw(Math.min(side, theme.fontSize + 10))}</span>`;
}

export function icon(sketch: Sketch, size?: number, color?: string): string {
  return `<span class="k-icon" ${truth('icon')}>${sketch.icons.draw(size ?? sketch.random.int(12, 28), color)}</span>`;
}

/** Buttons that share their edges. */
export function joinedButtons(sketch: Sketch, count = sketch.random.int(2, 5)): string {
  const { random, icons, theme, speech } = sketch;
  const iconic = random.chance(0.45);
  const variant = random.pick(['outline', 'plain', 'gradient', 'soft', 'raised']);
  const chosen = random.int(-1, count - 1);
  const edge = variant === 'soft' ? 'border-right:1px solid var(--border);' : '';
  const one = (index: number) => {
    const inner = iconic ? icons.draw(theme.fontSize + 2) : speech.action();
    return `<span class="k-button ${variant} ${index === chosen ? 'on' : ''}" style="${edge}" ${truth('button', [], iconic ? 'icon' : undefined)}>${inner}</span>`;
  };
  return `<span class="k-joined">${random.times(count, one)}</span>`;
}

/** A button with a second part that opens a menu. */
export function splitButton(sketch: Sketch): string {
  const variant = sketch.random.pick(['outline', 'solid', 'plain', 'gradient']);
  const arrow = `<span class="k-button ${variant}" style="padding:var(--pad) 5px;border-left:1px solid var(--border)" ${truth('button', [], 'more')}>${chevron(sketch)}</span>`;
  return `<span class="k-joined"><span class="k-button ${variant}" ${truth('button')}>${sketch.speech.action()}</span>${arrow}</span>`;
}

const arrowShapes = ['M1 3l4 4 4-4', 'M1 3h8l-4 5z', 'M2 4l3-3 3 3M2 6l3 3 3-3', 'M0 2l5 6 5-6z'];

/** The small arrow of fields that open and of branches that fold. */
export function chevron(sketch: Sketch, size = sketch.random.int(8, 12)): string {
  const shape = sketch.random.pick(arrowShapes);
  const fill = shape.endsWith('z') || sketch.random.chance(0.2) ? 'currentColor' : 'none';
  return `<svg class="k-arrow" width="${size}" height="${size}" viewBox="0 0 10 10"><path d="${shape}" fill="${fill}" stroke="currentColor"/></svg>`;
}

export function link(sketch: Sketch, text?: string): string {
  const shown = text ?? (sketch.random.chance(0.5) ? sketch.speech.action() : sketch.speech.phrase(1, 4));
  return `<a class="k-link" ${truth('link')}>${shown}</a>`;
}

export function badge(sketch: Sketch): string {
  const text = sketch.random.chance(0.5) ? String(sketch.random.int(1, 99)) : sketch.speech.option();
  return `<span class="k-badge ${sketch.random.chance(0.3) ? 'strong' : ''}">${text}</span>`;
}

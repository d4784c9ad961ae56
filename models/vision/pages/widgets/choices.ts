import type { ListSkin } from '../frameworks.ts';
import { type Sketch, truth } from '../sketch.ts';
import { badge } from './press.ts';

/** Draws a list of choices in a framework's own nesting; the truth sits on what one presses. */
export function skinned(skin: ListSkin, role: string, entries: readonly string[], chosen: number): string {
  const tag = skin.tag ?? 'ul';
  const child = tag === 'div' ? 'a' : 'li';
  const one = (text: string, index: number) => {
    const isOn = index === chosen;
    const mark = truth(role, isOn ? ['selected'] : []);
    const itemClass = `${skin.item} ${isOn ? skin.itemOn : ''}`;
    const aria = skin.itemAttributes === undefined ? '' : `${skin.itemAttributes} aria-selected="${isOn}"`;
    if (skin.link === undefined) return `<${child} class="${itemClass}" ${aria} ${mark}>${text}</${child}>`;
    return `<${child} class="${itemClass}" ${aria}><a class="${skin.link} ${isOn ? (skin.linkOn ?? '') : ''}" ${mark}>${text}</a></${child}>`;
  };
  const list = `<${tag} class="${skin.list}" ${skin.listAttributes ?? ''} style="margin-bottom:0">${entries.map(one).join('')}</${tag}>`;
  return skin.outer === undefined ? list : `<div class="${skin.outer}" style="margin-bottom:0">${list}</div>`;
}

export function entriesOf(sketch: Sketch, count: number): string[] {
  return Array.from({ length: count }, () =>
    sketch.random.chance(0.75) ? sketch.speech.action() : sketch.speech.capital(),
  );
}

export function tabs(sketch: Sketch, count = sketch.random.int(2, 6), upright = false): string {
  const { random, theme, framework, icons } = sketch;
  const chosen = random.int(0, count - 1);
  const entries = entriesOf(sketch, count);
  if (framework.tabs !== undefined && !upright && random.chance(0.8))
    return skinned(framework.tabs, 'tab', entries, chosen);
  const withIcons = random.chance(0.25);
  const closable = random.chance(0.12);
  const one = (text: string, index: number) => {
    const icon = withIcons ? icons.draw(theme.fontSize + 2) : '';
    const cross = closable ? `<span class="k-icon" style="opacity:.7">${icons.draw(11)}</span>` : '';
    const count = random.chance(0.08) ? badge(sketch) : '';
    return `<span class="k-tab ${index === chosen ? 'on' : ''}" ${truth('tab', index === chosen ? ['selected'] : [])}>${icon}<span>${text}</span>${count}${cross}</span>`;
  };
  return `<div class="k-tabs ${random.chance(0.7) ? theme.tab : random.pick(['underline', 'boxed', 'pills', 'raised'])} ${upright ? 'upright' : ''}">${entries.map(one).join('')}</div>`;
}

/** Page numbers: bare ones are links, framed ones buttons. */
export function pagination(sketch: Sketch): string {
  const { random, framework, speech } = sketch;
  const first = random.chance(0.7) ? 1 : random.int(2, 40);
  const numbers = Array.from({ length: random.int(3, 8) }, (_, index) => String(first + index));
  const chosen = random.int(0, numbers.length - 1);
  if (framework.pages !== undefined && random.chance(0.8)) return skinned(framework.pages, 'button', numbers, chosen);
  if (random.chance(0.4)) {
    const bare = numbers.map(
      (text, index) =>
        `<a class="k-link" style="padding:2px 5px;${index === chosen ? 'font-weight:bold;color:inherit' : ''}" ${truth('link', index === chosen ? ['selected'] : [])}>${text}</a>`,
    );
    return `<div class="k-row" style="gap:4px">${bare.join('')}<a class="k-link" ${truth('link')}>${speech.action()}</a></div>`;
  }
  const variant = random.pick(['plain', 'outline', 'soft']);
  const framed = numbers.map(
    (text, index) =>
      `<span class="k-button ${variant} ${index === chosen ? 'on' : ''}" ${truth('button', index === chosen ? ['selected'] : [])}>${text}</span>`,
  );
  return random.chance(0.5)
    ? `<span class="k-joined">${framed.join('')}</span>`
    : `<div class="k-row" style="gap:4px">${framed.join('')}</div>`;
}

export function breadcrumbs(sketch: Sketch): string {
  const { random, speech } = sketch;
  const sign = random.pick(['/', '›', '&#62;', '»', '→', '•']);
  const steps = Array.from(
    { length: random.int(2, 5) },
    () => `<a class="k-link" ${truth('link')}>${speech.capital()}</a>`,
  );
  const separator = `<span class="k-muted" data-glyph style="margin:0 ${random.int(3, 8)}px">${sign}</span>`;
  return `<div class="k-nowrap">${[...steps, `<span>${speech.phrase(1, 2)}</span>`].join(separator)}</div>`;
}

export function heading(
  sketch: Sketch,
  text: string,
  grow = sketch.random.pick([1.05, 1.15, 1.25, 1.4, 1.6]),
  tag = 'h3',
): string {
  return `<${tag} class="k-h" style="font-size:${Math.round(sketch.theme.fontSize * grow)}px" ${truth('heading')}>${text}</${tag}>`;
}

import { type Block, type Sketch, truth } from '../sketch.ts';
import { entriesOf, heading, skinned } from '../widgets/choices.ts';
import { field, select } from '../widgets/fill.ts';
import { bareMark } from '../widgets/mark.ts';
import { avatar, picture } from '../widgets/picture.ts';
import { badge, button, chevron, iconButton, link } from '../widgets/press.ts';

interface MenuLook {
  readonly icons: boolean;
  readonly keys: boolean;
  readonly pad: number;
  readonly chosen: number;
}

function shortcut({ random }: Sketch): string {
  const key = random.pick([...'ABCDEFGHKLNOPSTVXYZ', 'F2', 'F5', 'Del', 'Enter']);
  return random.pick([`Ctrl+${key}`, `Ctrl+Shift+${key}`, `Alt+${key}`, key, `⌘${key}`]);
}

function menuItem(sketch: Sketch, look: MenuLook, index: number): string {
  const { random, speech, icons, theme } = sketch;
  if (index > 0 && random.chance(0.12)) return '<div class="k-rule"></div>';
  const isChosen = index === look.chosen;
  const isOff = !isChosen && random.chance(0.1);
  const states = isChosen ? ['selected'] : isOff ? ['disabled'] : [];
  const lead = look.icons
    ? random.chance(0.75)
      ? icons.draw(theme.fontSize + 1)
      : `<span style="width:${theme.fontSize + 1}px;flex:none"></span>`
    : '';
  const key =
    look.keys && random.chance(0.6)
      ? `<span class="${isChosen ? '' : 'k-muted'}" style="margin-left:20px">${shortcut(sketch)}</span>`
      : '';
  const more = random.chance(0.1)
    ? `<span style="transform:rotate(-90deg);line-height:0">${chevron(sketch, 9)}</span>`
    : '';
  return `<div class="k-item ${isChosen ? 'on' : ''} ${isOff ? 'k-off' : ''}" style="padding:${look.pad}px 12px" ${truth('menu_item', states)}>${lead}<span class="k-grow">${speech.action()}</span>${key}${more}</div>`;
}

/** An open menu: of a bar, of the right button, of a chooser. */
export const menu: Block = (sketch) => {
  const { random, framework } = sketch;
  const count = random.int(3, 11);
  if (framework.menu !== undefined && random.chance(0.4)) {
    return `<div class="k-float" style="width:max-content;min-width:${random.int(110, 220)}px">${skinned(framework.menu, 'menu_item', entriesOf(sketch, count), random.int(-1, count - 1))}</div>`;
  }
  const look = {
    icons: random.chance(0.4),
    keys: random.chance(0.45),
    pad: random.int(1, 8),
    chosen: random.chance(0.6) ? random.int(0, count - 1) : -1,
  };
  return `<div class="k-float" style="padding:${random.pick([0, 3, 6])}px 0;width:max-content;min-width:${random.int(110, 240)}px">${random.times(count, (index) => menuItem(sketch, look, index))}</div>`;
};

/** The open part of a chooser: options, one marked. */
export const options: Block = (sketch) => {
  const { random, speech } = sketch;
  const count = random.int(3, 9);
  const chosen = random.int(0, count - 1);
  const width = random.int(110, 240);
  const marked = random.chance(0.3);
  const pad = random.int(1, 7);
  const one = (index: number) =>
    `<div class="k-item ${index === chosen ? 'on' : ''}" style="padding:${pad}px 9px" ${truth('menu_item', index === chosen ? ['selected'] : [])}>${marked ? bareMark(sketch, 'checkbox') : ''}<span class="k-cut">${speech.option()}</span></div>`;
  return `<div style="width:${width}px">${select(sketch, '100%')}<div class="k-float" style="margin-top:2px">${random.chance(0.2) ? `<div style="padding:4px">${field(sketch, { width: '100%' })}</div>` : ''}${random.times(count, one)}</div></div>`;
};

/** The bar of a program, with an open menu under one entry now and then. */
export const menuBar: Block = (sketch) => {
  const { random, speech } = sketch;
  const count = random.int(4, 9);
  const open = random.chance(0.35) ? random.int(0, count - 1) : -1;
  const pad = random.int(5, 12);
  const one = (index: number) => {
    const below =
      index === open ? `<div style="position:absolute;left:0;top:100%;z-index:40">${menu(sketch)}</div>` : '';
    return `<span style="position:relative;flex:none"><span class="k-item ${index === open ? random.pick(['on', 'tint']) : ''}" style="padding:3px ${pad}px" ${truth('menu_item', index === open ? ['selected'] : [])}>${random.chance(0.8) ? speech.action() : speech.capital()}</span>${below}</span>`;
  };
  return `<div class="k-row k-bar" style="padding:${random.int(0, 4)}px 6px;gap:0;overflow:visible">${random.times(count, one)}</div>`;
};

export const navigationBar: Block = (sketch) => {
  const { random, speech, theme } = sketch;
  const tinted = random.chance(0.3)
    ? 'background:var(--accent);color:var(--on-accent);--link:var(--on-accent);--fg:var(--on-accent);--panel:var(--accent);'
    : '';
  const logo = random.chance(0.6)
    ? picture(sketch, random.int(18, 34), random.int(18, 34), random.pick([0, 6, 30]))
    : '';
  const brand = `<b style="font-size:${theme.fontSize + 4}px" class="k-nowrap">${speech.capital()}</b>`;
  const search = random.chance(0.6) ? field(sketch, { width: random.int(120, 300), placeholder: speech.action() }) : '';
  const user = random.pick([
    () => avatar(sketch, random.int(22, 36)),
    () => button(sketch),
    () => `${avatar(sketch, 26)}<span class="k-nowrap">${speech.person()}</span>`,
  ])();
  return `<div class="k-row k-bar k-nowrap" style="padding:${theme.pad + 4}px 14px;gap:${random.int(8, 20)}px;${tinted}">${logo}${brand}${random.times(random.int(2, 6), () => link(sketch, speech.action()))}<span class="k-grow"></span>${search}${random.times(random.int(0, 4), () => iconButton(sketch))}${user}</div>`;
};

/** Navigation down the side: entries of full width. */
export const sideBar: Block = (sketch) => {
  const { random, speech, icons, theme } = sketch;
  const tinted = random.chance(0.3) ? 'background:#1f2733;color:#e5e9f0;--muted:#9aa4b5;--fg:#e5e9f0;' : '';
  const narrow = random.chance(0.12);
  const count = random.int(5, 14);
  const chosen = random.int(0, count - 1);
  const withIcons = narrow || random.chance(0.65);
  const pad = random.int(3, 10);
  const look = random.pick(['on', 'tint']);
  const entry = (index: number) => {
    const states = index === chosen ? ['selected'] : [];
    const text = narrow
      ? ''
      : `<span class="k-grow k-cut">${speech.action()}</span>${random.chance(0.15) ? badge(sketch) : ''}`;
    const title =
      !narrow && index > 0 && random.chance(0.1)
        ? `<div style="padding:8px 8px 2px"><span class="k-muted k-small" data-r="heading">${speech.label()}</span></div>`
        : '';
    return `${title}<div class="k-item ${index === chosen ? look : ''}" style="padding:${pad}px 10px;border-radius:${random.chance(0.5) ? 'var(--radius)' : '0'}" ${truth(narrow ? 'icon' : 'menu_item', states)}>${withIcons ? icons.draw(theme.fontSize + (narrow ? 8 : 3)) : ''}${text}</div>`;
  };
  const top =
    random.chance(0.4) && !narrow
      ? `<div class="k-row" style="padding:6px">${avatar(sketch, 30)}<span class="k-cut">${speech.person()}</span></div>`
      : '';
  const scroll = random.chance(0.2) ? `k-scroll ${random.pick(['', 'thin'])}` : '';
  return `<div class="${scroll}" style="width:${narrow ? 'max-content' : `${random.int(140, 240)}px`};flex:none;background:var(--panel);border-right:var(--border-width) solid var(--border);padding:6px ${random.pick([0, 6])}px;overflow-x:hidden;overflow-y:${scroll === '' ? 'hidden' : 'auto'};height:100%;${tinted}">${top}${random.times(count, entry)}</div>`;
};

function dialogFrame(sketch: Sketch, body: string, foot: string): string {
  const { random, speech } = sketch;
  const states = random.chance(0.3);
  const title = heading(sketch, speech.title(), random.pick([1.1, 1.25, 1.4]));
  const close = random.chance(0.6) ? iconButton(sketch, random.int(12, 18)) : '';
  const line = states ? 'border-bottom:1px solid var(--border)' : '';
  const pad = random.int(8, 22);
  return `<div class="k-float" style="width:${Math.min(sketch.width - 20, random.int(260, 520))}px" ${truth('dialog')}><div class="k-row k-between" style="padding:${pad * 0.7}px ${pad}px;${line}"><div class="k-grow">${title}</div>${close}</div><div class="k-col" style="padding:${pad * 0.5}px ${pad}px">${body}</div><div class="k-row" style="padding:${pad * 0.8}px ${pad}px;justify-content:${random.pick(['flex-end', 'flex-end', 'center', 'flex-start', 'space-between'])}">${foot}</div></div>`;
}

export const dialog: Block = (sketch) => {
  const { random, speech, icons } = sketch;
  const sign = random.chance(0.4)
    ? `<span class="k-icon" ${truth('icon')}>${icons.draw(random.int(24, 48), random.pick(['#d33', '#e90', '#27c', 'currentColor']))}</span>`
    : '';
  const text = `<div class="k-row">${sign}<p class="k-grow">${speech.paragraph(random.int(1, 2))}</p></div>`;
  const fields = random.chance(0.45)
    ? random.times(
        random.int(1, 3),
        () =>
          `<div class="k-col" style="gap:3px"><span>${speech.label()}</span>${random.chance(0.7) ? field(sketch, { width: '100%' }) : select(sketch, '100%')}</div>`,
      )
    : '';
  const box = random.chance(0.3)
    ? `<label class="k-check">${bareMark(sketch, 'checkbox')}<span>${speech.option()}</span></label>`
    : '';
  const buttons = random.times(random.int(1, 3), (index) =>
    button(sketch, { variant: index === 0 ? 'solid' : sketch.theme.button }),
  );
  return dialogFrame(sketch, text + fields + box, buttons);
};

export const popover: Block = (sketch) => {
  const { random, speech } = sketch;
  return `<div class="k-float k-col" style="padding:10px;width:${random.int(160, 280)}px" ${truth('dialog')}>${random.chance(0.6) ? heading(sketch, speech.title(), 1.1) : ''}<span>${speech.sentence(5, 14)}</span><div class="k-row">${button(sketch)}${random.chance(0.4) ? link(sketch) : ''}</div></div>`;
};

/** A short notice: neither window nor dialog. */
export const toast: Block = (sketch) => {
  const { random, speech, icons } = sketch;
  const colours = random.pick([
    '',
    '',
    'background:#222;color:#fff;--link:#8cf;',
    'background:#e7f6e7;color:#153;--fg:#153;--link:#153;',
    'background:#fde8e8;color:#611;--fg:#611;--link:#611;',
  ]);
  return `<div class="k-float k-row" style="padding:10px 14px;width:max-content;max-width:420px;${colours}">${random.chance(0.7) ? icons.draw(18) : ''}<span>${speech.sentence(3, 8)}</span>${random.chance(0.5) ? link(sketch) : ''}${random.chance(0.6) ? iconButton(sketch, 14) : ''}</div>`;
};

export const alertBox: Block = (sketch) => {
  const { random, speech, icons } = sketch;
  const hue = random.pick([0, 45, 120, 210]);
  const dark = sketch.theme.dark;
  return `<div class="k-row" style="padding:10px 12px;width:${random.int(280, 560)}px;border:1px solid hsl(${hue} 50% 55%);background:hsl(${hue} 60% ${dark ? 16 : 92}%);border-radius:min(var(--radius),8px)">${random.chance(0.7) ? icons.draw(18, `hsl(${hue} 60% 50%)`) : ''}<div class="k-grow">${random.chance(0.5) ? `<b>${speech.phrase(1, 3)}</b> ` : ''}${speech.sentence(5, 14)} ${random.chance(0.4) ? link(sketch) : ''}</div>${random.chance(0.4) ? iconButton(sketch, 14) : ''}</div>`;
};

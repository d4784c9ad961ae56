import { type Block, type Sketch, truth } from '../sketch.ts';
import { breadcrumbs, heading, pagination, tabs } from '../widgets/choices.ts';
import { field } from '../widgets/fill.ts';
import { avatar, picture } from '../widgets/picture.ts';
import { badge, button, iconButton, link } from '../widgets/press.ts';

function paragraph(sketch: Sketch): string {
  const { random, speech } = sketch;
  const linked = random.chance(0.45) ? ` ${link(sketch)} ${speech.paragraph(1)}` : '';
  const strong = random.chance(0.2) ? ` <b>${speech.phrase(1, 3)}</b> ${speech.sentence()}` : '';
  const align = random.chance(0.12) ? ' style="text-align:justify"' : '';
  return `<p${align}>${speech.paragraph(random.int(1, 4))}${linked}${strong}</p>`;
}

function bullets(sketch: Sketch): string {
  const { random, speech } = sketch;
  const numbered = random.chance(0.4);
  const one = (index: number) =>
    `<div style="display:flex;gap:8px"><span ${numbered ? '' : 'data-glyph'}>${numbered ? `${index + 1}.` : '•'}</span><span>${speech.sentence(3, 10)}</span></div>`;
  return `<div style="padding-left:14px">${random.times(random.int(2, 6), one)}</div>`;
}

export const article: Block = (sketch) => {
  const { random, speech, theme } = sketch;
  const part = () =>
    random.weighted([
      [6, () => paragraph(sketch)],
      [1.5, () => heading(sketch, speech.phrase(2, 6), 1.4, 'h2')],
      [1.2, () => bullets(sketch)],
      [
        1,
        () =>
          `<div>${picture(sketch, random.int(160, 460), random.int(80, 220))}<div class="k-muted k-small">${speech.sentence(4, 9)}</div></div>`,
      ],
      [
        0.6,
        () =>
          `<blockquote style="border-left:3px solid var(--accent);margin:0;padding:4px 12px;font-style:italic;background:none;color:inherit">${speech.paragraph(2)}</blockquote>`,
      ],
    ])();
  const size = `font-size:${theme.fontSize + random.pick([0, 0, 1, 2, 4])}px;${random.chance(0.25) ? `font-family:${random.pick(['"Liberation Serif"', '"DejaVu Serif"', '"Noto Serif"', '"EB Garamond"'])},serif;` : ''}`;
  const meta = random.chance(0.5)
    ? `<div class="k-row k-muted k-small">${random.chance(0.5) ? avatar(sketch, 28) : ''}<span>${speech.person()} · ${speech.date()}</span></div>`
    : '';
  return `<div class="k-col" style="width:${Math.min(sketch.width - 40, random.int(320, 720))}px;padding:8px;${size}">${random.chance(0.3) ? breadcrumbs(sketch) : ''}${heading(sketch, speech.phrase(3, 8), random.pick([1.6, 2, 2.4, 3]), 'h1')}${meta}${random.times(random.int(2, 7), part)}</div>`;
};

export const results: Block = (sketch) => {
  const { random, speech, theme } = sketch;
  const one = () =>
    `<div><div class="k-small k-muted">${speech.path()}</div><div style="font-size:${theme.fontSize + 4}px">${link(sketch, speech.phrase(3, 7))}</div><div>${random.chance(0.5) ? `${speech.date()} — ` : ''}${speech.paragraph(random.int(1, 2))}</div></div>`;
  const top = `<div class="k-row">${field(sketch, { width: random.int(240, 420), text: speech.phrase(1, 3) })}${random.chance(0.6) ? button(sketch) : iconButton(sketch)}</div>`;
  return `<div class="k-col" style="width:${Math.min(sketch.width - 40, random.int(400, 680))}px">${top}${random.chance(0.5) ? tabs(sketch) : ''}<span class="k-muted k-small">${random.int(1, 900)} ${speech.word()} (0.${random.int(10, 99)} s)</span>${random.times(random.int(3, 7), one)}${pagination(sketch)}</div>`;
};

export const hero: Block = (sketch) => {
  const { random, speech, theme } = sketch;
  return `<div class="k-col" style="padding:${random.int(20, 60)}px 20px;text-align:center;align-items:center;width:${Math.min(sketch.width - 40, random.int(420, 800))}px">${heading(sketch, speech.phrase(3, 6), random.pick([2, 2.6, 3.2]), 'h1')}<p class="k-muted" style="font-size:${theme.fontSize + 3}px">${speech.paragraph(2)}</p><div class="k-row">${button(sketch, { variant: 'solid' })}${button(sketch, { variant: 'outline' })}</div></div>`;
};

export const footer: Block = (sketch) => {
  const { random, speech } = sketch;
  const column = () =>
    `<div class="k-col" style="gap:4px">${heading(sketch, speech.label(), 1.05, 'h4')}${random.times(random.int(3, 5), () => `<div>${link(sketch, speech.action())}</div>`)}</div>`;
  return `<div class="k-row k-panel" style="align-items:flex-start;gap:40px;border-radius:0">${random.times(random.int(2, 5), column)}<span class="k-muted k-small">© ${random.int(2015, 2029)} ${speech.capital()}</span></div>`;
};

function barChart({ random }: Sketch): string {
  const hue = random.int(0, 359);
  const count = random.int(5, 14);
  return random.times(count, (index) => {
    const height = random.int(8, 85);
    return `<rect x="${6 + (index * 92) / count}" y="${95 - height}" width="${70 / count}" height="${height}" fill="hsl(${hue + index * random.pick([0, 9])} 60% 50%)"/>`;
  });
}

function lineChart({ random }: Sketch): string {
  const line = () => {
    const points = Array.from({ length: 12 }, (_, index) => `${4 + index * 8.3},${random.int(10, 90)}`).join(' ');
    return `<polyline points="${points}" fill="none" stroke="hsl(${random.int(0, 359)} 65% 50%)" stroke-width="1.5" vector-effect="non-scaling-stroke"/>`;
  };
  const grid = random.times(
    4,
    (index) =>
      `<path d="M4 ${20 + index * 20}H98" stroke="gray" stroke-opacity=".3" stroke-width="1" vector-effect="non-scaling-stroke"/>`,
  );
  return grid + random.times(random.int(1, 3), line);
}

function pieChart({ random }: Sketch): string {
  const length = 2 * Math.PI * 25;
  let used = 0;
  return random.times(random.int(3, 6), (index) => {
    const share = random.int(8, 30) / 100;
    const arc = `<circle cx="50" cy="50" r="25" fill="none" stroke="hsl(${index * 67 + random.int(0, 40)} 60% 50%)" stroke-width="${random.pick([14, 40])}" stroke-dasharray="${share * length} ${length}" stroke-dashoffset="${-used * length}"/>`;
    used += share;
    return arc;
  });
}

/** A chart is one image; its axis words stay words. */
export function chart(sketch: Sketch, width: number | string, height: number): string {
  const { random, speech } = sketch;
  const kind = random.pick([barChart, lineChart, pieChart]);
  const across = typeof width === 'number' ? `${width}px` : width;
  const aspect = kind === pieChart ? 'xMidYMid meet' : 'none';
  const axis = random.chance(0.5)
    ? `<span class="k-small k-muted" style="position:absolute;left:6px;bottom:0;right:6px;display:flex;justify-content:space-between;line-height:1.3">${random.times(random.int(2, 5), () => `<span>${random.pick([speech.word, () => String(random.int(0, 2029))])()}</span>`)}</span>`
    : '';
  return `<span class="k-image" style="width:${across};height:${height}px;${random.chance(0.4) ? 'border:1px solid var(--border);' : ''}padding-bottom:${axis === '' ? 0 : 16}px" ${truth('image')}><svg width="100%" height="100%" viewBox="0 0 100 100" preserveAspectRatio="${aspect}">${kind(sketch)}</svg>${axis}</span>`;
}

export const chartPanel: Block = (sketch) => {
  const { random, speech } = sketch;
  const width = random.int(220, 460);
  return `<div class="k-panel k-col" style="width:${width}px"><div class="k-row k-between">${heading(sketch, speech.title(), 1.15)}${random.chance(0.5) ? iconButton(sketch, 16) : link(sketch)}</div>${chart(sketch, '100%', random.int(90, 220))}</div>`;
};

export const figures: Block = (sketch) => {
  const { random, speech, theme } = sketch;
  const one = () =>
    `<div class="k-panel" style="min-width:${random.int(110, 190)}px"><div class="k-muted k-small k-nowrap">${speech.label()}</div><div style="font-size:${theme.fontSize + random.int(6, 16)}px;font-weight:600;line-height:1.3" class="k-nowrap">${random.pick([speech.amount, speech.measure, () => String(random.int(1, 9999))])()}</div><div class="k-small" style="color:${random.pick(['#2a8a3a', '#c33'])}">${random.pick(['+', '-'])}${random.int(0, 30)}.${random.int(0, 9)}%</div></div>`;
  return `<div class="k-row k-wrap" style="align-items:stretch">${random.times(random.int(2, 6), one)}</div>`;
};

export const comments: Block = (sketch) => {
  const { random, speech } = sketch;
  const one = () =>
    `<div class="k-row" style="align-items:flex-start">${avatar(sketch, random.int(24, 40))}<div class="k-grow"><b>${speech.person()}</b> <span class="k-muted k-small">${speech.date()}</span> ${random.chance(0.3) ? badge(sketch) : ''}<div>${speech.paragraph(random.int(1, 2))}</div><div class="k-row k-small">${link(sketch)}${link(sketch)}</div></div></div>`;
  return `<div class="k-col" style="width:${random.int(300, 520)}px">${heading(sketch, speech.title())}${random.times(random.int(2, 5), one)}</div>`;
};

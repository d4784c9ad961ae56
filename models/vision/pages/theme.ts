import { chooseFonts, type Fonts } from './fonts.ts';
import type { Random } from './random.ts';
import type { Split } from './split.ts';

export const buttonStyles = ['solid', 'outline', 'ghost', 'gradient', 'soft', 'raised', 'plain'] as const;
export const fieldStyles = ['box', 'under', 'filled', 'inset', 'shadow'] as const;
export const tabStyles = ['underline', 'boxed', 'pills', 'raised'] as const;
type Mood = 'light' | 'dark' | 'contrast' | 'colourful';

/** Everything a page's blocks agree on. Lengths are CSS px. */
export interface Theme {
  readonly mood: Mood;
  readonly dark: boolean;
  readonly fonts: Fonts;
  readonly fontSize: number;
  readonly pad: number;
  readonly gap: number;
  readonly radius: number;
  readonly markSize: number;
  readonly button: (typeof buttonStyles)[number];
  readonly field: (typeof fieldStyles)[number];
  readonly tab: (typeof tabStyles)[number];
  /** CSS custom properties for look.css. */
  readonly variables: Record<string, string>;
}

type Colours = Record<
  'bg' | 'panel' | 'fg' | 'muted' | 'accent' | 'on-accent' | 'border' | 'field' | 'link' | 'soft',
  string
>;
const hsl = (hue: number, saturation: number, lightness: number) => `hsl(${hue} ${saturation}% ${lightness}%)`;

function coloursOf(random: Random, mood: Mood): Colours {
  const hue = random.int(0, 359);
  const accentHue = random.int(0, 359);
  if (mood === 'dark') return darkColours(random, hue, accentHue);
  if (mood === 'contrast') return contrastColours(random);
  if (mood === 'colourful') return colourfulColours(random, hue, accentHue);
  return lightColours(random, hue, accentHue);
}

function lightColours(random: Random, hue: number, accentHue: number): Colours {
  const tint = random.pick([0, 0, 5, 15, 30]);
  return {
    bg: hsl(hue, tint, random.int(90, 100)),
    panel: random.chance(0.5) ? '#fff' : hsl(hue, tint, random.int(88, 100)),
    fg: hsl(hue, random.int(0, 25), random.int(5, 30)),
    muted: hsl(hue, 8, random.int(38, 50)),
    accent: hsl(accentHue, random.int(45, 95), random.int(28, 50)),
    'on-accent': '#fff',
    border: hsl(hue, random.int(0, 15), random.int(65, 90)),
    field: random.chance(0.8) ? '#fff' : hsl(hue, tint, 96),
    link: hsl(accentHue, 75, 35),
    soft: 'rgba(0,0,0,.08)',
  };
}

function darkColours(random: Random, hue: number, accentHue: number): Colours {
  const tint = random.pick([0, 0, 8, 20]);
  const base = random.int(5, 20);
  return {
    bg: hsl(hue, tint, base),
    panel: hsl(hue, tint, base + random.int(2, 9)),
    fg: hsl(hue, random.int(0, 15), random.int(78, 98)),
    muted: hsl(hue, 8, random.int(55, 68)),
    accent: hsl(accentHue, random.int(45, 95), random.int(34, 52)),
    'on-accent': '#fff',
    border: hsl(hue, random.int(0, 15), random.int(24, 42)),
    field: random.pick(['rgba(255,255,255,.06)', 'rgba(0,0,0,.35)', hsl(hue, tint, base + 4)]),
    link: hsl(accentHue, 75, 70),
    soft: 'rgba(255,255,255,.12)',
  };
}

function contrastColours(random: Random): Colours {
  const dark = random.chance(0.6);
  const [bg, fg] = dark ? ['#000', '#fff'] : ['#fff', '#000'];
  const accent = dark ? random.pick(['#ff0', '#0ff', '#1aebff', '#3ff23f']) : random.pick(['#00009f', '#600', '#063']);
  const soft = dark ? '#333' : '#ddd';
  return { bg, panel: bg, fg, muted: fg, accent, 'on-accent': bg, border: fg, field: bg, link: accent, soft };
}

function colourfulColours(random: Random, hue: number, accentHue: number): Colours {
  const dark = random.chance(0.5);
  const ground = hsl(hue, random.int(35, 80), dark ? random.int(18, 34) : random.int(74, 90));
  return {
    bg: random.chance(0.3)
      ? `linear-gradient(${random.int(0, 180)}deg, ${ground}, ${hsl(accentHue, 50, dark ? 25 : 85)})`
      : ground,
    panel: hsl(
      (hue + random.int(-30, 30) + 360) % 360,
      random.int(20, 70),
      dark ? random.int(14, 30) : random.int(84, 97),
    ),
    fg: dark ? hsl(hue, 30, 95) : hsl(hue, 50, 14),
    muted: dark ? hsl(hue, 25, 75) : hsl(hue, 30, 32),
    accent: hsl(accentHue, random.int(60, 100), random.int(30, 46)),
    'on-accent': '#fff',
    border: hsl(hue, 30, dark ? 45 : 65),
    field: dark ? 'rgba(0,0,0,.3)' : 'rgba(255,255,255,.75)',
    link: dark ? hsl(accentHue, 90, 80) : hsl(accentHue, 90, 28),
    soft: dark ? 'rgba(255,255,255,.15)' : 'rgba(0,0,0,.1)',
  };
}

function isDark(colours: Colours): boolean {
  const lightness = /(\d+)%\)$/.exec(colours.panel)?.[1];
  return lightness === undefined ? colours.panel === '#000' : Number(lightness) < 50;
}

function sizesOf(random: Random): Record<string, string> {
  const width = random.pick([0, 1, 1, 1, 1, 2]);
  const stripes = random.chance(0.3) ? 'rgba(128,128,128,.09)' : 'transparent';
  const grid = random.weighted([
    [3, 'row'],
    [2, 'all'],
    [2, 'none'],
  ]);
  return {
    'border-width': `${width}px`,
    shadow: random.chance(0.35) ? `0 ${random.int(0, 3)}px ${random.int(2, 10)}px rgba(0,0,0,.3)` : 'none',
    weight: random.pick(['400', '400', '400', '500', '600']),
    transform: random.weighted([
      [10, 'none'],
      [1.5, 'uppercase'],
      [0.5, 'capitalize'],
    ]),
    spacing: random.chance(0.1) ? '.06em' : 'normal',
    'heading-weight': random.pick(['400', '500', '600', '700', '700']),
    'heading-transform': random.chance(0.08) ? 'uppercase' : 'none',
    'head-transform': random.chance(0.2) ? 'uppercase' : 'none',
    underline: random.chance(0.4) ? 'underline' : 'none',
    leading: String(random.pick([1.2, 1.3, 1.4, 1.5, 1.6])),
    stripes: stripes,
    'row-line': grid === 'none' ? '0' : '1px',
    'column-line': grid === 'all' ? '1px' : '0',
    'caption-align': random.pick(['left', 'left', 'left', 'center']),
    thumb: `${random.int(5, 14)}px`,
    'scroll-radius': random.pick(['0', '3px', '9px']),
    focus: random.pick([
      'outline:2px solid var(--accent);outline-offset:1px',
      'outline:1px dotted var(--fg);outline-offset:-3px',
      'box-shadow:0 0 0 3px color-mix(in srgb, var(--accent) 55%, transparent)',
      'outline:3px solid #39f',
    ]),
  };
}

/** `lightOnly`: the page's style sheet has no dark side. */
export function chooseTheme(random: Random, split: Split, lightOnly: boolean): Theme {
  const chosen = random.weighted<Mood>([
    [54, 'light'],
    [34, 'dark'],
    [5, 'contrast'],
    [9, 'colourful'],
  ]);
  const mood = lightOnly ? 'light' : chosen;
  const colours = coloursOf(random, mood);
  const fonts = chooseFonts(random, split);
  const fontSize = random.pick([11, 12, 12, 13, 13, 13, 14, 14, 14, 15, 16, 16, 17, 18]);
  const pad = random.pick([1, 2, 3, 4, 5, 6, 8, 10]);
  const gap = random.pick([3, 4, 6, 8, 10, 12, 16]);
  const radius = random.pick([0, 0, 2, 3, 4, 4, 6, 8, 12, 20]);
  const markSize = random.pick([11, 12, 13, 13, 14, 16, 18, 20]);
  return {
    mood,
    dark: isDark(colours),
    fonts,
    fontSize,
    pad,
    gap,
    radius,
    markSize,
    button: random.pick(buttonStyles),
    field: random.weighted([
      [4, 'box'],
      [1.3, 'under'],
      [1.3, 'filled'],
      [1, 'inset'],
      [1, 'shadow'],
    ]),
    tab: random.pick(tabStyles),
    variables: {
      ...colours,
      ...sizesOf(random),
      font: `"${fonts.text}", sans-serif`,
      'heading-font': `"${fonts.heading}", sans-serif`,
      mono: `"${fonts.mono}", monospace`,
      size: `${fontSize}px`,
      pad: `${pad}px`,
      gap: `${gap}px`,
      radius: `${radius}px`,
      mark: `${markSize}px`,
    },
  };
}

import { readFileSync } from 'node:fs';
import { composePage } from './compose.ts';
import { chooseFramework, styleSheetOf } from './frameworks.ts';
import { Icons } from './icons.ts';
import { Random } from './random.ts';
import { Speech } from './speech.ts';
import type { Split } from './split.ts';
import { chooseTheme } from './theme.ts';

/** One page, ready to be shown: CSS px of its viewport, device px per CSS px, markup, and where it comes from. */
export interface Page {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  readonly html: string;
  readonly source: string;
}

const look = readFileSync(new URL('look.css', import.meta.url), 'utf8');

/** Viewports are chosen so that no picture grows much beyond 2000 x 1200 px. */
function chooseViewport(random: Random): { width: number; height: number; scale: number } {
  const scale = random.weighted([
    [14, 1],
    [1, 0.8],
    [2, 1.25],
    [1.5, 1.5],
    [1.5, 2],
    [0.6, 3],
  ]);
  if (scale === 3) return { scale, width: random.int(360, 640), height: random.int(300, 400) };
  if (scale === 2) return { scale, width: random.int(600, 960), height: random.int(400, 560) };
  const [width, height] = random.weighted<readonly [number, number]>([
    [9, [1280, 720]],
    [2, [1024, 768]],
    [2, [1366, 768]],
    [1, [1600, 900]],
    [scale > 1 ? 0 : 1.3, [1920, 1080]],
    [2.5, [random.int(360, 900), random.int(300, 700)]],
  ]);
  return { scale, width, height };
}

/** The page of a seed. The same seed and split give the same page as long as the fonts installed are the same. */
export function drawPage(seed: number, split: Split): Page {
  const random = new Random(seed);
  const { width, height, scale } = chooseViewport(random);
  const framework = chooseFramework(random, split);
  const theme = chooseTheme(random, split, framework.lightOnly === true);
  const sketch = {
    random,
    theme,
    framework,
    speech: new Speech(random),
    icons: new Icons(random, split),
    width,
    height,
  };
  const variables = Object.entries(theme.variables)
    .map(([name, value]) => `--${name}:${value};`)
    .join('');
  const shade = theme.dark ? 'dark' : 'light';
  const head = `<meta charset="utf-8"><title>page</title><style>${styleSheetOf(framework)}</style><style>:root{${variables}color-scheme:${shade}}${look}</style>`;
  const html = `<!doctype html><html lang="en" data-theme="${shade}" data-bs-theme="${shade}"><head>${head}</head><body class="${framework.body ?? ''}">${composePage(sketch)}</body></html>`;
  return { width, height, scale, html, source: `pages/${split}/${framework.name}-${theme.mood}` };
}

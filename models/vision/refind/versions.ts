import { readFileSync } from 'node:fs';
import { composePage } from '../pages/compose.ts';
import { chooseFramework, type Framework, styleSheetOf } from '../pages/frameworks.ts';
import { Icons } from '../pages/icons.ts';
import { Random } from '../pages/random.ts';
import { Speech } from '../pages/speech.ts';
import type { Split } from '../pages/split.ts';
import { chooseTheme, type Theme } from '../pages/theme.ts';

/** How a page is shown once more, and what was done to what is on it. */
export interface Version {
  readonly name: string;
  /** `same`: as it was; `colours`: dark for light and other colours; `all`: fonts, sizes, spacing, corners and style sheet too. */
  readonly design: 'same' | 'colours' | 'all';
  /** Device px per CSS px. */
  readonly scale: number;
  /** CSS px that everything moves right and down. */
  readonly shift: number;
  /** What happens to some of the targets, or to the records of lists. */
  readonly change: 'none' | 'removed' | 'doubled' | 'reordered' | 'grown';
}

const plain = { design: 'same', scale: 1, shift: 0, change: 'none' } as const;

/** The first is the one that targets are remembered from. */
export const versions: readonly Version[] = [
  { ...plain, name: 'base' },
  { ...plain, name: 'shift', shift: 29 },
  { ...plain, name: 'x0.8', scale: 0.8 },
  { ...plain, name: 'x1.25', scale: 1.25 },
  { ...plain, name: 'x1.5', scale: 1.5 },
  { ...plain, name: 'theme', design: 'colours' },
  { ...plain, name: 'theme-x1.25', design: 'colours', scale: 1.25 },
  { ...plain, name: 'redesign', design: 'all' },
  { ...plain, name: 'removed', change: 'removed' },
  { ...plain, name: 'removed-theme', design: 'colours', change: 'removed' },
  { ...plain, name: 'doubled', change: 'doubled' },
  { ...plain, name: 'doubled-theme', design: 'colours', change: 'doubled' },
  { ...plain, name: 'reordered', change: 'reordered' },
  { ...plain, name: 'grown', change: 'grown' },
];

const look = readFileSync(new URL('../pages/look.css', import.meta.url), 'utf8');

const colourNames = ['bg', 'panel', 'fg', 'muted', 'accent', 'on-accent', 'border', 'field', 'link', 'soft', 'stripes'];

interface Design {
  readonly framework: Framework;
  readonly theme: Theme;
}

function designOf(seed: number, split: Split, framework?: Framework): Design {
  const random = new Random(seed);
  const chosen = framework ?? chooseFramework(random, split);
  return { framework: chosen, theme: chooseTheme(random, split, chosen.lightOnly === true) };
}

/** A design of the other darkness, where the style sheet has one; its seed follows from the first one's. */
function otherDesign(first: Design, themeSeed: number, split: Split, framework?: Framework): Design {
  for (let seed = themeSeed + 1_000_000; ; seed++) {
    const design = designOf(seed, split, framework);
    if (design.theme.dark !== first.theme.dark || design.framework.lightOnly === true) return design;
  }
}

/** The same lengths and fonts in other colours. */
function recoloured(first: Theme, other: Theme): Theme {
  const colours = Object.fromEntries(colourNames.map((name) => [name, other.variables[name] ?? '']));
  return { ...first, mood: other.mood, dark: other.dark, variables: { ...first.variables, ...colours } };
}

function designFor({ design }: Version, themeSeed: number, split: Split, keepsFramework: boolean): Design {
  const first = designOf(themeSeed, split);
  if (design === 'same') return first;
  const other = otherDesign(first, themeSeed, split, keepsFramework ? first.framework : undefined);
  return design === 'all' ? other : { ...first, theme: recoloured(first.theme, other.theme) };
}

/**
 * The markup of a page. What stands on it follows from `contentSeed` alone, what it looks like from `themeSeed` and the design;
 * only where a block asks its theme before it draws does the content differ, which whoever pairs versions must check.
 */
export function drawVersion(
  contentSeed: number,
  themeSeed: number,
  split: Split,
  version: Version,
  keepsFramework = true,
): string {
  const { framework, theme } = designFor(version, themeSeed, split, keepsFramework);
  const random = new Random(contentSeed);
  const sketch = {
    random,
    theme,
    framework,
    speech: new Speech(random),
    icons: new Icons(random, split),
    width: 1280,
    height: 720,
  };
  const variables = Object.entries(theme.variables)
    .map(([name, value]) => `--${name}:${value};`)
    .join('');
  const shade = theme.dark ? 'dark' : 'light';
  const shift = version.shift > 0 ? `.k-root{transform:translate(${version.shift}px,${version.shift}px)}` : '';
  const head = `<meta charset="utf-8"><title>page</title><style>${styleSheetOf(framework)}</style><style>:root{${variables}color-scheme:${shade}}${look}${shift}</style>`;
  return `<!doctype html><html lang="en" data-theme="${shade}" data-bs-theme="${shade}"><head>${head}</head><body class="${framework.body ?? ''}">${composePage(sketch)}</body></html>`;
}

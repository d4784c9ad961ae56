import { execFileSync } from 'node:child_process';
import type { Random } from './random.ts';
import type { Split } from './split.ts';

const heldOut = ['Inter', 'Cantarell'];
const symbolFonts =
  /symbol|math|emoji|braille|dingbat|cjk|^(cm|es|eu|ms|rs|st|wa|ds)[a-z]+10$|icons|awesome|D050000L|last resort/i;
/** Faces that programs really use get most of the pages; the rest of the machine's families share the others. */
const usual = [
  'DejaVu Sans',
  'Liberation Sans',
  'Noto Sans',
  'Roboto',
  'Open Sans',
  'Lato',
  'Ubuntu',
  'Carlito',
  'Arimo',
  'Oxygen',
  'Nimbus Sans',
  'Manrope',
  'Source Sans 3',
  'Cabin',
  'FreeSans',
  'Droid Sans Fallback',
  'Noto Sans Display',
  'DejaVu Sans Condensed',
];

function familiesWith(filter: string): string[] {
  const listed = execFileSync('fc-list', [filter, 'family'], { encoding: 'utf8' }).split('\n');
  const first = listed.map((line) => line.split(',')[0]?.trim() ?? '').filter((name) => name !== '');
  return [...new Set(first)]
    .sort()
    .filter((name) => !symbolFonts.test(name) && !heldOut.some((held) => name.startsWith(held)));
}

/** Only families that can write every language of the vocabulary, so that no word falls back to another face. */
const covering = ':lang=en:lang=de:lang=fr:lang=pl:lang=cs:lang=hu:lang=tr';
let installed: { text: string[]; mono: string[] } | undefined;

function families(): { text: string[]; mono: string[] } {
  const mono = familiesWith(`${covering}:spacing=100`);
  installed ??= {
    mono,
    text: familiesWith(covering).filter((name) => !mono.includes(name) && !/mono|code/i.test(name)),
  };
  return installed;
}

export interface Fonts {
  readonly text: string;
  readonly heading: string;
  readonly mono: string;
}

export function chooseFonts(random: Random, split: Split): Fonts {
  const { text, mono } = families();
  const present = usual.filter((name) => text.includes(name));
  const choose = () =>
    split === 'unseen-frameworks' ? random.pick(heldOut) : random.pick(random.chance(0.7) ? present : text);
  const chosen = choose();
  return { text: chosen, heading: random.chance(0.85) ? chosen : choose(), mono: random.pick(mono) };
}

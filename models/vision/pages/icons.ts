import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Random } from './random.ts';
import type { Split } from './split.ts';

const sets = {
  lucide: '../node_modules/lucide-static/icons/',
  tabler: '../node_modules/@tabler/icons/icons/outline/',
  tablerFilled: '../node_modules/@tabler/icons/icons/filled/',
  ionicons: '../node_modules/ionicons/dist/svg/',
  bootstrap: '../node_modules/bootstrap-icons/icons/',
};
type SetName = keyof typeof sets;
const trainingSets: readonly SetName[] = ['lucide', 'tabler', 'ionicons', 'tablerFilled'];

/** Of the sets seen in training, this share (by name) is kept for the pages nobody trained on. */
const heldOutPercent = 15;

const fileNames = new Map<SetName, string[]>();
const drawings = new Map<string, string>();

function namesOf(set: SetName): string[] {
  const known =
    fileNames.get(set) ??
    readdirSync(folderOf(set))
      .filter((name) => name.endsWith('.svg'))
      .sort();
  fileNames.set(set, known);
  return known;
}

function folderOf(set: SetName): string {
  return fileURLToPath(new URL(sets[set], import.meta.url));
}

function isHeldOut(name: string): boolean {
  let hash = 0;
  for (const letter of name) hash = (hash * 31 + letter.charCodeAt(0)) >>> 0;
  return hash % 100 < heldOutPercent;
}

function drawingOf(set: SetName, name: string): string {
  const key = `${set}/${name}`;
  const known = drawings.get(key) ?? bare(readFileSync(folderOf(set) + name, 'utf8'));
  drawings.set(key, known);
  return known;
}

/** Leaves the shapes, and of the outer tag only what colours them. */
function bare(svg: string): string {
  const plain = svg
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<title>[^<]*<\/title>/g, '')
    .replace(/\s+/g, ' ');
  return plain.replace(/<svg[^>]*>/, (tag) => tag.replace(/ (class|width|height|xmlns)="[^"]*"/g, '')).trim();
}

/** Pictograms of one set: a page keeps to one family, as real programs do. */
export class Icons {
  readonly set: SetName;
  private readonly random: Random;
  private readonly split: Split;
  private readonly strokeWidth: number;

  constructor(random: Random, split: Split) {
    this.random = random;
    this.split = split;
    this.set = split === 'unseen-frameworks' ? 'bootstrap' : random.pick(trainingSets);
    this.strokeWidth = random.pick([1.25, 1.5, 2, 2, 2.5]);
  }

  /** One random pictogram as inline SVG of `size` CSS px. */
  draw(size: number, color = 'currentColor'): string {
    const svg = drawingOf(this.set, this.pickName()).replace('stroke-width="2"', `stroke-width="${this.strokeWidth}"`);
    return svg.replace('<svg', `<svg class="k-svg" width="${size}" height="${size}" style="color:${color}"`);
  }

  private pickName(): string {
    const names = namesOf(this.set);
    if (this.split === 'unseen-frameworks') return this.random.pick(names);
    for (;;) {
      const name = this.random.pick(names);
      if (isHeldOut(name) === (this.split === 'unseen-pages')) return name;
    }
  }
}

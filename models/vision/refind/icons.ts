import { rounded } from '../../../packages/sight/src/boxes.ts';
import { cropped } from '../../../services/vision/src/domain/remembering/remember.ts';
import { resemblances } from '../../../services/vision/src/domain/remembering/resemble.ts';
import type { Shown } from './in-page.ts';
import { boxOf, type Pages, type Sight } from './pairs.ts';

/** A picture of an icon that is looked for on another version of its page. */
export interface IconTrial {
  readonly page: number;
  readonly version: string;
  readonly isThere: boolean;
  readonly candidates: readonly {
    readonly box: number;
    readonly drawing: number;
    readonly edges: number;
    readonly isRight: boolean;
  }[];
}

const mostIcons = 6;
const asked = new Set(['shift', 'x0.8', 'x1.25', 'x1.5', 'theme', 'redesign']);

/** Icons without a text whose picture is cut out of the page as a person would. */
export async function iconTrialsOf({ base, others, seed }: Pages, stranger: Sight | undefined): Promise<IconTrial[]> {
  const frame = await base.frame();
  const icons = base.truth.elements
    .filter(
      ({ role, text, isClear }) => isClear && text === '' && (role === 'icon' || role === 'image' || role === 'button'),
    )
    .slice(0, mostIcons);
  const pictures = icons.map((shown) => ({ shown, picture: cropped(frame, rounded(boxOf(shown))) }));
  const trials: IconTrial[] = [];
  for (const sight of [...others.filter(({ truth }) => asked.has(truth.version)), ...(stranger ? [stranger] : [])]) {
    const pixels = await sight.frame();
    for (const { shown, picture } of pictures) {
      const now = sight === stranger ? undefined : sight.truth.elements.find(({ index }) => index === shown.index);
      if (sight !== stranger && !now?.isClear) continue;
      const candidates = resemblances(pixels, sight.screen, picture).map(({ element, box, drawing, edges }) => ({
        box,
        drawing,
        edges,
        isRight: now !== undefined && isOn(element.box, now),
      }));
      trials.push({ page: seed, version: sight.truth.version, isThere: now !== undefined, candidates });
    }
  }
  return trials;
}

const isOn = (box: { x: number; y: number; width: number; height: number }, shown: Shown): boolean => {
  const { x, y, width, height } = boxOf(shown);
  const [left, top] = [box.x + box.width / 2, box.y + box.height / 2];
  return left >= x && left < x + width && top >= y && top < y + height;
};

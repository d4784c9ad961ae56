import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { Role } from '@karna/proto/gen/target/v1/target';
import { shareInside, twice } from '@karna/sight/boxes';
import { leastTallPx, tallLines } from '@karna/sight/text-lines';
import { isPicture } from '../roles.ts';
import { distinct, isLine, type Sighting, withinFrame } from '../sighting.ts';
import type { Sights } from './look-memory.ts';

/** What the network sees in a frame and in its half, told apart. */
export interface Sighted {
  readonly elements: readonly Sighting[];
  /** Lines of text, headings included. */
  readonly lines: readonly Box[];
  readonly headings: readonly Sighting[];
}

/** In the halved frame smaller things are seen too, but worse than in the whole one (px of the whole frame). */
const largePx = { width: 240, height: 72 };

/** Whether what was seen in the halved frame (px of that) counts: what is smaller is seen better in the whole one. */
export const countsHalved = (sighting: Sighting): boolean =>
  isLine(sighting)
    ? sighting.role === 'ROLE_HEADING' || 2 * sighting.box.height >= leastTallPx
    : isLarge(twice(sighting.box));

/** Small things and ordinary type come from the whole frame, large ones also from its half. */
export function inBothSizes({ full, half }: Sights, size: { width: number; height: number }): Sighted {
  const doubled = half.map((sighting) => ({ ...sighting, box: twice(sighting.box) }));
  const large = doubled.filter((sighting) => !isLine(sighting));
  const elements = distinct(withinFrame([...full.filter((sighting) => !isLine(sighting)), ...large], size));
  const ofRole = (sightings: readonly Sighting[], role: Role) =>
    withinFrame(
      sightings.filter((sighting) => sighting.role === role),
      size,
    );
  const lines = ofRole(full, 'ROLE_TEXT');
  const headings = [...ofRole(full, 'ROLE_HEADING'), ...ofRole(doubled, 'ROLE_HEADING')];
  return {
    elements,
    lines: [...lines, ...tallLines(ofRole(doubled, 'ROLE_TEXT'), lines)]
      .filter((line) => !elements.some((picture) => isPictogram(line, picture)))
      .map(({ box }) => box),
    headings,
  };
}

const isLarge = ({ width, height }: Box): boolean => width >= largePx.width || height >= largePx.height;

/** A single sign that is rather a picture than a letter. On held-out pages one in three of the words that are none came of these. */
const isPictogram = (line: Sighting, picture: Sighting): boolean =>
  isPicture(picture.role) &&
  picture.score > line.score &&
  line.box.width < 2 * line.box.height &&
  picture.box.height < 2.5 * line.box.height &&
  shareInside(line.box, picture.box) > 0.5;

import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { twice } from '../geometry.ts';
import { distinct, isLine, type Sighting, withinFrame } from '../sighting.ts';
import { tallLines } from '../text-lines.ts';
import type { Sights } from './look-memory.ts';

/** What the network sees in a frame and in its half, told apart. */
export interface Sighted {
  readonly elements: readonly Sighting[];
  readonly lines: readonly Box[];
  readonly headings: readonly Box[];
}

/** In the halved frame smaller things are seen too, but worse than in the whole one (px of the whole frame). */
const largePx = { width: 240, height: 72 };

/** Small things and ordinary type come from the whole frame, large ones also from its half. */
export function inBothSizes({ full, half }: Sights, size: { width: number; height: number }): Sighted {
  const doubled = half.map((sighting) => ({ ...sighting, box: twice(sighting.box) }));
  const large = doubled.filter((sighting) => !isLine(sighting) && isLarge(sighting.box));
  const elements = distinct(withinFrame([...full.filter((sighting) => !isLine(sighting)), ...large], size));
  const linesOf = (sightings: readonly Sighting[], role: 'ROLE_TEXT' | 'ROLE_HEADING') =>
    withinFrame(
      sightings.filter((sighting) => sighting.role === role),
      size,
    ).map(({ box }) => box);
  const lines = linesOf(full, 'ROLE_TEXT');
  return {
    elements,
    lines: [...lines, ...tallLines(linesOf(doubled, 'ROLE_TEXT'), lines)],
    headings: [...linesOf(full, 'ROLE_HEADING'), ...linesOf(doubled, 'ROLE_HEADING')],
  };
}

const isLarge = ({ width, height }: Box): boolean => width >= largePx.width || height >= largePx.height;

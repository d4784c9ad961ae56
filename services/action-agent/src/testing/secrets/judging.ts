import type { Box } from '../../ports.ts';
import type { SecretKind } from './inventing.ts';
import type { Picture } from './picture.ts';
import type { PlantedScreen, PlantedSecret } from './planting.ts';

export interface Verdict {
  readonly kind: SecretKind;
  readonly layout: string;
  /** Which part of the secret's ink no mask covers, 0..1. */
  readonly shown: number;
}

/** How much of each secret the masks leave to be seen. */
export function verdicts(screen: PlantedScreen, masks: readonly Box[]): Verdict[] {
  const covered = coverage(screen.picture, masks);
  return screen.secrets.map((secret) => ({
    kind: secret.kind,
    layout: screen.layout,
    shown: shownOf(secret, covered),
  }));
}

const shownOf = ({ ink }: PlantedSecret, covered: Uint8Array): number =>
  ink.reduce((count, pixel) => count + (covered[pixel] ? 0 : 1), 0) / ink.length;

/** A mask needs so much room around what it hides. */
const marginPx = 4;

/** Which part of the screen is masked outside the lines and fields that hold secrets, 0..1. */
export function maskedWithoutNeed(screen: PlantedScreen, masks: readonly Box[]): number {
  const covered = coverage(screen.picture, masks);
  for (const place of screen.secrets.flatMap(({ places }) => places)) {
    const { x, y, width, height } = place;
    const needed = { x: x - marginPx, y: y - marginPx, width: width + 2 * marginPx, height: height + 2 * marginPx };
    fill(covered, screen.picture, needed, 0);
  }
  return covered.reduce((sum, one) => sum + one, 0) / covered.length;
}

function coverage(picture: Picture, masks: readonly Box[]): Uint8Array {
  const covered = new Uint8Array(picture.width * picture.height);
  for (const mask of masks) fill(covered, picture, mask, 1);
  return covered;
}

function fill(covered: Uint8Array, { width, height }: Picture, box: Box, value: number): void {
  const [left, end] = [Math.max(0, Math.floor(box.x)), Math.min(width, Math.ceil(box.x + box.width))];
  for (let y = Math.max(0, Math.floor(box.y)); y < Math.min(height, Math.ceil(box.y + box.height)); y++) {
    covered.fill(value, y * width + left, y * width + end);
  }
}

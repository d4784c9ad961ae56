/** One part of a frame that goes through a detector in one piece. */
export interface Band {
  readonly top: number;
  readonly height: number;
  /** What is found with its centre outside these rows belongs to a neighbour. */
  readonly ownFrom: number;
  readonly ownTo: number;
}

/** A frame up to this size goes through in one piece: 2560x1440. The network needs about 100 bytes of memory per pixel. */
const largestPx = 3_700_000;
/** Neighbours share so many rows, so that what lies on a border is whole in one of them (px). */
const overlapPx = 192;

/**
 * Cuts a large frame into full-width bands: what is on a screen is wide rather than tall. Only what is taller than the
 * overlap (large text areas, pictures) can be cut in two, and only on frames above `largestPx`.
 */
export function bandsOf(width: number, height: number): Band[] {
  if (width * height <= largestPx) return [{ top: 0, height, ownFrom: 0, ownTo: height }];
  const step = Math.max(overlapPx, Math.floor(largestPx / width) - overlapPx);
  const count = Math.ceil(Math.max(1, height - overlapPx) / step);
  return Array.from({ length: count }, (_, index) => {
    const top = index * step;
    const end = Math.min(height, top + step + overlapPx);
    const ownFrom = index === 0 ? 0 : top + overlapPx / 2;
    const ownTo = index === count - 1 ? height : top + step + overlapPx / 2;
    return { top, height: end - top, ownFrom, ownTo };
  });
}

/** Two presses of Escape so close together (ms) halt. */
const twiceMs = 600;

/** Says of each press of Escape whether it is the second of two. */
export function escapeTwice(): (atMs: number) => boolean {
  let lastMs = Number.NEGATIVE_INFINITY;
  return (atMs) => {
    const isSecond = atMs - lastMs <= twiceMs;
    lastMs = isSecond ? Number.NEGATIVE_INFINITY : atMs;
    return isSecond;
  };
}

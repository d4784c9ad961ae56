// What is going on, for whoever waits: on the error output, so that the table or the JSON stays alone on the other.

/** Not more often than this, but for the last one (ms). */
const everyMs = 5_000;

export const say = (what: string): void => console.error(`  ${what}`);

/** Tells how many of a set have been looked at. */
export function progressOf(
  name: string,
  tell: (what: string) => void = say,
  now: () => number = () => performance.now(),
) {
  const began = now();
  let told = began;
  return (count: number, all: number): void => {
    if (count < all && now() - told < everyMs) return;
    told = now();
    tell(`${name}: ${count} of ${all} pictures, ${Math.round((told - began) / 1000)} s`);
  };
}

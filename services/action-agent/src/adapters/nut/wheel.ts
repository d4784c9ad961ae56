/** A click of the wheel, as Windows counts its turn (WHEEL_DELTA of MOUSEEVENTF_WHEEL). */
const windowsDelta = 120;

/** Clicks of the wheel as nut-js 4.2.6 takes them: on Windows it hands the amount to SendInput as it is, and on X11 it has left and right mixed up. */
export function nutTurn(
  { right, down }: { readonly right: number; readonly down: number },
  platform: NodeJS.Platform,
): { right: number; down: number } {
  if (platform === 'win32') return { right: right * windowsDelta, down: down * windowsDelta };
  return { right: platform === 'linux' ? 0 - right : right, down };
}

/** A click of the wheel, as Windows counts its turn (WHEEL_DELTA of MOUSEEVENTF_WHEEL). */
const windowsDelta = 120;

/** On macOS libnut turns by px (kCGScrollEventUnitPixel): about three lines of text, as a click goes elsewhere. A real wheel is accelerated there. */
const macPx = 40;

/**
 * Clicks of the wheel as nut-js 4.2.6 takes them: on Windows it hands the amount to SendInput as it is, on macOS it counts px, and on X11 it has
 * left and right mixed up. Whether they are so on macOS, too, is not known: it has not been tried there.
 */
export function nutTurn(
  { right, down }: { readonly right: number; readonly down: number },
  platform: NodeJS.Platform,
): { right: number; down: number } {
  if (platform === 'win32') return { right: right * windowsDelta, down: down * windowsDelta };
  if (platform === 'darwin') return { right: right * macPx, down: down * macPx };
  return { right: platform === 'linux' ? 0 - right : right, down };
}

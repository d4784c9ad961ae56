import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { byteAt, type Frame } from '@karna/sight/frame';

/** How many levels (0..255) a dimmed pixel may be off: rounding, and smoothed edges. */
const slack = 6;
const mostlyDimmed = 0.95;
/** Every so many bytes are enough to learn how a whole screen was dimmed; odd, so that all colours are met. */
const sampleStep = 7;

/**
 * Behind a dialog the whole screen is often dimmed. Learns from both frames which level became which, and says of a tile
 * whether it shows the same as before, only dimmed.
 */
export function veilOver(before: Frame, after: Frame): (tile: Box) => boolean {
  const became = levelsAfter(before, after);
  return ({ x, y, width, height }) => {
    let fitting = 0;
    for (let row = y; row < y + height; row++) {
      const from = (row * after.width + x) * 3;
      for (let i = from; i < from + width * 3; i++) {
        const expected = byteAt(became, byteAt(before.rgb, i));
        if (Math.abs(expected - byteAt(after.rgb, i)) <= slack) fitting++;
      }
    }
    return fitting >= mostlyDimmed * width * height * 3;
  };
}

/** For each level before the commonest level after. */
function levelsAfter(before: Frame, after: Frame): Uint8Array {
  const counts = new Uint32Array(256 * 256);
  for (let i = 0; i < before.rgb.length; i += sampleStep) {
    const cell = byteAt(before.rgb, i) * 256 + byteAt(after.rgb, i);
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return Uint8Array.from({ length: 256 }, (_, level) => {
    const row = counts.subarray(level * 256, (level + 1) * 256);
    return row.indexOf(Math.max(...row));
  });
}

// Checks and decodes one picture from stdin; says how it went and how much memory that took at most.
import { buffer } from 'node:stream/consumers';
import { DomainError } from '@karna/common/errors';
import { decoded, SharpImages } from '../image.ts';

const limits = { maxBytes: 1_000_000, maxPixels: 4_000_000 };
const data = await buffer(process.stdin);
const began = performance.now();
const outcome = await new SharpImages(limits)
  .check(data)
  .then(() => decoded(data, limits))
  .then(
    ({ width, height }) => `${width}x${height}`,
    (error: unknown) => DomainError.from(error).code,
  );
const tookMs = Math.round(performance.now() - began);
// The system counts kilobytes.
const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
process.stdout.write(JSON.stringify({ outcome, tookMs, peakMb }));

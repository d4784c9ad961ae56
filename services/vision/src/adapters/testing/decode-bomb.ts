// Checks and decodes one picture from stdin; says how it went and how much memory that took at most.
import { readFileSync } from 'node:fs';
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
// Of this program alone: what `resourceUsage` tells may be the peak of the one that started it. In kilobytes.
const [, peakKb] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
const peakMb = Math.round(Number(peakKb) / 1024);
process.stdout.write(JSON.stringify({ outcome, tookMs, peakMb }));

// The shipped networks on pages with planted secrets: none of them may be left to be seen. The full run is `bench`.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { measureRedaction } from './testing/secrets/measuring.ts';

const modelsFolder = fileURLToPath(new URL('../../../models/', import.meta.url));
const tesseract = existsSync('/usr/bin/tesseract');
if (!tesseract)
  process.stderr.write('without Tesseract only our own reader looks at what is left (apt-get install tesseract-ocr)\n');

/** CI has forty minutes for everything. */
const wanted = process.env.KARNA_TEST_BRIEF === 'true' ? 40 : 100;

describe('planted secrets', () => {
  test('are not to be seen or read in what leaves the agent, and little else is hidden', {
    timeout: 600_000,
  }, async () => {
    const measured = await measureRedaction({
      secrets: wanted,
      seed: 2026,
      readBackBy: tesseract ? ['ours', 'tesseract'] : ['ours'],
      modelsFolder,
    });
    expect(measured.secrets).toBeGreaterThanOrEqual(wanted);
    expect(measured).toMatchObject({ visible: 0, read: 0 });
    expect(measured.maskedWithoutNeed.mean).toBeLessThan(0.02);
  });
});

// The quality gate: a model or rule that sees worse must not slip in. The pictures are fixed and held out (models/vision/gate); the bounds
// beside them are what the shipped models reached, less a little, and are set anew with `npm run bench -- vision --set-gate`.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Lifecycle } from '@karna/common/lifecycle';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Gate,
  type GateFigures,
  gateFaults,
  gateFigures,
  gateFolder,
  lookAtAll,
  openVision,
  readTruths,
} from './testing/index.ts';

const life = new Lifecycle();
afterAll(() => life[Symbol.asyncDispose]());

describe('with the shipped models vision', () => {
  let figures: GateFigures;
  let gate: Gate;
  beforeAll(async () => {
    gate = JSON.parse(await readFile(join(gateFolder, 'figures.json'), 'utf8'));
    const { truths, faults } = await readTruths(gateFolder);
    expect(faults).toEqual([]);
    expect(truths.length).toBeGreaterThanOrEqual(12);
    figures = gateFigures(await lookAtAll(await openVision(life), truths));
  });

  test('sees, reads and finds on the pictures of the gate as well as it did', () => {
    expect(gateFaults(figures, gate.bounds)).toEqual([]);
  });

  test('has figures that the bounds still belong to', () => {
    // Far above them, a model could get much worse before anybody noticed: set them anew.
    const { ap50, wordsExact, found } = figures;
    expect(ap50 - gate.bounds.ap50).toBeLessThan(0.08);
    expect(wordsExact - gate.bounds.wordsExact).toBeLessThan(0.08);
    expect(found - gate.bounds.found).toBeLessThan(0.08);
  });
});

import { expect, test } from 'vitest';
import { figuresOf, type Outcome } from './report.ts';

const outcome = (stepsMs: number[], applicationsMs: number[]): Outcome => ({
  who: 'karna',
  app: 'form',
  change: 'same',
  round: 1,
  isPresent: true,
  verdict: 'right',
  why: '',
  stepsMs,
  applicationsMs,
  tookMs: 0,
});

test('tells the time of a step without what its application took, and with it', () => {
  const figures = figuresOf([outcome([900, 700], [400, 100]), outcome([800], [900])], 'karna');
  expect(figures).toMatchObject({ stepP50Ms: 500, stepP95Ms: 600, stepWholeP50Ms: 800, stepWholeP95Ms: 900 });
});

import { expect, test } from 'vitest';
import { parseExposition } from './exposition.ts';

test('reads counters, histograms, labels with quotes, and infinities', () => {
  const text = `# HELP a_total Words.
# TYPE a_total counter
a_total{verb="say \\"x, y\\"",code=""} 3
# HELP b_seconds Time.
# TYPE b_seconds histogram
b_seconds_bucket{le="+Inf"} 1
b_seconds_sum 0.5
b_seconds_count 1
# TYPE c gauge
c -Inf
`;
  expect(parseExposition(text)).toEqual([
    { name: 'a_total', labels: { verb: 'say \\"x, y\\"', code: '' }, value: 3 },
    { name: 'b_seconds_bucket', labels: { le: '+Inf' }, value: 1 },
    { name: 'b_seconds_sum', labels: {}, value: 0.5 },
    { name: 'b_seconds_count', labels: {}, value: 1 },
    { name: 'c', labels: {}, value: Number.NEGATIVE_INFINITY },
  ]);
});

test.each([
  ['a line of no form', '# TYPE a gauge\na = 1\n'],
  ['a value that is no number', '# TYPE a gauge\na one\n'],
  ['a sample that nothing declares', 'a 1\n'],
  ['the same sample twice', '# TYPE a gauge\na 1\na 2\n'],
  ['an open label', '# TYPE a gauge\na{b="c} 1\n'],
  ['a last line that does not end', '# TYPE a gauge\na 1'],
])('refuses %s', (_, text) => {
  expect(() => parseExposition(text)).toThrow();
});

import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { dashboards, kept, written } from './build.mjs';

const root = new URL('../../', import.meta.url);
/** Every metric name of ours that the sources make. */
const made = new Set(
  execFileSync(
    'grep',
    [
      '-rhoE',
      '--include=*.ts',
      '--exclude-dir=node_modules',
      '--exclude-dir=dist',
      "'karna_[a-z_]+'",
      'packages',
      'services',
    ],
    { cwd: root, encoding: 'utf8' },
  )
    .split('\n')
    .map((quoted) => quoted.slice(1, -1)),
);

describe.each(dashboards)('the dashboard "$title"', (described) => {
  it('is in its file as it was described (else: node infra/grafana/build.mjs)', () => {
    expect(kept(described)).toBe(written(described));
  });

  it('asks only for metrics that exist', () => {
    const asked = JSON.stringify(described.rows).match(/\bkarna_[a-z_]+/g) ?? [];
    const base = (name) => name.replace(/_(bucket|count|sum)$/, '');
    const unknown = asked.filter((name) => !made.has(name) && !made.has(base(name)));
    expect(unknown).toEqual([]);
  });
});

import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { shellQuoted } from './shell-quoted.ts';

test.each(['click "Save"', "it's", '$(id) `id` \\ !', 'a\nb', ''])('%j comes back from a shell as it was', (text) => {
  expect(execFileSync('sh', ['-c', `printf %s ${shellQuoted(text)}`]).toString()).toBe(text);
});

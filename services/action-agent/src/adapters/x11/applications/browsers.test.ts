import { expect, it } from 'vitest';
import { extraArguments } from './browsers.ts';

const home = { HOME: '/home/someone' };

it('adds nothing for a person, and nothing to other programs', () => {
  expect(extraArguments('chromium', false, ':1', home)).toEqual([]);
  expect(extraArguments('mousepad', true, ':1', home)).toEqual([]);
});

it('quietens a browser of root and gives it a profile for each display', () => {
  const args = extraArguments('chromium', true, ':1', home);
  expect(args).toContain('--no-sandbox');
  expect(args).toContain('--test-type');
  expect(args).toContain('--user-data-dir=/home/someone/.cache/karna/chromium-1');
  expect(extraArguments('chromium', true, ':2', home)).not.toEqual(args);
  expect(args.join(' ')).not.toContain('remote-debugging');
});

it('keeps quiet on a virtual desktop of our own, with its sandbox when it is not root', () => {
  const args = extraArguments('chromium', false, ':1', { ...home, KARNA_DESKTOP: 'virtual' });
  expect(args).toContain('--no-first-run');
  expect(args).not.toContain('--no-sandbox');
});

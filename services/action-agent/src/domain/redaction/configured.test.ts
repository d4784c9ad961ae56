import { expect, test } from 'vitest';
import type { Window } from '../../ports.ts';
import { area } from '../boxes.ts';
import { configuredPlaces } from './configured.ts';
import { globs, regions } from './configuring.ts';

const screen = { width: 1000, height: 500 };
const at = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });
const windowOf = (
  title: string,
  application: string,
  box = at(100, 100, 200, 100),
  more: Partial<Window> = {},
): Window => ({
  id: title,
  title,
  application,
  pid: 1,
  box,
  active: false,
  minimized: false,
  ...more,
});
const places = (settings: { regions?: string; windows?: string }, ...windows: Window[]) =>
  configuredPlaces(regions(settings.regions ?? '') ?? [], globs(settings.windows ?? ''), windows, screen);

test('a region of the desktop is masked, in px or shares of it', () => {
  expect(places({ regions: '10,20,30,40; 50%,0,50%,10%' })).toEqual([at(10, 20, 30, 40), at(500, 0, 500, 50)]);
});

test('a region of a window moves with it', () => {
  expect(places({ regions: 'Mail*@0,0,100%,20%' }, windowOf('Mail - inbox', 'mail'))).toEqual([at(100, 100, 200, 20)]);
});

test('a window is masked as a whole, by its title or application, whatever the case', () => {
  expect(places({ windows: '*keepass*' }, windowOf('Database', 'KeePassXC'))).toEqual([at(100, 100, 200, 100)]);
  expect(places({ windows: 'data?ase' }, windowOf('Database', 'x'))).toHaveLength(1);
  expect(places({ windows: 'data' }, windowOf('Database', 'x'))).toEqual([]);
});

test('a minimised window is not there', () => {
  expect(places({ windows: '*' }, windowOf('a', 'b', at(0, 0, 10, 10), { minimized: true }))).toEqual([]);
});

test('what another window lies over is left to be seen, but for its edges', () => {
  const hidden = windowOf('Vault', 'vault', at(0, 0, 400, 300));
  const over = windowOf('Browser', 'browser', at(100, 0, 500, 500));
  const parts = places({ windows: 'vault' }, hidden, over);
  expect(parts.reduce((sum, box) => sum + area(box), 0)).toBe(400 * 300 - 288 * 288);
  expect(parts.some((box) => box.x + box.width > 300 && box.y < 250 && box.y + box.height > 200)).toBe(false);
});

test('a malformed region is refused', () => {
  for (const text of ['1,2,3', 'a,b,c,d', '1,2,3,-4', 'x@']) expect(regions(text)).toBeUndefined();
});

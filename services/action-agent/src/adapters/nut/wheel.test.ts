import { expect, it } from 'vitest';
import { nutTurn } from './wheel.ts';

it('turns by whole notches on Windows', () => {
  expect(nutTurn({ right: -1, down: 3 }, 'win32')).toEqual({ right: -120, down: 360 });
});

it('has left and right the other way round on X11, where the library mixes them up', () => {
  expect(nutTurn({ right: 2, down: -3 }, 'linux')).toEqual({ right: -2, down: -3 });
});

it('turns by px on macOS, where a click is a few lines', () => {
  expect(nutTurn({ right: 2, down: -3 }, 'darwin')).toEqual({ right: 80, down: -120 });
});

it('leaves the wheel as it is elsewhere', () => {
  expect(nutTurn({ right: 2, down: -3 }, 'freebsd')).toEqual({ right: 2, down: -3 });
});

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { HookInput } from './hearing.ts';
import { type Injected, OwnInput } from './own-input.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const none = { control: false, alt: false, shift: false, meta: false, timeMs: 0 };
const down = (code: number): HookInput => ({ kind: 'key', code, isDown: true, ...none });
const up = (code: number): HookInput => ({ kind: 'key', code, isDown: false, ...none });
const button = (number: number, isDown: boolean): HookInput => ({
  kind: 'button',
  button: number,
  isDown,
  x: 0,
  y: 0,
  ...none,
});
const motion: HookInput = { kind: 'motion', timeMs: 0 };
const wheel: HookInput = { kind: 'wheel', right: 0, down: 1, x: 0, y: 0, ...none };
const [a, b, escapeKey] = [0x1e, 0x30, 0x01];

/** Hands that do something; what `inject` returns says that it is done. */
function hands() {
  let observer =
    (_what: readonly Injected[]): (() => void) =>
    () => {};
  const own = new OwnInput({
    observe: (given) => {
      observer = given;
      return () => {
        observer = () => () => {};
      };
    },
  });
  return { own, inject: (...what: Injected[]) => observer(what) };
}
const pressed = (count: number): Injected[] => [
  { kind: 'key', isDown: true, count },
  { kind: 'key', isDown: false, count },
];

test('each key that is pressed in our name is ours once, whichever key the layout makes of it', () => {
  const { own, inject } = hands();
  inject(...pressed(1))();
  expect(own.explains(down(b))).toBe(true);
  expect(own.explains(up(b))).toBe(true);
  expect(own.explains(down(b))).toBe(false);
  expect(own.explains(up(b))).toBe(false);
});

test('what takes long to be done is ours for as long', () => {
  const { own, inject } = hands();
  const done = inject(...pressed(2));
  vi.advanceTimersByTime(5_000);
  expect(own.explains(down(a))).toBe(true);
  done();
  vi.advanceTimersByTime(499);
  expect(own.explains(down(b))).toBe(true);
});

test('what comes long after ours was done is somebody else’s', () => {
  const { own, inject } = hands();
  inject(...pressed(1), { kind: 'motion' }, { kind: 'wheel' }, { kind: 'button', button: 'left', isDown: true })();
  vi.advanceTimersByTime(501);
  expect([down(a), motion, wheel, button(1, true)].map((input) => own.explains(input))).toEqual(Array(4).fill(false));
});

test('a key that we hold repeats, and is let go, as ours; the person’s beside it does so as theirs', () => {
  const { own, inject } = hands();
  expect(own.explains(down(b))).toBe(false);
  inject({ kind: 'key', isDown: true, count: 1 })();
  expect(own.explains(down(b))).toBe(false);
  expect(own.explains(down(a))).toBe(true);
  vi.advanceTimersByTime(2_000);
  expect(own.explains(down(a))).toBe(true);
  inject({ kind: 'key', isDown: false, count: 1 })();
  expect(own.explains(up(b))).toBe(false);
  expect(own.explains(up(a))).toBe(true);
});

test('a release that was never heard does not make the person’s next press ours', () => {
  const { own, inject } = hands();
  inject({ kind: 'key', isDown: true, count: 1 })();
  expect(own.explains(down(a))).toBe(true);
  inject({ kind: 'key', isDown: false, count: 1 })();
  vi.advanceTimersByTime(600);
  expect(own.explains(down(a))).toBe(false);
});

test('a text is ours in whatever keys it comes, but not what no text is made of', () => {
  const { own, inject } = hands();
  const done = inject({ kind: 'text' });
  for (const code of [0, a, 0x2a, b]) {
    expect(own.explains(down(code))).toBe(true);
    expect(own.explains(up(code))).toBe(true);
  }
  expect(own.explains(down(escapeKey))).toBe(false);
  done();
  vi.advanceTimersByTime(600);
  expect(own.explains(down(a))).toBe(false);
});

test('buttons are told apart', () => {
  const { own, inject } = hands();
  inject({ kind: 'button', button: 'right', isDown: true })();
  expect(own.explains(button(1, true))).toBe(false);
  expect(own.explains(button(2, false))).toBe(false);
  expect(own.explains(button(2, true))).toBe(true);
  expect(own.explains(button(2, true))).toBe(false);
});

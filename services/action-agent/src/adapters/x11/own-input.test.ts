import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type InjectedType, injected } from './injector.ts';
import { OwnInput } from './own-input.ts';

const { keyPress, motion } = injected;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A display that answers when it is told to. */
function display() {
  let inject = (_type: InjectedType, _detail: number): void => {};
  const answers: (() => void)[] = [];
  const injector = {
    observe: (observer: typeof inject) => {
      inject = observer;
      return () => {};
    },
  };
  const own = new OwnInput([injector], [keyPress, motion], () => new Promise<void>((resolve) => answers.push(resolve)));
  const answer = async () => {
    await Promise.resolve();
    answers.shift()?.();
    for (let turns = 0; turns < 5; turns++) await Promise.resolve();
  };
  return { own, answer, inject: (type: InjectedType, detail: number) => inject(type, detail) };
}

test('what comes back late from a display that stalls is still ours', async () => {
  const { own, inject, answer } = display();
  inject(keyPress, 38);
  inject(motion, 0);
  vi.advanceTimersByTime(5_000);
  expect(own.explains(keyPress, 38)).toBe(true);
  expect(own.explains(motion, 0)).toBe(true);
  await answer();
  vi.advanceTimersByTime(400);
  expect(own.explains(motion, 0)).toBe(true);
});

test('what comes once more, or long after the display had ours, is somebody else’s', async () => {
  const { own, inject, answer } = display();
  inject(keyPress, 38);
  expect(own.explains(keyPress, 39)).toBe(false);
  expect(own.explains(keyPress, 38)).toBe(true);
  expect(own.explains(keyPress, 38)).toBe(false);
  inject(keyPress, 38);
  inject(motion, 0);
  await answer();
  await answer();
  vi.advanceTimersByTime(600);
  expect(own.explains(keyPress, 38)).toBe(false);
  expect(own.explains(motion, 0)).toBe(false);
});

import { expect, test } from 'vitest';
import { defaultDataDir, readOptions } from './options.ts';

test('works with nothing said: a virtual desktop, the default port and folder', () => {
  expect(readOptions([], {})).toMatchObject({ port: 7400, display: undefined, dataDir: defaultDataDir, detach: false });
});

test('attaches to the display that is there, unless told otherwise', () => {
  expect(readOptions([], { DISPLAY: ':0' }).display).toBe(':0');
  expect(readOptions(['--display', ':5'], { DISPLAY: ':0' }).display).toBe(':5');
  expect(readOptions(['--headless'], { DISPLAY: ':0' }).display).toBeUndefined();
});

test.each([
  [['--port', 'many'], /--port takes a number/],
  [['--display', 'left'], /--display takes an X display/],
  [['--display', ':1', '--headless'], /contradict/],
  [['--log-level', 'loud'], /--log-level takes/],
  [['--prot', '1'], /--prot/],
])('refuses %j with what to write instead', (args, message) => {
  expect(() => readOptions(args, {})).toThrow(message);
});

import { Window } from '@karna/proto/gen/agent/v1/agent';
import { expect, test } from 'vitest';
import { openedWindows } from './opening.ts';

const editor = Window.create({ id: '1', title: 'notes', application: 'Mousepad', pid: 10, active: true });
const browser = Window.create({ id: '2', title: 'Start', application: 'Chromium', pid: 20 });
const chromium = { pid: 99, application: 'Chromium Web Browser' };

test('counts every new window', () => {
  const page = { ...browser, id: '3' };
  expect(openedWindows([editor], [editor, browser, page], chromium)).toEqual([browser, page]);
});

test('counts nothing while nothing happened', () => {
  expect(openedWindows([editor, browser], [editor, browser], chromium)).toEqual([]);
});

test('counts the window that a single-instance application raised', () => {
  const raised = { ...browser, active: true };
  expect(openedWindows([editor, browser], [{ ...editor, active: false }, raised], chromium)).toEqual([raised]);
});

test('counts the active window whose page changed', () => {
  const before = { ...browser, active: true };
  const after = { ...before, title: 'Orders' };
  expect(openedWindows([before], [after], chromium)).toEqual([after]);
});

test('does not count another application that came to the front meanwhile', () => {
  const before = [
    { ...editor, active: false },
    { ...browser, active: true },
  ];
  expect(openedWindows(before, [editor], chromium)).toEqual([]);
});

test('recognises a window by its process where names differ', () => {
  const raised = { ...browser, active: true };
  expect(openedWindows([browser], [raised], { pid: 20, application: 'Web' })).toEqual([raised]);
});

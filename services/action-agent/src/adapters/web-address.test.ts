import { expect, it } from 'vitest';
import { webAddress } from './web-address.ts';

it.each([
  ['https://example.org/a?b=c', 'https://example.org/a?b=c'],
  ['example.org', 'https://example.org/'],
  [' www.example.org/path ', 'https://www.example.org/path'],
  ['localhost:8080/x', 'https://localhost:8080/x'],
  ['http://127.0.0.1:99/', 'http://127.0.0.1:99/'],
  ['file:///tmp/page.html', 'file:///tmp/page.html'],
  ['about:blank', 'about:blank'],
])('takes %j', (said, address) => {
  expect(webAddress(said).href).toBe(address);
});

it.each(['', '--remote-debugging-port=9222', 'javascript:alert(1)', 'two words', 'mailto:a@example.org'])(
  'refuses %j',
  (said) => {
    expect(() => webAddress(said)).toThrow(expect.objectContaining({ code: 'input.invalid' }));
  },
);

import { expect, test } from 'vitest';
import { httpAddress, socketAddress, tokenProtocol } from './address.ts';

test.each([
  ['http://127.0.0.1:7400', 'ws://127.0.0.1:7400/v1/control', 'http://127.0.0.1:7400/v1/control'],
  ['https://karna.example/', 'wss://karna.example/v1/control', 'https://karna.example/v1/control'],
  [
    'wss://karna.example:8443/some/path#t',
    'wss://karna.example:8443/v1/control',
    'https://karna.example:8443/v1/control',
  ],
  ['ws://[::1]:7400', 'ws://[::1]:7400/v1/control', 'http://[::1]:7400/v1/control'],
])('finds the gateway at %s', (url, socket, http) => {
  expect(socketAddress(url, '/v1/control')).toBe(socket);
  expect(httpAddress(url, '/v1/control')).toBe(http);
});

test('refuses what is no address', () => {
  expect(() => socketAddress('the office one', '/')).toThrow(expect.objectContaining({ code: 'input.invalid' }));
});

test('writes a token so that it is a legal subprotocol, whatever is in it', () => {
  const written = tokenProtocol('karna_ü/+=?~');
  expect(written).toMatch(/^karna\.token\.[\w-]+$/);
  const base64 = written.slice('karna.token.'.length).replaceAll('-', '+').replaceAll('_', '/');
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  expect(new TextDecoder().decode(bytes)).toBe('karna_ü/+=?~');
});

import type { IncomingMessage } from 'node:http';
import { DomainError } from '@karna/common/errors';
import type { ConsoleFile, ConsoleFiles } from '../ports.ts';
import type { Answer } from './answer.ts';

/** Only its own files, its own gateway, and pictures that it was given as data. */
export const consolePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** A file of the console, in the smallest form that the browser takes. */
export function consoleFile(request: IncomingMessage, files: ConsoleFiles, path: string): Answer {
  const file = files.get(path);
  if (!file) throw new DomainError('protocol.unsupported', 'there is nothing at this address');
  const headers = {
    etag: file.etag,
    'cache-control': file.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    'content-security-policy': consolePolicy,
    vary: 'Accept-Encoding, Origin',
  };
  if (request.headers['if-none-match'] === file.etag) return { status: 304, headers, body: '' };
  const { encoding, body } = smallest(request, file);
  return { status: 200, headers: { ...headers, ...encoding, 'content-type': file.type }, body };
}

function smallest(request: IncomingMessage, { body, br, gzip }: ConsoleFile) {
  const taken = String(request.headers['accept-encoding'] ?? '')
    .split(',')
    .map((one) => one.trim().replace(/;q=(?:1|0\.\d*[1-9]).*$/, ''));
  if (br && taken.includes('br')) return { encoding: { 'content-encoding': 'br' }, body: br };
  if (gzip && taken.includes('gzip')) return { encoding: { 'content-encoding': 'gzip' }, body: gzip };
  return { encoding: {}, body };
}

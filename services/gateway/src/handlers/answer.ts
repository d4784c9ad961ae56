import { STATUS_CODES } from 'node:http';
import type { DomainError } from '@karna/common/errors';
import { Fault } from '@karna/proto/gen/fault/v1/fault';
import { statusOf } from './http-status.ts';

/** One HTTP answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** On every answer: nothing here may be framed, guessed at, run, or sent on as a referrer. */
export const securityHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

export const json = (status: number, value: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  body: `${JSON.stringify(value)}\n`,
});

/** A fault as JSON, `{"code": ..., "message": ...}`, under the status its code stands for. */
export function failure(error: DomainError, incidentId = ''): Answer {
  const status = statusOf(error.code);
  return json(status, Fault.toJSON(error.toFault(incidentId)), {
    ...(status === 401 ? { 'www-authenticate': 'Bearer realm="karna"' } : {}),
    ...(status === 429 ? { 'retry-after': '10' } : {}),
  });
}

/** An answer as bytes, for a socket that asked for an upgrade and does not get it. */
export function rawAnswer({ status, headers, body }: Answer): string {
  const all = {
    ...securityHeaders,
    ...headers,
    connection: 'close',
    'content-length': String(Buffer.byteLength(body)),
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines, '', String(body)].join('\r\n');
}

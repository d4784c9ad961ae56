import { DomainError } from '../errors.ts';
import { readTrace, writeTrace } from '../telemetry/trace.ts';

/** Header that turns a reply into an error; its value is the code, the body the message. */
export const errorHeader = 'karna-error';

/** Bytes and headers as they travel. */
export interface Envelope {
  readonly data: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

export const traceHeaders = writeTrace;
export const contextOf = (headers: Envelope['headers']) => readTrace(headers);

export function refuseTooLarge(data: Uint8Array, maxPayloadBytes: number): void {
  if (data.byteLength <= maxPayloadBytes) return;
  throw new DomainError(
    'input.too_large',
    `a message of ${data.byteLength} bytes is over the bus's ${maxPayloadBytes}`,
  );
}

/** `a.*.c` and `a.>` against `a.b.c`, as NATS does it. */
export function matches(pattern: string, subject: string): boolean {
  const want = pattern.split('.');
  const have = subject.split('.');
  for (const [index, token] of want.entries()) {
    if (token === '>') return have.length > index;
    if (have[index] === undefined || (token !== '*' && token !== have[index])) return false;
  }
  return want.length === have.length;
}

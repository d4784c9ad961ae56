import { BinaryReader } from '@bufbuild/protobuf/wire';
import { encoded } from '@karna/common/encoded';
import { DomainError } from '@karna/common/errors';
import type { Mail } from '../domain/outbox.ts';

/** How messages look on a connection: binary protobuf, or the same messages as JSON text. */
export const protocols = ['karna.v1.proto', 'karna.v1.json'] as const;
export type Protocol = (typeof protocols)[number];

export const isProtocol = (value: string): value is Protocol => (protocols as readonly string[]).includes(value);

interface Codec<T> {
  encode(message: T): { finish(): Uint8Array };
  decode(reader: BinaryReader): T;
  fromJSON(json: unknown): T;
  toJSON(message: T): unknown;
}

export interface Wire<In, Out> {
  /** `input.invalid` for what is not a message, `protocol.unsupported` for text on a binary connection and the reverse. */
  read(data: Uint8Array, isBinary: boolean): In;
  write(message: Out): Mail;
}

export function wireFor<In, Out>(protocol: Protocol, incoming: Codec<In>, outgoing: Codec<Out>): Wire<In, Out> {
  return protocol === 'karna.v1.proto' ? binaryWire(incoming, outgoing) : jsonWire(incoming, outgoing);
}

/** Refuses strings that are not UTF-8 instead of putting question marks in. */
class StrictReader extends BinaryReader {
  override string(): string {
    return super.string(true);
  }
}

const binaryWire = <In, Out>(incoming: Codec<In>, outgoing: Codec<Out>): Wire<In, Out> => ({
  read: (data, isBinary) => {
    if (!isBinary) throw new DomainError('protocol.unsupported', 'this connection speaks binary protobuf, not text');
    return orInvalid('protobuf', () => incoming.decode(new StrictReader(data)));
  },
  write: (message) => encoded(outgoing, message),
});

const utf8 = new TextDecoder('utf-8', { fatal: true });

const jsonWire = <In, Out>(incoming: Codec<In>, outgoing: Codec<Out>): Wire<In, Out> => ({
  read: (data, isBinary) => {
    if (isBinary) throw new DomainError('protocol.unsupported', 'this connection speaks JSON text, not binary');
    return orInvalid('JSON', () => {
      const sent: unknown = JSON.parse(utf8.decode(data));
      const message = incoming.fromJSON(sent);
      requireSame(sent, incoming.toJSON(message), '');
      return message;
    });
  },
  write: (message) => JSON.stringify(outgoing.toJSON(message)),
});

function orInvalid<T>(format: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof DomainError) throw cause;
    throw new DomainError('input.invalid', `this is not a ${format} message of this channel`, { cause });
  }
}

/**
 * The generated JSON readers take anything for anything and skip what they do not know. Strict is: what was understood,
 * written out again, is what was sent; only defaults may be missing from it.
 */
function requireSame(sent: unknown, understood: unknown, path: string): void {
  if (isRecord(sent) && isRecord(understood)) {
    for (const [key, value] of Object.entries(sent)) requireSame(value, understood[camelCase(key)], `${path}.${key}`);
  } else if (Array.isArray(sent) && Array.isArray(understood) && sent.length === understood.length) {
    for (const [index, value] of sent.entries()) requireSame(value, understood[index], `${path}[${index}]`);
  } else if (!isSameScalar(sent, understood) && !(understood === undefined && isDefault(sent))) {
    throw new DomainError(
      'input.invalid',
      `"${path.slice(1, 80)}" is not a field of this message, or not of this kind`,
    );
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const camelCase = (key: string): string => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

const isDefault = (value: unknown): boolean =>
  value === null || value === '' || value === 0 || value === false || (Array.isArray(value) && value.length === 0);

/** Numbers may come as text, as protobuf's JSON writes long ones; times in any spelling of the same moment. */
function isSameScalar(sent: unknown, understood: unknown): boolean {
  if (Object.is(sent, understood)) return true;
  if (typeof sent !== 'string') return false;
  if (typeof understood === 'number') return String(understood) === sent;
  return typeof understood === 'string' && isTime.test(understood) && Date.parse(sent) === Date.parse(understood);
}

const isTime = /^\d{4}-\d\d-\d\dT/;

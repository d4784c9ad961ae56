/** The same messages in two spellings: compact bytes, or JSON that people and scripts can read. */
export type Protocol = 'karna.v1.proto' | 'karna.v1.json';

export interface Codec<T> {
  encode(message: T): { finish(): Uint8Array };
  decode(bytes: Uint8Array): T;
  fromJSON(json: unknown): T;
  toJSON(message: T): unknown;
}

export interface Wire<In, Out> {
  read(data: ArrayBuffer | string): In;
  write(message: Out): Uint8Array<ArrayBuffer> | string;
}

export const wireFor = <In, Out>(protocol: Protocol, incoming: Codec<In>, outgoing: Codec<Out>): Wire<In, Out> =>
  protocol === 'karna.v1.proto'
    ? {
        read: (data) =>
          incoming.decode(typeof data === 'string' ? new TextEncoder().encode(data) : new Uint8Array(data)),
        write: (message) => new Uint8Array(outgoing.encode(message).finish()),
      }
    : {
        read: (data) => incoming.fromJSON(JSON.parse(typeof data === 'string' ? data : new TextDecoder().decode(data))),
        write: (message) => JSON.stringify(outgoing.toJSON(message)),
      };

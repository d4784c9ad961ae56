import { BinaryWriter } from '@bufbuild/protobuf/wire';

interface Encoder<T> {
  encode(message: T, writer: BinaryWriter): { finish(): Uint8Array };
}

/** A writer that had to grow beyond this gives its memory back (bytes). */
const mostKept = 1024 * 1024;

let writer = new BinaryWriter();

/**
 * A message as binary protobuf. The writer keeps its memory: one that is made anew for each message of a live picture grows to its size in ten
 * steps, and what these leave behind costs more to collect than the picture costs to encode.
 */
export function encoded<T>(codec: Encoder<T>, message: T): Uint8Array {
  const mine = writer;
  writer = new BinaryWriter(); // until this one is whole again: encoding may fail in the middle
  const bytes = codec.encode(message, mine).finish();
  if (bytes.length <= mostKept) writer = mine;
  return bytes;
}

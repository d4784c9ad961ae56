import { createHash } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import { DomainError } from '@karna/common/errors';
import { fromKept, type KeptModel, kept } from '../../domain/skills/kept-model.ts';
import type { SkillModel } from '../../domain/skills/skill-model.ts';

const magic = Buffer.from('KARNALM\n');
/** Grows when an older Karna could not read the file any more. */
const format = 1;
const headBytes = magic.length + 4 + 32;

/** `KARNALM`, the format, the SHA-256 of what follows, and the model. */
export function encodeModel(model: SkillModel): Uint8Array {
  const body = serialize(kept(model));
  const head = Buffer.alloc(headBytes);
  magic.copy(head);
  head.writeUInt32LE(format, magic.length);
  createHash('sha256')
    .update(body)
    .digest()
    .copy(head, magic.length + 4);
  return Buffer.concat([head, body]);
}

/** Rejects what is cut, damaged, or of a newer Karna with `model.invalid`, before anything of it is used. */
export function decodeModel(bytes: Uint8Array): SkillModel {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length < headBytes || !file.subarray(0, magic.length).equals(magic))
    throw invalid('it is no model of language');
  const own = file.readUInt32LE(magic.length);
  if (own > format) throw invalid(`it was written by a newer Karna (format ${own})`);
  const body = file.subarray(headBytes);
  const sum = createHash('sha256').update(body).digest();
  if (!sum.equals(file.subarray(magic.length + 4, headBytes))) throw invalid('it is damaged');
  try {
    return fromKept(deserialize(body) as KeptModel);
  } catch (cause) {
    throw new DomainError('model.invalid', 'the model cannot be read: its parts do not fit', { cause });
  }
}

const invalid = (why: string): DomainError => new DomainError('model.invalid', `the model cannot be read: ${why}`);

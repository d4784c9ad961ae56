import type { BinaryWriter } from '@bufbuild/protobuf/wire';
import { expect, test } from 'vitest';
import { encoded } from './encoded.ts';

const text = { encode: (message: string, writer: BinaryWriter) => writer.uint32(10).string(message) };
const broken = {
  encode: (message: string, writer: BinaryWriter): BinaryWriter => {
    writer.uint32(10).fork().string(message);
    throw new RangeError('no');
  },
};

test('messages are independent of those before and after', () => {
  const first = encoded(text, 'one');
  const second = encoded(text, 'another one');
  expect([...first]).toEqual([10, 3, ...Buffer.from('one')]);
  expect([...second]).toEqual([10, 11, ...Buffer.from('another one')]);
});

test('one that fails in the middle leaves nothing in the next', () => {
  expect(() => encoded(broken, 'half')).toThrow('no');
  expect([...encoded(text, 'whole')]).toEqual([10, 5, ...Buffer.from('whole')]);
});

test('a very large one is whole, and so is the next', () => {
  const large = encoded(text, 'x'.repeat(3 * 1024 * 1024));
  expect(large.length).toBeGreaterThan(3 * 1024 * 1024);
  expect([...encoded(text, 'small')]).toEqual([10, 5, ...Buffer.from('small')]);
});

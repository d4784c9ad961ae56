import { expect, test } from 'vitest';
import { afterPersonMs, afterTaskMs, Lease, unheardMs } from './lease.ts';

const ann = { viewer: 'viewer_a', principal: 'ann' };
const ben = { viewer: 'viewer_b', principal: 'ben' };
const busy = expect.objectContaining({ code: 'desktop.busy' });

test('belongs to one viewer at a time, and to another only when they say so', () => {
  const lease = new Lease();
  lease.take(ann, false, 0);
  expect(() => lease.take(ben, false, 1)).toThrow(busy);
  expect(lease.take(ben, true, 2)).toEqual(ann);
  expect(lease.isHeldBy(ann.viewer)).toBe(false);
  expect(lease.isHeldBy(ben.viewer)).toBe(true);
});

test('is nobody’s right after the person at the desktop acted, not even by taking over', () => {
  const lease = new Lease();
  lease.personActed(0);
  expect(() => lease.take(ann, true, afterPersonMs - 1)).toThrow(busy);
  expect(lease.take(ann, false, afterPersonMs)).toBeUndefined();
});

test('is nobody’s right after a task acted', () => {
  const lease = new Lease();
  lease.taskActed(0);
  expect(() => lease.take(ann, true, afterTaskMs - 1)).toThrow(busy);
});

test('is lost by who is not heard of', () => {
  const lease = new Lease();
  lease.take(ann, false, 0);
  lease.heard(ben.viewer, unheardMs);
  expect(lease.isUnheard(unheardMs + 1)).toBe(true);
  lease.heard(ann.viewer, unheardMs);
  expect(lease.isUnheard(unheardMs + 1)).toBe(false);
});

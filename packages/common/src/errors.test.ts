import { expect, test } from 'vitest';
import { DomainError, hasCode } from './errors.ts';

test('keeps a known error, hides an unforeseen one', () => {
  const known = new DomainError('task.stale', 'changed meanwhile');
  expect(DomainError.from(known)).toBe(known);
  expect(known.retryable).toBe(true);
  const hidden = DomainError.from(new Error('password=hush'));
  expect(hidden.code).toBe('internal');
  expect(hidden.message).not.toContain('hush');
  expect(hidden.cause).toBeInstanceOf(Error);
});

test('tells cancelling and time-outs from failures', () => {
  expect(DomainError.from(AbortSignal.abort().reason).code).toBe('request.cancelled');
  expect(DomainError.from(new DOMException('late', 'TimeoutError')).code).toBe('request.deadline');
});

test('travels as a fault; a code from a newer build becomes internal', () => {
  const fault = new DomainError('target.missing', 'no Save button').toFault();
  expect(DomainError.fromFault(fault)).toMatchObject({ code: 'target.missing', message: 'no Save button' });
  expect(DomainError.fromFault({ ...fault, code: 'from.the.future' }).code).toBe('internal');
  expect(hasCode(DomainError.fromFault(fault), 'target.missing', 'target.ambiguous')).toBe(true);
});

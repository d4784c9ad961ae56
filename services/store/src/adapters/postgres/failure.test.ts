import { DomainError } from '@karna/common/errors';
import { DatabaseError } from 'pg';
import { describe, expect, it } from 'vitest';
import { failureOf } from './failure.ts';

function database(code: string): DatabaseError {
  const error = new DatabaseError('value "my secret" is wrong', 1, 'error');
  return Object.assign(error, { code, detail: 'Key (x)=(my secret)', table: 'task', constraint: 'task_pkey' });
}
const socket = (code: string) => Object.assign(new Error(`connect ${code}`), { code });

describe('a failure', () => {
  it.each([
    ['a serialization failure', database('40001'), 'conflict', 'service.overloaded'],
    ['a deadlock', database('40P01'), 'conflict', 'service.overloaded'],
    ['a shutdown', database('57P01'), 'lost', 'service.unavailable'],
    ['a start in progress', database('57P03'), 'lost', 'service.unavailable'],
    ['a connection exception', database('08006'), 'lost', 'service.unavailable'],
    ['a refused connection', socket('ECONNREFUSED'), 'lost', 'service.unavailable'],
    ['a broken connection', new Error('Connection terminated unexpectedly'), 'lost', 'service.unavailable'],
    ['a full pool', new Error('timeout exceeded when trying to connect'), 'lost', 'service.unavailable'],
    ['too many connections', database('53300'), 'final', 'service.overloaded'],
    ['a statement timeout', database('57014'), 'final', 'service.overloaded'],
    ['a character that cannot be kept', database('22P05'), 'final', 'input.invalid'],
    ['a rule of ours', new DomainError('task.stale', 'x'), 'final', 'task.stale'],
  ])('of %s has a meaning and a code', (_, thrown, kind, code) => {
    expect(failureOf(thrown)).toMatchObject({ kind, error: { code } });
  });

  it('that nobody foresaw is final and carries none of the data', () => {
    const { kind, error } = failureOf(database('23505'));
    expect(kind).toBe('final');
    expect(error.message).toBe('postgres answered 23505 (table task, constraint task_pkey)');
    expect(`${error.stack}${JSON.stringify(error)}${error.cause ?? ''}`).not.toContain('secret');
  });

  it('that has nothing to do with the database stays what it is', () => {
    const bug = new TypeError('x is not a function');
    expect(failureOf(bug)).toEqual({ kind: 'final', error: bug });
    expect(failureOf('text').error.message).toContain('no error');
  });
});

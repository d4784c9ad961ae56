import { DomainError } from '@karna/common/errors';
import { DatabaseError } from 'pg';

/** What a failed statement means for the unit of work it was part of. */
export interface Failure {
  /**
   * `lost`: the connection is gone, whether or not a commit got through. `conflict`: rolled back, worth another try as it is.
   * `final`: another try would end the same.
   */
  readonly kind: 'lost' | 'conflict' | 'final';
  readonly error: Error;
}

// https://www.postgresql.org/docs/current/errcodes-appendix.html
const conflicts: readonly string[] = ['40001', '40P01'];
/** admin_shutdown, crash_shutdown, cannot_connect_now, idle_session_timeout, idle_in_transaction_session_timeout. */
const gone: readonly string[] = ['57P01', '57P02', '57P03', '57P05', '25P03'];
/** query_canceled (statement timeout), lock_not_available. */
const late: readonly string[] = ['57014', '55P03'];
/** untranslatable_character, character_not_in_repertoire. */
const unstorable: readonly string[] = ['22P05', '22021'];
/** What Node says of sockets and names that fail. */
const socketCodes: readonly string[] = [
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
];
/** pg has no codes for these. */
const lostWords = /connection terminated|connection ended|timeout exceeded when trying|connection error|read timeout/i;

/** Sorts a failure. Postgres' own words may quote data, so of them only code, table and constraint go on. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof DomainError) return { kind: 'final', error: thrown };
  if (thrown instanceof DatabaseError) return ofDatabase(thrown);
  if (thrown instanceof Error && isLost(thrown)) return { kind: 'lost', error: unavailable(thrown) };
  return { kind: 'final', error: thrown instanceof Error ? thrown : new Error('something threw what is no error') };
}

function ofDatabase(thrown: DatabaseError): Failure {
  const code = thrown.code ?? '';
  const cause = withoutData(thrown);
  if (conflicts.includes(code)) return { kind: 'conflict', error: overloaded(cause) };
  if (gone.includes(code) || code.startsWith('08')) return { kind: 'lost', error: unavailable(cause) };
  if (late.includes(code) || code.startsWith('53')) return { kind: 'final', error: overloaded(cause) };
  if (unstorable.includes(code)) {
    return { kind: 'final', error: new DomainError('input.invalid', 'a text cannot be kept', { cause }) };
  }
  return { kind: 'final', error: cause };
}

const isLost = ({ code, message }: Error & { code?: string }): boolean =>
  code === undefined ? lostWords.test(message) : socketCodes.includes(code);

function withoutData({ code, table, constraint, routine }: DatabaseError): Error {
  const where = [table && `table ${table}`, constraint && `constraint ${constraint}`, routine].filter(Boolean);
  return new Error(`postgres answered ${code ?? 'without a code'} (${where.join(', ')})`);
}

const unavailable = (cause: Error) => new DomainError('service.unavailable', 'the database does not answer', { cause });
const overloaded = (cause: Error) => new DomainError('service.overloaded', 'the database is too busy', { cause });

import { type ErrorCode, errorCodes, isErrorCode } from '@karna/proto/errors';
import type { Fault } from '@karna/proto/gen/fault/v1/fault';

/** An expected failure with a stable code. Its message is written for people and carries nothing personal. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  get retryable(): boolean {
    return errorCodes[this.code].retry;
  }

  /** What nobody foresaw becomes `internal`. Its words stay in our log, reachable through `cause`. */
  static from(thrown: unknown): DomainError {
    if (thrown instanceof DomainError) return thrown;
    if (thrown instanceof Error && thrown.name === 'AbortError') {
      return new DomainError('request.cancelled', 'the request was cancelled', { cause: thrown });
    }
    if (thrown instanceof Error && thrown.name === 'TimeoutError') {
      return new DomainError('request.deadline', 'it took longer than the caller was willing to wait', {
        cause: thrown,
      });
    }
    return new DomainError('internal', 'something went wrong inside Karna', { cause: thrown });
  }

  /** The error that a fault from the wire stands for. A code this build does not know is `internal`. */
  static fromFault(fault: Fault): DomainError {
    return new DomainError(isErrorCode(fault.code) ? fault.code : 'internal', fault.message);
  }

  toFault(incidentId = ''): Fault {
    return { code: this.code, message: this.message, incidentId };
  }
}

export const hasCode = (thrown: unknown, ...codes: readonly ErrorCode[]): thrown is DomainError =>
  thrown instanceof DomainError && codes.includes(thrown.code);

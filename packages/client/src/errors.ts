import { type ErrorCode, errorCodes, isErrorCode } from '@karna/proto/errors';
import type { Fault } from '@karna/proto/gen/fault/v1/fault';

/** What went wrong, with a code to branch on. The message is for people and may be reworded at any time. */
export class KarnaError extends Error {
  override readonly name = 'KarnaError';
  readonly code: ErrorCode;
  /** For `internal`: finds the whole story in the gateway's log. */
  readonly incidentId: string;

  constructor(code: ErrorCode, message: string, options: ErrorOptions & { readonly incidentId?: string } = {}) {
    super(message, options);
    this.code = code;
    this.incidentId = options.incidentId ?? '';
  }

  /** Whether the same request may succeed later, as it is. */
  get retryable(): boolean {
    return errorCodes[this.code].retry;
  }

  /** A code that this build does not know is `internal`. */
  static fromFault({ code, message, incidentId }: Fault): KarnaError {
    return new KarnaError(isErrorCode(code) ? code : 'internal', message, { incidentId });
  }
}

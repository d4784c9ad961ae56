import { type CodeMeaning, type ErrorCode, errorCodes } from '@karna/proto/errors';

const byMeaning: Record<CodeMeaning['grpc'], number> = {
  INVALID_ARGUMENT: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  ABORTED: 409,
  FAILED_PRECONDITION: 409,
  OUT_OF_RANGE: 410,
  RESOURCE_EXHAUSTED: 429,
  UNAVAILABLE: 503,
  DEADLINE_EXCEEDED: 504,
  CANCELLED: 503,
  UNIMPLEMENTED: 404,
  INTERNAL: 500,
};

const exceptions: Partial<Record<ErrorCode, number>> = { 'input.too_large': 413, 'service.overloaded': 503 };

/** A code's HTTP status. */
export const statusOf = (code: ErrorCode): number => exceptions[code] ?? byMeaning[errorCodes[code].grpc];

import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { errorCodes, isErrorCode } from '@karna/proto/errors';
import { DomainError } from '../errors.ts';
import { writeTrace } from '../telemetry/trace.ts';

/** Metadata key with our error code, in an answer's trailers. */
const errorKey = 'karna-error';
/** Largest message, request or answer (bytes): a 4K frame as PNG fits with room to spare. */
export const maxMessageBytes = 64 * 1024 * 1024;

export function traceMetadata(): Metadata {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(writeTrace())) metadata.set(key, value);
  return metadata;
}

export function toStatus(error: DomainError): { code: status; details: string; metadata: Metadata } {
  const metadata = new Metadata();
  metadata.set(errorKey, error.code);
  return { code: status[errorCodes[error.code].grpc], details: error.message, metadata };
}

/** What grpc-js itself reports, when the server's own code did not come along. */
const local = new Map<status, DomainError['code']>([
  [status.CANCELLED, 'request.cancelled'],
  [status.DEADLINE_EXCEEDED, 'request.deadline'],
  [status.UNAVAILABLE, 'service.unavailable'],
  [status.UNIMPLEMENTED, 'protocol.unsupported'],
  [status.RESOURCE_EXHAUSTED, 'input.too_large'],
]);

export function fromStatus(error: ServiceError, service: string): DomainError {
  const [code] = error.metadata?.get(errorKey) ?? [];
  if (isErrorCode(code)) return new DomainError(code, error.details, { cause: error });
  const known = local.get(error.code);
  if (!known) return new DomainError('internal', 'something went wrong inside Karna', { cause: error });
  const message = known === 'service.unavailable' ? `the ${service} service does not answer` : error.details;
  return new DomainError(known, message, { cause: error });
}

import { DomainError } from '@karna/common/errors';

/** Longest name of anything or anybody: principals, desktops, request ids. */
export const maxNameLength = 200;

/** A short text that has to be there. */
export function named(what: string, value: string, maxLength = maxNameLength): string {
  if (value === '') throw new DomainError('input.invalid', `${what} is missing`);
  if (value.length > maxLength) {
    throw new DomainError('input.invalid', `${what} is longer than ${maxLength} characters`);
  }
  refuseNul(value);
  return value;
}

/** Postgres can keep every character but NUL, so it is refused at the door, wherever it hides. */
export function refuseNul(value: unknown): void {
  if (typeof value === 'string') {
    if (value.includes('\0')) throw new DomainError('input.invalid', 'text with a NUL character cannot be kept');
  } else if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array)) {
    for (const [key, inner] of Object.entries(value)) {
      refuseNul(key);
      refuseNul(inner);
    }
  }
}

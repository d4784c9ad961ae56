import { DomainError } from '@karna/common/errors';

/** Longest id, name or search text (characters); a command's text is bounded by the message. */
const maxTextLength = 1_000;

/** Rejects with `input.invalid` what is empty, with `input.too_large` what is longer than `most` characters. */
export function requireText(value: string, field: string, most = maxTextLength): void {
  if (value.trim() === '') throw new DomainError('input.invalid', `"${field}" is missing`);
  if (value.length > most) throw new DomainError('input.too_large', `"${field}" is too long`);
}

import { createHash, randomBytes } from 'node:crypto';
import { DomainError } from '@karna/common/errors';

/** What a token lets its bearer do: run and steer, look, enrol and issue tokens. */
export const scopes = ['operate', 'observe', 'administer'] as const;
export type Scope = (typeof scopes)[number];

/** Whom a token stands for. The token itself is known only to its bearer. */
export interface Principal {
  readonly tokenId: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Undefined: does not expire. */
  readonly expiresAt: Date | undefined;
}

/** 32 random bytes; the prefix lets scanners find a token that was leaked into a file. */
export const freshToken = (): string => `karna_${randomBytes(32).toString('base64url')}`;

/** What is kept of a token. It has 256 bits of chance, so a plain hash is enough. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** The scopes asked for, each once; at least one, and none that does not exist. */
export function checkedScopes(asked: readonly string[]): readonly Scope[] {
  const unknown = asked.find((scope) => !scopes.includes(scope as Scope));
  if (unknown !== undefined) throw new DomainError('input.invalid', `scopes are ${scopes.join(', ')}`);
  if (asked.length === 0) throw new DomainError('input.invalid', 'a token needs at least one scope');
  return scopes.filter((scope) => asked.includes(scope));
}

export const isExpired = (expiresAt: Date | undefined, now: Date): boolean =>
  expiresAt !== undefined && expiresAt <= now;

import { DomainError } from '@karna/common/errors';

/** What a token allows: look, run and steer, or manage desktops and tokens. None includes another. */
export const scopes = ['observe', 'operate', 'administer'] as const;
export type Scope = (typeof scopes)[number];

export const isScope = (value: string): value is Scope => (scopes as readonly string[]).includes(value);

/** Whoever stands behind a connection or request. */
export interface Caller {
  readonly principal: string;
  readonly scopes: readonly string[];
  /** Names the token without revealing it. */
  readonly tokenId: string;
  readonly expiresAt: Date | undefined;
}

export function requireScope(caller: Pick<Caller, 'scopes'>, scope: Scope): void {
  if (caller.scopes.includes(scope)) return;
  throw new DomainError('auth.forbidden', `this token does not have the scope "${scope}" that this needs`);
}

import { DomainError, hasCode } from '@karna/common/errors';
import type { Caller } from './domain/caller.ts';
import type { RateLimit } from './domain/rate-limit.ts';
import type { Tokens } from './ports.ts';

/** Longest token (characters); ours have about 50. */
const maxTokenLength = 512;

/** Who stands behind a token. Wrong tokens are counted by address; right ones always pass. */
export class Authentication {
  readonly #tokens: Tokens;
  readonly #failures: RateLimit;

  constructor(tokens: Tokens, failures: RateLimit) {
    this.#tokens = tokens;
    this.#failures = failures;
  }

  async caller(token: string | undefined, address: string): Promise<Caller> {
    if (token === undefined) {
      throw new DomainError('auth.missing', 'send your token as "Authorization: Bearer ..."');
    }
    try {
      if (token === '' || token.length > maxTokenLength) throw new DomainError('auth.invalid', 'this is not a token');
      const { name, scopes, tokenId, expiresAt } = await this.#tokens.authenticate(token);
      return { principal: name, scopes, tokenId, expiresAt };
    } catch (error) {
      if (!hasCode(error, 'auth.invalid') || this.#failures.take(address)) throw error;
      throw new DomainError('rate.limited', 'too many wrong tokens from your address; wait a minute', { cause: error });
    }
  }
}

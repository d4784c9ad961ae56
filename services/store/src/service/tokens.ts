import type { Cache } from '@karna/common/cache';
import type { Clock } from '@karna/common/clock';
import { DomainError } from '@karna/common/errors';
import { freshId } from '@karna/proto/ids';
import { named } from '../domain/limits.ts';
import { checkedScopes, freshToken, hashToken, isExpired, type Principal, scopes } from '../domain/token.ts';
import type { Events } from '../events.ts';
import type { TokenRecord, UnitOfWork } from '../ports.ts';

export interface TokenSettings {
  /** How long an authentication is remembered (ms); without a shared cache, a revoked token may live so much longer elsewhere. */
  readonly cacheMs: number;
  /** How long a token lives that a one-time token was traded for (ms). */
  readonly lastingMs: number;
}

export interface TokenOrder {
  readonly principal: string;
  readonly scopes: readonly string[];
  /** 0: does not expire. */
  readonly validMs: number;
  readonly oneTime: boolean;
}

export interface IssuedToken {
  readonly token: string;
  readonly principal: Principal;
}

const revokedMark = 'revoked';
/** A secret that an operator writes down has at least so many characters. */
const minBootstrapLength = 32;

/** Tokens: issued, traded, believed and revoked. */
export class TokenRecords {
  readonly #work: UnitOfWork;
  readonly #cache: Cache;
  readonly #clock: Clock;
  readonly #events: Events;
  readonly #settings: TokenSettings;

  constructor(work: UnitOfWork, cache: Cache, clock: Clock, events: Events, settings: TokenSettings) {
    this.#work = work;
    this.#cache = cache;
    this.#clock = clock;
    this.#events = events;
    this.#settings = settings;
  }

  async issue(order: TokenOrder): Promise<IssuedToken> {
    const token = freshToken();
    const record = this.#record(token, order);
    await this.#work.run((tx) => tx.tokens.issue(record));
    this.#events.tokenIssued(record.id, record.scopes);
    return { token, principal: principalOf(record) };
  }

  /** Lets the operator name the first token. Once revoked it stays so. */
  async bootstrap(token: string): Promise<void> {
    if (token.length < minBootstrapLength) {
      throw new DomainError('input.invalid', `a bootstrap token has at least ${minBootstrapLength} characters`);
    }
    const record = this.#record(token, { principal: 'operator', scopes, validMs: 0, oneTime: false });
    const isNew = await this.#work.run((tx) => tx.tokens.issue(record));
    if (isNew) this.#events.tokenIssued(record.id, record.scopes);
  }

  /** Trades a one-time token for a lasting one with the same scopes. */
  async exchange(oneTimeToken: string): Promise<IssuedToken> {
    const token = freshToken();
    const record = await this.#work.run(async (tx) => {
      const used = await tx.tokens.exchange(hashToken(oneTimeToken), this.#clock.now());
      if (!used) throw invalidToken();
      const lasting = this.#record(token, { ...used, validMs: this.#settings.lastingMs, oneTime: false });
      await tx.tokens.issue(lasting);
      return lasting;
    });
    this.#events.tokenIssued(record.id, record.scopes);
    return { token, principal: principalOf(record) };
  }

  async authenticate(token: string): Promise<Principal> {
    if (token === '') throw new DomainError('auth.missing', 'a token is needed');
    const hash = hashToken(token);
    const principal = (await this.#remembered(hash)) ?? (await this.#lookUp(hash));
    if (isExpired(principal.expiresAt, this.#clock.now())) throw invalidToken();
    return principal;
  }

  async revoke(tokenId: string): Promise<void> {
    const hash = await this.#work.run((tx) => tx.tokens.revoke(tokenId, this.#clock.now()));
    if (hash === undefined) throw new DomainError('input.invalid', 'there is no such token');
    // A mark rather than nothing: who looked it up just before cannot put it back.
    await this.#cache.set(cacheKey(hash), revokedMark, this.#settings.cacheMs);
    this.#events.tokenRevoked(tokenId);
  }

  async #remembered(hash: string): Promise<Principal | undefined> {
    const text = await this.#cache.get(cacheKey(hash));
    if (text === revokedMark) throw invalidToken();
    return text === undefined ? undefined : readPrincipal(text);
  }

  async #lookUp(hash: string): Promise<Principal> {
    const record = await this.#work.read((tx) => tx.tokens.lasting(hash));
    if (!record) throw invalidToken();
    const principal = principalOf(record);
    await this.#cache.add(cacheKey(hash), JSON.stringify(principal), this.#settings.cacheMs);
    return principal;
  }

  #record(token: string, { principal, scopes: asked, validMs, oneTime }: TokenOrder): TokenRecord {
    const createdAt = this.#clock.now();
    return {
      id: freshId<string>('token'),
      hash: hashToken(token),
      principal: named('the principal', principal),
      scopes: checkedScopes(asked),
      oneTime,
      createdAt,
      expiresAt: validMs === 0 ? undefined : new Date(createdAt.getTime() + validMs),
    };
  }
}

const cacheKey = (hash: string) => `karna:token:${hash}`;

const principalOf = ({ id, principal, scopes: granted, expiresAt }: TokenRecord): Principal => ({
  tokenId: id,
  name: principal,
  scopes: granted,
  expiresAt,
});

function readPrincipal(text: string): Principal {
  const { expiresAt, ...rest } = JSON.parse(text);
  return { ...rest, expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt) };
}

// One answer for unknown, used, expired and revoked: a guesser learns nothing.
const invalidToken = () => new DomainError('auth.invalid', 'this token is not valid (any more)');

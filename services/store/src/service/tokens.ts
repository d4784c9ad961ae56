import type { Cache } from '@karna/common/cache';
import type { Clock } from '@karna/common/clock';
import { DomainError } from '@karna/common/errors';
import { freshId } from '@karna/proto/ids';
import { operator, recordOf } from '../domain/audit.ts';
import { named } from '../domain/limits.ts';
import { checkedScopes, freshToken, hashToken, isExpired, type Principal, scopes } from '../domain/token.ts';
import type { Events } from '../events.ts';
import type { OpenToken, TokenRecord, UnitOfWork } from '../ports.ts';

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
  /** Empty: the installation itself. */
  readonly issuedBy?: string;
}

/** One token by its id, or everything that a principal has. */
export interface Revocation {
  readonly tokenId: string;
  readonly principal: string;
  /** Empty: the installation itself. */
  readonly revokedBy: string;
}

export interface IssuedToken {
  readonly token: string;
  readonly principal: Principal;
}

/** A token's being used is noted this often at most (ms). */
const seenEveryMs = 60_000;

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
  readonly #noted = new Map<string, number>();

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
    const { id, principal, issuedBy: actor } = record;
    const details = { scopes: record.scopes.join(' '), ...(record.oneTime && { one_time: 'true' }) };
    await this.#work.run(async (tx) => {
      await tx.tokens.issue(record);
      const done = { actor, deed: 'DEED_TOKEN_ISSUED', subject: id, subjectName: principal, details } as const;
      await tx.audit.append(recordOf(done, record.createdAt));
    });
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
      const { id, principal, createdAt } = lasting;
      const done = { actor: principal, deed: 'DEED_TOKEN_TRADED', subject: id, subjectName: principal } as const;
      await tx.audit.append(recordOf(done, createdAt));
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
    this.#noteUse(principal.tokenId);
    return principal;
  }

  /** What still opens something, by principal. */
  list(): Promise<readonly OpenToken[]> {
    return this.#work.read((tx) => tx.tokens.open(this.#clock.now()));
  }

  /** Answers the ids of what opens nothing any more. Rejects with `token.last`. */
  async revoke({ tokenId, principal, revokedBy }: Revocation): Promise<readonly string[]> {
    const revoked = await this.#work.run(async (tx) => {
      const now = this.#clock.now();
      const open = await tx.tokens.open(now, true);
      const meant = open.filter((one) => (principal === '' ? one.id === tokenId : one.principal === principal));
      if (meant.length === 0 && (principal !== '' || !(await tx.tokens.isKnown(tokenId)))) throw noToken();
      refuseTheLast(open, meant);
      for (const { id, principal: subjectName } of meant) {
        await tx.tokens.revoke(id, now);
        const actor = revokedBy === '' ? operator : revokedBy;
        await tx.audit.append(recordOf({ actor, deed: 'DEED_TOKEN_REVOKED', subject: id, subjectName }, now));
      }
      return meant;
    });
    for (const { id, hash } of revoked) {
      // A mark rather than nothing: who looked it up just before cannot put it back.
      await this.#cache.set(cacheKey(hash), revokedMark, this.#settings.cacheMs);
      this.#noted.delete(id);
      this.#events.tokenRevoked(id);
    }
    return revoked.map(({ id }) => id);
  }

  /** Beside the way: being let in does not wait for it, nor depend on it. */
  #noteUse(tokenId: string): void {
    const now = this.#clock.now();
    const noted = this.#noted.get(tokenId);
    if (noted !== undefined && now.getTime() - noted < seenEveryMs) return;
    this.#noted.set(tokenId, now.getTime());
    void this.#work
      .run((tx) => tx.tokens.seen(tokenId, now))
      .catch((error: unknown) => this.#events.tokenUseNotNoted(tokenId, error));
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

  #record(token: string, { principal, scopes: asked, validMs, oneTime, issuedBy = '' }: TokenOrder): TokenRecord {
    const createdAt = this.#clock.now();
    return {
      id: freshId<string>('token'),
      hash: hashToken(token),
      principal: named('the principal', principal),
      scopes: checkedScopes(asked),
      oneTime,
      createdAt,
      expiresAt: validMs === 0 ? undefined : new Date(createdAt.getTime() + validMs),
      issuedBy: issuedBy === '' ? operator : named('who gives it', issuedBy),
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

/** Somebody must be left who can let others in. */
function refuseTheLast(open: readonly OpenToken[], meant: readonly OpenToken[]): void {
  const opensAll = ({ oneTime, scopes: held }: OpenToken) => !oneTime && held.includes('administer');
  if (!meant.some(opensAll) || open.some((one) => opensAll(one) && !meant.includes(one))) return;
  throw new DomainError('token.last', 'nobody would be left who may administer; let somebody else in first');
}

const noToken = () => new DomainError('input.invalid', 'there is no such token');

// One answer for unknown, used, expired and revoked: a guesser learns nothing.
const invalidToken = () => new DomainError('auth.invalid', 'this token is not valid (any more)');

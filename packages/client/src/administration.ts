import type {
  AuditRecord,
  ConnectedClient,
  Deed,
  Retention,
  RetentionTerms,
  TokenSummary,
} from '@karna/proto/gen/access/v1/access';
import type { IssuedToken } from '@karna/proto/gen/channel/v1/control';
import type { Policy, Rules } from '@karna/proto/gen/policy/v1/policy';
import type { ControlSession, RequestOptions } from './control-session.ts';

/** What may connect, and what is connected. */
export interface WhoMayConnect {
  /** By principal; one of them may have several. */
  readonly tokens: readonly TokenSummary[];
  readonly clients: readonly ConnectedClient[];
}

export interface RecordQuery extends RequestOptions {
  readonly limit?: number;
  /** Only records with smaller ids. */
  readonly before?: number;
  readonly actor?: string;
  readonly deeds?: readonly Deed[];
}

/** Who may connect, what they did, how long that is kept, and within what tasks act. Needs the scope `administer`, but for reading the last two. */
export class Administration {
  readonly #session: ControlSession;

  constructor(session: ControlSession) {
    this.#session = session;
  }

  async access(options: RequestOptions = {}): Promise<WhoMayConnect> {
    return this.#session.request({ $case: 'listTokens', value: {} }, 'tokens', options);
  }

  issue(
    principal: string,
    scopes: readonly string[],
    { validMs = 0, ...options }: RequestOptions & { readonly validMs?: number } = {},
  ): Promise<IssuedToken> {
    const value = { principal, scopes: [...scopes], validMs };
    return this.#session.request({ $case: 'issueToken', value }, 'issuedToken', options);
  }

  /** One token. Connections that stand on it end at once. */
  async revoke(tokenId: string, options: RequestOptions = {}): Promise<void> {
    await this.#session.request({ $case: 'revokeToken', value: { tokenId, principal: '' } }, 'removed', options);
  }

  /** Everything that somebody has. */
  async shutOut(principal: string, options: RequestOptions = {}): Promise<void> {
    await this.#session.request({ $case: 'revokeToken', value: { tokenId: '', principal } }, 'removed', options);
  }

  /** How long things are kept, and how much is older; with terms, what these would remove: then nothing changes. */
  retention({ instead, ...options }: RequestOptions & { readonly instead?: RetentionTerms } = {}): Promise<Retention> {
    return this.#session.request({ $case: 'getRetention', value: { instead } }, 'retention', options);
  }

  /** What is older goes at once. 0: as the operator configured it. */
  setRetention(terms: RetentionTerms, options: RequestOptions = {}): Promise<Retention> {
    return this.#session.request({ $case: 'setRetention', value: { terms } }, 'retention', options);
  }

  /** Within what tasks act: on all desktops, or on one (name or id) besides. Rejects with `desktop.not_found`. */
  policy({ desktop = '', ...options }: RequestOptions & { readonly desktop?: string } = {}): Promise<Policy> {
    return this.#session.request({ $case: 'getPolicy', value: { desktop } }, 'policy', options);
  }

  /** Counts from the next action on, of tasks that run as well. */
  setPolicy(
    rules: Rules,
    { desktop = '', ...options }: RequestOptions & { readonly desktop?: string } = {},
  ): Promise<Policy> {
    return this.#session.request({ $case: 'setPolicy', value: { desktop, rules } }, 'policy', options);
  }

  /** Who did what, newest first; 50 unless told otherwise. */
  async records({
    limit = 0,
    before = 0,
    actor = '',
    deeds = [],
    ...options
  }: RecordQuery = {}): Promise<readonly AuditRecord[]> {
    const value = { limit, before, actor, deeds: [...deeds] };
    return (await this.#session.request({ $case: 'listRecords', value }, 'records', options)).records;
  }
}

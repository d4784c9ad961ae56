import { DomainError } from '@karna/common/errors';
import type { Retention } from '@karna/proto/gen/access/v1/access';
import type { IssueTokenRequest, RevokeTokenRequest } from '@karna/proto/gen/channel/v1/control';
import type { Desktop } from '@karna/proto/gen/desktop/v1/desktop';
import type { ClientsFeed } from './clients-feed.ts';
import { type Caller, isScope, scopes } from './domain/caller.ts';
import { requireText } from './domain/required.ts';
import type { Store } from './ports.ts';
import type { Question, Reply } from './service.ts';

type AccessQuestion = Extract<
  Question,
  {
    $case:
      | 'issueToken'
      | 'revokeToken'
      | 'listTokens'
      | 'getRetention'
      | 'setRetention'
      | 'listRecords'
      | 'getPolicy'
      | 'setPolicy';
  }
>;

export interface AccessRequestParts {
  readonly store: Pick<Store, 'tokens' | 'retention' | 'audit' | 'policies'>;
  /** Who is connected, here and at other gateways. */
  readonly clients: Pick<ClientsFeed, 'clients' | 'end'>;
  /** The desktop that is called so, by name or id. */
  readonly choose: (desktop: string) => Promise<Desktop>;
}

const mostRecords = 500;
const maxNameLength = 200;

/** What is asked about who may connect, what they did, how long that is kept, and within what tasks act. */
export class AccessRequests {
  readonly #parts: AccessRequestParts;

  constructor(parts: AccessRequestParts) {
    this.#parts = parts;
  }

  async answer(question: AccessQuestion, { principal }: Caller): Promise<Reply> {
    const { tokens, retention, audit, policies } = this.#parts.store;
    switch (question.$case) {
      case 'issueToken':
        return this.#issue(question.value, principal);
      case 'revokeToken':
        return this.#revoke(question.value, principal);
      case 'listTokens':
        return {
          $case: 'tokens',
          value: { tokens: await tokens.list(), clients: [...this.#parts.clients.clients] },
        };
      case 'getRetention':
        return retentionReply(await retention.get(question.value.instead));
      case 'setRetention': {
        const { terms } = question.value;
        if (!terms) throw new DomainError('input.invalid', 'say how long: terms');
        return retentionReply(await retention.set(terms, principal));
      }
      case 'getPolicy':
        return { $case: 'policy', value: await policies.get(await this.#desktopId(question.value.desktop)) };
      case 'setPolicy': {
        const { desktop, rules } = question.value;
        if (!rules) throw new DomainError('input.invalid', 'say what the rules are: "rules" is missing');
        return { $case: 'policy', value: await policies.set(await this.#desktopId(desktop), rules, principal) };
      }
      case 'listRecords': {
        const limit = Math.min(question.value.limit, mostRecords);
        return { $case: 'records', value: { records: await audit.list({ ...question.value, limit }) } };
      }
      default: {
        const nothing: never = question;
        return nothing;
      }
    }
  }

  /** Empty: all desktops. */
  async #desktopId(desktop: string): Promise<string> {
    return desktop === '' ? '' : (await this.#parts.choose(desktop)).id;
  }

  async #issue({ principal, scopes: wanted, validMs }: IssueTokenRequest, issuedBy: string): Promise<Reply> {
    requireText(principal, 'principal', maxNameLength);
    if (wanted.length === 0 || !wanted.every(isScope)) {
      throw new DomainError('input.invalid', `scopes are one or more of ${scopes.join(', ')}`);
    }
    const order = { principal: principal.trim(), scopes: wanted, validMs, oneTime: false, issuedBy };
    const issued = await this.#parts.store.tokens.issue(order);
    return { $case: 'issuedToken', value: { token: issued.token, tokenId: issued.principal?.tokenId ?? '' } };
  }

  async #revoke({ tokenId, principal }: RevokeTokenRequest, revokedBy: string): Promise<Reply> {
    if ((tokenId === '') === (principal === '')) {
      throw new DomainError('input.invalid', 'name a token or a principal: "tokenId" or "principal" is missing');
    }
    requireText(tokenId || principal, 'tokenId', maxNameLength);
    const { store, clients } = this.#parts;
    await clients.end(await store.tokens.revoke({ tokenId, principal, revokedBy }));
    return { $case: 'removed', value: {} };
  }
}

const retentionReply = (value: Retention): Reply => ({ $case: 'retention', value });

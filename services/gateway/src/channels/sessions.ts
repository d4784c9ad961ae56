import type { Clock } from '@karna/common/clock';
import type { Secret } from '@karna/common/config';
import { DomainError, hasCode } from '@karna/common/errors';
import type { ConnectedClient } from '@karna/proto/gen/access/v1/access';
import type { Caller } from '../domain/caller.ts';
import type { Channel } from '../events.ts';
import type { Tokens } from '../ports.ts';

/** One connection, as the rest of the gateway sees it. */
export interface Session {
  readonly channel: Channel;
  /** When it began. */
  readonly since: Date;
  /** Whose token it stands on; absent for agents, who prove themselves by their key. */
  readonly credentials?: { readonly caller: Caller; readonly token: Secret };
  fail(error: DomainError): void;
  /** Takes no new requests, and resolves when those in flight have been answered and the answers have left. */
  finish(): Promise<void>;
}

/** Every open connection: how many, on whose token, and how they all end. */
export class Sessions {
  readonly #open = new Set<Session>();
  #onGone: () => void = () => {};

  get size(): number {
    return this.#open.size;
  }

  add(session: Session): void {
    this.#open.add(session);
  }

  remove(session: Session): void {
    this.#open.delete(session);
    this.#onGone();
  }

  /** Connections of people and programs; desktops' agents are none. */
  get clients(): ConnectedClient[] {
    return [...this.#open].flatMap(({ credentials, channel, since }) => {
      if (!credentials) return [];
      const { tokenId, principal } = credentials.caller;
      return [{ tokenId, principal, channel, since }];
    });
  }

  /** The tokens were revoked: what stands on them ends. */
  endTokens(tokenIds: readonly string[]): void {
    for (const session of this.#open) {
      if (session.credentials && tokenIds.includes(session.credentials.caller.tokenId)) session.fail(noLongerValid());
    }
  }

  /** Looks at every token again, now and then: it may have expired, or been revoked through another gateway. */
  async recheck(tokens: Tokens, everyMs: number, clock: Clock, stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      await clock.sleep(everyMs, stopping).catch(() => {});
      for (const session of this.#open) {
        if (stopping.aborted) return;
        await this.#recheckOne(session, tokens);
      }
    }
  }

  /** Lets requests in flight finish, for at most so long, and ends all connections with `service.stopping`. */
  async drain(limitMs: number): Promise<void> {
    const late = new Promise((resolve) => setTimeout(resolve, limitMs).unref());
    const ended = [...this.#open].map(async (session) => {
      await Promise.race([session.finish(), late]);
      session.fail(new DomainError('service.stopping', 'this gateway is stopping; connect again'));
    });
    await Promise.all(ended);
    await Promise.race([this.#allGone(), late]);
  }

  #allGone(): Promise<void> {
    return new Promise((resolve) => {
      this.#onGone = () => this.#open.size === 0 && resolve();
      this.#onGone();
    });
  }

  async #recheckOne(session: Session, tokens: Tokens): Promise<void> {
    if (!session.credentials) return;
    try {
      await tokens.authenticate(session.credentials.token.reveal());
    } catch (error) {
      // A store that does not answer says nothing about the token.
      if (hasCode(error, 'auth.invalid', 'auth.missing')) session.fail(noLongerValid());
    }
  }
}

const noLongerValid = () => new DomainError('auth.invalid', 'this token has expired or was revoked');

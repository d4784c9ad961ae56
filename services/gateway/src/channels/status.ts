import type { Secret } from '@karna/common/config';
import { DomainError } from '@karna/common/errors';
import { StatusMessage, type StatusReply, StatusRequest } from '@karna/proto/gen/channel/v1/status';
import type { WebSocket } from 'ws';
import type { Caller } from '../domain/caller.ts';
import type { RateLimit } from '../domain/rate-limit.ts';
import type { Change } from '../domain/status-board.ts';
import type { GatewayEvents } from '../events.ts';
import type { StatusFeed } from '../status-feed.ts';
import { Connection } from './connection.ts';
import type { Session, Sessions } from './sessions.ts';
import { type Protocol, wireFor } from './wire.ts';

/** Largest status request (bytes). */
export const maxStatusBytes = 4 * 1024;

export interface StatusOptions {
  readonly feed: StatusFeed;
  readonly sessions: Sessions;
  readonly events: GatewayEvents;
  readonly rate: RateLimit;
  readonly pingMs: number;
}

/** `/v1/status`: how services and desktops are; everything known at first, then what changes, the newest per subject. */
export class StatusChannel {
  readonly #options: StatusOptions;

  constructor(options: StatusOptions) {
    this.#options = options;
  }

  accept(socket: WebSocket, protocol: Protocol, caller: Caller, token: Secret): void {
    new StatusSession(socket, protocol, { caller, token }, this.#options).open();
  }
}

class StatusSession implements Session {
  readonly channel = 'status';
  readonly since = new Date();
  readonly credentials: { readonly caller: Caller; readonly token: Secret };
  readonly #options: StatusOptions;
  readonly #connection: Connection<StatusRequest, StatusMessage>;
  readonly #unlisten: () => void;
  #sequence = 0;

  constructor(
    socket: WebSocket,
    protocol: Protocol,
    credentials: { readonly caller: Caller; readonly token: Secret },
    options: StatusOptions,
  ) {
    this.credentials = credentials;
    this.#options = options;
    this.#connection = new Connection(socket, {
      channel: 'status',
      wire: wireFor(protocol, StatusRequest, StatusMessage),
      events: options.events,
      pingMs: options.pingMs,
      closing: (value) => this.#numbered({ $case: 'closing', value }),
      onMessage: (request) => this.#take(request),
      onClosed: () => this.#end(),
    });
    this.#unlisten = options.feed.listen((change) => this.#tell(change));
  }

  open(): void {
    this.#options.sessions.add(this);
    const { board } = this.#options.feed;
    for (const report of board.services) this.#tell({ kind: 'service', report });
    for (const report of board.desktops) this.#tell({ kind: 'desktop', report });
  }

  fail(error: DomainError): void {
    this.#connection.fail(error);
  }

  async finish(): Promise<void> {
    await this.#connection.outbox.empty();
  }

  #take({ id, body }: StatusRequest): void {
    const refusal = this.#refusal(body);
    const { board } = this.#options.feed;
    if (refusal) this.#reply({ id, fault: refusal.toFault(), services: [], desktops: [] });
    else this.#reply({ id, fault: undefined, services: board.services, desktops: board.desktops });
  }

  #refusal(body: StatusRequest['body']): DomainError | undefined {
    if (!this.#options.rate.take(this.credentials.caller.principal)) {
      return new DomainError('rate.limited', 'too many requests; slow down');
    }
    return body ? undefined : new DomainError('protocol.unsupported', 'this channel knows no such request');
  }

  #tell(change: Change): void {
    const { kind, report } = change;
    const key = kind === 'service' ? `service ${report.instance}` : `desktop ${report.desktopId}`;
    const body = kind === 'service' ? { $case: kind, value: report } : { $case: kind, value: report };
    this.#connection.sendLatest(key, () => this.#numbered(body));
  }

  #reply(value: StatusReply): void {
    this.#connection.send(this.#numbered({ $case: 'reply', value }));
  }

  // A number is given when a message is written: what was replaced before that leaves no gap.
  #numbered(body: NonNullable<StatusMessage['body']>): StatusMessage {
    this.#sequence += 1;
    return { sequence: this.#sequence, body };
  }

  #end(): void {
    this.#unlisten();
    this.#options.sessions.remove(this);
  }
}

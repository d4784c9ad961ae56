import type { Secret } from '@karna/common/config';
import { DomainError } from '@karna/common/errors';
import type { ScreenOrder, ScreenShown } from '@karna/proto/gen/agent/v1/agent';
import { ScreenMessage, type ScreenReply, ScreenRequest } from '@karna/proto/gen/channel/v1/screen';
import { freshId } from '@karna/proto/ids';
import type { WebSocket } from 'ws';
import { type Caller, requireScope } from '../domain/caller.ts';
import type { RateLimit } from '../domain/rate-limit.ts';
import type { GatewayEvents, Outcome } from '../events.ts';
import type { ScreenFeed } from '../screen-feed.ts';
import { Connection } from './connection.ts';
import type { Session, Sessions } from './sessions.ts';
import { type Protocol, wireFor } from './wire.ts';

/** Largest screen request (bytes): the text of a clipboard. */
export const maxScreenBytes = 1024 * 1024;
const maxIdLength = 128;

export interface ScreenOptions {
  readonly feed: ScreenFeed;
  /** Which desktop is meant; fails as commands do. */
  readonly choose: (desktop: string) => Promise<{ readonly id: string }>;
  /** Nobody gets the hands meanwhile, however long it looks, waits or thinks. */
  readonly isTaskRunning: (desktopId: string) => Promise<boolean>;
  readonly sessions: Sessions;
  readonly events: GatewayEvents;
  readonly rate: RateLimit;
  readonly pingMs: number;
}

type Body = NonNullable<ScreenRequest['body']>;
/** What is answered. */
type Question = Exclude<Body, { $case: 'taken' | 'input' | 'present' }>;
type Order = NonNullable<ScreenOrder['body']>;
type Shown = NonNullable<ScreenShown['body']>;

/** `/v1/screen`: the live picture of one desktop, and remote hands. Pictures are as many as the viewer says that it painted. */
export class ScreenChannel {
  readonly #options: ScreenOptions;

  constructor(options: ScreenOptions) {
    this.#options = options;
  }

  accept(socket: WebSocket, protocol: Protocol, caller: Caller, token: Secret): void {
    new ScreenSession(socket, protocol, { caller, token }, this.#options).open();
  }
}

class ScreenSession implements Session {
  readonly channel = 'screen';
  readonly since = new Date();
  readonly credentials: { readonly caller: Caller; readonly token: Secret };
  readonly #options: ScreenOptions;
  readonly #connection: Connection<ScreenRequest, ScreenMessage>;
  readonly #viewer = freshId<string>('viewer');
  #desktopId: string | undefined;
  #leave: () => void = () => {};

  constructor(
    socket: WebSocket,
    protocol: Protocol,
    credentials: { readonly caller: Caller; readonly token: Secret },
    options: ScreenOptions,
  ) {
    this.credentials = credentials;
    this.#options = options;
    this.#connection = new Connection(socket, {
      channel: 'screen',
      wire: wireFor(protocol, ScreenRequest, ScreenMessage),
      events: options.events,
      pingMs: options.pingMs,
      closing: (value) => ({ body: { $case: 'closing', value } }),
      onMessage: (request) => this.#take(request),
      onClosed: () => this.#end(),
    });
  }

  open(): void {
    this.#options.sessions.add(this);
  }

  fail(error: DomainError): void {
    this.#connection.fail(error);
  }

  async finish(): Promise<void> {
    this.#leave();
    await this.#connection.outbox.empty();
  }

  #take({ id, body }: ScreenRequest): void {
    if (!body) {
      this.#answer(id, () => Promise.reject(unknownRequest()));
      return;
    }
    switch (body.$case) {
      case 'taken':
        this.#tell({ $case: 'taken', value: body.value.number });
        return;
      case 'present':
        this.#tell({ $case: 'present', value: {} });
        return;
      case 'input':
        this.#input({ $case: 'input', value: body.value });
        return;
      default:
        this.#answer(id, () => this.#ask(body), body.$case);
    }
  }

  #answer(id: string, work: () => Promise<Partial<ScreenReply>>, kind = 'unknown'): void {
    if (id === '' || id.length > maxIdLength) {
      throw new DomainError('input.invalid', `a request needs an id of at most ${maxIdLength} characters`);
    }
    const start = performance.now();
    void work()
      .then(
        (reply) => ({ reply, error: undefined }),
        (thrown: unknown) => ({ reply: {}, error: DomainError.from(thrown) }),
      )
      .then(({ reply, error }) => {
        const outcome: Outcome = error?.code ?? 'ok';
        const incidentId = outcome === 'internal' ? freshId<string>('incident') : '';
        if (incidentId) this.#options.events.incident(error?.cause ?? error, incidentId, `screen ${kind}`);
        this.#options.events.answered(kind, outcome, performance.now() - start, { requestId: id });
        const fault = error?.toFault(incidentId);
        this.#connection.send({ body: { $case: 'reply', value: { ...emptyReply, id, fault, ...reply } } });
      });
  }

  async #ask(body: Question): Promise<Partial<ScreenReply>> {
    const { caller } = this.credentials;
    this.#limit();
    if (body.$case === 'watch') return this.#watch(body.value.desktop);
    requireScope(caller, 'operate');
    const desktopId = this.#watched();
    if (body.$case === 'take' && (await this.#options.isTaskRunning(desktopId))) {
      throw new DomainError('desktop.busy', 'a task is running at the desktop; pause or halt it first');
    }
    const { text } = await this.#options.feed.order(desktopId, this.#viewer, orderOf(body, caller.principal), true);
    if (body.$case === 'take') this.#options.events.handsTaken(desktopId, caller.principal);
    return { text };
  }

  async #watch(desktop: string): Promise<Partial<ScreenReply>> {
    if (this.#desktopId !== undefined) {
      throw new DomainError('input.invalid', 'this connection watches a desktop already; open another one');
    }
    const { feed, choose } = this.#options;
    const { id } = await choose(desktop);
    this.#desktopId = id;
    const leave = await feed.watch({
      viewer: this.#viewer,
      desktopId: id,
      show: (shown) => this.#show(shown),
      presence: (online) => this.#connection.send({ body: { $case: 'presence', value: { online } } }),
    });
    if (this.#connection.isEnding) leave();
    else this.#leave = leave;
    return { desktopId: id, viewer: this.#viewer };
  }

  #show(body: Shown): void {
    this.#connection.send({ body });
  }

  #input(order: Order): void {
    try {
      requireScope(this.credentials.caller, 'operate');
      this.#limit();
      const desktopId = this.#watched();
      void this.#options.feed
        .order(desktopId, this.#viewer, order, false)
        .catch((error: unknown) => this.#refuse(DomainError.from(error)));
    } catch (error) {
      this.#refuse(DomainError.from(error));
    }
  }

  #refuse(error: DomainError): void {
    this.#connection.send({ body: { $case: 'refused', value: error.toFault() } });
  }

  /** What is not worth a word when it is lost. */
  #tell(order: Order): void {
    if (this.#desktopId === undefined) return;
    void this.#options.feed.order(this.#desktopId, this.#viewer, order, false).catch(() => undefined);
  }

  #watched(): string {
    if (this.#desktopId !== undefined) return this.#desktopId;
    throw new DomainError('input.invalid', 'watch a desktop first');
  }

  #limit(): void {
    if (this.#options.rate.take(this.credentials.caller.principal)) return;
    throw new DomainError('rate.limited', 'too much at once; slow down');
  }

  #end(): void {
    this.#leave();
    this.#options.sessions.remove(this);
  }
}

const unknownRequest = () => new DomainError('protocol.unsupported', 'this channel knows no such request');

const emptyReply: ScreenReply = { id: '', fault: undefined, desktopId: '', viewer: '', text: '' };

function orderOf(body: Exclude<Question, { $case: 'watch' }>, principal: string): Order {
  switch (body.$case) {
    case 'take':
      return { $case: 'take', value: { principal, over: body.value.over } };
    case 'giveBack':
      return { $case: 'giveBack', value: {} };
    case 'readClipboard':
      return { $case: 'readClipboard', value: {} };
    case 'writeClipboard':
      return { $case: 'writeClipboard', value: body.value.text };
    default: {
      const nothing: never = body;
      return nothing;
    }
  }
}

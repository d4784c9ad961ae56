import { ScreenMessage, type ScreenReply, ScreenRequest } from '@karna/proto/gen/channel/v1/screen';
import type { Display } from '@karna/proto/gen/desktop/v1/desktop';
import type { Box, Point } from '@karna/proto/gen/geometry/v1/geometry';
import type { MouseButton } from '@karna/proto/gen/intent/v1/intent';
import type { HandsReason, PointerShape, RemoteInput, ScreenUpdate } from '@karna/proto/gen/screen/v1/screen';
import { freshId } from '@karna/proto/ids';
import { backoffMs, sleep } from '../backoff.ts';
import { type Access, type Channel, isFinal, openChannel } from '../channel.ts';
import { KarnaError } from '../errors.ts';
import { browserDecoders, type ScreenDecoders } from './decoders.ts';
import { Picture } from './picture.ts';

/**
 * `connecting` at first, `catching-up` until the whole picture is there, `live`, `offline` while the gateway or the desktop is away
 * (the last picture stays, and it goes on by itself), `closed` for good.
 */
export type ScreenState = 'connecting' | 'catching-up' | 'live' | 'offline' | 'closed';

export interface Hands {
  /** Empty: nobody acts from afar. */
  readonly principal: string;
  /** They are this viewer's. */
  readonly mine: boolean;
  readonly reason: HandsReason;
}

export type ScreenEvent =
  | { readonly kind: 'state'; readonly state: ScreenState; readonly error: KarnaError | undefined }
  /** `boxes` of the picture changed. `exact`: every pixel is the desktop's; `veiled`: parts are coarse until they were checked for secrets. */
  | { readonly kind: 'painted'; readonly boxes: readonly Box[]; readonly exact: boolean; readonly veiled: boolean }
  | { readonly kind: 'resized'; readonly width: number; readonly height: number }
  | { readonly kind: 'pointer'; readonly at: Point; readonly shape: PointerShape | undefined }
  | { readonly kind: 'displays'; readonly displays: readonly Display[] }
  | { readonly kind: 'hands'; readonly hands: Hands }
  /** Something that was done here was not carried out. */
  | { readonly kind: 'refused'; readonly error: KarnaError };

export interface WatchScreenOptions {
  /** Id or name; not needed when there is only one. */
  readonly desktop?: string;
  /** Ends it. */
  readonly signal?: AbortSignal;
  /** Needed in Node: `nodeDecoders` of `@karna/client/node`. */
  readonly decoders?: ScreenDecoders;
}

/** Buttons by what they mean. */
export type ScreenButton = 'left' | 'middle' | 'right';

/** How long the gateway may take to answer (ms). */
const answerMs = 12_000;
/** Whoever has the hands says so often that they are still there (ms). */
const presentMs = 3_000;

type Body = NonNullable<ScreenRequest['body']>;
type Told = NonNullable<ScreenMessage['body']>;

/** The live picture of one desktop, and hands on it. Comes back by itself after a drop, with a whole picture. */
export class LiveScreen implements AsyncDisposable {
  readonly picture = new Picture();
  readonly #access: Access;
  readonly #desktop: string;
  readonly #decoders: ScreenDecoders;
  readonly #closing = new AbortController();
  readonly #listeners = new Set<(event: ScreenEvent) => void>();
  readonly #waiting = new Map<string, { resolve(reply: ScreenReply): void; reject(error: KarnaError): void }>();
  #channel: Channel<ScreenRequest> | undefined;
  #state: ScreenState = 'connecting';
  #hands: Hands = nobody;
  #desktopId = '';
  #viewer = '';
  #turn: Promise<unknown> = Promise.resolve();
  #ended: Promise<void> = Promise.resolve();

  private constructor(access: Access, { desktop = '', decoders = browserDecoders() }: WatchScreenOptions) {
    if (!decoders)
      throw new KarnaError('input.invalid', 'pass decoders: outside a browser, those of @karna/client/node');
    this.#access = access;
    this.#desktop = desktop;
    this.#decoders = decoders;
  }

  /** Rejects when it cannot be watched at all; later drops are mended. */
  static async open(access: Access, options: WatchScreenOptions = {}): Promise<LiveScreen> {
    const screen = new LiveScreen(access, options);
    const { signal } = options;
    signal?.throwIfAborted();
    signal?.addEventListener('abort', () => screen.close(), { once: true, signal: screen.#closing.signal });
    try {
      const { dropped } = await screen.#connect();
      screen.#ended = screen.#keep(dropped);
    } catch (error) {
      screen.close();
      throw signal?.aborted ? signal.reason : error;
    }
    return screen;
  }

  get state(): ScreenState {
    return this.#state;
  }

  /** The desktop's id. */
  get desktopId(): string {
    return this.#desktopId;
  }

  get hands(): Hands {
    return this.#hands;
  }

  /** Tells everything that happens, in order. The result ends it. */
  listen(listener: (event: ScreenEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when it is so, e.g. `live`; rejects when it never will be. */
  async until(state: ScreenState, signal?: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const onAbort = () => reject(signal?.reason);
    const look = () => {
      if (this.#state === state) resolve();
      else if (this.#state === 'closed') reject(new KarnaError('request.cancelled', 'the live picture was closed'));
    };
    const forget = this.listen(look);
    signal?.addEventListener('abort', onAbort, { once: true });
    look();
    await promise.finally(() => {
      forget();
      signal?.removeEventListener('abort', onAbort);
    });
  }

  /** The remote hands become ours. Fails with `desktop.busy` while somebody else has them (but see `over`), a task acts or the person there does. */
  async takeHands({ over = false }: { readonly over?: boolean } = {}): Promise<void> {
    await this.#ask({ $case: 'take', value: { over } });
  }

  async giveBackHands(): Promise<void> {
    await this.#ask({ $case: 'giveBack', value: {} });
  }

  /** Needs the hands, as everything below that acts: what cannot be carried out is told as `refused`. Places are px of the picture. */
  move(at: Point): void {
    this.#input({ $case: 'move', value: at });
  }

  button(button: ScreenButton, down: boolean, at?: Point): void {
    this.#input({ $case: 'button', value: { button: buttons[button], down, at } });
  }

  /** Wheel clicks; positive is right and down. */
  wheel(right: number, down: number, at?: Point): void {
    this.#input({ $case: 'wheel', value: { right, down, at } });
  }

  /** A key by its name (`Enter`, `Left`), or by the character that it types. */
  key(key: string, down: boolean): void {
    this.#input({ $case: 'key', value: { key, down } });
  }

  /** Typed exactly, whatever its characters. */
  type(text: string): void {
    this.#input({ $case: 'text', value: text });
  }

  /** Lets go of all keys and buttons: for when the page loses the focus. */
  letGo(): void {
    if (this.#hands.mine) this.#input({ $case: 'letGo', value: {} });
  }

  /** The text on the desktop's clipboard, secrets masked. */
  async readClipboard(): Promise<string> {
    return (await this.#ask({ $case: 'readClipboard', value: {} })).text;
  }

  async writeClipboard(text: string): Promise<void> {
    await this.#ask({ $case: 'writeClipboard', value: { text } });
  }

  close(): void {
    this.#end(undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    await this.#ended;
  }

  /** `dropped`: why the connection broke, once it has. */
  async #connect(): Promise<{ readonly dropped: Promise<KarnaError> }> {
    const { promise: dropped, resolve: onClose } = Promise.withResolvers<KarnaError>();
    this.#channel = await openChannel<ScreenMessage, ScreenRequest>({
      access: this.#access,
      path: '/v1/screen',
      needs: 'observe',
      incoming: ScreenMessage,
      outgoing: ScreenRequest,
      closingOf: ({ body }) => (body?.$case === 'closing' ? body.value : undefined),
      onMessage: ({ body }, channel) => body && this.#hear(body, channel),
      onClose,
      signal: this.#closing.signal,
    });
    void dropped.then((error) => this.#fail(error));
    const { desktopId, viewer } = await this.#ask({
      $case: 'watch',
      value: { desktop: this.#desktopId || this.#desktop },
    });
    this.#desktopId = desktopId;
    this.#viewer = viewer;
    return { dropped };
  }

  async #keep(first: Promise<KarnaError>): Promise<void> {
    const { signal } = this.#closing;
    const presence = setInterval(() => this.#hands.mine && this.#send('', { $case: 'present', value: {} }), presentMs);
    let dropped = first;
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      const error = await Promise.race([dropped, this.#closed()]);
      if (signal.aborted) break;
      if (isFinal(error)) this.#end(error);
      else this.#set('offline', error);
      await sleep(backoffMs(attempt), signal).catch(() => {}); // closed: the loop ends
      if (signal.aborted) break;
      try {
        dropped = (await this.#connect()).dropped;
        attempt = 0;
      } catch (refused) {
        this.#channel?.close();
        dropped = Promise.resolve(refused instanceof KarnaError ? refused : this.#closed());
      }
    }
    clearInterval(presence);
  }

  #closed(): Promise<KarnaError> {
    const { promise, resolve } = Promise.withResolvers<KarnaError>();
    const { signal } = this.#closing;
    if (signal.aborted) resolve(cancelled());
    signal.addEventListener('abort', () => resolve(cancelled()), { once: true });
    return promise;
  }

  #hear(body: Told, channel: Channel<ScreenRequest>): void {
    switch (body.$case) {
      case 'reply':
        this.#onReply(body.value);
        return;
      case 'update':
        this.#turn = this.#turn.then(() => this.#paint(body.value, channel));
        return;
      case 'pointer':
        this.#tell({ kind: 'pointer', at: body.value.at ?? { x: 0, y: 0 }, shape: body.value.shape });
        return;
      case 'displays':
        this.#tell({ kind: 'displays', displays: body.value.displays });
        return;
      case 'hands':
        this.#onHands(body.value);
        return;
      case 'presence':
        this.#set(body.value.online ? 'catching-up' : 'offline', undefined);
        return;
      case 'refused':
        this.#tell({ kind: 'refused', error: KarnaError.fromFault(body.value) });
        return;
      default: // of a newer gateway, or heard elsewhere
    }
  }

  async #paint(update: ScreenUpdate, channel: Channel<ScreenRequest>): Promise<void> {
    if (channel !== this.#channel || this.#state === 'closed') return;
    const { width, height } = this.picture;
    try {
      const boxes = await this.picture.apply(update, this.#decoders);
      if (channel !== this.#channel) return;
      channel.send({ id: '', body: { $case: 'taken', value: { number: update.number } } });
      if (width !== update.width || height !== update.height) {
        this.#tell({ kind: 'resized', width: update.width, height: update.height });
      }
      this.#tell({ kind: 'painted', boxes, exact: update.exact, veiled: update.veiled });
      this.#set('live', undefined);
    } catch (error) {
      this.#end(error instanceof KarnaError ? error : new KarnaError('internal', 'painting failed', { cause: error }));
    }
  }

  #onHands({ viewer, principal, reason }: { viewer: string; principal: string; reason: HandsReason }): void {
    this.#hands = { principal, mine: viewer !== '' && viewer === this.#viewer, reason };
    this.#tell({ kind: 'hands', hands: this.#hands });
  }

  #onReply(reply: ScreenReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    // Known before the answer is looked at: what is told next may be about us.
    if (reply.viewer !== '') this.#viewer = reply.viewer;
    if (reply.fault) waiting?.reject(KarnaError.fromFault(reply.fault));
    else waiting?.resolve(reply);
  }

  async #ask(body: Body): Promise<ScreenReply> {
    const id = freshId<string>('req');
    const { promise, resolve, reject } = Promise.withResolvers<ScreenReply>();
    const late = () => reject(new KarnaError('request.deadline', `the gateway did not answer within ${answerMs} ms`));
    const timer = setTimeout(late, answerMs);
    this.#waiting.set(id, { resolve, reject });
    if (!this.#send(id, body)) reject(new KarnaError('service.unavailable', 'the gateway cannot be reached just now'));
    return promise.finally(() => {
      clearTimeout(timer);
      this.#waiting.delete(id);
    });
  }

  #input(what: NonNullable<RemoteInput['what']>): void {
    if (!this.#hands.mine) {
      const error = new KarnaError('hands.missing', 'take the hands before you act on this desktop');
      this.#tell({ kind: 'refused', error });
      return;
    }
    this.#send('', { $case: 'input', value: { what } });
  }

  #send(id: string, body: Body): boolean {
    this.#channel?.send({ id, body });
    return this.#channel !== undefined;
  }

  #fail(error: KarnaError): void {
    this.#channel = undefined;
    for (const { reject } of this.#waiting.values()) reject(error);
    if (this.#hands.principal !== '') this.#onHands({ viewer: '', principal: '', reason: 'HANDS_REASON_LOST' });
  }

  #end(error: KarnaError | undefined): void {
    if (this.#state === 'closed') return;
    this.#channel?.close();
    this.#fail(error ?? cancelled());
    this.#set('closed', error);
    this.#closing.abort(error ?? cancelled());
  }

  #set(state: ScreenState, error: KarnaError | undefined): void {
    if (this.#state === state || this.#state === 'closed') return;
    this.#state = state;
    this.#tell({ kind: 'state', state, error });
  }

  #tell(event: ScreenEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}

const nobody: Hands = { principal: '', mine: false, reason: 'HANDS_REASON_UNSPECIFIED' };

const buttons: Readonly<Record<ScreenButton, MouseButton>> = {
  left: 'MOUSE_BUTTON_LEFT',
  middle: 'MOUSE_BUTTON_MIDDLE',
  right: 'MOUSE_BUTTON_RIGHT',
};

const cancelled = (): KarnaError => new KarnaError('request.cancelled', 'the live picture was closed');

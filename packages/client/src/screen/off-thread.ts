import type { Access } from '../channel.ts';
import { KarnaError } from '../errors.ts';
import type { LiveScreen, ScreenEvent } from './live-screen.ts';

/** What of a live picture can be done from another thread. */
export type ScreenDeed =
  | 'takeHands'
  | 'giveBackHands'
  | 'move'
  | 'button'
  | 'wheel'
  | 'key'
  | 'type'
  | 'letGo'
  | 'readClipboard'
  | 'writeClipboard';

export type ToWorker =
  | {
      readonly kind: 'watch';
      readonly access: Access;
      readonly desktop: string;
      readonly canvas: OffscreenCanvas;
    }
  | { readonly kind: 'do'; readonly id: number; readonly deed: ScreenDeed; readonly args: readonly unknown[] }
  | { readonly kind: 'close' };

/** Errors lose their class between threads. */
export interface Trouble {
  readonly code: KarnaError['code'];
  readonly message: string;
}

type Plain<E> = E extends { readonly error: unknown } ? Omit<E, 'error'> & { readonly error: Trouble | undefined } : E;
export type FromWorker =
  | { readonly kind: 'open' }
  | { readonly kind: 'failed'; readonly error: Trouble }
  | { readonly kind: 'event'; readonly event: Plain<ScreenEvent> }
  | { readonly kind: 'done'; readonly id: number; readonly value: unknown; readonly error: Trouble | undefined };

export type ScreenOffThread = Pick<LiveScreen, ScreenDeed | 'close'>;

export interface OffThreadOptions {
  /** Made by the page from `@karna/client/screen-worker`; ended with the picture. */
  readonly worker: Worker;
  readonly access: Access;
  /** `canvas.transferControlToOffscreen()`; painted to in the size of the desktop. */
  readonly canvas: OffscreenCanvas;
  readonly desktop?: string;
  readonly onEvent: (event: ScreenEvent) => void;
  readonly signal?: AbortSignal;
}

/** A live picture that is received, decoded and painted in a worker. Rejects as `LiveScreen.open` does. */
export async function watchScreenOffThread(options: OffThreadOptions): Promise<ScreenOffThread> {
  const { worker, access, canvas, desktop = '', onEvent, signal } = options;
  signal?.throwIfAborted();
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  const opened = Promise.withResolvers<void>();
  let last = 0;
  const tell = (message: ToWorker, transfer: Transferable[] = []) => worker.postMessage(message, transfer);
  const ended = (error: KarnaError) => {
    opened.reject(error);
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
    worker.terminate();
  };
  const close = () => tell({ kind: 'close' }); // the worker says that it is closed, and then is ended
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    if (data.kind === 'open') opened.resolve();
    else if (data.kind === 'failed') ended(errorOf(data.error));
    else if (data.kind === 'event') {
      const event = eventOf(data.event);
      onEvent(event);
      if (event.kind === 'state' && event.state === 'closed') {
        ended(event.error ?? new KarnaError('request.cancelled', 'the live picture was closed'));
      }
    } else {
      const { resolve, reject } = waiting.get(data.id) ?? {};
      waiting.delete(data.id);
      if (data.error) reject?.(errorOf(data.error));
      else resolve?.(data.value);
    }
  });
  worker.addEventListener('error', () => ended(new KarnaError('internal', 'the worker of the live picture broke')));
  signal?.addEventListener('abort', close, { once: true });
  tell({ kind: 'watch', access, desktop, canvas }, [canvas]);
  await opened.promise;

  const told = (deed: ScreenDeed, ...args: unknown[]) => tell({ kind: 'do', id: 0, deed, args });
  const asked = <T>(deed: ScreenDeed, ...args: unknown[]): Promise<T> => {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    last += 1;
    waiting.set(last, { resolve: (value) => resolve(value as T), reject });
    tell({ kind: 'do', id: last, deed, args });
    return promise;
  };
  return {
    takeHands: (over) => asked('takeHands', over),
    giveBackHands: () => asked('giveBackHands'),
    move: (at) => told('move', at),
    button: (button, down, at) => told('button', button, down, at),
    wheel: (right, down, at) => told('wheel', right, down, at),
    key: (key, down) => told('key', key, down),
    type: (text) => told('type', text),
    letGo: () => told('letGo'),
    readClipboard: () => asked('readClipboard'),
    writeClipboard: (text) => asked('writeClipboard', text),
    close,
  };
}

export const troubleOf = (error: unknown): Trouble =>
  error instanceof KarnaError
    ? { code: error.code, message: error.message }
    : { code: 'internal', message: 'the live picture broke' };

const errorOf = ({ code, message }: Trouble): KarnaError => new KarnaError(code, message);

function eventOf(event: Plain<ScreenEvent>): ScreenEvent {
  if (event.kind === 'refused') return { ...event, error: errorOf(event.error ?? troubleOf(undefined)) };
  if (event.kind === 'state') return { ...event, error: event.error && errorOf(event.error) };
  return event;
}

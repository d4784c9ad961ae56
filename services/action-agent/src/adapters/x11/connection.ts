import { createRequire } from 'node:module';
import { DomainError } from '@karna/common/errors';
import type { Logger } from '@karna/common/log';
import type { WireCallback, X11Package, XClient, XDisplay, XEvent, XProperty } from './wire.ts';

const x11: X11Package = createRequire(import.meta.url)('x11');

export const { eventMask, keySyms } = x11;

/** No property that we read (titles, window lists, states) is longer; in 4-byte units. */
const propertyWords = 65_536;

type Send<T> = (client: XClient, done: WireCallback<T>) => void;

/**
 * One connection to an X server, with promises. When the server goes away every open question is rejected, later
 * ones too, and `gone` aborts; nothing throws into the event loop.
 */
export class XConnection {
  readonly display: XDisplay;
  readonly root: number;
  readonly #client: XClient;
  readonly #log: Logger;
  readonly #gone = new AbortController();
  readonly #open = new Set<(lost: DomainError) => void>();
  readonly #listeners = new Set<(event: XEvent) => void>();
  readonly #atoms = new Map<string, Promise<number>>();
  readonly #extensions = new Map<string, Promise<unknown>>();

  readonly gone: AbortSignal = this.#gone.signal;

  private constructor(display: XDisplay, log: Logger) {
    const [screen] = display.screen;
    if (!screen) throw new DomainError('action.failed', 'the X server has no screen');
    this.display = display;
    this.root = screen.root;
    this.#client = display.client;
    this.#log = log;
    forgetForeignAtoms(this.#client);
    this.#client.removeAllListeners('error');
    this.#client.on('error', (error: Error & { error?: number }) => this.#onError(error));
    this.#client.on('end', () => this.#lose());
    this.#client.stream.on('close', () => this.#lose());
    this.#client.on('event', (event: XEvent) => this.#onEvent(event));
  }

  static open(display: string, log: Logger): Promise<XConnection> {
    return new Promise((resolve, reject) => {
      const fail = (cause: unknown) =>
        reject(new DomainError('action.failed', `no X server answers on display ${display}`, { cause }));
      try {
        const client = x11.createClient({ display }, (error, opened) => {
          if (error) return fail(error);
          resolve(new XConnection(opened, log));
        });
        client.on('error', fail);
      } catch (cause) {
        fail(cause);
      }
    });
  }

  /** Sends one request and waits for its reply (or, for a request without one, for its success). */
  ask<T>(send: Send<T>): Promise<T> {
    if (this.gone.aborted) return Promise.reject(this.gone.reason);
    return new Promise((resolve, reject) => {
      this.#open.add(reject);
      const done: WireCallback<T> = (error, reply) => {
        this.#open.delete(reject);
        if (error) reject(error);
        else resolve(reply);
        return true;
      };
      try {
        send(this.#client, done);
      } catch (cause) {
        this.#open.delete(reject);
        reject(cause);
      }
    });
  }

  /** Sends requests without waiting; what goes wrong with them is logged. End with `sync` where it matters. */
  tell(send: (client: XClient) => void): void {
    if (this.gone.aborted) throw this.gone.reason;
    send(this.#client);
  }

  /** Returns when the server has dealt with everything sent before. */
  async sync(): Promise<void> {
    await this.ask<{ focus: number }>((client, done) => client.GetInputFocus(done));
  }

  extension<T>(name: string): Promise<T> {
    const known = this.#extensions.get(name) ?? this.ask<unknown>((client, done) => client.require(name, done));
    this.#extensions.set(name, known);
    return known as Promise<T>;
  }

  atom(name: string): Promise<number> {
    const known = this.#atoms.get(name) ?? this.ask<number>((client, done) => client.InternAtom(false, name, done));
    this.#atoms.set(name, known);
    return known;
  }

  async property(window: number, name: string): Promise<XProperty> {
    const atom = await this.atom(name);
    return this.ask((client, done) => client.GetProperty(0, window, atom, 0, 0, propertyWords, done));
  }

  /** The property's 32-bit items; empty when there is none. */
  async numbers(window: number, name: string): Promise<number[]> {
    const { data } = await this.property(window, name);
    return Array.from({ length: data.length >> 2 }, (_, index) => data.readUInt32LE(index * 4));
  }

  /** A fresh id for a window, a pixmap and the like. */
  newId(): number {
    return this.#client.AllocID();
  }

  onEvent(listener: (event: XEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    if (this.gone.aborted) return;
    this.#client.terminate();
    this.#lose();
  }

  #onEvent(event: XEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (err) {
        if (!this.gone.aborted) this.#log.error({ err }, 'X event listener failed');
      }
    }
  }

  #onError(error: Error & { error?: number; majorOpcode?: number; minorOpcode?: number }): void {
    // A protocol error belongs to one request (often a window that has just closed); a socket error ends everything.
    const { error: xError, majorOpcode, minorOpcode } = error;
    if (xError === undefined) this.#lose(error);
    else this.#log.debug({ xError, majorOpcode, minorOpcode }, 'X request refused');
  }

  #lose(cause?: Error): void {
    if (this.gone.aborted) return;
    const reason = lost(cause);
    this.#gone.abort(reason);
    this.#client.stream.destroy();
    for (const reject of this.#open) reject(reason);
    this.#open.clear();
  }
}

/** Atoms up to this are the same everywhere (WM_TRANSIENT_FOR is the last of them). */
const lastPredefinedAtom = 68;

/**
 * The package (4.2.2) keeps the atoms of all connections of a process in one table, but every server numbers its own:
 * a second server, or the same one restarted, would be asked for the wrong properties.
 */
function forgetForeignAtoms(client: XClient): void {
  const own = Object.entries(client.atoms).filter(([, atom]) => atom <= lastPredefinedAtom);
  client.atoms = Object.fromEntries(own);
  client.atom_names = Object.fromEntries(own.map(([name, atom]) => [atom, name]));
}

const lost = (cause?: Error) => new DomainError('action.failed', 'the connection to the X server is gone', { cause });

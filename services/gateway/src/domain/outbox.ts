/** One message as it leaves: bytes of the binary protocol or text of the JSON one. */
export type Mail = Uint8Array | string;

export interface Sink {
  /** `sent` is called once the mail has left this process: this is the backpressure. */
  send(mail: Mail, sent: (error?: Error | null) => void): void;
}

export interface OutboxOptions {
  /** Letters that may wait. One more is an overrun. */
  readonly maxWaiting: number;
  readonly onOverrun: () => void;
}

/** Below so many waiting letters there is room for whoever can wait with theirs. */
const roomBelow = 8;

/** One client's outgoing mail. Letters keep their order and are never dropped; of reports, only the newest per key matters. */
export class Outbox {
  readonly #sink: Sink;
  readonly #options: OutboxOptions;
  readonly #letters: Mail[] = [];
  readonly #latest = new Map<string, () => Mail>();
  #sending = false;
  #closed = false;
  #waiters: (() => void)[] = [];

  constructor(sink: Sink, options: OutboxOptions) {
    this.#sink = sink;
    this.#options = options;
  }

  letter(mail: Mail): void {
    if (this.#closed) return;
    if (this.#letters.length < this.#options.maxWaiting) this.#letters.push(mail);
    else this.#options.onOverrun();
    this.#pump();
  }

  /** Replaces the report still waiting under this key, if any; written out when its turn comes. */
  latest(key: string, write: () => Mail): void {
    if (this.#closed) return;
    this.#latest.set(key, write);
    this.#pump();
  }

  /** Resolves when only a few letters wait, or the box is closed. */
  async room(): Promise<void> {
    while (!this.#closed && this.#letters.length >= roomBelow) await this.#change();
  }

  /** Resolves when everything has left, or the box is closed. */
  async empty(): Promise<void> {
    while (!this.#closed && (this.#sending || this.#letters.length > 0)) await this.#change();
  }

  /** Drops what waits and takes nothing more. */
  close(): void {
    this.#closed = true;
    this.#letters.length = 0;
    this.#latest.clear();
    this.#tellWaiters();
  }

  #pump(): void {
    if (this.#sending || this.#closed) return;
    const mail = this.#letters.shift() ?? this.#takeLatest();
    if (mail === undefined) return;
    this.#sending = true;
    this.#sink.send(mail, (error) => {
      this.#sending = false;
      if (error) return this.close(); // the socket is going: its close event tells the rest
      this.#pump();
      this.#tellWaiters();
    });
  }

  #takeLatest(): Mail | undefined {
    for (const [key, write] of this.#latest) {
      this.#latest.delete(key);
      return write();
    }
    return undefined;
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  #tellWaiters(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }
}

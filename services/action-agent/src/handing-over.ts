import type { Clock } from '@karna/common/clock';
import type { AgentMessage } from '@karna/proto/gen/agent/v1/agent';
import type { Act, ActPicture, Spool } from './ports.ts';

type Body = NonNullable<AgentMessage['body']>;

/** Acts on their way at once: the next one is there when one is kept, and a slow link is not filled with pictures. */
const maxOnTheWay = 2;
/** An act that nobody said is kept after so long is sent again (ms). */
const sendAgainMs = 10_000;

export interface HandOverParts {
  readonly spool: Spool;
  /** Says something to the gateway; lost while there is no connection. */
  readonly tell: (body: Body) => void;
  readonly clock: Clock;
}

/** Hands the acts of one recording over, in order, each until somebody else keeps it. */
export class HandOver {
  readonly recordingId: string;
  readonly #parts: HandOverParts;
  #last: number;
  #waiting: number[];
  #sentUpTo = 0;
  #sentAtMs = 0;
  /** Pictures that this connection has carried for acts that still wait. */
  readonly #carried = new Set<string>();
  #isConnected = false;
  #turn: Promise<void> = Promise.resolve();
  #emptied: (() => void)[] = [];

  private constructor(recordingId: string, parts: HandOverParts, kept: number, waiting: readonly Act[]) {
    this.recordingId = recordingId;
    this.#parts = parts;
    this.#waiting = waiting.map(({ number }) => number);
    this.#last = Math.max(kept, ...this.#waiting);
  }

  /** `kept`: acts that are kept elsewhere already. */
  static async open(recordingId: string, kept: number, parts: HandOverParts): Promise<HandOver> {
    await parts.spool.drop(recordingId, kept);
    return new HandOver(recordingId, parts, kept, await parts.spool.waiting(recordingId));
  }

  /** The number of the last act. */
  get last(): number {
    return this.#last;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Numbers the act and keeps it until it is handed over. */
  async add(act: Act, pictures: readonly ActPicture[]): Promise<void> {
    // In turn with everything else that touches the spool: what is being kept must not be cleared away as unneeded.
    const mine = this.#turn.then(async () => {
      const number = this.#last + 1;
      await this.#parts.spool.add(this.recordingId, { ...act, number }, pictures);
      this.#last = number;
      this.#waiting.push(number);
    });
    this.#turn = mine.catch(() => undefined); // told to whoever adds
    await mine;
    this.#pump();
  }

  /** Everything up to this number is kept elsewhere. */
  kept(number: number): Promise<void> {
    this.#waiting = this.#waiting.filter((waiting) => waiting > number);
    return this.#next(async () => {
      await this.#parts.spool.drop(this.recordingId, number);
      if (this.#waiting.length === 0) for (const tell of this.#emptied.splice(0)) tell();
      await this.#send();
    });
  }

  connected(): void {
    this.#isConnected = true;
    this.#startAgain();
  }

  disconnected(): void {
    this.#isConnected = false;
  }

  /** Sends again what got no answer. */
  look(): void {
    const isLate = this.#waiting.length > 0 && this.#parts.clock.elapsed() - this.#sentAtMs > sendAgainMs;
    if (isLate) this.#startAgain();
  }

  /** Resolves once nothing waits any more, or the signal aborts. */
  async emptied(signal: AbortSignal): Promise<void> {
    while (this.#waiting.length > 0 && !signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#emptied.push(resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
      await promise;
    }
  }

  async forget(): Promise<void> {
    this.#waiting = [];
    await this.#next(() => this.#parts.spool.forget(this.recordingId));
  }

  #startAgain(): void {
    this.#sentUpTo = 0;
    this.#carried.clear();
    this.#pump();
  }

  #pump(): void {
    void this.#next(() => this.#send());
  }

  /** One thing at a time. What fails (a full disk) is tried again with the next look. */
  #next(work: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(work).catch(() => undefined);
    return this.#turn;
  }

  async #send(): Promise<void> {
    if (!this.#isConnected) return;
    const window = this.#waiting.slice(0, maxOnTheWay);
    if (!window.some((number) => number > this.#sentUpTo)) return;
    const acts = await this.#parts.spool.waiting(this.recordingId);
    for (const act of acts.filter(({ number }) => window.includes(number) && number > this.#sentUpTo)) {
      for (const sha256 of [act.before, act.after]) await this.#carry(sha256);
      this.#parts.tell({ $case: 'act', value: { recordingId: this.recordingId, act } });
      this.#sentUpTo = act.number;
      this.#sentAtMs = this.#parts.clock.elapsed();
    }
  }

  async #carry(sha256: string): Promise<void> {
    if (sha256 === '' || this.#carried.has(sha256)) return;
    const data = await this.#parts.spool.picture(this.recordingId, sha256);
    if (data) this.#parts.tell({ $case: 'picture', value: { sha256, data } });
    this.#carried.add(sha256);
  }
}

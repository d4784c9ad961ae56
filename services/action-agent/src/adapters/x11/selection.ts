import { eventMask, type XConnection } from './connection.ts';
import { EventQueue } from './event-queue.ts';
import type { XEvent, XProperty } from './wire.ts';

/** One form of the clipboard's content, as its owner gave it: a target such as UTF8_STRING or image/png. */
export interface Form {
  readonly type: number;
  readonly format: number;
  readonly data: Buffer;
}
export type Content = ReadonlyMap<number, Form>;

/** An owner that does not answer is stuck or gone. */
const answerWithinMs = 1_000;
/** Requests have a 16-bit length in words; larger values are appended piece by piece. */
const pieceBytes = 128 * 1024;
/** More than this is not copied out of another program (GetProperty takes lengths in 4-byte units). */
const maxWords = 16 * 1024 * 1024;
const newValue = 0;
const append = 2;
const typeAtom = 4;
const typeInteger = 19;

/** The X selection protocol (ICCCM section 2) for CLIPBOARD: asks other owners, and serves what we own. */
export class Selection {
  readonly #connection: XConnection;
  readonly #window: number;
  readonly #clipboard: number;
  #content: Content | undefined;
  #ownedSince = 0;
  #served = 0;
  #asked = 0;
  #lastRequestor = 0;

  private constructor(connection: XConnection, clipboard: number) {
    this.#connection = connection;
    this.#clipboard = clipboard;
    this.#window = connection.newId();
    connection.tell((client) =>
      client.CreateWindow(this.#window, connection.root, -10, -10, 1, 1, 0, 0, 0, 0, {
        eventMask: eventMask.PropertyChange,
      }),
    );
    connection.onEvent((event) => this.#onEvent(event));
  }

  static async open(connection: XConnection): Promise<Selection> {
    return new Selection(connection, await connection.atom('CLIPBOARD'));
  }

  /** What we own, if we own the clipboard. */
  get content(): Content | undefined {
    return this.#content;
  }

  /** How often one of our forms has been fetched, by another program or by ourselves. */
  get served(): number {
    return this.#served;
  }

  /** How often we have been asked for anything, the list of forms included. */
  get asked(): number {
    return this.#asked;
  }

  /**
   * Sends an event without meaning to whoever asked last. Chromium (156) now and then goes to sleep with our answer
   * already read, in 6 of 250 pastes, and wakes at the next event that it gets.
   */
  async nudge(): Promise<void> {
    if (this.#lastRequestor === 0) return;
    const type = await this.#connection.atom('KARNA_NUDGE');
    this.#connection.tell((client) =>
      client.SendClientMessage(this.#lastRequestor, this.#lastRequestor, type, 32, [], 0),
    );
  }

  fetchOwn(target: number): Form | undefined {
    const form = this.#content?.get(target);
    if (form) this.#served++;
    return form;
  }

  async own(content: Content): Promise<void> {
    const time = await this.#serverTime();
    this.#content = content;
    this.#ownedSince = time;
    this.#connection.tell((client) => client.SetSelectionOwner(this.#window, this.#clipboard, time));
    const owner = await this.#owner();
    if (owner !== this.#window) this.#content = undefined;
  }

  /** Leaves the clipboard empty. */
  async disown(): Promise<void> {
    if (!this.#content) return;
    this.#content = undefined;
    this.#connection.tell((client) => client.SetSelectionOwner(0, this.#clipboard, this.#ownedSince));
    await this.#connection.sync();
  }

  async hasOwner(): Promise<boolean> {
    return (await this.#owner()) !== 0;
  }

  /** Asks the owner for one form; undefined when it has none or does not answer. */
  async fetch(target: number): Promise<Form | undefined> {
    const property = await this.#connection.atom('KARNA_CLIPBOARD');
    const time = await this.#serverTime();
    using answers = this.#events(
      (event) => event.name === 'SelectionNotify' && event.requestor === this.#window && event.target === target,
    );
    using pieces = this.#events(
      ({ name, wid, atom, state }) =>
        name === 'PropertyNotify' && wid === this.#window && atom === property && state === newValue,
    );
    this.#connection.tell((client) => {
      client.DeleteProperty(this.#window, property);
      client.ConvertSelection(this.#window, this.#clipboard, target, property, time);
    });
    const answer = await answers.next(answerWithinMs);
    if (!answer || answer.property === 0) return undefined;
    await pieces.next(answerWithinMs); // the answer itself
    const found = await this.#take(property);
    const isInPieces = found.type === (await this.#connection.atom('INCR'));
    return isInPieces ? await this.#gather(property, pieces) : formOf(found);
  }

  /** A large value comes in pieces: each deletion asks for the next, an empty one ends it. */
  async #gather(property: number, arrivals: EventQueue): Promise<Form | undefined> {
    const pieces: XProperty[] = [];
    while (await arrivals.next(answerWithinMs)) {
      const piece = await this.#take(property);
      const [first] = pieces;
      if (piece.data.length > 0) pieces.push(piece);
      else return first && { ...first, data: Buffer.concat(pieces.map(({ data }) => data)) };
    }
    return undefined; // the owner stopped half-way
  }

  /** Reads the property and removes it. */
  #take(property: number): Promise<XProperty> {
    return this.#connection.ask((client, done) => client.GetProperty(1, this.#window, property, 0, 0, maxWords, done));
  }

  #owner(): Promise<number> {
    return this.#connection.ask((client, done) => client.GetSelectionOwner(this.#clipboard, done));
  }

  /** The server's clock, as ICCCM wants it: the time stamp of an empty change to a property of ours. */
  async #serverTime(): Promise<number> {
    const clock = await this.#connection.atom('KARNA_CLOCK');
    using noticed = this.#events(
      ({ name, wid, atom }) => name === 'PropertyNotify' && wid === this.#window && atom === clock,
    );
    this.#connection.tell((client) =>
      client.ChangeProperty(append, this.#window, clock, typeInteger, 8, Buffer.alloc(0)),
    );
    return (await noticed.next(answerWithinMs))?.time ?? 0;
  }

  #events(isWanted: (event: XEvent) => boolean): EventQueue {
    return new EventQueue(this.#connection, isWanted);
  }

  #onEvent(event: XEvent): void {
    if (event.name === 'SelectionRequest' && event.owner === this.#window) void this.#serve(event);
    if (event.name === 'SelectionClear' && event.owner === this.#window) this.#content = undefined;
  }

  async #serve(event: XEvent): Promise<void> {
    this.#asked++;
    this.#lastRequestor = event.requestor;
    // Old clients name no property; the target's name stands in for it then (ICCCM 2.2).
    const property = event.property || event.target;
    const form = await this.#answer(event.target);
    if (this.#connection.gone.aborted) return;
    this.#connection.tell((client) => {
      if (form) this.#put(event.requestor, property, form);
      const { time, requestor, selection, target } = event;
      client.SendEvent(requestor, 0, 0, {
        name: 'SelectionNotify',
        time,
        requestor,
        selection,
        target,
        property: form ? property : 0,
      });
    });
    if (form && this.#content?.has(event.target)) this.#served++;
  }

  async #answer(target: number): Promise<Form | undefined> {
    const content = this.#content;
    const [targets, timestamp] = await Promise.all([
      this.#connection.atom('TARGETS'),
      this.#connection.atom('TIMESTAMP'),
    ]);
    if (!content) return undefined;
    if (target === timestamp) return words(typeInteger, [this.#ownedSince]);
    if (target === targets) return words(typeAtom, [targets, timestamp, ...content.keys()]);
    return content.get(target);
  }

  #put(window: number, property: number, { type, format, data }: Form): void {
    this.#connection.tell((client) => {
      client.ChangeProperty(0, window, property, type, format, data.subarray(0, pieceBytes));
      for (let at = pieceBytes; at < data.length; at += pieceBytes) {
        client.ChangeProperty(append, window, property, type, format, data.subarray(at, at + pieceBytes));
      }
    });
  }
}

const formOf = ({ type, format, data }: XProperty): Form | undefined =>
  format === 0 ? undefined : { type, format, data };

/** A list of 32-bit values as a property. */
function words(type: number, values: readonly number[]): Form {
  const data = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) data.writeUInt32LE(value >>> 0, index * 4);
  return { type, format: 32, data };
}

import { DomainError } from '@karna/common/errors';
import type { Logger } from '@karna/common/log';
import type { Button, PersonEvent, PersonWatch } from '../../ports.ts';
import { XConnection } from './connection.ts';
import { type InjectedType, type Injector, injected } from './injector.ts';
import { OwnInput } from './own-input.ts';
import { KeyReader, modifiersOf } from './reading-keys.ts';
import type { XRecord, XRecorded } from './wire.ts';

/** Of the server's own stream of events. */
const fromServer = 0;
const fromClient = 1;
const begins = 4;
const eventBytes = 32;
/** Which requests and events are of interest. */
const changeKeyboardMapping = 100;
const buttons: Readonly<Record<number, Button>> = { 1: 'left', 2: 'middle', 3: 'right' };
/** Wheel clicks are buttons: right and down. */
const wheels: Readonly<Record<number, readonly [number, number]>> = { 4: [0, -1], 5: [0, 1], 6: [-1, 0], 7: [1, 0] };
/** The server hands recorded events over with its next reply to anybody; this often it is made to (ms). */
const nudgeMs = 25;
const keyboardMapping = 1;

export interface WatchParts {
  readonly display: string;
  /** Reads the layout, and hears when it changes. */
  readonly hands: XConnection;
  readonly injector: Injector;
  readonly log: Logger;
}

/**
 * Hears keys, buttons and the wheel through the RECORD extension, which shows every device event in order, grabbed or
 * not. Changes of the keymap come in the same stream, so that a character which some program puts on a spare key, types
 * and takes off again is read as what it was.
 */
export class X11PersonWatch implements PersonWatch {
  readonly #parts: WatchParts;

  constructor(parts: WatchParts) {
    this.#parts = parts;
  }

  async watch(heard: (event: PersonEvent) => void): Promise<{ close(): Promise<void> }> {
    const { display, hands, injector, log } = this.#parts;
    await using opening = new AsyncDisposableStack();
    const own = opening.adopt(new OwnInput([injector], Object.values(injected), () => hands.sync()), (it) =>
      it.close(),
    );
    const steering = opening.adopt(await XConnection.open(display, log), (it) => it.close());
    const telling = opening.adopt(await XConnection.open(display, log), (it) => it.close());
    const record = await steering.extension<XRecord>('record').catch((cause: unknown) => {
      throw new DomainError('action.unsupported', 'this X server does not show what a person does (no RECORD)', {
        cause,
      });
    });
    const keys = new KeyReader(hands.display.min_keycode, await readRows(hands));
    opening.adopt(followLayout(steering, keys), (forget) => forget());
    const context = steering.newId();
    const ranges = [
      {
        deviceEvents: { first: injected.keyPress, last: injected.buttonRelease },
        coreRequests: { first: changeKeyboardMapping, last: changeKeyboardMapping },
      },
    ];
    steering.tell(() => record.CreateContext(context, 0, [record.CS.AllClients], ranges));
    await steering.sync();
    const reading = new Reading(own, keys, heard);
    await begin(telling, context, reading);
    const nudge = setInterval(() => void steering.sync().catch(() => clearInterval(nudge)), nudgeMs);
    opening.defer(() => clearInterval(nudge));
    opening.defer(async () => {
      reading.end();
      if (steering.gone.aborted) return;
      steering.tell(() => record.DisableContext(context));
      steering.tell(() => record.FreeContext(context));
      await steering.sync().catch(() => undefined); // the display has gone: it records no more
    });
    const open = opening.move();
    return { close: () => open.disposeAsync() };
  }
}

/** Resolves once the server records: what is done from then on is told. */
async function begin(telling: XConnection, context: number, reading: Reading): Promise<void> {
  const record = await telling.extension<XRecord>('record');
  const { promise, resolve } = Promise.withResolvers<void>();
  telling.tell(() =>
    record.EnableContext(
      context,
      (recorded) => (recorded.category === begins ? resolve() : reading.take(recorded)),
      () => true,
    ),
  );
  const onGone = () => resolve();
  telling.gone.addEventListener('abort', onGone, { once: true });
  await promise;
  telling.gone.throwIfAborted();
}

/** Turns recorded protocol into what the person did. */
class Reading {
  readonly #own: OwnInput;
  readonly #keys: KeyReader;
  #heard: ((event: PersonEvent) => void) | undefined;

  constructor(own: OwnInput, keys: KeyReader, heard: (event: PersonEvent) => void) {
    this.#own = own;
    this.#keys = keys;
    this.#heard = heard;
  }

  take({ category, data }: XRecorded): void {
    if (category === fromClient && data[0] === changeKeyboardMapping) this.#mapped(data);
    if (category !== fromServer) return;
    for (let at = 0; at + eventBytes <= data.length; at += eventBytes) this.#event(data.subarray(at, at + eventBytes));
  }

  end(): void {
    this.#heard = undefined;
  }

  #event(bytes: Buffer): void {
    const type = (bytes[0] ?? 0) & 0x7f;
    const detail = bytes[1] ?? 0;
    if (!isInput(type) || this.#own.explains(type, detail)) return;
    const event = this.#read(type, detail, bytes);
    if (event) this.#heard?.(event);
  }

  #read(type: InjectedType, detail: number, bytes: Buffer): PersonEvent | undefined {
    const state = bytes.readUInt16LE(28);
    const shared = { modifiers: modifiersOf(state), timeMs: bytes.readUInt32LE(4) };
    const isDown = type === injected.keyPress || type === injected.buttonPress;
    if (type === injected.keyPress || type === injected.keyRelease) {
      const key = this.#keys.read(detail, state, isDown);
      return key === undefined ? undefined : { kind: 'key', key, isDown, ...shared };
    }
    const at = { x: bytes.readInt16LE(20), y: bytes.readInt16LE(22) };
    const wheel = wheels[detail];
    if (wheel) return isDown ? { kind: 'wheel', right: wheel[0], down: wheel[1], at, ...shared } : undefined;
    const button = buttons[detail];
    return button && { kind: 'button', button, isDown, at, ...shared };
  }

  /** A ChangeKeyboardMapping request: count, length, first keycode, keysyms per keycode, keysyms. */
  #mapped(request: Buffer): void {
    const [, count = 0, , , first = 0, width = 0] = request;
    if (request.length < 8 + count * width * 4) return;
    const rows = Array.from({ length: count }, (_, row) =>
      Array.from({ length: width }, (__, column) => request.readUInt32LE(8 + (row * width + column) * 4)),
    );
    this.#keys.change(first, rows);
  }
}

const isInput = (type: number): type is InjectedType => type >= injected.keyPress && type <= injected.buttonRelease;

const readRows = (connection: XConnection): Promise<number[][]> => {
  const { min_keycode: first, max_keycode: last } = connection.display;
  return connection.ask((client, done) => client.GetKeyboardMapping(first, last - first + 1, done));
};

/** Layouts that are set by other means than the recorded request are read again once they have changed. */
function followLayout(connection: XConnection, keys: KeyReader): () => void {
  let timer: NodeJS.Timeout | undefined;
  const unhear = connection.onEvent((event) => {
    if (event.name !== 'MappingNotify' || event.request !== keyboardMapping) return;
    clearTimeout(timer);
    timer = setTimeout(
      () =>
        void readRows(connection).then(
          (rows) => keys.replace(rows),
          () => undefined,
        ),
      200,
    );
  });
  return () => {
    clearTimeout(timer);
    unhear();
  };
}

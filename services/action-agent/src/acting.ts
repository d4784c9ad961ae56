import type { Clock } from '@karna/common/clock';
import { DomainError } from '@karna/common/errors';
import type { ClickAt, DragAlong, EnterText, ScrollAt } from '@karna/proto/gen/agent/v1/agent';
import type { MouseButton } from '@karna/proto/gen/intent/v1/intent';
import { keyName, parseChord } from '@karna/proto/keys';
import { entryRoad } from './domain/entry.ts';
import { alongPath } from './domain/geometry.ts';
import type { Held, HeldLedger } from './domain/held.ts';
import type { Button, Desktop, Point } from './ports.ts';

/** Between two places of a drag (px), and the pause there (ms): applications see motion, not a jump. */
const dragStepPx = 8;
const dragStepMs = 4;
/** Held still at both ends of a drag (ms): toolkits start it, and accept the drop, from an event of their own. */
const dragRestMs = 40;
/** After a paste the application still has to fetch the text: the screen shows when it has (ms). */
const pasteQuietMs = 80;
const pasteLimitMs = 1500;

/** The hands of one batch. What goes down goes through the ledger; `signal` stops between any two events. */
export class Acting {
  readonly #desktop: Desktop;
  readonly #ledger: HeldLedger;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;

  constructor(desktop: Desktop, ledger: HeldLedger, clock: Clock, signal: AbortSignal) {
    this.#desktop = desktop;
    this.#ledger = ledger;
    this.#clock = clock;
    this.#signal = signal;
  }

  async move(to: Point | undefined): Promise<void> {
    this.#signal.throwIfAborted();
    await this.#desktop.pointer.move(known(to));
  }

  async click({ at, button, count, modifiers }: ClickAt): Promise<void> {
    await this.move(at);
    await this.#ledger.holding(keysOf(modifiers), async () => {
      for (let n = 0; n < Math.max(1, count); n++) await this.#ledger.holding([buttonOf(button)], async () => {});
    });
  }

  async drag({ path, button, modifiers }: DragAlong): Promise<void> {
    await this.move(path[0]);
    await this.#ledger.holding([...keysOf(modifiers), buttonOf(button)], async () => {
      await this.#rest(dragRestMs);
      for (const place of alongPath(path, dragStepPx)) {
        await this.move(place);
        await this.#rest(dragStepMs);
      }
      await this.#rest(dragRestMs);
    });
  }

  async scroll({ at, right, down }: ScrollAt): Promise<void> {
    if (at) await this.move(at);
    this.#signal.throwIfAborted();
    await this.#desktop.pointer.wheel(right, down);
  }

  async press(text: string): Promise<void> {
    const chord = parseChord(text);
    if (!chord) throw new DomainError('key.unknown', 'a key of the chord is not known');
    await this.#ledger.holding(keysOf([...chord.modifiers, chord.key]), async () => {});
  }

  async enter(entry: EnterText): Promise<void> {
    const windows = await this.#desktop.windows.list();
    const road = entryRoad(entry, windows.find(({ active }) => active)?.application ?? '');
    this.#signal.throwIfAborted();
    if (road === 'keys') return this.#desktop.keyboard.type(entry.text, this.#signal);
    await this.#desktop.clipboard.borrow(entry.text, async () => {
      await this.press('Control+v');
      await this.#desktop.screen.quietFor(pasteQuietMs, pasteLimitMs, this.#signal);
    });
  }

  #rest(ms: number): Promise<void> {
    return this.#clock.sleep(ms, this.#signal);
  }
}

/** The ledger's hands on a real desktop. */
export const handsOf = ({ keyboard, pointer }: Desktop) => ({
  down: ({ kind, name }: Held) => (kind === 'key' ? keyboard.down(name) : pointer.down(name as Button)),
  up: ({ kind, name }: Held) => (kind === 'key' ? keyboard.up(name) : pointer.up(name as Button)),
});

const keysOf = (names: readonly string[]): Held[] =>
  names.map((name) => ({ kind: 'key', name: keyName(name) ?? name }));

const buttons: Record<MouseButton, Button> = {
  MOUSE_BUTTON_UNSPECIFIED: 'left',
  MOUSE_BUTTON_LEFT: 'left',
  MOUSE_BUTTON_MIDDLE: 'middle',
  MOUSE_BUTTON_RIGHT: 'right',
};

const buttonOf = (button: MouseButton): Held => ({ kind: 'button', name: buttons[button] });

function known(place: Point | undefined): Point {
  if (!place) throw new DomainError('input.invalid', 'an action needs a place');
  return place;
}

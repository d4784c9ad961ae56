import type { Clock } from '@karna/common/clock';
import { DomainError } from '@karna/common/errors';
import type { ClickAt, DragAlong, EnterText, ScrollAt } from '@karna/proto/gen/agent/v1/agent';
import type { MouseButton } from '@karna/proto/gen/intent/v1/intent';
import { keyName, parseChord } from '@karna/proto/keys';
import { entryRoad } from './domain/entry.ts';
import { alongPath } from './domain/geometry.ts';
import type { Held, HeldLedger } from './domain/held.ts';
import { changedBoxes, tightly } from './domain/pixels.ts';
import type { Button, Desktop, Point, RawFrame } from './ports.ts';

/** Between two places of a drag (px), and the pause there (ms): applications see motion, not a jump. */
const dragStepPx = 8;
const dragStepMs = 4;
/** Clicks of a double click follow each other as a person's do (ms): a busy page may lose what comes at once. Desktops want them within 400. */
const betweenClicksMs = 40;
/** Held still at both ends of a drag (ms): toolkits start it, and accept the drop, from an event of their own. */
const dragRestMs = 40;
/** What is looked at around a click (px), for how long (ms) and how often (ms), to see whether it answers the press. */
const answerPx = { width: 64, height: 32 };
const answerLimitMs = 80;
const answerEveryMs = 8;
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

  /** Whether the place answered the press visibly; only a plain click where the pointer rested already is watched. */
  async click({ at, button, count, modifiers }: ClickAt): Promise<boolean> {
    const place = known(at);
    const rested = samePlace(await this.#desktop.screen.pointerPosition(), place);
    await this.move(at);
    if (rested && count <= 1 && modifiers.length === 0) return this.#watchedClick(place, buttonOf(button));
    await this.#ledger.holding(keysOf(modifiers), async () => {
      for (let n = 0; n < Math.max(1, count); n++) {
        if (n > 0) await this.#rest(betweenClicksMs);
        await this.#ledger.holding([buttonOf(button)], async () => {});
      }
    });
    return false;
  }

  // Some buttons show nothing but their own being pressed: that is a sign of life which pictures before and after miss.
  async #watchedClick(place: Point, button: Held): Promise<boolean> {
    const { width, height } = answerPx;
    const around = { x: place.x - width / 2, y: place.y - height / 2, width, height };
    const before = await this.#desktop.screen.captureRegion(around);
    const until = this.#clock.elapsed() + answerLimitMs;
    let answered = false;
    await this.#ledger.holding([button], async () => {
      while (!answered && this.#clock.elapsed() < until) {
        await this.#rest(answerEveryMs);
        answered = looksDifferent(before, await this.#desktop.screen.captureRegion(around));
      }
    });
    return answered;
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

const samePlace = (a: Point, b: Point): boolean => a.x === b.x && a.y === b.y;

function looksDifferent(a: RawFrame, b: RawFrame): boolean {
  const [before, after] = [a, b].map(({ width, height, stride, pixels }) => tightly(width, height, stride, pixels));
  return !!before && !!after && changedBoxes(before, after).length > 0;
}

/** The ledger's hands on a real desktop. */
export const handsOf = ({ keyboard, pointer }: Pick<Desktop, 'keyboard' | 'pointer'>) => ({
  down: ({ kind, name }: Held) => (kind === 'key' ? keyboard.down(name) : pointer.down(name as Button)),
  up: ({ kind, name }: Held) => (kind === 'key' ? keyboard.up(name) : pointer.up(name as Button)),
});

const keysOf = (names: readonly string[]): Held[] =>
  names.map((name) => ({ kind: 'key', name: keyName(name) ?? name }));

export const buttons: Record<MouseButton, Button> = {
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

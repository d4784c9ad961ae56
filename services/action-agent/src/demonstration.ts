import { createHash } from 'node:crypto';
import type { Clock } from '@karna/common/clock';
import type { MouseButton } from '@karna/proto/gen/intent/v1/intent';
import { Act, type ActWindow } from '@karna/proto/gen/recording/v1/recording';
import { typedText, unknownCharacter } from '@karna/proto/keys';
import { changedBoxes, type Pixels, tightly } from './domain/pixels.ts';
import { type Deed, Deeds } from './domain/recording/deeds.ts';
import { isHidden } from './domain/recording/hidden.ts';
import { activeWindow, windowOf } from './domain/recording/windows.ts';
import type { Mask } from './domain/redaction/masks.ts';
import { painted } from './domain/redaction/painting.ts';
import type { AgentEvents } from './events.ts';
import type { Accessibility, Accessible, ActPicture, Button, Desktop, PersonEvent, Point, Window } from './ports.ts';
import type { Redaction } from './redaction.ts';
import type { PictureEncoder } from './watching.ts';

/** The screen is at rest when nothing changed for so long, and is looked at anyway after so long (ms). */
const restMs = 120;
const restlessMs = 1_000;
/** Nothing more for so long (ms), and what was begun is over: a slow page has begun to show by then. */
const idleMs = 1_200;
/** A screen that does not come to rest is taken as it is after so long (ms). */
const settleMs = 4_000;
/** Applications are asked for what has the keyboard; they are waited for so long (ms). */
const askMs = 400;
const mostAccessible = 2000;
/** Acts that wait for their pictures; beyond, they go without. A screen is 4 to 8 MB. */
const maxUnread = 12;

export interface DemonstrationParts {
  readonly desktop: Desktop;
  readonly redaction: Redaction | undefined;
  readonly accessibility: Accessibility | undefined;
  readonly pictures: PictureEncoder;
  readonly clock: Clock;
  readonly events: AgentEvents;
  /** Takes each act, without a number, in the order in which they happened. */
  readonly keep: (act: Act, pictures: readonly ActPicture[]) => Promise<void>;
  /** No more is seen of what the person does. */
  readonly lost: (error: Error) => void;
}

/** The screen at one moment. */
interface Look {
  readonly pixels: Pixels;
  readonly windows: readonly Window[];
  /** When the rest before it began, and when it was taken (ms, monotonic). */
  readonly sinceMs: number;
  readonly atMs: number;
  readonly restless: boolean;
  /** What applications said of it. */
  said?: Promise<readonly Accessible[]>;
  shown?: Promise<Shown | undefined>;
}

/** What of it leaves. */
interface Shown {
  readonly picture: ActPicture;
  readonly masks: readonly Mask[];
}

interface Begun {
  readonly at: Date;
  readonly startedMs: number;
  lastMs: number;
  readonly before: Promise<Look>;
  readonly focus: Promise<Accessible | undefined>;
}

/** Watches the person from `begin` to `end`, and makes acts of what they do: each with the screen before and after. */
export class Demonstration {
  readonly #parts: DemonstrationParts;
  readonly #deeds = new Deeds();
  readonly #over = new AbortController();
  #watch: { close(): Promise<void> } | undefined;
  #looking: Promise<void> = Promise.resolve();
  #latest: Look;
  #begun: Begun | undefined;
  #lastMs = Number.NEGATIVE_INFINITY;
  #idle: NodeJS.Timeout | undefined;
  #looked: (() => void)[] = [];
  #unread = 0;
  #queue: Promise<void> = Promise.resolve();
  #clickedAt: Point | undefined;

  private constructor(parts: DemonstrationParts, first: Look) {
    this.#parts = parts;
    this.#latest = first;
  }

  /** Resolves once everything that the person does is seen. */
  static async begin(parts: DemonstrationParts, watching: NonNullable<Desktop['personWatch']>): Promise<Demonstration> {
    const demonstration = new Demonstration(
      parts,
      await look(parts.desktop, parts.clock.elapsed(), false, parts.clock),
    );
    demonstration.#watch = await watching.watch((event) => demonstration.#hear(event), parts.lost);
    demonstration.#looking = demonstration.#lookOn();
    return demonstration;
  }

  /** Resolves once what was done until now is kept. */
  async end(): Promise<void> {
    await this.#watch?.close();
    await this.#finish();
    this.#over.abort();
    await this.#looking;
    await this.#queue;
  }

  #hear(event: PersonEvent): void {
    if (isHotkey(event)) return;
    const now = this.#parts.clock.elapsed();
    const { ended, begun } = this.#deeds.take(event);
    if (begun) {
      const before = this.#now();
      if (ended && this.#begun) this.#note(ended, this.#begun, before);
      this.#begun = {
        at: new Date(),
        startedMs: now,
        lastMs: now,
        before,
        focus: event.kind === 'key' ? this.#focus() : Promise.resolve(undefined),
      };
      void before.then(
        (taken) => this.#ask(taken),
        () => undefined,
      );
    }
    if (!this.#begun) return;
    this.#begun.lastMs = now;
    this.#lastMs = now;
    this.#rearm();
  }

  #rearm(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => (this.#deeds.isHeld ? this.#rearm() : void this.#finish()), idleMs);
  }

  /** What is open is over; the screen after it is the one that came to rest. */
  async #finish(): Promise<void> {
    clearTimeout(this.#idle);
    const deed = this.#deeds.finish();
    const begun = this.#begun;
    this.#begun = undefined;
    if (!deed || !begun) return;
    const after = this.#rested(begun.lastMs);
    void after.then(
      (taken) => this.#ask(taken),
      () => undefined,
    );
    this.#note(deed, begun, after);
    await after.catch(() => undefined);
  }

  /** The screen as it was before what happens now: at rest, or, when something was done since, as it is. */
  #now(): Promise<Look> {
    if (this.#latest.atMs > this.#lastMs) return Promise.resolve(this.#latest);
    const { desktop, clock } = this.#parts;
    return look(desktop, clock.elapsed(), true, clock);
  }

  /** The screen at rest after then; as it is when the next thing is begun first, or when it does not come to rest. */
  async #rested(afterMs: number): Promise<Look> {
    const { clock } = this.#parts;
    const until = clock.elapsed() + settleMs;
    const isOver = () => this.#begun !== undefined || this.#over.signal.aborted || clock.elapsed() > until;
    while (!isOver() && (this.#latest.sinceMs < afterMs || this.#latest.restless)) await this.#nextLook();
    return this.#latest.atMs > afterMs ? this.#latest : this.#now();
  }

  #nextLook(): Promise<void> {
    return new Promise((resolve) => this.#looked.push(resolve));
  }

  async #lookOn(): Promise<void> {
    const { desktop, clock } = this.#parts;
    const { signal } = this.#over;
    while (!signal.aborted && !desktop.gone.aborted) {
      try {
        const sinceMs = clock.elapsed();
        const { restless } = await desktop.screen.quietFor(restMs, restlessMs, signal);
        this.#latest = await look(desktop, sinceMs, restless, clock, this.#latest);
      } catch {
        if (!signal.aborted) await clock.sleep(restlessMs, signal).catch(() => undefined); // tried again
      }
      for (const tell of this.#looked.splice(0)) tell();
    }
    for (const tell of this.#looked.splice(0)) tell();
  }

  #ask(taken: Look): Promise<readonly Accessible[]> {
    taken.said ??= this.#elements();
    return taken.said;
  }

  async #elements(): Promise<readonly Accessible[]> {
    const { accessibility } = this.#parts;
    return (await accessibility?.elements(mostAccessible, AbortSignal.timeout(askMs))) ?? [];
  }

  async #focus(): Promise<Accessible | undefined> {
    const isField = ({ role }: Accessible) => role !== 'ROLE_WINDOW' && role !== 'ROLE_DIALOG';
    return (await this.#elements()).findLast((element) => element.focused && isField(element));
  }

  #note(deed: Deed, begun: Begun, after: Promise<Look>): void {
    const clickedAt = this.#clickedAt;
    if (deed.kind === 'pressed') this.#clickedAt = deed.at;
    else if (deed.kind !== 'typed') this.#clickedAt = undefined; // Tab and the like move the keyboard
    const isBlind = this.#unread >= maxUnread;
    this.#unread += 1;
    after.catch(() => undefined); // looked at in its turn
    this.#queue = this.#queue
      .then(() => this.#makeAct(deed, begun, after, clickedAt, isBlind))
      .catch((error: unknown) => this.#parts.events.actLost(error))
      .finally(() => {
        this.#unread -= 1;
      });
  }

  async #makeAct(
    deed: Deed,
    begun: Begun,
    afterwards: Promise<Look>,
    clickedAt: Point | undefined,
    isBlind: boolean,
  ): Promise<void> {
    const { redaction, keep } = this.#parts;
    const [before, after] = await Promise.all([begun.before.catch(() => undefined), afterwards.catch(() => undefined)]);
    // An address that the person types is known to them: it stays to be seen.
    if (deed.kind === 'typed') redaction?.typing(typedText(deed.keys).text);
    const [shownBefore, shownAfter] = isBlind
      ? []
      : [before && (await this.#show(before)), after && (await this.#show(after))];
    const window = before && windowOf(deed, before.windows, after?.windows ?? []);
    const isSecret =
      deed.kind === 'typed' &&
      (await this.#isSecret(deed.keys, begun, clickedAt, [before, after], [shownBefore, shownAfter]));
    const known = new Set(before?.windows.map(({ id }) => id));
    const opened = before && after ? after.windows.filter(({ id }) => !known.has(id)) : [];
    const act: Act = {
      ...Act.create({}),
      at: begun.at,
      tookMs: Math.round(begun.lastMs - begun.startedMs),
      what: whatOf(deed, isSecret),
      window: window && this.#told(window),
      before: shownBefore?.picture.sha256 ?? '',
      after: shownAfter?.picture.sha256 ?? '',
      opened: opened.map((one) => this.#told(one)),
      closed: !!window && !!after && !after.windows.some(({ id }) => id === window.id),
    };
    const pictures = [shownBefore?.picture, shownAfter?.picture].filter((picture) => picture !== undefined);
    await keep(act, pictures);
  }

  async #isSecret(
    keys: readonly string[],
    { focus }: Begun,
    clickedAt: Point | undefined,
    [before, after]: readonly (Look | undefined)[],
    [shownBefore, shownAfter]: readonly (Shown | undefined)[],
  ): Promise<boolean> {
    const { redaction } = this.#parts;
    if (keys.includes(unknownCharacter)) return true; // what is not known is not guessed: it is asked for each time
    const { text } = typedText(keys);
    if (redaction && redaction.withoutSecrets(text) !== text) return true;
    const focused = await focus;
    if (focused?.hidesText) return true;
    if (!redaction) return false; // its owner turned the reading of the screen off
    if (!before || !after || !shownBefore || !shownAfter) return true; // what cannot be looked at may be hidden
    return isHidden({
      focus: focused,
      clickedAt,
      masks: [...shownBefore.masks, ...shownAfter.masks],
      changes: changedBoxes(before.pixels, after.pixels),
      application: activeWindow(before.windows)?.application ?? '',
    });
  }

  #told({ application, title, box }: Window): ActWindow {
    const [cleaned] = this.#parts.redaction?.windows([
      { id: '', title, application, pid: 0, box, active: false, minimized: false },
    ]) ?? [{ title }];
    return { application, title: cleaned?.title ?? '', box };
  }

  /** Made once of each look. Undefined when it cannot be told what of it is secret: then it does not leave. */
  #show(taken: Look): Promise<Shown | undefined> {
    taken.shown ??= this.#makeShown(taken).catch((error: unknown) => {
      this.#parts.events.actUnseen(error);
      return undefined;
    });
    return taken.shown;
  }

  async #makeShown(taken: Look): Promise<Shown> {
    const { redaction, pictures } = this.#parts;
    const said = await this.#ask(taken);
    const passwordFields = said.filter(({ hidesText }) => hidesText).map(({ box }) => box);
    const masks =
      (await redaction?.masksFor(
        taken.pixels,
        { windows: [taken.windows], passwordFields },
        this.#parts.desktop.gone,
      )) ?? [];
    const data = await pictures.encode(masks.length > 0 ? painted(taken.pixels, masks) : taken.pixels, 'fast');
    return { picture: { sha256: createHash('sha256').update(data).digest('hex'), data }, masks };
  }
}

/** The screen now; the one before itself when nothing changed, so that it is read and sent once. */
async function look(
  { screen, windows }: Desktop,
  sinceMs: number,
  restless: boolean,
  clock: Clock,
  previous?: Look,
): Promise<Look> {
  const frame = await screen.capture();
  const pixels = tightly(frame.width, frame.height, frame.stride, frame.pixels);
  const atMs = clock.elapsed();
  const isSame =
    previous?.pixels.width === pixels.width &&
    previous.pixels.height === pixels.height &&
    Buffer.compare(previous.pixels.data, pixels.data) === 0;
  if (isSame) return Object.assign(previous, { sinceMs, atMs, restless });
  return { pixels, windows: await windows.list(), sinceMs, atMs, restless };
}

const isHotkey = (event: PersonEvent): boolean =>
  event.kind === 'key' &&
  ['Escape', 'r'].includes(event.key === 'R' ? 'r' : event.key) &&
  event.modifiers.includes('Control') &&
  event.modifiers.includes('Alt');

const buttonNames: Readonly<Record<Button, MouseButton>> = {
  left: 'MOUSE_BUTTON_LEFT',
  middle: 'MOUSE_BUTTON_MIDDLE',
  right: 'MOUSE_BUTTON_RIGHT',
};

function whatOf(deed: Deed, isSecret: boolean): Act['what'] {
  switch (deed.kind) {
    case 'pressed': {
      const { at, button, count, modifiers } = deed;
      return { $case: 'pressed', value: { at, button: buttonNames[button], count, modifiers: [...modifiers] } };
    }
    case 'dragged': {
      const { from, to, button, modifiers } = deed;
      return { $case: 'dragged', value: { from, to, button: buttonNames[button], modifiers: [...modifiers] } };
    }
    case 'scrolled': {
      const { at, right, down } = deed;
      return { $case: 'scrolled', value: { at, right, down } };
    }
    case 'chord':
      return { $case: 'chord', value: { chord: deed.chord, count: deed.count } };
    case 'typed':
      return { $case: 'typed', value: isSecret ? { keys: [], secret: true } : { keys: [...deed.keys], secret: false } };
    default: {
      const nothing: never = deed;
      return nothing;
    }
  }
}

import { createHash } from 'node:crypto';
import type { Clock } from '@karna/common/clock';
import { DomainError } from '@karna/common/errors';
import type { Frame, Guard, Masked, MaskReason, Observe } from '@karna/proto/gen/agent/v1/agent';
import type { AccessibleElement } from '@karna/proto/gen/vision/v1/element';
import { overlaps } from './domain/boxes.ts';
import { changedBoxes, changedShare, type Pixels, tightly } from './domain/pixels.ts';
import type { KeptFrame, RecentFrames } from './domain/recent.ts';
import { coarsened, type Mask, type Reason } from './domain/redaction/masks.ts';
import { painted } from './domain/redaction/painting.ts';
import { scrolledDown } from './domain/scrolling.ts';
import type { AgentEvents } from './events.ts';
import type { Accessibility, Accessible, Desktop, Window } from './ports.ts';
import type { Redaction } from './redaction.ts';
import { within } from './waiting.ts';

export interface PictureEncoder {
  /** A PNG. `fast` keeps the desktop waiting as little as possible; `small` costs about twenty times as much. */
  encode(pixels: Pixels, effort: 'fast' | 'small'): Promise<Uint8Array>;
}

/** All pictures of one result together: it has to pass brokers that take 8 MB messages. */
export const maxPictureBytes = 7_000_000;

/** How much of a guarded region may differ: a blinking caret in a text field is 1 to 2 % of it, a tick in a box 15 %. */
export const guardTolerance = 0.02;

/**
 * Applications are asked what they show from the capture on, while the picture is read for secrets; they are waited for
 * so much longer (ms), and what they said by then counts.
 */
const accessibleMs = 40;
const mostAccessible = 2000;

export interface WatchingParts {
  readonly desktop: Desktop;
  readonly frames: RecentFrames;
  readonly pictures: PictureEncoder;
  readonly clock: Clock;
  readonly events: AgentEvents;
  readonly guard: Guard | undefined;
  readonly signal: AbortSignal;
  /** Undefined when this agent's owner has turned it off. */
  readonly redaction: Redaction | undefined;
  readonly accessibility: Accessibility | undefined;
}

/** The eyes of one batch: frames for its result, and the guard before its first action. */
export class Watching {
  readonly #parts: WatchingParts;
  #previous: KeptFrame | undefined;
  #pictureBytes = 0;
  #wasTurned = false;

  constructor(parts: WatchingParts) {
    this.#parts = parts;
    this.#previous = parts.guard && parts.frames.get(parts.guard.frameId);
  }

  /** Fails with `frame.stale` unless the screen is still what the planner saw. */
  async check({ frameId, maxAgeMs, unchanged }: Guard): Promise<void> {
    const seen = this.#parts.frames.get(frameId);
    if (!seen) throw stale('that frame is no longer known here');
    if (maxAgeMs > 0 && this.#parts.clock.elapsed() - seen.capturedElapsedMs > maxAgeMs) {
      throw stale(`that frame is older than ${maxAgeMs} ms`);
    }
    if (unchanged && changedShare(seen, (await this.#capture()).kept, unchanged) > guardTolerance) {
      throw stale('the screen changed since that frame');
    }
  }

  /** The wheel was turned: the next frame tells how far what changed went. */
  turned(): void {
    this.#wasTurned = true;
  }

  async observe(wanted: Observe): Promise<Frame> {
    const { desktop, frames, redaction } = this.#parts;
    // A window that moved in between is masked where it was and where it is.
    const windowsBefore = redaction?.needsWindows ? await desktop.windows.list() : [];
    const [{ kept, capturedAt, accessible }, windows, pointer] = await Promise.all([
      this.#captureAndAsk(wanted),
      wanted.windows || redaction?.needsWindows ? desktop.windows.list() : [],
      desktop.screen.pointerPosition(),
    ]);
    const masks = wanted.picture ? await this.#masks(kept, [windowsBefore, windows], accessible) : redaction?.masks;
    const bytes = wanted.picture ? await this.#encode(masks?.length ? painted(kept, masks) : kept) : new Uint8Array();
    const changes = this.#previous ? changedBoxes(this.#previous, kept) : [];
    const down = this.#wasTurned && this.#previous ? scrolledDown(this.#previous, kept, changes) : 0;
    frames.add(kept);
    this.#previous = kept;
    this.#wasTurned = false;
    return {
      id: kept.id,
      picture: bytes,
      sha256: wanted.picture ? createHash('sha256').update(bytes).digest('hex') : '',
      width: kept.width,
      height: kept.height,
      capturedAt,
      changes: coarsened(changes, masks ?? []),
      windows: wanted.windows ? (redaction?.windows(windows) ?? windows) : [],
      pointer,
      accessible: wanted.accessible ? this.#told(accessible, masks ?? []) : [],
      masked: wanted.picture ? (masks ?? []).map(toWire) : [],
      scrolledDown: down,
    };
  }

  /** Reads what is on the screen by now, so that the next picture has to wait for less. Never rejects. */
  async lookAhead(): Promise<void> {
    const { desktop, redaction, signal } = this.#parts;
    if (!redaction) return;
    const frame = await desktop.screen.capture().catch(() => undefined);
    if (frame) await redaction.lookAhead(tightly(frame.width, frame.height, frame.stride, frame.pixels), signal);
  }

  async #capture(): Promise<{ kept: KeptFrame; capturedAt: Date }> {
    const reuse = this.#parts.frames.takeSpare();
    const { id, width, height, stride, pixels, capturedAt, capturedElapsedMs } =
      await this.#parts.desktop.screen.capture(reuse);
    return { kept: { id, capturedElapsedMs, ...tightly(width, height, stride, pixels) }, capturedAt };
  }

  /** The screen, read for secrets where it is to leave, and meanwhile what applications say of it. */
  async #captureAndAsk({ accessible, picture }: Observe) {
    const { accessibility, redaction, clock, signal } = this.#parts;
    const over = new AbortController();
    const isWanted = accessible || (picture && redaction);
    const said = isWanted ? accessibility?.elements(mostAccessible, over.signal) : undefined;
    try {
      const captured = await this.#capture();
      if (picture) await redaction?.lookAhead(captured.kept, signal);
      if (said) await within(accessibleMs, said, undefined, clock);
      over.abort();
      return { ...captured, accessible: (await said) ?? [] };
    } finally {
      over.abort();
    }
  }

  async #masks(
    picture: Pixels,
    windows: readonly Window[][],
    accessible: readonly Accessible[],
  ): Promise<readonly Mask[]> {
    const { redaction, events, clock, signal } = this.#parts;
    if (!redaction) return [];
    const startedMs = clock.elapsed();
    const passwordFields = accessible.filter(({ hidesText }) => hidesText).map(({ box }) => box);
    const masks = await redaction.masksFor(picture, { windows, passwordFields }, signal);
    events.masked(
      masks.map(({ reason }) => reason),
      clock.elapsed() - startedMs,
    );
    return masks;
  }

  /** As the applications say, without names that are secret or touch a mask: a cell is larger than what is masked in it. */
  #told(accessible: readonly Accessible[], masks: readonly Mask[]): AccessibleElement[] {
    const { redaction } = this.#parts;
    return accessible.map(({ hidesText, ...element }) => {
      const isMasked = hidesText || (!isFrame(element) && masks.some(({ box }) => overlaps(box, element.box)));
      return { ...element, name: isMasked ? '' : (redaction?.withoutSecrets(element.name) ?? element.name) };
    });
  }

  async #encode(pixels: Pixels): Promise<Uint8Array> {
    const { pictures } = this.#parts;
    const room = maxPictureBytes - this.#pictureBytes;
    let bytes = await pictures.encode(pixels, 'fast');
    if (bytes.byteLength > room) bytes = await pictures.encode(pixels, 'small');
    if (bytes.byteLength > room) {
      throw new DomainError('capture.failed', `the pictures of one batch are larger than ${maxPictureBytes} bytes`);
    }
    this.#pictureBytes += bytes.byteLength;
    return bytes;
  }
}

/** What is masked in a window says nothing of its title. */
const isFrame = ({ role }: AccessibleElement): boolean => role === 'ROLE_WINDOW' || role === 'ROLE_DIALOG';

const reasons: Readonly<Record<Reason, MaskReason>> = {
  field: 'MASK_REASON_HIDDEN_FIELD',
  configured: 'MASK_REASON_CONFIGURED',
  pattern: 'MASK_REASON_PATTERN',
  unsure: 'MASK_REASON_UNSURE',
};

const toWire = ({ box, reason }: Mask): Masked => ({ box, reason: reasons[reason] });

const stale = (why: string): DomainError => new DomainError('frame.stale', `${why}: look again`);

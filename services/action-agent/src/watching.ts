import { createHash } from 'node:crypto';
import type { Clock } from '@karna/common/clock';
import { DomainError } from '@karna/common/errors';
import type { Frame, Guard, Observe } from '@karna/proto/gen/agent/v1/agent';
import { changedBoxes, changedShare, type Pixels, tightly } from './domain/pixels.ts';
import type { KeptFrame, RecentFrames } from './domain/recent.ts';
import type { Desktop } from './ports.ts';

export interface PictureEncoder {
  /** A PNG. `fast` keeps the desktop waiting as little as possible; `small` costs about twenty times as much. */
  encode(pixels: Pixels, effort: 'fast' | 'small'): Promise<Uint8Array>;
}

/** All pictures of one result together: it has to pass brokers that take 8 MB messages. */
export const maxPictureBytes = 7_000_000;

/** How much of a guarded region may differ: a blinking caret in a text field is 1 to 2 % of it, a tick in a box 15 %. */
export const guardTolerance = 0.02;

/** The eyes of one batch: frames for its result, and the guard before its first action. */
export class Watching {
  readonly #desktop: Desktop;
  readonly #frames: RecentFrames;
  readonly #pictures: PictureEncoder;
  readonly #clock: Clock;
  #previous: KeptFrame | undefined;
  #pictureBytes = 0;

  constructor(parts: {
    desktop: Desktop;
    frames: RecentFrames;
    pictures: PictureEncoder;
    clock: Clock;
    guard: Guard | undefined;
  }) {
    this.#desktop = parts.desktop;
    this.#frames = parts.frames;
    this.#pictures = parts.pictures;
    this.#clock = parts.clock;
    this.#previous = parts.guard && parts.frames.get(parts.guard.frameId);
  }

  /** Fails with `frame.stale` unless the screen is still what the planner saw. */
  async check({ frameId, maxAgeMs, unchanged }: Guard): Promise<void> {
    const seen = this.#frames.get(frameId);
    if (!seen) throw stale('that frame is no longer known here');
    if (maxAgeMs > 0 && this.#clock.elapsed() - seen.capturedElapsedMs > maxAgeMs) {
      throw stale(`that frame is older than ${maxAgeMs} ms`);
    }
    if (unchanged && changedShare(seen, (await this.#capture()).kept, unchanged) > guardTolerance) {
      throw stale('the screen changed since that frame');
    }
  }

  async observe({ picture, windows }: Observe): Promise<Frame> {
    const [{ kept, capturedAt }, list, pointer] = await Promise.all([
      this.#capture(),
      windows ? this.#desktop.windows.list() : [],
      this.#desktop.screen.pointerPosition(),
    ]);
    const bytes = picture ? await this.#encode(kept) : new Uint8Array();
    const changes = this.#previous ? changedBoxes(this.#previous, kept) : [];
    this.#frames.add(kept);
    this.#previous = kept;
    return {
      id: kept.id,
      picture: bytes,
      sha256: picture ? createHash('sha256').update(bytes).digest('hex') : '',
      width: kept.width,
      height: kept.height,
      capturedAt,
      changes,
      windows: list,
      pointer,
    };
  }

  async #capture(): Promise<{ kept: KeptFrame; capturedAt: Date }> {
    const reuse = this.#frames.takeSpare();
    const { id, width, height, stride, pixels, capturedAt, capturedElapsedMs } =
      await this.#desktop.screen.capture(reuse);
    return { kept: { id, capturedElapsedMs, ...tightly(width, height, stride, pixels) }, capturedAt };
  }

  async #encode(pixels: Pixels): Promise<Uint8Array> {
    const room = maxPictureBytes - this.#pictureBytes;
    let bytes = await this.#pictures.encode(pixels, 'fast');
    if (bytes.byteLength > room) bytes = await this.#pictures.encode(pixels, 'small');
    if (bytes.byteLength > room) {
      throw new DomainError('capture.failed', `the pictures of one batch are larger than ${maxPictureBytes} bytes`);
    }
    this.#pictureBytes += bytes.byteLength;
    return bytes;
  }
}

const stale = (why: string): DomainError => new DomainError('frame.stale', `${why}: look again`);

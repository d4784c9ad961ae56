import { setTimeout as delay } from 'node:timers/promises';
import { DomainError } from '@karna/common/errors';
import { freshId } from '@karna/proto/ids';
import { clipped } from '../../domain/geometry.ts';
import type { Box, Display, Following, FrameId, OnTheWay, Point, RawFrame, Rest, Screen } from '../../ports.ts';
import { followByLooking } from '../following.ts';
import { differs } from '../pixels.ts';
import type { NutProcess } from './nut-process.ts';

/** How often a settle looks: a capture costs some 20 ms here, so half the time is left to others. */
const lookEveryMs = 40;

/** How often the live picture is looked at: there is no word of what changed (ms). */
const followEveryMs = 100;

export class NutScreen implements Screen {
  readonly #process: NutProcess;
  readonly #displays: (() => Promise<Display[]>) | undefined;

  /** `displays` tells of the monitors where something other than nut-js knows them. */
  constructor(process: NutProcess, displays?: () => Promise<Display[]>) {
    this.#process = process;
    this.#displays = displays;
  }

  async capture(): Promise<RawFrame> {
    const frame = await this.#grab(undefined);
    return { ...frame, box: { x: 0, y: 0, width: frame.width, height: frame.height } };
  }

  /** Cut out of a whole capture: nut-js refuses regions that reach beyond the screen, and a smaller grab saves little. */
  async captureRegion(box: Box): Promise<RawFrame> {
    const whole = await this.capture();
    const inside = clipped(box, whole);
    if (!inside) throw new DomainError('capture.failed', 'no part of the region lies on the desktop');
    const { x, y, width, height } = inside;
    const pixels = new Uint8Array(width * height * 4);
    for (let row = 0; row < height; row++) {
      const start = (y + row) * whole.stride + x * 4;
      pixels.set(whole.pixels.subarray(start, start + width * 4), row * width * 4);
    }
    return { ...whole, box: inside, width, height, stride: width * 4, pixels };
  }

  async quietFor(quietMs: number, limitMs: number, signal: AbortSignal, onTheWay?: OnTheWay): Promise<Rest> {
    const start = performance.now();
    let changedAt = start;
    let firstChangeMs = 0;
    let untold = onTheWay;
    let known = await this.capture();
    for (;;) {
      signal.throwIfAborted();
      const left = Math.min(changedAt + quietMs, start + limitMs) - performance.now();
      await delay(Math.max(0, Math.min(lookEveryMs, left)), undefined, { signal }).catch(() => signal.throwIfAborted());
      const seen = await this.capture();
      const hasChanged = seen.width !== known.width || differs(known.pixels, known.width, seen.pixels, seen.box);
      const now = performance.now();
      if (hasChanged) [changedAt, untold, firstChangeMs] = [now, onTheWay, firstChangeMs || now - start];
      known = seen;
      const changes = { firstChangeMs, changedMs: changedAt - start };
      if (now - changedAt >= quietMs) return { restless: false, ...changes };
      if (now - start >= limitMs) return { restless: true, ...changes };
      if (untold && now - changedAt >= untold.afterMs) {
        untold.calm();
        untold = undefined;
      }
    }
  }

  /** nut-js knows one screen only. */
  async displays(): Promise<Display[]> {
    if (this.#displays) return this.#displays();
    const { box } = await this.capture();
    return [{ id: 'screen', box, primary: true }];
  }

  pointerPosition(): Promise<Point> {
    return this.#process.order('pointer', undefined);
  }

  async follow(changed: () => void): Promise<Following> {
    const timer = setInterval(changed, followEveryMs);
    return followByLooking(this, () => clearInterval(timer));
  }

  async #grab(box: Box | undefined): Promise<Omit<RawFrame, 'box'>> {
    const capturedAt = new Date();
    const capturedElapsedMs = performance.now();
    try {
      const grabbed = await this.#process.order('grab', box);
      return { id: freshId<FrameId>('frame'), ...grabbed, capturedAt, capturedElapsedMs };
    } catch (cause) {
      throw new DomainError('capture.failed', 'the screen could not be read', { cause });
    }
  }
}

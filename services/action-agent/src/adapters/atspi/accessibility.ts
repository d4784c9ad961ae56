import { once } from 'node:events';
import type { Accessibility, Accessible } from '../../ports.ts';
import { type AccessibilityBus, openAccessibilityBus } from './accessibility-bus.ts';
import { applicationsOn, gatherFrom } from './application-elements.ts';

/** Where there is no bus, or it went away, it is looked for again this much later (ms). */
const againMs = 10_000;

/** The applications' own word over AT-SPI. Absent, slow and broken applications cost nothing but what they would have said. */
export class AtSpi implements Accessibility {
  readonly #sessionAddress: string;
  #bus: AccessibilityBus | undefined;
  #opening: Promise<void> | undefined;
  #triedMs = Number.NEGATIVE_INFINITY;
  #isClosed = false;

  constructor(sessionAddress: string) {
    this.#sessionAddress = sessionAddress;
  }

  async elements(most: number, signal: AbortSignal): Promise<Accessible[]> {
    const found: Accessible[] = [];
    // What came in before time was up is worth having.
    await Promise.race([this.#gather(most, signal, found), whenOver(signal)]).catch(() => undefined);
    return [...found];
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#opening;
    await this.#bus?.close();
  }

  async #gather(most: number, signal: AbortSignal, found: Accessible[]): Promise<void> {
    const bus = await this.#connected();
    if (!bus || signal.aborted) return;
    const applications = await applicationsOn(bus, signal);
    await Promise.allSettled(applications.map((one) => gatherFrom(bus, one, most, signal, found)));
  }

  async #connected(): Promise<AccessibilityBus | undefined> {
    if (this.#bus?.isOpen || this.#isClosed) return this.#bus;
    if (!this.#opening && performance.now() - this.#triedMs > againMs) {
      this.#triedMs = performance.now();
      this.#opening = this.#open().finally(() => {
        this.#opening = undefined;
      });
    }
    await this.#opening;
    return this.#bus?.isOpen ? this.#bus : undefined;
  }

  async #open(): Promise<void> {
    await this.#bus?.close().catch(() => undefined);
    this.#bus = await openAccessibilityBus(this.#sessionAddress).catch(() => undefined);
    if (this.#isClosed) await this.#bus?.close();
  }
}

async function whenOver(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

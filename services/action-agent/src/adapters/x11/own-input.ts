import { type InjectedType, type Injector, injected } from './injector.ts';

/** What we inject comes back within a round trip; later than this it was somebody else's (ms). */
const ownWithinMs = 500;

/** Knows what we injected ourselves, so that it can be taken off what arrives at the display. */
export class OwnInput {
  /** Times at which we injected an event, by kind and key or button. */
  readonly #times = new Map<string, number[]>();
  readonly #unobserve: readonly (() => void)[];

  constructor(injectors: readonly Injector[], kinds: readonly InjectedType[]) {
    this.#unobserve = injectors.map((injector) =>
      injector.observe((type, detail) => {
        if (kinds.includes(type)) this.#expect(type, detail);
      }),
    );
  }

  /** Whether this is one of ours; each of ours explains one event. */
  explains(type: InjectedType, detail: number): boolean {
    const times = this.#times.get(keyOf(type, detail)) ?? [];
    const now = performance.now();
    // A movement to where the pointer is already makes no event: any recent one of ours explains it.
    if (type === injected.motion) return times.some((at) => now - at < ownWithinMs);
    while (times.length > 0) {
      const at = times.shift();
      if (at !== undefined && now - at < ownWithinMs) return true;
    }
    return false;
  }

  close(): void {
    for (const unobserve of this.#unobserve) unobserve();
  }

  #expect(type: InjectedType, detail: number): void {
    const key = keyOf(type, detail);
    const now = performance.now();
    const recent = (this.#times.get(key) ?? []).filter((at) => now - at < ownWithinMs);
    this.#times.set(key, [...recent, now]);
  }
}

const keyOf = (type: InjectedType, detail: number): string => `${type}:${type === injected.motion ? 0 : detail}`;

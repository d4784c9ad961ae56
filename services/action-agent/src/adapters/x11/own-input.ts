import { type InjectedType, type Injector, injected } from './injector.ts';

/** So long after the display had it at the latest, what we injected has come back (ms): later it was somebody else's. */
const ownWithinMs = 500;

/** Something that we injected. */
interface Injection {
  /** Undefined: it may be that the display has not had it yet. */
  arrivedMs: number | undefined;
}

/** Knows what we injected ourselves, so that it can be taken off what arrives at the display. */
export class OwnInput {
  /** By kind and key or button. */
  readonly #sent = new Map<string, Injection[]>();
  readonly #unobserve: readonly (() => void)[];
  readonly #sync: () => Promise<unknown>;
  #underWay: Injection[] = [];
  #isAsking = false;

  /** `sync`: a round trip on the connection of the injectors. A display or a process that stalls takes its time over it, too. */
  constructor(
    injectors: readonly Pick<Injector, 'observe'>[],
    kinds: readonly InjectedType[],
    sync: () => Promise<unknown>,
  ) {
    this.#sync = sync;
    this.#unobserve = injectors.map((injector) =>
      injector.observe((type, detail) => {
        if (kinds.includes(type)) this.#expect(type, detail);
      }),
    );
  }

  /** Whether this is one of ours; each of ours explains one event. */
  explains(type: InjectedType, detail: number): boolean {
    const key = keyOf(type, detail);
    const recent = (this.#sent.get(key) ?? []).filter(isRecent);
    // A movement to where the pointer is already makes no event: any recent one of ours explains it.
    const left = type === injected.motion ? recent : recent.slice(1);
    this.#sent.set(key, left);
    return recent.length > 0;
  }

  close(): void {
    for (const unobserve of this.#unobserve) unobserve();
  }

  #expect(type: InjectedType, detail: number): void {
    const key = keyOf(type, detail);
    const one: Injection = { arrivedMs: undefined };
    this.#sent.set(key, [...(this.#sent.get(key) ?? []).filter(isRecent), one]);
    this.#underWay.push(one);
    // We hear of it right before it is sent: asked only afterwards.
    if (!this.#isAsking) queueMicrotask(() => void this.#askUntilArrived());
  }

  async #askUntilArrived(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    while (this.#underWay.length > 0) {
      const known = this.#underWay.splice(0);
      await this.#sync().catch(() => undefined); // the display has gone: nothing comes any more
      const arrivedMs = performance.now();
      for (const one of known) one.arrivedMs = arrivedMs;
    }
    this.#isAsking = false;
  }
}

const isRecent = ({ arrivedMs }: Injection): boolean =>
  arrivedMs === undefined || performance.now() - arrivedMs < ownWithinMs;

const keyOf = (type: InjectedType, detail: number): string => `${type}:${type === injected.motion ? 0 : detail}`;

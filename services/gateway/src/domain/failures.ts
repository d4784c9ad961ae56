import { type Rate, RateLimit } from './rate-limit.ts';

/** How much more all addresses together may fail than one of them. */
const everybodyFactor = 10;
const everybody = 'everybody';

/** Wrong guesses at something short enough to be guessed. Success costs nothing. */
export class Failures {
  readonly #byAddress: RateLimit;
  readonly #together: RateLimit;

  constructor(rate: Rate, elapsed: () => number) {
    this.#byAddress = new RateLimit(rate, elapsed);
    const { burst, perSecond } = rate;
    this.#together = new RateLimit({ burst: burst * everybodyFactor, perSecond: perSecond * everybodyFactor }, elapsed);
  }

  mayTry(address: string): boolean {
    return this.#byAddress.has(address) && this.#together.has(everybody);
  }

  note(address: string): void {
    this.#byAddress.take(address);
    this.#together.take(everybody);
  }
}
